import { INFORMATION_GRADES, POLARITIES, SOURCE_GRADES } from '../annotation/annotation.ts';
import { assertNever } from '../errors.ts';
import type { AnnotationId, AnnotatorId, DocumentId } from '../ids.ts';
import type { EvidenceFilter, EvidenceSort } from './evidence.ts';
import type { DocumentRows, EvidenceIndex, IndexView } from './evidence-index.ts';
import { compileFilter } from './row-filter.ts';
import { annotationIdAt, polarityBit, type Segment } from './segment.ts';
import { sortByKeys } from './sort-by-keys.ts';

/** Where a row's record is to be found. */
export interface RowReference {
  readonly documentId: DocumentId;
  readonly annotator: AnnotatorId;
  readonly annotationId: AnnotationId;
  /** Its place in the layer's annotations, in text order. */
  readonly ordinal: number;
}

/** Answers kept for the next window: the table's, and one for an export beside it. 4 bytes a row each. */
const ANSWERS_KEPT = 2;

/**
 * The rows `offset` to `offset + limit` of those that pass, sorted, and how many pass in all. Time is linear in the
 * number of rows; the next window of the same query costs only its own rows until the index changes.
 *
 * Sorts: `document` by the documents' order; `position` by the first range's start, over all documents; `source` and
 * `information` from A and 1; `polarity` by the lowest of an annotation's stances, descending by the highest. What is
 * missing (no grade, F, 6, no stance, only *unclear* ones) comes last both ways. Rows that a sort holds equal stand in
 * document order, then in text order, whichever the direction.
 */
export function queryEvidence(
  index: EvidenceIndex,
  filter: EvidenceFilter,
  sort: EvidenceSort,
  offset: number,
  limit: number,
): { readonly total: number; readonly rows: RowReference[] } {
  const hits = answer(index, filter, sort);
  const view = index.view();
  const rows: RowReference[] = [];
  for (let i = offset; i < Math.min(hits.length, offset + limit); i++) rows.push(reference(view, hits[i]!));
  return { total: hits.length, rows };
}

/** Which annotations pass, as of the moment of asking. Ids are made when they are asked for, document by document. */
export interface EvidenceSelection {
  readonly total: number;
  /** Those with an annotation that passes, in the documents' order. */
  readonly documents: readonly DocumentId[];
  /** In text order; empty for any other document. */
  annotationIdsOf(documentId: DocumentId): AnnotationId[];
  /** Of the same, in the same order: from the first range's start to the last range's end, [start, end, …]. */
  extentsOf(documentId: DocumentId): Uint32Array;
}

export const EMPTY_SELECTION: EvidenceSelection = {
  total: 0,
  documents: [],
  annotationIdsOf: () => [],
  extentsOf: () => new Uint32Array(0),
};

export function selectAnnotations(index: EvidenceIndex, filter: EvidenceFilter): EvidenceSelection {
  const rowFilter = compileFilter(index, filter);
  const selected = new Map<DocumentId, { document: DocumentRows; hits: Uint32Array }>();
  let total = 0;
  for (const document of index.view().documents) {
    if (!rowFilter.isDocumentIn(document.document)) continue;
    const hits = Uint32Array.from(documentHits(document, rowFilter.rowsIn));
    if (hits.length > 0) selected.set(document.document.id, { document, hits });
    total += hits.length;
  }
  return {
    total,
    documents: [...selected.keys()],
    annotationIdsOf(documentId) {
      const { document, hits } = selected.get(documentId) ?? {};
      if (!document || !hits) return [];
      return Array.from(hits, (row) => annotationIdAt(...locate(document, row)));
    },
    extentsOf(documentId) {
      const { document, hits } = selected.get(documentId) ?? {};
      const extents = new Uint32Array(2 * (hits?.length ?? 0));
      if (!document || !hits) return extents;
      for (const [at, hit] of hits.entries()) {
        const [segment, row] = locate(document, hit);
        extents[2 * at] = segment.start[row]!;
        extents[2 * at + 1] = segment.end[row]!;
      }
      return extents;
    },
  };
}

function answer(index: EvidenceIndex, filter: EvidenceFilter, sort: EvidenceSort): Uint32Array {
  const key = JSON.stringify([filter, sort]);
  const known = index.answers.get(key);
  const hits = known ?? sorted(index.view(), hitsInDocumentOrder(index, filter), sort);
  index.answers.delete(key);
  index.answers.set(key, hits);
  for (const oldest of index.answers.keys()) {
    if (index.answers.size <= ANSWERS_KEPT) break;
    index.answers.delete(oldest);
  }
  return hits;
}

function hitsInDocumentOrder(index: EvidenceIndex, filter: EvidenceFilter): Uint32Array {
  const view = index.view();
  const rowFilter = compileFilter(index, filter);
  const hits = new Uint32Array(view.rows);
  let count = 0;
  for (const document of view.documents) {
    if (!rowFilter.isDocumentIn(document.document)) continue;
    for (const row of documentHits(document, rowFilter.rowsIn)) hits[count++] = document.base + row;
  }
  return hits.slice(0, count);
}

