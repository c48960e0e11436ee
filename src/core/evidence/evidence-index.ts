import type { AnnotatorId, DocumentId, SourceId } from '../ids.ts';
import { Interner } from './interner.ts';
import type { Segment } from './segment.ts';

/** A document that evidence shows, in the order in which documents are listed. */
export interface IndexedDocument {
  readonly id: DocumentId;
  readonly sourceId?: SourceId | undefined;
}

/** One document's rows: those of its segments, one after the other. */
export interface DocumentRows {
  readonly document: IndexedDocument;
  /** By annotator. */
  readonly segments: readonly Segment[];
  /** The document's first row among all rows of the view. */
  readonly base: number;
  readonly rows: number;
  /** Where each segment's rows begin, within the document. */
  readonly segmentBases: readonly number[];
  /** The document's rows in text order, over all its segments; null when that is the order they have. */
  readonly textOrder: () => Uint32Array | null;
}

/** Everything that evidence shows at one moment. A row's number counts through documents, then segments. */
export interface IndexView {
  readonly documents: readonly DocumentRows[];
  readonly rows: number;
}

/**
 * The project's annotations as columns, segment by segment. What a change costs does not depend on the size of the
 * project: it replaces one segment; the view over all is made again when a query next asks for it.
 */
export class EvidenceIndex {
  readonly interner: Interner;
  #documents: readonly IndexedDocument[] = [];
  readonly #segments = new Map<DocumentId, Map<AnnotatorId, Segment>>();
  readonly #textOrders = new Map<DocumentId, Uint32Array>();
  #view: IndexView | null = null;
  /** Answers of the queries made since the last change, for the next window of the same query. */
  readonly answers = new Map<string, Uint32Array>();

  constructor(interner: Interner = new Interner()) {
    this.interner = interner;
  }

  /** The documents that evidence shows; segments of others are kept, and not shown. */
  setDocuments(documents: readonly IndexedDocument[]): void {
    this.#documents = documents;
    this.#forgetView();
  }

  /** Adds a layer's segment, in place of the one it had. Its numbers must be of this index's interner. */
  putSegment(segment: Segment): void {
    let layers = this.#segments.get(segment.documentId);
    if (!layers) this.#segments.set(segment.documentId, (layers = new Map()));
    layers.set(segment.annotator, segment);
    this.#textOrders.delete(segment.documentId);
    this.#forgetView();
  }

  removeSegment(documentId: DocumentId, annotator: AnnotatorId): void {
    if (!this.#segments.get(documentId)?.delete(annotator)) return;
    this.#textOrders.delete(documentId);
    this.#forgetView();
  }

  /** A document's segments, by annotator. */
  segmentsOf(documentId: DocumentId): Segment[] {
    return [...(this.#segments.get(documentId)?.values() ?? [])].toSorted((a, b) =>
      a.annotator < b.annotator ? -1 : a.annotator > b.annotator ? 1 : 0,
    );
  }

  segment(documentId: DocumentId, annotator: AnnotatorId): Segment | undefined {
    return this.#segments.get(documentId)?.get(annotator);
  }

  view(): IndexView {
    return (this.#view ??= this.#makeView());
  }

  #forgetView(): void {
    this.#view = null;
    this.answers.clear();
  }

  #makeView(): IndexView {
    const documents: DocumentRows[] = [];
    let base = 0;
    for (const document of this.#documents) {
      const segments = this.segmentsOf(document.id).filter((segment) => segment.rows > 0);
      if (segments.length === 0) continue;
      const segmentBases: number[] = [];
      let rows = 0;
      for (const segment of segments) {
        segmentBases.push(rows);
        rows += segment.rows;
      }
      const textOrder = () => (segments.length === 1 ? null : this.#textOrder(document.id, segments));
      documents.push({ document, segments, base, rows, segmentBases, textOrder });
      base += rows;
    }
    return { documents, rows: base };
  }

  #textOrder(documentId: DocumentId, segments: readonly Segment[]): Uint32Array {
    let order = this.#textOrders.get(documentId);
    if (!order) this.#textOrders.set(documentId, (order = mergeInTextOrder(segments)));
    return order;
  }
}

/** Rows of several segments, numbered one segment after the other, in text order: a merge, since each is in order. */
function mergeInTextOrder(segments: readonly Segment[]): Uint32Array {
  const order = new Uint32Array(segments.reduce((rows, segment) => rows + segment.rows, 0));
  const next = segments.map(() => 0);
  for (let at = 0; at < order.length; at++) {
    let first = -1;
    let base = 0;
    let firstBase = 0;
    for (const [i, segment] of segments.entries()) {
      const isLeft = next[i]! < segment.rows;
      if (isLeft && (first === -1 || compareRows(segment, next[i]!, segments[first]!, next[first]!) < 0)) {
        first = i;
        firstBase = base;
      }
      base += segment.rows;
    }
    order[at] = firstBase + next[first]!++;
  }
  return order;
}

/** As `compareAnnotations`. */
function compareRows(a: Segment, i: number, b: Segment, j: number): number {
  let difference = a.start[i]! - b.start[j]! || b.end[j]! - a.end[i]!;
  for (let word = 0; word < 4 && difference === 0; word++) {
    difference = a.ids[4 * i + word]! - b.ids[4 * j + word]!;
  }
  return difference;
}
