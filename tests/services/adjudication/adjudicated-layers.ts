import { adjudicatedAnnotator, adjudicatedIdOf } from '../../../src/core/adjudication/adjudicated-id.ts';
import { acceptAgreed, decide, reject, take, type Desk } from '../../../src/core/adjudication/decide.ts';
import { judgementOf } from '../../../src/core/adjudication/merge-annotations.ts';
import { comparePlaces, type Comparison, type Place } from '../../../src/core/adjudication/places.ts';
import type { Annotation } from '../../../src/core/annotation/annotation.ts';
import { editLayerInBulk, isLayerEdit } from '../../../src/core/annotation/edit-layer.ts';
import { emptyLayer, layerSchema, type Layer } from '../../../src/core/annotation/layer.ts';
import { makeTarget } from '../../../src/core/annotation/target.ts';
import {
  actorIdSchema,
  annotationIdSchema,
  annotatorIdSchema,
  codeIdSchema,
  stanceIdSchema,
  type AnnotationId,
  type DocumentId,
} from '../../../src/core/ids.ts';
import type { Edit } from '../../../src/core/project/edit.ts';
import type { Annotator } from '../../../src/core/project/project.ts';
import { sha256 } from '../store/fixtures.ts';

export const ANN: Annotator = { id: annotatorIdSchema.parse('ann-1'), name: 'Ann' };
export const BOB: Annotator = { id: annotatorIdSchema.parse('bob-2'), name: 'Bob' };
export const JUDGE: Annotator = { id: annotatorIdSchema.parse('judge-9'), name: 'Judge' };
export const ADJUDICATED = adjudicatedAnnotator(JUDGE);

export const ADJUDICATED_TEXT =
  'The ministry spoke of talks on Monday. The movement denied it on Tuesday. A convoy 🚚 left at noon. Nobody saw it.\n';

export function idOf(number: number): AnnotationId {
  return annotationIdSchema.parse(`01a203aa-ba13-7514-ba32-${number.toString(16).padStart(12, '0')}`);
}

interface Words {
  readonly actor?: string;
  readonly code?: string;
  readonly note?: string;
  readonly polarity?: -2 | -1 | 0 | 1 | 2;
}

/** What an annotator makes of the first place of these words. */
export function marked(
  documentId: DocumentId,
  { id: annotator }: Annotator,
  number: number,
  words: string,
  { actor, code, note, polarity }: Words = {},
): Annotation {
  const start = ADJUDICATED_TEXT.indexOf(words);
  return {
    id: idOf(number),
    documentId,
    annotator,
    target: makeTarget(ADJUDICATED_TEXT, sha256(ADJUDICATED_TEXT), [{ start, end: start + words.length }]),
    actors: actor === undefined ? [] : [{ actorId: actorIdSchema.parse(actor), role: 'about' }],
    stances:
      polarity === undefined
        ? []
        : [
            {
              id: stanceIdSchema.parse(idOf(number + 0x1000)),
              holder: actorIdSchema.parse('a-movement'),
              target: actorIdSchema.parse('a-ministry'),
              polarity,
              expression: 'stated',
              attribution: ['author'],
            },
          ],
    codes: code === undefined ? [] : [codeIdSchema.parse(code)],
    ...(note !== undefined && { note }),
    codebookRevision: 1,
    createdAt: '2026-01-01T00:00:00.000Z',
    updatedAt: '2026-01-01T00:00:00.000Z',
  };
}

/** Two annotators agree on one place, differ on two, and one of them alone marked a fourth. */
export function annotatorsLayers(documentId: DocumentId): [Layer, Layer] {
  const own = (annotator: Annotator, ...annotations: Annotation[]): Layer => ({
    documentId,
    annotator: annotator.id,
    state: 'done',
    annotations,
  });
  const of = marked.bind(null, documentId);
  return [
    own(
      ANN,
      of(ANN, 1, 'spoke of talks', { actor: 'a-ministry', code: 'c-talks', note: 'On the record.' }),
      of(ANN, 2, 'denied it', { actor: 'a-movement', polarity: -1 }),
      of(ANN, 3, 'A convoy 🚚 left', { code: 'c-talks', note: 'Whose convoy?' }),
      of(ANN, 4, 'Nobody saw it'),
    ),
    own(
      BOB,
      of(BOB, 11, 'spoke of talks', { actor: 'a-ministry', code: 'c-talks' }),
      of(BOB, 12, 'denied it', { actor: 'a-movement', polarity: -2 }),
      of(BOB, 13, 'A convoy 🚚 left at noon'),
    ),
  ];
}

/** An adjudicator's layer of a document, and how edits make it. */
export class AdjudicatorsDesk {
  layer: Layer;
  readonly edits: Edit[] = [];
  readonly layers: readonly Layer[];
  readonly adjudicator: Annotator;
  #next: number;

  constructor(layers: readonly Layer[], adjudicator: Annotator = JUDGE, firstId = 0x2000) {
    this.layers = layers;
    this.adjudicator = adjudicator;
    this.layer = emptyLayer(layers[0]!.documentId, adjudicatedIdOf(adjudicator.id));
    this.#next = firstId;
  }

  get comparison(): Comparison {
    return comparePlaces(this.layers, this.layer, (id) => id);
  }

  get desk(): Desk {
    return {
      adjudicator: this.adjudicator.id,
      layer: this.layer,
      readers: this.comparison.readers,
      text: ADJUDICATED_TEXT,
      textHash: sha256(ADJUDICATED_TEXT),
      codebookRevision: 1,
      ids: { uuid: () => idOf(this.#next++) },
      clock: { now: () => Date.UTC(2026, 1, 1) + this.#next },
      resolve: (id) => id,
    };
  }

  place(words: string): Place {
    const start = ADJUDICATED_TEXT.indexOf(words);
    return this.comparison.places.find(({ range }) => range.start <= start && start < range.end)!;
  }

  make(edits: readonly Edit[]): void {
    this.layer = layerSchema.parse(editLayerInBulk(this.layer, edits.filter(isLayerEdit)));
    this.edits.push(...edits);
  }
}

/** Accepted what agrees, taken Bob's of the second place with a reason, edited the third, rejected the fourth. */
export function adjudicate(
  layers: readonly Layer[],
  adjudicator = JUDGE,
  firstId?: number,
): AdjudicatorsDesk {
  const desk = new AdjudicatorsDesk(layers, adjudicator, firstId);
  desk.make(acceptAgreed(desk.desk, desk.comparison));
  desk.make(take(desk.desk, desk.place('denied it'), [idOf(12)], 'Bob’s =reading, “flatly”.'));
  const convoy = desk.place('A convoy');
  const longer = convoy.members[1]!;
  desk.make(
    decide(desk.desk, convoy, {
      outcome: 'edited',
      taken: [idOf(3), idOf(13)],
      results: [{ ...judgementOf(longer), codes: [codeIdSchema.parse('c-talks')], note: 'Seen once.' }],
    }),
  );
  desk.make(reject(desk.desk, desk.place('Nobody saw it'), 'Says nothing.'));
  return desk;
}
