import { replaceEntry } from '../codebook/edit-codebook.ts';
import { PostilError } from '../errors.ts';
import type { DocumentId } from '../ids.ts';
import type { Edit } from '../project/edit.ts';
import { foldText } from '../text-fold.ts';
import type { DocumentSet } from './document-set.ts';

export type DocumentSetEdit = Extract<Edit, { kind: 'documentSet' }>;

/**
 * The sets after all of the edits, in their order.
 * @param isDocument whether the project has (or had) the document
 * @throws PostilError `stale` when a `before` is not what is there; `bad-request` when two sets would bear one name, or
 *   one would hold a document that is not there
 */
export function editSets(
  sets: readonly DocumentSet[],
  edits: readonly DocumentSetEdit[],
  isDocument: (id: DocumentId) => boolean,
): readonly DocumentSet[] {
  let after = sets;
  for (const edit of edits) {
    after = replaceEntry(after, edit.before, edit.after, 'document set');
    const unknown = edit.after?.documents.find((id) => !isDocument(id));
    if (unknown !== undefined) {
      throw new PostilError('bad-request', `There is no document ${unknown} that could be in a set.`);
    }
  }
  assertDistinctNames(after, 'document sets');
  return after;
}

/** @throws PostilError `bad-request` when two entries have one name, whatever its capitals and accents */
export function assertDistinctNames(entries: readonly { readonly name: string }[], kind: string): void {
  const twice = nameTwice(entries);
  if (twice !== null) throw new PostilError('bad-request', `Two ${kind} would be called “${twice}”.`);
}

/** The first name that another entry has, too; null when all are distinct. */
export function nameTwice(entries: readonly { readonly name: string }[]): string | null {
  const seen = new Set<string>();
  for (const { name } of entries) {
    const folded = foldText(name.trim());
    if (seen.has(folded)) return name;
    seen.add(folded);
  }
  return null;
}

export function withDocuments(set: DocumentSet, added: readonly DocumentId[]): DocumentSet {
  return { ...set, documents: [...new Set([...set.documents, ...added])].sort() };
}

export function withoutDocuments(set: DocumentSet, removed: readonly DocumentId[]): DocumentSet {
  const gone = new Set(removed);
  return { ...set, documents: set.documents.filter((id) => !gone.has(id)) };
}
