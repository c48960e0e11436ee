import { isLayerChosen } from '../adjudication/layer-choice.ts';
import { SOURCE_GRADES } from '../annotation/annotation.ts';
import { layersOfFilter, type EvidenceFilter } from './evidence.ts';
import type { EvidenceIndex, IndexedDocument } from './evidence-index.ts';
import { foldedWords } from './fold-for-search.ts';
import { PART_FACTOR, PARTS, polarityBit, uuidWords, type Segment } from './segment.ts';

/** A filter, made ready for columns. */
export interface RowFilter {
  isDocumentIn(document: IndexedDocument): boolean;
  /** The segment's rows that pass, in ascending order; null when all do. */
  rowsIn(segment: Segment): Uint32Array | null;
}

type RowTest = (segment: Segment, row: number) => boolean;

/** An empty list does not filter, so it is as good as none. */
function listed<T>(values: readonly T[] | undefined): readonly T[] | null {
  return values && values.length > 0 ? values : null;
}

export function compileFilter(index: EvidenceIndex, filter: EvidenceFilter): RowFilter {
  const documents = listed(filter.documents) && new Set(filter.documents);
  const sources = listed(filter.sources) && new Set(filter.sources);
  const isLayerIn = isLayerChosen({ layers: layersOfFilter(filter), annotators: filter.annotators });
  const words = foldedWords(filter.text ?? '');
  const tests = [
    annotationTest(filter.annotations),
    gradeTest('sourceGrade', filter.sourceGrades, (grade) => 1 + SOURCE_GRADES.indexOf(grade)),
    gradeTest('informationGrade', filter.informationGrades, (grade) => grade),
    polarityTest(filter.polarities),
    partTest(index, filter.actors, filter.roles),
    codeTest(index, filter.codes),
  ].filter((test) => test !== null);

  return {
    isDocumentIn: (document) =>
      (!documents || documents.has(document.id)) &&
      (!sources || (document.sourceId !== undefined && sources.has(document.sourceId))),
    rowsIn(segment) {
      if (!isLayerIn(segment.annotator)) return new Uint32Array(0);
      // The text last: it is what costs most for a row, and least for a segment of which all rows are wanted.
      let rows: Uint32Array | null = null;
      for (const test of tests) rows = keep(segment, rows, test);
      return words.length === 0 ? rows : withWords(segment, rows, words);
    },
  };
}

function keep(segment: Segment, rows: Uint32Array | null, test: RowTest): Uint32Array {
  const count = rows ? rows.length : segment.rows;
  const kept = new Uint32Array(count);
  let length = 0;
  for (let i = 0; i < count; i++) {
    const row = rows ? rows[i]! : i;
    if (test(segment, row)) kept[length++] = row;
  }
  return kept.subarray(0, length);
}

function annotationTest(ids: EvidenceFilter['annotations']): RowTest | null {
  if (!listed(ids)) return null;
  // The last 32 bits of a UUID v7 are random, the first are the time and often alike.
  const byTail = new Map<number, [number, number, number, number][]>();
  for (const id of ids!) {
    const words = uuidWords(id);
    const alike = byTail.get(words[3]);
    if (alike) alike.push(words);
    else byTail.set(words[3], [words]);
  }
  return ({ ids: columns }, row) => {
    const alike = byTail.get(columns[4 * row + 3]!);
    return (
      alike !== undefined &&
      alike.some(
        (words) =>
          words[0] === columns[4 * row] &&
          words[1] === columns[4 * row + 1] &&
          words[2] === columns[4 * row + 2],
      )
    );
  };
}

function gradeTest<Grade>(
  column: 'sourceGrade' | 'informationGrade',
  grades: readonly (Grade | 'none')[] | undefined,
  numberOf: (grade: Grade) => number,
): RowTest | null {
  if (!listed(grades)) return null;
  let wanted = 0;
  for (const grade of grades!) wanted |= 1 << (grade === 'none' ? 0 : numberOf(grade as Grade));
  return (segment, row) => (wanted & (1 << segment[column][row]!)) !== 0;
}

function polarityTest(polarities: EvidenceFilter['polarities']): RowTest | null {
  if (!listed(polarities)) return null;
  let wanted = 0;
  for (const polarity of polarities!) wanted |= polarityBit(polarity);
  return (segment, row) => (segment.polarities[row]! & wanted) !== 0;
}

function partTest(
  index: EvidenceIndex,
  actors: EvidenceFilter['actors'],
  roles: EvidenceFilter['roles'],
): RowTest | null {
  if (!listed(actors) && !listed(roles)) return null;
  const wanted = listed(actors) && numbersOf(index, actors!);
  let wantedParts = 0;
  for (const part of listed(roles) ?? PARTS) wantedParts |= 1 << PARTS.indexOf(part);
  return ({ parts, partsEnd }, row) => {
    for (let i = row === 0 ? 0 : partsEnd[row - 1]!; i < partsEnd[row]!; i++) {
      const part = parts[i]! % PART_FACTOR;
      const actor = (parts[i]! - part) / PART_FACTOR;
      if ((wantedParts & (1 << part)) !== 0 && (!wanted || wanted.has(actor))) return true;
    }
    return false;
  };
}

function codeTest(index: EvidenceIndex, codes: EvidenceFilter['codes']): RowTest | null {
  if (!listed(codes)) return null;
  const wanted = numbersOf(index, codes!);
  return ({ codes: columns, codesEnd }, row) => {
    for (let i = row === 0 ? 0 : codesEnd[row - 1]!; i < codesEnd[row]!; i++) {
      if (wanted.has(columns[i]!)) return true;
    }
    return false;
  };
}

/** An id that no annotation uses has no number, and nothing matches it. */
function numbersOf(index: EvidenceIndex, ids: readonly string[]): Set<number> {
  const numbers = new Set<number>();
  for (const id of ids) {
    const number = index.interner.find(id);
    if (number !== undefined) numbers.add(number);
  }
  return numbers;
}

/** Rows that hold all the words: the whole text is scanned for the longest, and what it hits for the others. */
function withWords(segment: Segment, rows: Uint32Array | null, words: readonly string[]): Uint32Array {
  const [longest, ...others] = words.toSorted((a, b) => b.length - a.length) as [string, ...string[]];
  const found: number[] = [];
  let next = 0; // into `rows`
  let row = 0;
  for (let at = segment.text.indexOf(longest); at !== -1;) {
    row = rowAt(segment, row, at);
    if (rows) while (next < rows.length && rows[next]! < row) next++;
    if (rows && next === rows.length) break;
    const end = segment.textEnd[row]!;
    if ((!rows || rows[next] === row) && hasAll(segment, row, others)) found.push(row);
    at = segment.text.indexOf(longest, end);
  }
  return Uint32Array.from(found);
}

function hasAll(segment: Segment, row: number, words: readonly string[]): boolean {
  if (words.length === 0) return true;
  const text = segment.text.slice(row === 0 ? 0 : segment.textEnd[row - 1]!, segment.textEnd[row]);
  return words.every((word) => text.includes(word));
}

/** The row, from `low` on, whose text holds the offset. */
function rowAt(segment: Segment, low: number, offset: number): number {
  let high = segment.rows - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (segment.textEnd[middle]! <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
