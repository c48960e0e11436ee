import type { AnnotatorId } from '../ids.ts';
import { isEqual } from '../equal.ts';
import { PostilError } from '../errors.ts';
import type { Actor, Code, Codebook, CodebookChange } from './codebook.ts';
import { knownEntries } from './entries.ts';

export interface RevisionStamp {
  readonly at: string;
  readonly annotator: AnnotatorId | null;
  readonly label: string;
}

/**
 * The codebook's next revision, with all of `changes` made.
 * @throws PostilError `stale` when a change's `before` is not what the codebook holds; `bad-request` when the result
 *   would refer to a parent that is not there or that is the entry itself, or say that an entry was merged or split
 *   into one that was never there or into itself.
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
  const history = [...codebook.history, { revision, ...stamp, changes }];
  const edited: Codebook = { revision, actors, codes, scales, history };
  checkEnds(edited, changes);
  return edited;
}

/** What a merge or a split of these changes leads to must be known, and must not lead back. */
function checkEnds(codebook: Codebook, changes: readonly CodebookChange[]): void {
  const ended = changes.flatMap((change) =>
    change.kind !== 'scales' && change.after && successorsOf(change.after).length > 0 ? [change.after] : [],
  );
  if (ended.length === 0) return;
  const known = knownEntries(codebook);
  for (const entry of ended) {
    const seen = new Set<string>();
    const waiting = [...successorsOf(entry)];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const successor = known.get(next);
      if (!successor) {
        throw new PostilError('bad-request', `“${entry.name}” would go into ${next}, which is not there.`);
      }
      if (next === entry.id) {
        throw new PostilError('bad-request', `“${entry.name}” would be merged or split into itself.`);
      }
      if (seen.has(next)) continue;
      seen.add(next);
      waiting.push(...successorsOf(successor));
    }
  }
}

function successorsOf({ ended }: Pick<Actor | Code, 'ended'>): readonly string[] {
  if (ended?.kind === 'merged') return [ended.into];
  return ended?.kind === 'split' ? ended.into : [];
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
