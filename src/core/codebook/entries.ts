import type { Actor, Code, Codebook } from './codebook.ts';

/** What an actor and a code have in common. */
export interface CodebookEntry {
  readonly id: string;
  readonly name: string;
  readonly parent?: string | undefined;
  readonly ended?: EntryEnd | undefined;
}

/** Why an entry is offered no more: retired, merged into another, or split into several. */
export type EntryEnd = NonNullable<(Actor | Code)['ended']>;

/** Whether an entry may be tagged with: it was not retired, merged or split. */
export function isOffered(entry: { readonly ended?: EntryEnd | undefined }): boolean {
  return entry.ended === undefined;
}

export interface KnownEntry {
  readonly name: string;
  /** Of a code. */
  readonly colour?: string | undefined;
  /** Once in the codebook, and no longer: annotations keep the id, since nobody else writes their layer. */
  readonly isDeleted: boolean;
  /** As it was last. */
  readonly ended?: EntryEnd | undefined;
}

const knownOf = new WeakMap<Codebook, ReadonlyMap<string, KnownEntry>>();

/** Every actor and code that the codebook holds or ever held, by id; a deleted one by its last name. */
export function knownEntries(codebook: Codebook): ReadonlyMap<string, KnownEntry> {
  const made = knownOf.get(codebook);
  if (made) return made;
  const known = new Map<string, KnownEntry>();
  for (const { changes } of codebook.history) {
    for (const change of changes) {
      if (change.kind === 'scales') continue;
      const last = change.after ?? change.before;
      if (last) known.set(last.id, { ...naming(last), isDeleted: true });
    }
  }
  for (const entry of [...codebook.actors, ...codebook.codes]) {
    known.set(entry.id, { ...naming(entry), isDeleted: false });
  }
  knownOf.set(codebook, known);
  return known;
}

/**
 * Whether an annotation may refer to the id. One that was deleted is known from the history: it is shown as deleted
 * and is no fault; an id that the codebook never held is one.
 */
export function isKnownId(codebook: Codebook, id: string): boolean {
  return knownEntries(codebook).has(id);
}

function naming(entry: Actor | Code): Omit<KnownEntry, 'isDeleted'> {
  return {
    name: entry.name,
    ...('colour' in entry && { colour: entry.colour }),
    ...(entry.ended && { ended: entry.ended }),
  };
}
