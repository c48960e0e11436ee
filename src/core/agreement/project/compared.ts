import type { Annotation, Polarity, SourceGrade, Speaker, TextRange } from '../../annotation/annotation.ts';
import type { Layer } from '../../annotation/layer.ts';
import type { ActorId, AnnotationId, AnnotatorId, CodeId, DocumentId } from '../../ids.ts';

/** What of an annotation agreement looks at: small, so that those of a whole project can go to a worker. */
export interface ComparedAnnotation {
  readonly id: AnnotationId;
  /** In text order, apart. */
  readonly ranges: readonly TextRange[];
  /** Each once, sorted; the role does not matter. */
  readonly actors: readonly ActorId[];
  readonly codes: readonly CodeId[];
  readonly stances: readonly ComparedStance[];
  readonly source: SourceGrade | null;
  readonly information: number | null;
}

export interface ComparedStance {
  readonly holder: Speaker;
  readonly target: ActorId | CodeId;
  readonly polarity: Polarity;
}

export interface ComparedLayer {
  readonly annotator: AnnotatorId;
  readonly isDone: boolean;
  readonly annotations: readonly ComparedAnnotation[];
}

export interface ComparedDocument {
  readonly documentId: DocumentId;
  /** UTF-16 code units. */
  readonly length: number;
  /** Of those who read it: who has annotated it, or says to have begun. Never an adjudicated layer. */
  readonly layers: readonly ComparedLayer[];
}

/** Which annotations are looked at: those made or last changed under these revisions of the codebook, both included. */
export interface RevisionRange {
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

/** @param resolve what an id stands for now: two who tagged with what was merged since agree */
export function comparedLayer(
  layer: Layer,
  { from, to }: RevisionRange,
  resolve: <Id extends string>(id: Id) => Id = (id) => id,
): ComparedLayer {
  return {
    annotator: layer.annotator,
    isDone: layer.state === 'done',
    annotations: layer.annotations
      .filter(
        ({ codebookRevision }) =>
          (from === undefined || codebookRevision >= from) && (to === undefined || codebookRevision <= to),
      )
      .map((annotation) => comparedAnnotation(annotation, resolve)),
  };
}

/** An unread document without a passage is no reading of it: its blanks say nothing. */
export function isReading(layer: Layer): boolean {
  return layer.state !== 'unread' || layer.annotations.length > 0;
}

function comparedAnnotation(
  { id, target, actors, codes, stances, reliability }: Annotation,
  resolve: <Id extends string>(id: Id) => Id,
): ComparedAnnotation {
  return {
    id,
    ranges: target.ranges,
    actors: [...new Set(actors.map(({ actorId }) => resolve(actorId)))].sort(),
    codes: [...new Set(codes.map(resolve))].sort(),
    stances: stances.map(({ holder, target: towards, polarity }) => ({
      holder: resolve(holder),
      target: resolve(towards),
      polarity,
    })),
    source: reliability?.source ?? null,
    information: reliability?.information ?? null,
  };
}
