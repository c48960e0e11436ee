import type { DocumentId, DocumentSetId } from '../ids.ts';
import type { DocumentSet } from './document-set.ts';

/**
 * The documents that are in any of the sets; null where no set is asked for. A set that was deleted holds none: a filter
 * that names it lets nothing through, rather than all.
 */
export function documentsOfSets(
  asked: readonly DocumentSetId[] | undefined,
  sets: readonly DocumentSet[],
): ReadonlySet<DocumentId> | null {
  if (!asked || asked.length === 0) return null;
  const wanted = new Set(asked);
  return new Set(sets.filter(({ id }) => wanted.has(id)).flatMap(({ documents }) => documents));
}

interface Narrowed {
  readonly documents?: readonly DocumentId[] | undefined;
  readonly sets?: readonly DocumentSetId[] | undefined;
}

/**
 * The same filter in terms of documents alone: those that it names and that are in one of its sets. Null when no
 * document is left (an empty list of documents would let all through).
 */
export function resolveSets<Filter extends Narrowed>(
  filter: Filter,
  sets: readonly DocumentSet[],
): Filter | null {
  const within = documentsOfSets(filter.sets, sets);
  if (!within) return filter;
  const { sets: _resolved, ...rest } = filter;
  const named = filter.documents && filter.documents.length > 0 ? filter.documents : null;
  const documents = named ? named.filter((id) => within.has(id)) : [...within];
  return documents.length === 0 ? null : ({ ...rest, documents } as unknown as Filter);
}
