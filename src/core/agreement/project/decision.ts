import type { Polarity, Speaker } from '../../annotation/annotation.ts';
import type { ActorId, AnnotationId, CodeId, DocumentId } from '../../ids.ts';

/** What annotators decide, layer by layer: one number would hide where they part. */
export const DECISIONS = ['boundaries', 'actor', 'code', 'polarity', 'source', 'information'] as const;
export type Decision = (typeof DECISIONS)[number];

/** Steps of the ordinal decisions, in order. Unclear, F and 6 are no steps: they are missing. */
const STEPS = {
  polarity: ['-2', '-1', '0', '1', '2'],
  source: ['A', 'B', 'C', 'D', 'E'],
  information: ['1', '2', '3', '4', '5'],
} as const;
export type OrdinalDecision = keyof typeof STEPS;

export function stepsOf(decision: OrdinalDecision): readonly string[] {
  return STEPS[decision];
}

export function isOrdinal(decision: Decision): decision is OrdinalDecision {
  return Object.hasOwn(STEPS, decision);
}

/** The reading of a passage in boundaries: it is there. */
export const MARKED = 'marked';

/** A place of a document that annotators decided about, and what each of them said. */
export interface DecisionUnit {
  readonly documentId: DocumentId;
  /** Of polarity: whose stance towards whom; else null. */
  readonly about: StanceLine | null;
  /** The annotation of each annotator, in their order; null where there is none. */
  readonly annotations: readonly (AnnotationId | null)[];
  /**
   * What each said, in their order; null where they said nothing of it, which is missing. Actors and codes as a set,
   * which may be empty; others as one step, or a value that is missing data (`unclear`, `F`, `6`). Polarity has several
   * where one annotator claims a stance twice with different polarities, which is missing too.
   */
  readonly readings: readonly (readonly string[] | null)[];
}

export interface StanceLine {
  readonly holder: Speaker;
  readonly target: ActorId | CodeId;
}

export function polarityReading(polarity: Polarity): string {
  return String(polarity);
}
