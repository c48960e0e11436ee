import { useEffect } from 'react';
import { z } from 'zod';
import type { Actor, Code, Codebook } from '../../core/codebook/codebook.ts';
import { actorIdSchema, codeIdSchema } from '../../core/ids.ts';
import { recalled } from '../app/view-memory.ts';

/** What the registry has two of: both can be merged, split and retired. */
export type EntryKind = 'actor' | 'code';

export function entriesOf(codebook: Codebook, kind: EntryKind): readonly (Actor | Code)[] {
  return kind === 'actor' ? codebook.actors : codebook.codes;
}

export function entryOf(codebook: Codebook, kind: EntryKind, id: string): Actor | Code | undefined {
  return entriesOf(codebook, kind).find((entry) => entry.id === id);
}

export const CODEBOOK_TABS = ['actors', 'codes', 'scales', 'worklist', 'history'] as const;
export type CodebookTab = (typeof CODEBOOK_TABS)[number];

/** What the codebook's screen remembers of a project. */
const placeSchema = z.object({
  tab: z.enum(CODEBOOK_TABS),
  actorId: actorIdSchema.nullable(),
  codeId: codeIdSchema.nullable(),
});
export type CodebookPlace = z.infer<typeof placeSchema>;

export const PLACE_KEY = 'codebook';

export function recalledPlace(): CodebookPlace {
  const parsed = placeSchema.safeParse(recalled(PLACE_KEY));
  return parsed.success ? parsed.data : { tab: 'actors', actorId: null, codeId: null };
}

let shown: { readonly kind: EntryKind; readonly id: string } | null = null;

/** Tells the commands which entry the screen shows the details of, as long as it does. */
export function useShownEntry(kind: EntryKind, id: string): void {
  useEffect(() => {
    const here = { kind, id };
    shown = here;
    return () => {
      if (shown === here) shown = null;
    };
  }, [kind, id]);
}

export function shownEntry(
  codebook: Codebook,
): { readonly kind: EntryKind; readonly entry: Actor | Code } | null {
  const entry = shown && entryOf(codebook, shown.kind, shown.id);
  return shown && entry ? { kind: shown.kind, entry } : null;
}
