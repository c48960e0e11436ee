import { foldWithOffsets, originalRangeOf } from '../document/fold-with-offsets.ts';
import { kwicLine, type KwicLine } from '../search/concordance.ts';
import { findHits } from '../search/find-terms.ts';
import type { Query } from '../search/parse-query.ts';
import { contentText } from './memo-content.ts';
import type { ActorId, AnnotationId, CodeId, DocumentId } from '../ids.ts';
import type { Memo, MemoTarget } from './memo.ts';

/** A hit in a memo's title and text, with what stands around it. */
export interface MemoHit extends KwicLine {
  readonly memo: Memo;
  /** Hits in this memo; the line is its first. */
  readonly count: number;
}

/** What is searched of a memo: its title, then its text. */
export function searchedText({ title, content }: Pick<Memo, 'title' | 'content'>): string {
  const text = contentText(content);
  return title.trim() === '' ? text : `${title.trim()}\n${text}`;
}

/** The memos that answer a query, each by its first hit, in the order given. */
export function searchMemos(memos: readonly Memo[], query: Query): MemoHit[] {
  return memos.flatMap((memo) => {
    const text = searchedText(memo);
    const folded = foldWithOffsets(text);
    const found = findHits(query, folded);
    if (found.length === 0) return [];
    const { start, end } = originalRangeOf(folded, found[0]!, found[1]!);
    return [{ memo, count: found.length / 2, ...kwicLine(text, start, end) }];
  });
}

/** What memos must be on, any of it. */
export interface MemoSubjects {
  /** On these, or on passages of them. */
  readonly documents: ReadonlySet<DocumentId>;
  readonly annotations: ReadonlySet<AnnotationId>;
  readonly actors: readonly ActorId[];
  readonly codes: readonly CodeId[];
}

export function isOnAnyOf(target: MemoTarget, subjects: MemoSubjects): boolean {
  switch (target.kind) {
    case 'project':
      return false;
    case 'document':
      return subjects.documents.has(target.documentId);
    case 'annotation':
      return subjects.documents.has(target.documentId) || subjects.annotations.has(target.annotationId);
    case 'actor':
      return subjects.actors.includes(target.actorId);
    case 'code':
      return subjects.codes.includes(target.codeId);
  }
}
