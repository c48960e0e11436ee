import { foldWithOffsets, originalRangeOf, type FoldedText } from '../document/fold-with-offsets.ts';
import type { AnnotationId, AnnotatorId, DocumentId, MemoId } from '../ids.ts';
import { kwicLine, type ConcordanceSort, type KwicLine } from './concordance.ts';
import { orderByWords } from './sort-lines.ts';
import { findHits, findHitsInParts } from './find-terms.ts';
import type { Query } from './parse-query.ts';
import { hashesOf, makeWordFilter, mayHold, type WordFilter } from './word-filter.ts';

export const SEARCH_SCOPES = ['texts', 'notes', 'memos', 'all'] as const;
export type SearchScope = (typeof SEARCH_SCOPES)[number];

/** An annotation's note. */
export interface SearchedNote {
  readonly annotationId: AnnotationId;
  readonly text: string;
}

/** A memo: its title and text (`searchedText`). */
export interface SearchedMemo {
  readonly memoId: MemoId;
  readonly author: AnnotatorId;
  readonly text: string;
}

/** A hit in its context; `start` and `end` are offsets into the document's text, or into the note or memo. */
export interface SearchLine extends KwicLine {
  /** Null in a memo. */
  readonly documentId: DocumentId | null;
  readonly memo: { readonly memoId: MemoId; readonly author: AnnotatorId } | null;
  readonly note: { readonly annotationId: AnnotationId; readonly annotator: AnnotatorId } | null;
  readonly start: number;
  readonly end: number;
}

/** What narrows a search; absent is *all*. */
export interface SearchLimits {
  readonly documents?: ReadonlySet<DocumentId>;
  /**
   * Of each document the stretches of text that a hit must lie in or overlap, as [start, end, …], and the annotations
   * whose notes count.
   */
  readonly passages?: ReadonlyMap<
    DocumentId,
    { readonly stretches: Uint32Array; readonly annotations: ReadonlySet<AnnotationId> }
  >;
  readonly memos?: ReadonlySet<MemoId>;
}

export interface SearchQuestion {
  readonly query: Query;
  readonly scope: SearchScope;
  readonly sort: ConcordanceSort;
  readonly limits: SearchLimits;
  /** Whose order of words sorts the lines, BCP 47; absent: the order that Unicode gives all scripts together. */
  readonly locale?: string | undefined;
}

export interface SearchAnswer {
  readonly total: number;
  /** There are more hits than are counted and kept. */
  readonly isCapped: boolean;
  /** How many documents have a hit, in their text or in a note. */
  readonly documents: number;
  /** How many memos have a hit. */
  readonly memos: number;
  lines(offset: number, limit: number): SearchLine[];
}

/** More than anyone reads; 12 bytes each, and what sorts them. */
export const MAX_HITS = 500_000;

/** Stands between the notes of a layer, and between memos; no word and no phrase goes over it. */
const NOTE_END = '\u0001';

/** Small texts in one, each closed by NOTE_END: one string costs what a million small ones would not. */
interface Parts {
  readonly text: string;
  readonly folded: FoldedText;
  /** Where each of them ends, in `text` and in the folded text. */
  readonly ends: Uint32Array;
  readonly foldedEnds: Uint32Array;
}

interface NoteLayer extends Parts {
  readonly annotator: AnnotatorId;
  readonly annotations: readonly AnnotationId[];
}

interface MemoShelf extends Parts {
  readonly memos: readonly Pick<SearchedMemo, 'memoId' | 'author'>[];
}

interface SearchedDocument {
  /** Null where only the folded text is there; the original is read when a line of it is shown. */
  text: string | null;
  folded: FoldedText | null;
  filter: WordFilter | null;
  readonly notes: Map<AnnotatorId, NoteLayer>;
}

/** Where hits are: a document's text, one note of a layer, or one memo. `part` is its number in `within`. */
type Unit =
  | { readonly kind: 'text'; readonly documentId: DocumentId; readonly document: SearchedDocument }
  | {
      readonly kind: 'note';
      readonly documentId: DocumentId;
      readonly within: NoteLayer;
      readonly part: number;
    }
  | { readonly kind: 'memo'; readonly within: MemoShelf; readonly part: number };

/**
 * The texts, notes and memos of a project, folded and flat, to be scanned: 100 MB in some ten milliseconds, without an index.
 * Takes as memory the texts, and their folded forms once more. Not thread-safe; a worker has it to itself.
 */
export class SearchCorpus {
  readonly #documents = new Map<DocumentId, SearchedDocument>();
  readonly #readText: (id: DocumentId) => string | null;

  /** @param readText the text of a document of which only the folded one was put; null where it cannot be read */
  constructor(readText: (id: DocumentId) => string | null = () => null) {
    this.#readText = readText;
  }

