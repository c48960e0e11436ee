import {
  ACTOR_ROLES,
  AUTHOR,
  INFORMATION_GRADES,
  POLARITIES,
  SOURCE_GRADES,
  type Polarity,
} from '../annotation/annotation.ts';
import type { ReadingState } from '../annotation/layer.ts';
import type { AnnotationId, AnnotatorId, DocumentId } from '../ids.ts';
import { foldForSearch } from './fold-for-search.ts';
import type { IndexableAnnotation, IndexableLayer } from './indexable.ts';
import type { Interner } from './interner.ts';

/** The parts that an actor can play in an annotation; a part's number is its place here. At most eight. */
export const PARTS = [...ACTOR_ROLES, 'holder', 'target', 'attributed'] as const;
const HOLDER = PARTS.indexOf('holder');
const TARGET = PARTS.indexOf('target');
const ATTRIBUTED = PARTS.indexOf('attributed');
/** An entry of `parts` is the actor's number × PART_FACTOR + the part's number. */
export const PART_FACTOR = 8;

/**
 * One layer as columns: everything that filters and sorts need, and nothing that they do not. A row costs some 70
 * bytes and its folded text, whatever the number of rows, where an annotation as objects costs 3 KB. Immutable: a
 * changed layer makes another segment. Actors and codes are numbers of the index's interner.
 */
export interface Segment {
  readonly documentId: DocumentId;
  readonly annotator: AnnotatorId;
  readonly state: ReadingState;
  /** In text order, as `compareAnnotations` has it. */
  readonly rows: number;
  /** A row's UUID as four numbers, the first 32 bits first. */
  readonly ids: Uint32Array;
  /** Of the first range. */
  readonly start: Uint32Array;
  /** Of the last range. */
  readonly end: Uint32Array;
  /** Milliseconds since the epoch. */
  readonly createdAt: Float64Array;
  readonly updatedAt: Float64Array;
  /** 0 for none, else 1 + the grade's place in SOURCE_GRADES. */
  readonly sourceGrade: Uint8Array;
  /** 0 for none, else the grade. */
  readonly informationGrade: Uint8Array;
  /** Bit p: a stance of the polarity POLARITIES[p]. */
  readonly polarities: Uint8Array;
  /** `parts[partsEnd[row - 1] .. partsEnd[row]]`: who is in the annotation and as what, each pair once. */
  readonly partsEnd: Uint32Array;
  readonly parts: Uint32Array;
  /** The same of codes: the annotation's own, and those that a stance has as its target; each once. */
  readonly codesEnd: Uint32Array;
  readonly codes: Uint32Array;
  /**
   * Folded quote, note and stances' notes of all rows as one flat string, each of them closed by a line end; a row's
   * text ends at `textEnd[row]`. One string to scan is what makes a search of a million notes a matter of
   * milliseconds (memchr), and one object instead of a million.
   */
  readonly text: string;
  readonly textEnd: Uint32Array;
}

export function polarityBit(polarity: Polarity): number {
  return 1 << POLARITIES.indexOf(polarity);
}

/** Columns of a layer. */
export function buildSegment(layer: IndexableLayer, interner: Interner): Segment {
  const annotations = inTextOrder(layer.annotations);
  const rows = annotations.length;
  const segment = {
    documentId: layer.documentId,
    annotator: layer.annotator,
    state: layer.state,
    rows,
    ids: new Uint32Array(4 * rows),
    start: new Uint32Array(rows),
    end: new Uint32Array(rows),
    createdAt: new Float64Array(rows),
    updatedAt: new Float64Array(rows),
    sourceGrade: new Uint8Array(rows),
    informationGrade: new Uint8Array(rows),
    polarities: new Uint8Array(rows),
    partsEnd: new Uint32Array(rows),
    codesEnd: new Uint32Array(rows),
    textEnd: new Uint32Array(rows),
  };
  const parts: number[] = [];
  const codes: number[] = [];
  const texts: string[] = [];
  let textLength = 0;
  for (const [row, annotation] of annotations.entries()) {
    const ranges = annotation.target.ranges;
    writeUuid(segment.ids, row, annotation.id);
    segment.start[row] = ranges[0]!.start;
    segment.end[row] = ranges.at(-1)!.end;
    segment.createdAt[row] = Date.parse(annotation.createdAt);
    segment.updatedAt[row] = Date.parse(annotation.updatedAt);
    const rating = annotation.reliability;
    if (rating?.source) segment.sourceGrade[row] = 1 + SOURCE_GRADES.indexOf(rating.source);
    if (rating?.information)
      segment.informationGrade[row] = 1 + INFORMATION_GRADES.indexOf(rating.information);
    for (const stance of annotation.stances) segment.polarities[row]! |= polarityBit(stance.polarity);
    collectParts(annotation, interner, parts, row === 0 ? 0 : segment.partsEnd[row - 1]!);
    segment.partsEnd[row] = parts.length;
    collectCodes(annotation, interner, codes, row === 0 ? 0 : segment.codesEnd[row - 1]!);
    segment.codesEnd[row] = codes.length;
    textLength += collectText(annotation, texts);
    segment.textEnd[row] = textLength;
  }
  return { ...segment, parts: Uint32Array.from(parts), codes: Uint32Array.from(codes), text: texts.join('') };
}