/** A document's rows that pass, numbered within the document, in text order. */
function documentHits(
  document: DocumentRows,
  rowsIn: (segment: Segment) => Uint32Array | null,
): readonly number[] {
  const isHit = new Uint8Array(document.rows);
  let count = 0;
  for (const [i, segment] of document.segments.entries()) {
    const base = document.segmentBases[i]!;
    const rows = rowsIn(segment);
    if (rows) for (const row of rows) isHit[base + row] = 1;
    else isHit.fill(1, base, base + segment.rows);
    count += rows ? rows.length : segment.rows;
  }
  const hits: number[] = [];
  if (count === 0) return hits;
  const order = document.textOrder();
  for (let i = 0; i < document.rows; i++) {
    const row = order ? order[i]! : i;
    if (isHit[row] === 1) hits.push(row);
  }
  return hits;
}

function sorted(view: IndexView, hits: Uint32Array, sort: EvidenceSort): Uint32Array {
  if (hits.length === 0 || (sort.by === 'document' && !sort.descending)) return hits;
  const keys = sortKeys(view, hits, sort);
  let least = Infinity;
  let most = -Infinity;
  for (const key of keys) {
    if (Number.isNaN(key)) continue;
    if (key < least) least = key;
    if (key > most) most = key;
  }
  if (least > most) return hits; // all are missing
  for (const [i, key] of keys.entries()) {
    keys[i] = Number.isNaN(key) ? most - least + 1 : sort.descending ? most - key : key - least;
  }
  return sortByKeys(hits, keys);
}

/** Integers in the order that is wanted; NaN for what is missing. */
function sortKeys(view: IndexView, hits: Uint32Array, sort: EvidenceSort): Float64Array {
  const keys = new Float64Array(hits.length);
  const keyOf = keyOfRow(view, sort);
  let document = -1;
  for (let i = 0; i < hits.length; i++) {
    const hit = hits[i]!;
    // Hits are in document order, so the next one is in this document or a later one.
    while (document === -1 || hit >= view.documents[document]!.base + view.documents[document]!.rows)
      document++;
    const rows = view.documents[document]!;
    const segment = segmentAt(rows, hit - rows.base);
    keys[i] = keyOf(rows.segments[segment]!, hit - rows.base - rows.segmentBases[segment]!, document);
  }
  return keys;
}

function keyOfRow(
  view: IndexView,
  { by, descending }: EvidenceSort,
): (segment: Segment, row: number, document: number) => number {
  switch (by) {
    case 'document':
      return (_segment, _row, document) => document;
    case 'position':
      return (segment, row) => segment.start[row]!;
    case 'annotator': {
      const annotators = new Set(view.documents.flatMap((rows) => rows.segments.map((s) => s.annotator)));
      const ranks = new Map([...annotators].sort().map((annotator, rank) => [annotator, rank]));
      return (segment) => ranks.get(segment.annotator)!;
    }
    case 'source':
      return (segment, row) => gradeKey(segment.sourceGrade[row]!, SOURCE_GRADES.length);
    case 'information':
      return (segment, row) => gradeKey(segment.informationGrade[row]!, INFORMATION_GRADES.length);
    case 'polarity': {
      const keyOfSet = polarityKeys(descending);
      return (segment, row) => keyOfSet[segment.polarities[row]!]!;
    }
    case 'updatedAt':
      return (segment, row) => segment.updatedAt[row]!;
    case 'createdAt':
      return (segment, row) => segment.createdAt[row]!;
    default:
      return assertNever(by);
  }
}

/** The last grade of either scale means *cannot be judged*. */
function gradeKey(grade: number, last: number): number {
  return grade === 0 || grade === last ? Number.NaN : grade;
}

/** For each set of polarities, its lowest (or highest) that is a number. */
function polarityKeys(highest: boolean): number[] {
  return Array.from({ length: 1 << POLARITIES.length }, (_, set) => {
    const values = POLARITIES.filter((p) => p !== 'unclear' && (set & polarityBit(p)) !== 0) as number[];
    if (values.length === 0) return Number.NaN;
    return highest ? Math.max(...values) : Math.min(...values);
  });
}

function reference(view: IndexView, hit: number): RowReference {
  let low = 0;
  let high = view.documents.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if (view.documents[middle]!.base <= hit) low = middle;
    else high = middle - 1;
  }
  const rows = view.documents[low]!;
  const [segment, ordinal] = locate(rows, hit - rows.base);
  return {
    documentId: segment.documentId,
    annotator: segment.annotator,
    annotationId: annotationIdAt(segment, ordinal),
    ordinal,
  };
}

function locate(rows: DocumentRows, row: number): [Segment, number] {
  const segment = segmentAt(rows, row);
  return [rows.segments[segment]!, row - rows.segmentBases[segment]!];
}

/** Which of the document's few segments holds the row. */
function segmentAt(rows: DocumentRows, row: number): number {
  let segment = rows.segments.length - 1;
  while (rows.segmentBases[segment]! > row) segment--;
  return segment;
}
