import { makeTarget } from '../../../src/core/annotation/target.ts';
import type { Annotation, Reliability, Stance } from '../../../src/core/annotation/annotation.ts';
import { editLayerInBulk, isLayerEdit } from '../../../src/core/annotation/edit-layer.ts';
import { layerSchema, type Layer } from '../../../src/core/annotation/layer.ts';
import { adjudicatedIdOf } from '../../../src/core/adjudication/adjudicated-id.ts';
import type { Desk } from '../../../src/core/adjudication/decide.ts';
import { comparePlaces, type Comparison } from '../../../src/core/adjudication/places.ts';
import {
  actorIdSchema,
  annotationIdSchema,
  annotatorIdSchema,
  codeIdSchema,
  documentIdSchema,
  stanceIdSchema,
  type AnnotatorId,
} from '../../../src/core/ids.ts';
import type { Edit } from '../../../src/core/project/edit.ts';

export const text =
  'The ministry spoke of talks on Monday; the movement denied it on Tuesday and fired. '.repeat(12);
export const textHash = 'b'.repeat(64);
export const documentId = documentIdSchema.parse('report-1a2b3c4d');
export const [ann, bob, cem, judge] = ['ann-1', 'bob-2', 'cem-3', 'judge-9'].map((id) =>
  annotatorIdSchema.parse(id),
) as [AnnotatorId, AnnotatorId, AnnotatorId, AnnotatorId];

export const same = <Id extends string>(id: Id): Id => id;

export function uuid(number: number): string {
  return `01a203aa-ba13-7514-ba32-${number.toString(16).padStart(12, '0')}`;
}

export interface Given {
  readonly actors?: readonly string[];
  readonly codes?: readonly string[];
  readonly polarity?: Stance['polarity'];
  readonly reliability?: Reliability;
  readonly note?: string;
}

export function annotation(
  annotator: AnnotatorId,
  number: number,
  [start, end]: readonly [number, number],
  { actors = [], codes = [], polarity, reliability, note }: Given = {},
): Annotation {
  return {
    id: annotationIdSchema.parse(uuid(number)),
    documentId,
    annotator,
    target: makeTarget(text, textHash, [{ start, end }]),
    actors: actors.map((id) => ({ actorId: actorIdSchema.parse(id), role: 'about' as const })),
    stances:
      polarity === undefined
        ? []
        : [
            {
              id: stanceIdSchema.parse(uuid(number + 0x100000)),
              holder: actorIdSchema.parse('a-ministry'),
              target: actorIdSchema.parse('a-movement'),
              polarity,
              expression: 'stated' as const,
              attribution: ['author' as const],
            },
          ],
    codes: codes.map((id) => codeIdSchema.parse(id)),
    ...(reliability && { reliability }),
    ...(note !== undefined && { note }),
    codebookRevision: 1,
    createdAt: '2026-01-01T00:00:00.000Z',
    updatedAt: '2026-01-01T00:00:00.000Z',
  };
}

export function layer(annotator: AnnotatorId, ...annotations: Annotation[]): Layer {
  return { documentId, annotator, state: 'done', annotations };
}

/** A document, what annotators have made of it, and an adjudicator at work. */
export class Table {
  layers: Layer[];
  adjudicated: Layer = { documentId, annotator: adjudicatedIdOf(judge), state: 'unread', annotations: [] };
  #next = 0x200000;

  constructor(...layers: Layer[]) {
    this.layers = layers;
  }

  get comparison(): Comparison {
    return comparePlaces(this.layers, this.adjudicated, same);
  }

  get desk(): Desk {
    return {
      adjudicator: judge,
      layer: this.adjudicated,
      readers: this.comparison.readers,
      text,
      textHash,
      codebookRevision: 3,
      ids: { uuid: () => uuid(this.#next++) },
      clock: { now: () => Date.UTC(2026, 1, 1) + this.#next },
      resolve: same,
    };
  }

  /** Makes the edits, and sees that the layer can be written. */
  apply(edits: readonly Edit[]): void {
    this.adjudicated = editLayerInBulk(this.adjudicated, edits.filter(isLayerEdit));
    layerSchema.parse(this.adjudicated);
  }

  replace(next: Layer): void {
    this.layers = [...this.layers.filter(({ annotator }) => annotator !== next.annotator), next].sort(
      (a, b) => (a.annotator < b.annotator ? -1 : 1),
    );
  }
}
