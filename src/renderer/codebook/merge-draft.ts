import type { Actor, Alias, Code, Codebook, CodebookChange } from '../../core/codebook/codebook.ts';
import { aliasKey, mergeActors, mergeCodes, uniteAliases } from '../../core/codebook/merge-entries.ts';
import { descendantsOf } from '../../core/codebook/tree.ts';
import type { ActorId, CodeId } from '../../core/ids.ts';
import { entriesOf, type EntryKind } from './entry-kind.ts';

/** What was chosen in the preview of a merge; undefined is *as proposed*. */
export interface MergeChoice {
  readonly name?: string;
  readonly actorKind?: Actor['kind'];
  readonly colour?: Code['colour'];
  /** Null for the top level. */
  readonly parent?: string | null;
  /** An actor's note, a code's definition. */
  readonly text?: string;
  /** Names that are left out, by `aliasKey`. */
  readonly left?: ReadonlySet<string>;
}

export interface MergeDraft {
  readonly name: string;
  readonly actorKind: Actor['kind'];
  readonly colour: Code['colour'];
  readonly parent: string | undefined;
  readonly text: string;
  /** All that come together, those that are left out among them. */
  readonly aliases: readonly Alias[];
}

/** What comes of the entries: the first is kept, the others become it. Proposed where nothing was chosen. */
export function draftMerge(
  codebook: Codebook,
  kind: EntryKind,
  entries: readonly (Actor | Code)[],
  choice: MergeChoice,
): MergeDraft {
  const name = choice.name ?? entries[0]!.name;
  const actors = entries.filter((entry) => 'aliases' in entry);
  const codes = entries.filter((entry) => 'colour' in entry);
  const allowed = new Set(parentsAllowed(codebook, kind, entries).map((entry) => entry.id as string));
  const texts = entries.map((entry) => ('aliases' in entry ? entry.note : entry.definition) ?? '');
  return {
    name,
    // *Other* says nothing where another says something.
    actorKind:
      choice.actorKind ?? actors.map((actor) => actor.kind).find((one) => one !== 'other') ?? 'other',
    colour: choice.colour ?? codes[0]?.colour ?? 'slate',
    parent:
      choice.parent === null
        ? undefined
        : (choice.parent ??
          entries.map((entry) => entry.parent).find((id) => id !== undefined && allowed.has(id))),
    text: choice.text ?? [...new Set(texts.map((text) => text.trim()))].filter(Boolean).join('\n\n'),
    aliases: uniteAliases(name, actors),
  };
}

/** What the merged entry may stand under: none of those that are merged, and nothing below them. */
export function parentsAllowed(
  codebook: Codebook,
  kind: EntryKind,
  entries: readonly (Actor | Code)[],
): readonly (Actor | Code)[] {
  const all = entriesOf(codebook, kind);
  const barred = new Set<string>(entries.flatMap((entry) => [entry.id, ...descendantsOf(all, entry.id)]));
  return all.filter((entry) => !barred.has(entry.id));
}

/** @throws PostilError as `mergeActors` */
export function mergeChanges(
  codebook: Codebook,
  kind: EntryKind,
  entries: readonly (Actor | Code)[],
  draft: MergeDraft,
  left: ReadonlySet<string>,
  at: string,
): CodebookChange[] {
  const [into, ...others] = entries;
  const text = draft.text.trim();
  const shared = { name: draft.name, ...(draft.parent !== undefined && { parent: draft.parent }) };
  if (kind === 'actor') {
    const merged = {
      ...shared,
      kind: draft.actorKind,
      aliases: draft.aliases.filter((alias) => !left.has(aliasKey(alias.text))),
      ...(text !== '' && { note: text }),
    };
    const from = others.map((entry) => entry.id as ActorId);
    return mergeActors(codebook, into!.id as ActorId, from, merged as Omit<Actor, 'id' | 'ended'>, at);
  }
  const merged = { ...shared, colour: draft.colour, ...(text !== '' && { definition: text }) };
  const from = others.map((entry) => entry.id as CodeId);
  return mergeCodes(codebook, into!.id as CodeId, from, merged as Omit<Code, 'id' | 'ended'>, at);
}