  #order: readonly DocumentId[] = [];
  #memos: MemoShelf | null = null;

  #document(id: DocumentId): SearchedDocument {
    let document = this.#documents.get(id);
    if (!document)
      this.#documents.set(id, (document = { text: '', folded: null, filter: null, notes: new Map() }));
    return document;
  }

  /** @returns what was made of it, for `putFolded` another time */
  putText(id: DocumentId, text: string): { readonly folded: FoldedText; readonly filter: WordFilter } {
    const folded = foldWithOffsets(text);
    const filter = makeWordFilter(folded.text);
    Object.assign(this.#document(id), { text, folded, filter });
    return { folded, filter };
  }

  putFolded(id: DocumentId, folded: FoldedText, filter: WordFilter): void {
    Object.assign(this.#document(id), { text: null, folded, filter });
  }

  /** An annotator's notes on a document, in text order, in place of those that were there. */
  putNotes(id: DocumentId, annotator: AnnotatorId, notes: readonly SearchedNote[]): void {
    const { notes: layers } = this.#document(id);
    if (notes.length === 0) layers.delete(annotator);
    else layers.set(annotator, makeNoteLayer(annotator, notes));
  }

  /** All memos, in place of those that were there, in the order in which they are listed. */
  putMemos(memos: readonly SearchedMemo[]): void {
    this.#memos =
      memos.length === 0
        ? null
        : {
            memos: memos.map(({ memoId, author }) => ({ memoId, author })),
            ...makeParts(memos.map(({ text }) => text)),
          };
  }

  /** The documents that are searched, in the order in which they are listed; others are kept, and not searched. */
  setOrder(order: readonly DocumentId[]): void {
    this.#order = order;
  }

  /**
   * @param isStopped asked between documents; when it says so, the answer is null
   */
  search(
    { query, scope, sort, limits, locale }: SearchQuestion,
    isStopped: () => boolean = () => false,
  ): SearchAnswer | null {
    const hits = new Hits();
    const hashes = query.terms.map(hashesOf);
    let documents = 0;
    for (const id of this.#order) {
      if (hits.isFull) break;
      if (isStopped()) return null;
      if (scope === 'memos') break;
      const document = this.#documents.get(id);
      const passages = limits.passages?.get(id);
      if (!document || (limits.documents && !limits.documents.has(id)) || (limits.passages && !passages))
        continue;
      const before = hits.length;
      if (scope !== 'notes' && document.folded) {
        searchText(hits, query, hashes, { kind: 'text', documentId: id, document }, passages?.stretches);
      }
      if (scope !== 'texts') {
        for (const layer of document.notes.values()) {
          const { annotations } = layer;
          searchParts(
            hits,
            query,
            layer,
            (part) => !passages || passages.annotations.has(annotations[part]!),
            (part) => ({ kind: 'note', documentId: id, within: layer, part }),
          );
        }
      }
      if (hits.length > before) documents++;
    }
    const shelf = this.#memos;
    let memos = 0;
    if (shelf && (scope === 'memos' || scope === 'all') && !hits.isFull) {
      memos = searchParts(
        hits,
        query,
        shelf,
        (part) => !limits.memos || limits.memos.has(shelf.memos[part]!.memoId),
        (part) => ({ kind: 'memo', within: shelf, part }),
      );
    }
    const order =
      sort === 'position'
        ? null
        : orderByWords(
            hits.length,
            (hit) => {
              const { unit, from, to } = hits.at(hit);
              return { ...foldedUnit(unit), from, to };
            },
            sort,
            locale,
            isStopped,
          );
    if (isStopped()) return null;
    return {
      total: hits.length,
      isCapped: hits.isFull,
      documents,
      memos,
      lines: (offset, limit) => {
        const lines: SearchLine[] = [];
        for (let i = offset; i < Math.min(hits.length, offset + limit); i++) {
          lines.push(lineAt(hits, order ? order[i]! : i, this.#readText));
        }
        return lines;
      },
    };
  }
}

function makeNoteLayer(annotator: AnnotatorId, notes: readonly SearchedNote[]): NoteLayer {
  return {
    annotator,
    annotations: notes.map((note) => note.annotationId),
    ...makeParts(notes.map((note) => note.text)),
  };
}

function makeParts(texts: readonly string[]): Parts {
  const text = texts.map((each) => each.replaceAll(NOTE_END, ' ') + NOTE_END).join('');
  const ends = new Uint32Array(texts.length);
  let end = -1;
  for (const [i, each] of texts.entries()) ends[i] = end += each.length + 1;
  const folded = foldWithOffsets(text);
  const foldedEnds = new Uint32Array(texts.length);
  let foldedEnd = -1;
  for (let i = 0; i < texts.length; i++) {
    foldedEnds[i] = foldedEnd = folded.text.indexOf(NOTE_END, foldedEnd + 1);
  }
  return { text, folded, ends, foldedEnds };
}

function searchText(
  hits: Hits,
  query: Query,
  hashes: readonly (readonly number[])[],
  unit: Extract<Unit, { kind: 'text' }>,
  stretches: Uint32Array | undefined,
): void {
  const folded = unit.document.folded!;
  const { filter } = unit.document;
  const found = findHits(query, folded, (term) => filter !== null && !mayHold(filter, hashes[term]!));
  if (found.length === 0) return;
  const number = hits.addUnit(unit);
  for (let i = 0; i < found.length; i += 2) {
    if (stretches && !overlapsAny(stretches, originalRangeOf(folded, found[i]!, found[i + 1]!))) continue;
    if (!hits.add(number, found[i]!, found[i + 1]!)) return;
  }
}

/** Answers with how many parts have hits. */
function searchParts(
  hits: Hits,
  query: Query,
  parts: Parts,
  counts: (part: number) => boolean,
  unitOf: (part: number) => Unit,
): number {
  let withHits = 0;
  for (const { part, hits: found } of findHitsInParts(query, parts.folded, parts.foldedEnds)) {
    if (!counts(part)) continue;
    const number = hits.addUnit(unitOf(part));
    withHits++;
    for (let i = 0; i < found.length; i += 2) {
      if (!hits.add(number, found[i]!, found[i + 1]!)) return withHits;
    }
  }
  return withHits;
}

function overlapsAny(
  stretches: Uint32Array,
  { start, end }: { readonly start: number; readonly end: number },
): boolean {
  for (let i = 0; i < stretches.length; i += 2) {
    if (stretches[i]! < end && start < stretches[i + 1]!) return true;
  }
  return false;
}

/** Hits as columns, in the order in which they were found: of documents, texts before notes, then memos; by places. */
class Hits {
  readonly units: Unit[] = [];
  length = 0;
  isFull = false;
  /** Three numbers a hit: its unit, and where it begins and ends in the folded text. */
  private values = new Uint32Array(3 * 1024);

  addUnit(unit: Unit): number {
    return this.units.push(unit) - 1;
  }

  /** Whether there was room for it. */
  add(unit: number, from: number, to: number): boolean {
    if (this.length === MAX_HITS) {
      this.isFull = true;
      return false;
    }
    const at = 3 * this.length++;
    if (at === this.values.length) {
      const grown = new Uint32Array(this.values.length * 2);
      grown.set(this.values);
      this.values = grown;
    }
    this.values[at] = unit;
    this.values[at + 1] = from;
    this.values[at + 2] = to;
    return true;
  }

  at(hit: number): { readonly unit: Unit; readonly from: number; readonly to: number } {
    const at = 3 * hit;
    return {
      unit: this.units[this.values[at]!]!,
      from: this.values[at + 1]!,
      to: this.values[at + 2]!,
    };
  }
}

/** The folded text that a unit's hits are in, and what of it is the unit. */
function foldedUnit(unit: Unit): {
  readonly text: string;
  readonly begin: number;
  readonly end: number;
} {
  if (unit.kind === 'text') {
    const { text } = unit.document.folded!;
    return { text, begin: 0, end: text.length };
  }
  const { within, part } = unit;
  return {
    text: within.folded.text,
    begin: part === 0 ? 0 : within.foldedEnds[part - 1]! + 1,
    end: within.foldedEnds[part]!,
  };
}

function lineAt(hits: Hits, hit: number, readText: (id: DocumentId) => string | null): SearchLine {
  const { unit, from, to } = hits.at(hit);
  if (unit.kind === 'text') {
    const { documentId, document } = unit;
    const { start, end } = originalRangeOf(document.folded!, from, to);
    const text = document.text ?? readText(documentId);
    // Without its text a line still says what was found, as it is searched.
    const line = text === null ? kwicLine(document.folded!.text, from, to) : kwicLine(text, start, end);
    return { documentId, note: null, memo: null, start, end, ...line };
  }
  const { within, part } = unit;
  const begin = part === 0 ? 0 : within.ends[part - 1]! + 1;
  const range = originalRangeOf(within.folded, from, to);
  const [start, end] = [range.start - begin, range.end - begin];
  const line = { start, end, ...kwicLine(within.text.slice(begin, within.ends[part]!), start, end) };
  if (unit.kind === 'memo') return { documentId: null, note: null, memo: unit.within.memos[part]!, ...line };
  const { documentId } = unit;
  const { annotations, annotator } = unit.within;
  return { documentId, note: { annotationId: annotations[part]!, annotator }, memo: null, ...line };
}
