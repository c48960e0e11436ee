import { PostilError } from '../errors.ts';
import type { Actor, Code, Codebook, CodebookChange } from './codebook.ts';
import { offered } from './merge-entries.ts';
import { withParent } from './remove-entry.ts';

export interface Split<T extends Actor | Code> {
  readonly of: T['id'];
  /** As they are to be: new ones, and ones that are there already. At least two. */
  readonly parts: readonly T[];
  /** Under which part each child goes; without one, a child goes up to the parent of what is split. */
  readonly children: ReadonlyMap<string, T['id']>;
}

/**
 * Makes several actors of one. It stays known as split: whose annotation means which part, their annotators say, each of
 * their own; until then they stand under what was split.
 * @param at ISO 8601
 * @throws PostilError `bad-request` for fewer than two parts, parts that are the same or the split one itself
 */
export function splitActor(codebook: Codebook, split: Split<Actor>, at: string): CodebookChange[] {
  return splitEntry(codebook.actors, 'actor', split, at).map((change) => ({ kind: 'actor', ...change }));
}

/** As `splitActor`, of a code. */
export function splitCode(codebook: Codebook, split: Split<Code>, at: string): CodebookChange[] {
  return splitEntry(codebook.codes, 'code', split, at).map((change) => ({ kind: 'code', ...change }));
}

function splitEntry<T extends Actor | Code>(
  entries: readonly T[],
  kind: string,
  { of, parts, children }: Split<T>,
  at: string,
): { readonly before: T | null; readonly after: T | null }[] {
  const entry = offered(entries, kind, of);
  const ids = parts.map((part) => part.id);
  if (ids.length < 2 || new Set<string>(ids).size < ids.length || ids.includes(of)) {
    throw new PostilError('bad-request', `To split “${entry.name}”, it needs two parts that differ.`);
  }
  const existing = new Map<string, T>(entries.map((one) => [one.id, one]));
  const made = parts.map((part) => {
    const before = existing.get(part.id) ?? null;
    if (before) offered(entries, kind, before.id);
    // Nothing stands under what is split.
    return { before, after: part.parent === of ? withParent(part, entry.parent) : part };
  });
  const moved = entries
    .filter((child) => child.parent === of && !ids.includes(child.id))
    .map((before) => ({ before, after: withParent(before, children.get(before.id) ?? entry.parent) }));
  const ended = { ...entry, ended: { kind: 'split', at, into: ids } } as T;
  return [...made, ...moved, { before: entry, after: ended }];
}
