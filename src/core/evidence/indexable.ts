import {
  ACTOR_ROLES,
  INFORMATION_GRADES,
  POLARITIES,
  SOURCE_GRADES,
  type Annotation,
  type Stance,
} from '../annotation/annotation.ts';
import { READING_STATES, type Layer } from '../annotation/layer.ts';
import { PostilError } from '../errors.ts';

/** What the evidence index reads of a layer; a whole `Layer` fits. */
export interface IndexableLayer extends Pick<Layer, 'documentId' | 'annotator' | 'state'> {
  readonly annotations: readonly IndexableAnnotation[];
}
export interface IndexableAnnotation extends Pick<
  Annotation,
  'id' | 'actors' | 'reliability' | 'codes' | 'note' | 'createdAt' | 'updatedAt'
> {
  readonly target: { readonly ranges: Annotation['target']['ranges']; readonly quote: { exact: string } };
  readonly stances: readonly Pick<Stance, 'holder' | 'target' | 'polarity' | 'attribution' | 'note'>[];
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const TIMESTAMP = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const LARGEST_OFFSET = 0xffff_ffff;

/**
 * Checks the part of a layer that the index reads, and only that: the whole schema over 100,000 annotations takes
 * longer than everything else of opening a project together. It is sound since (1) the file's SHA-256 was compared, so
 * it holds what a Postil wrote after checking it; (2) all that the index uses is checked here; and (3) no record
 * reaches a screen or an export before it has passed the whole schema.
 * @param value what a layer file holds
 * @throws PostilError `damaged`, naming the annotation and the field
 */
export function indexableLayer(value: unknown): IndexableLayer {
  const layer = record(value, 'The layer');
  text(layer.documentId, 'documentId');
  text(layer.annotator, 'annotator');
  oneOf(READING_STATES, layer.state, 'state');
  for (const [row, item] of list(layer.annotations, 'annotations').entries()) {
    try {
      checkAnnotation(item, layer);
    } catch (cause) {
      if (!(cause instanceof PostilError)) throw cause;
      throw new PostilError('damaged', `Annotation ${row + 1}: ${cause.message}`, {}, cause);
    }
  }
  // Every field of the type was looked at above.
  return value as IndexableLayer;
}

function checkAnnotation(value: unknown, layer: Fields): void {
  const annotation = record(value, 'the annotation');
  matching(UUID, annotation.id, 'id');
  if (annotation.documentId !== layer.documentId || annotation.annotator !== layer.annotator)
    throw damaged('it belongs to another document or annotator');
  const target = record(annotation.target, 'target');
  const ranges = list(target.ranges, 'target.ranges');
  if (ranges.length === 0) throw damaged('target.ranges is empty');
  for (const item of ranges) {
    const range = record(item, 'a range');
    if (!isOffset(range.start) || !isOffset(range.end) || range.start >= range.end)
      throw damaged('a range is not two offsets in order');
  }
  text(record(target.quote, 'target.quote').exact, 'target.quote.exact');
  for (const item of list(annotation.actors, 'actors')) {
    const reference = record(item, 'an actor reference');
    text(reference.actorId, 'actorId');
    oneOf(ACTOR_ROLES, reference.role, 'role');
  }
  for (const item of list(annotation.stances, 'stances')) checkStance(record(item, 'a stance'));
  if (annotation.reliability !== undefined) {
    const rating = record(annotation.reliability, 'reliability');
    if (rating.source !== undefined) oneOf(SOURCE_GRADES, rating.source, 'reliability.source');
    if (rating.information !== undefined)
      oneOf(INFORMATION_GRADES, rating.information, 'reliability.information');
  }
  for (const code of list(annotation.codes, 'codes')) text(code, 'a code');
  if (annotation.note !== undefined) text(annotation.note, 'note');
  timestamp(annotation.createdAt, 'createdAt');
  timestamp(annotation.updatedAt, 'updatedAt');
}

function checkStance(stance: Fields): void {
  text(stance.holder, 'holder');
  text(stance.target, 'target');
  oneOf(POLARITIES, stance.polarity, 'polarity');
  for (const speaker of list(stance.attribution, 'attribution')) text(speaker, 'a link of attribution');
  if (stance.note !== undefined) text(stance.note, 'note');
}

interface Fields {
  readonly [key: string]: unknown;
}

function record(value: unknown, what: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw damaged(`${what} is no record`);
  return value as Fields;
}

function list(value: unknown, what: string): readonly unknown[] {
  if (!Array.isArray(value)) throw damaged(`${what} is no list`);
  return value;
}

function text(value: unknown, what: string): void {
  if (typeof value !== 'string') throw damaged(`${what} is no text`);
}

function matching(pattern: RegExp, value: unknown, what: string): void {
  if (typeof value !== 'string' || !pattern.test(value)) throw damaged(`${what} is not of its form`);
}

function timestamp(value: unknown, what: string): void {
  matching(TIMESTAMP, value, what);
  if (Number.isNaN(Date.parse(String(value)))) throw damaged(`${what} is no date`);
}

function oneOf(values: readonly unknown[], value: unknown, what: string): void {
  if (!values.includes(value)) throw damaged(`${what} is none of ${values.join(', ')}`);
}

function isOffset(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= LARGEST_OFFSET;
}

function damaged(message: string): PostilError {
  return new PostilError('damaged', `${message}.`);
}