/** Files are written in text order; one that is not (written by hand, by another tool) is put in order. */
function inTextOrder(annotations: readonly IndexableAnnotation[]): readonly IndexableAnnotation[] {
  const isOrdered = annotations.every((a, i) => i === 0 || compareInText(annotations[i - 1]!, a) <= 0);
  return isOrdered ? annotations : annotations.toSorted(compareInText);
}

/** As `compareAnnotations`, of the part that is indexed. */
function compareInText(a: IndexableAnnotation, b: IndexableAnnotation): number {
  return (
    a.target.ranges[0]!.start - b.target.ranges[0]!.start ||
    b.target.ranges.at(-1)!.end - a.target.ranges.at(-1)!.end ||
    (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
  );
}

function collectParts(
  annotation: IndexableAnnotation,
  interner: Interner,
  parts: number[],
  from: number,
): void {
  for (const { actorId, role } of annotation.actors)
    addPart(parts, from, interner, actorId, PARTS.indexOf(role));
  for (const stance of annotation.stances) {
    if (stance.holder !== AUTHOR) addPart(parts, from, interner, stance.holder, HOLDER);
    if (isActorId(stance.target)) addPart(parts, from, interner, stance.target, TARGET);
    for (const speaker of stance.attribution) {
      if (speaker !== AUTHOR) addPart(parts, from, interner, speaker, ATTRIBUTED);
    }
  }
}

function addPart(parts: number[], from: number, interner: Interner, actor: string, part: number): void {
  addOnce(parts, from, interner.intern(actor) * PART_FACTOR + part);
}

function collectCodes(
  annotation: IndexableAnnotation,
  interner: Interner,
  codes: number[],
  from: number,
): void {
  for (const code of annotation.codes) addOnce(codes, from, interner.intern(code));
  for (const stance of annotation.stances) {
    if (!isActorId(stance.target)) addOnce(codes, from, interner.intern(stance.target));
  }
}

/** The lists are a handful long: a scan is cheaper than a set. */
function addOnce(list: number[], from: number, value: number): void {
  if (list.indexOf(value, from) === -1) list.push(value);
}

function collectText(annotation: IndexableAnnotation, texts: string[]): number {
  let length = addText(texts, annotation.target.quote.exact);
  if (annotation.note) length += addText(texts, annotation.note);
  for (const stance of annotation.stances) if (stance.note) length += addText(texts, stance.note);
  return length;
}

function addText(texts: string[], text: string): number {
  const folded = foldForSearch(text) + '\n';
  texts.push(folded);
  return folded.length;
}

/** Actor ids begin `a-` and code ids `c-` (see `ids.ts`). */
function isActorId(id: string): boolean {
  return id.startsWith('a-');
}

function writeUuid(ids: Uint32Array, row: number, uuid: string): void {
  const [first, second, third, fourth] = uuidWords(uuid);
  ids[4 * row] = first;
  ids[4 * row + 1] = second;
  ids[4 * row + 2] = third;
  ids[4 * row + 3] = fourth;
}

/** A UUID's 128 bits as four numbers. */
export function uuidWords(uuid: string): [number, number, number, number] {
  return [
    Number.parseInt(uuid.slice(0, 8), 16),
    Number.parseInt(uuid.slice(9, 13) + uuid.slice(14, 18), 16),
    Number.parseInt(uuid.slice(19, 23) + uuid.slice(24, 28), 16),
    Number.parseInt(uuid.slice(28, 36), 16),
  ];
}

/** The id of a row. */
export function annotationIdAt(segment: Segment, row: number): AnnotationId {
  let digits = '';
  for (let i = 4 * row; i < 4 * row + 4; i++) digits += segment.ids[i]!.toString(16).padStart(8, '0');
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-${digits.slice(12, 16)}-${digits.slice(16, 20)}-${digits.slice(20)}` as AnnotationId;
}
