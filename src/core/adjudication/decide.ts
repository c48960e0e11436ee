import type { Annotation } from '../annotation/annotation.ts';
import type { Layer } from '../annotation/layer.ts';
import { makeTarget } from '../annotation/target.ts';
import {
  adjudicationIdSchema,
  annotationIdSchema,
  stanceIdSchema,
  type AnnotationId,
  type AnnotatorId,
} from '../ids.ts';
import { timestamp, type Clock, type IdSource } from '../ports.ts';
import type { Edit } from '../project/edit.ts';
import { adjudicatedIdOf } from './adjudicated-id.ts';
import type { Adjudication, AdjudicationOutcome } from './adjudication.ts';
import type { Resolve } from './differences.ts';
import { judgementOf, mergeAnnotations, type Judgement } from './merge-annotations.ts';
import type { Comparison, Place } from './places.ts';

/** Who decides, about which document, and with what. */
export interface Desk {
  readonly adjudicator: AnnotatorId;
  /** The adjudicator's adjudicated layer of the document as it is now; empty where there is none yet. */
  readonly layer: Layer;
  readonly readers: readonly AnnotatorId[];
  readonly text: string;
  readonly textHash: string;
  readonly codebookRevision: number;
  readonly ids: IdSource;
  readonly clock: Clock;
  readonly resolve: Resolve;
}

export interface Decision {
  readonly outcome: AdjudicationOutcome;
  /** Which of the place's annotations it rests on. */
  readonly taken: readonly AnnotationId[];
  /** What goes into the adjudicated layer. */
  readonly results: readonly Judgement[];
  readonly reason?: string | undefined;
}

/** The edits that decide about a place; what was decided about it before goes. Undone like any other change. */
export function decide(desk: Desk, place: Place, { outcome, taken, results, reason }: Decision): Edit[] {
  const annotations = results.map((judgement) => resultOf(desk, judgement));
  const before = place.adjudication;
  const after: Adjudication = {
    id: before?.id ?? adjudicationIdSchema.parse(desk.ids.uuid()),
    outcome,
    of: place.members.filter((member) => member !== null),
    readers: [...desk.readers],
    taken: [...taken],
    results: annotations.map(({ id }) => id),
    ...(reason !== undefined && reason.trim() !== '' && { reason: reason.trim() }),
    by: desk.adjudicator,
    at: timestamp(desk.clock),
  };
  return [
    ...begun(desk),
    ...place.results.map((result) => annotationEdit(desk, result, null)),
    ...annotations.map((annotation) => annotationEdit(desk, null, annotation)),
    adjudicationEdit(desk, before, after),
  ];
}

/** Takes annotations of the place as they are: one, or several beside one another. */
export function take(desk: Desk, place: Place, wanted: readonly AnnotationId[], reason?: string): Edit[] {
  const chosen = place.members.filter((member) => member !== null && wanted.includes(member.id));
  return decide(desk, place, {
    outcome: chosen.length > 1 ? 'both' : 'taken',
    taken: chosen.map((annotation) => annotation!.id),
    results: chosen.map((annotation) => judgementOf(annotation!)),
    reason,
  });
}

export function reject(desk: Desk, place: Place, reason?: string): Edit[] {
  return decide(desk, place, { outcome: 'rejected', taken: [], results: [], reason });
}

/** Every place on which all readers agree, in one change. */
export function acceptAgreed(desk: Desk, { places }: Comparison): Edit[] {
  return inOne(
    places.filter(({ status }) => status === 'agreed'),
    (place) => {
      const present = place.members.filter((member) => member !== null);
      return decide(desk, place, {
        outcome: 'agreed',
        taken: present.map(({ id }) => id),
        // They judge the same; their remarks, which do not count as judgements, come together.
        results: [mergeAnnotations(present, desk.resolve).judgement],
      });
    },
  );
}

/** Every undecided place that this reader marked, as this reader has it. */
export function takeAllOf(desk: Desk, { places, readers }: Comparison, annotator: AnnotatorId): Edit[] {
  const reader = readers.indexOf(annotator);
  return inOne(
    places.filter(({ adjudication, members }) => adjudication === null && (members[reader] ?? null) !== null),
    (place) => take(desk, place, [place.members[reader]!.id]),
  );
}

/** Stands by what was decided about places although something has changed since: they are about the present now. */
export function keep(desk: Desk, places: readonly Place[]): Edit[] {
  return places.flatMap(({ adjudication, members }) =>
    adjudication === null
      ? []
      : [
          adjudicationEdit(desk, adjudication, {
            ...adjudication,
            of: members.filter((member) => member !== null),
            readers: [...desk.readers],
            by: desk.adjudicator,
            at: timestamp(desk.clock),
          }),
        ],
  );
}

/** Says why a place was decided as it was; an empty reason takes the old one away. */
export function explain(desk: Desk, { adjudication }: Place, reason: string): Edit[] {
  if (adjudication === null || (adjudication.reason ?? '') === reason.trim()) return [];
  const { reason: _, ...rest } = adjudication;
  const after = reason.trim() === '' ? rest : { ...rest, reason: reason.trim() };
  return [adjudicationEdit(desk, adjudication, after)];
}

/** Takes back what was decided about a place, and with it what the decision put into the adjudicated layer. */
export function withdraw(desk: Desk, { adjudication, results }: Place): Edit[] {
  if (adjudication === null) return [];
  return [
    ...results.map((result) => annotationEdit(desk, result, null)),
    adjudicationEdit(desk, adjudication, null),
  ];
}

/** The edits of several places; the layer is begun once. */
function inOne(places: readonly Place[], edit: (place: Place) => readonly Edit[]): Edit[] {
  const edits = places.flatMap(edit);
  const first = edits.findIndex(({ kind }) => kind === 'readingState');
  return edits.filter(({ kind }, at) => kind !== 'readingState' || at === first);
}

function begun({ layer, adjudicator }: Desk): Edit[] {
  if (layer.state !== 'unread') return [];
  const annotator = adjudicatedIdOf(adjudicator);
  return [
    { kind: 'readingState', documentId: layer.documentId, annotator, before: 'unread', after: 'inProgress' },
  ];
}

function resultOf(desk: Desk, judgement: Judgement): Annotation {
  const { ranges, actors, codes, stances, reliability, certainty, note } = judgement;
  const now = timestamp(desk.clock);
  return {
    id: annotationIdSchema.parse(desk.ids.uuid()),
    documentId: desk.layer.documentId,
    annotator: adjudicatedIdOf(desk.adjudicator),
    target: makeTarget(desk.text, desk.textHash, ranges),
    actors,
    // Ids of their own: the same stance may go on in the layer that it was taken from.
    stances: stances.map((stance) => ({ ...stance, id: stanceIdSchema.parse(desk.ids.uuid()) })),
    ...(reliability && { reliability }),
    codes,
    ...(note !== undefined && note !== '' && { note }),
    ...(certainty && { certainty }),
    codebookRevision: desk.codebookRevision,
    createdAt: now,
    updatedAt: now,
  };
}

function annotationEdit(
  { layer, adjudicator }: Desk,
  before: Annotation | null,
  after: Annotation | null,
): Edit {
  const annotator = adjudicatedIdOf(adjudicator);
  return { kind: 'annotation', documentId: layer.documentId, annotator, before, after };
}

function adjudicationEdit(
  { layer, adjudicator }: Desk,
  before: Adjudication | null,
  after: Adjudication | null,
): Edit {
  const annotator = adjudicatedIdOf(adjudicator);
  return { kind: 'adjudication', documentId: layer.documentId, annotator, before, after };
}
