import type { AnnotatorId } from '../ids.ts';
import { isEqual } from '../equal.ts';
import { PostilError } from '../errors.ts';
import type { Codebook, CodebookChange } from './codebook.ts';

export interface RevisionStamp {
  readonly at: string;
  readonly annotator: AnnotatorId | null;
  readonly label: string;
}

/**
 * The codebook's next revision, with all of `changes` made.
 * @throws PostilError `stale` when a change's `before` is not what the codebook holds; `bad-request` when the result
 *   would refer to a parent that is not there or that is the entry itself.
 */
export function editCodebook(
  codebook: Codebook,
  changes: readonly CodebookChange[],
  stamp: RevisionStamp,
): Codebook {
  let { actors, codes, scales } = codebook;
  for (const change of changes) {
    switch (change.kind) {
      case 'actor':
        actors = replaceEntry(actors, change.before, change.after, 'actor');
        break;
      case 'code':
        codes = replaceEntry(codes, change.before, change.after, 'code');
        break;
      case 'scales':
        if (!isEqual(scales, change.before)) throw stale('the scales');
        scales = change.after;
        break;
    }
  }
  checkParents(actors, 'actor');
  checkParents(codes, 'code');
  const revision = codebook.revision + 1;
  return { revision, actors, codes, scales, history: [...codebook.history, { revision, ...stamp, changes }] };
}

interface Entry {
  readonly id: string;
  readonly name: string;
  readonly parent?: string | undefined;
}

export function replaceEntry<T extends { readonly id: string }>(
  entries: readonly T[],
  before: T | null,
  after: T | null,
  kind: string,
): readonly T[] {
  const id = (before ?? after)?.id;
  if (id === undefined || (before && after && before.id !== after.id)) {
    throw new PostilError('bad-request', `An edit of kind ${kind} needs one entry, before or after.`);
  }
  const at = entries.findIndex((entry) => entry.id === id);
  if (!isEqual(before, at === -1 ? null : entries[at])) throw stale(`${kind} ${id}`);
  if (after === null) return entries.filter((entry) => entry.id !== id);
  return at === -1 ? [...entries, after] : entries.with(at, after);
}

function checkParents(entries: readonly Entry[], kind: string): void {
  const parents = new Map<string, string | undefined>(entries.map((entry) => [entry.id, entry.parent]));
  for (const entry of entries) {
    const seen = new Set<string>([entry.id]);
    for (let parent = entry.parent; parent !== undefined; parent = parents.get(parent)) {
      if (!parents.has(parent)) {
        throw new PostilError('bad-request', `The parent of ${kind} “${entry.name}” is not in the codebook.`);
      }
      if (seen.has(parent)) {
        throw new PostilError('bad-request', `The ${kind} “${entry.name}” would become its own ancestor.`);
      }
      seen.add(parent);
    }
  }
}

function stale(what: string): PostilError {
  return new PostilError('stale', `Something else changed ${what} in the meantime; nothing was overwritten.`);
}
