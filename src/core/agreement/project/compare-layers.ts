import type { AnnotatorId } from '../../ids.ts';
import { countPairable, distinctPatterns } from '../patterns.ts';
import type { ComparedDocument } from './compared.ts';
import { confusionOf, isDisagreement } from './confusion.ts';
import { boundaryCoefficients, tableCoefficients } from './decision-coefficients.ts';
import { placesOf, unitsOfPlaces } from './decision-units.ts';
import { DECISIONS, type Decision } from './decision.ts';
import { layersContinuum } from './layers-continuum.ts';
import type { AgreementReport, DecisionResult, GroupResult } from './report.ts';
import { unitTable } from './unit-table.ts';

export interface CompareOptions {
  readonly rounds: number;
  readonly seed: number;
  /** Also document by document. */
  readonly byDocument: boolean;
  /** Before every round of every interval; throws to stop. */
  onStep?(done: number, total: number): void;
}

/**
 * Agreement of annotators, by decision, of all together and of each two. Only their own layers are looked at.
 * @param documents with the layers of these annotators
 * @param annotators in the order of the report
 */
export function compareLayers(
  documents: readonly ComparedDocument[],
  annotators: readonly AnnotatorId[],
  { rounds, seed, byDocument, onStep }: CompareOptions,
): AgreementReport {
  const groups = [annotators, ...(annotators.length > 2 ? pairsOf(annotators) : [])];
  const perDecision = Math.max(1, rounds);
  const single = byDocument ? documents.length : 0;
  const total = groups.length * DECISIONS.length * perDecision + single;
  let begun = 0;
  let told = 0;
  // A decision has several series of rounds; what is told only grows.
  const step = (round: number): void => {
    told = Math.max(told, Math.min(total, begun + round));
    onStep?.(told, total);
  };

  function groupResult(group: readonly AnnotatorId[]): GroupResult {
    const places = placesOf(documents, group);
    const compared = documents.filter(
      ({ layers }) => layers.filter(({ annotator }) => group.includes(annotator)).length >= 2,
    );
    const decisions = DECISIONS.map((decision) => {
      step(0);
      const result = decisionResult(decision, places, compared, group, { rounds, seed, onRound: step });
      begun += perDecision;
      return result;
    });
    return { annotators: [...group], documents: compared.length, decisions };
  }

  const [all, ...pairs] = groups.map(groupResult);
  return {
    all: all!,
    pairs,
    documents: byDocument
      ? documents.map((document) => {
          step(0);
          begun++;
          const places = placesOf([document], annotators);
          return {
            documentId: document.documentId,
            decisions: DECISIONS.map((decision) =>
              decisionResult(decision, places, [document], annotators, null),
            ),
          };
        })
      : [],
    unfinishedLayers: documents.reduce(
      (sum, { layers }) =>
        sum + layers.filter(({ annotator, isDone }) => !isDone && annotators.includes(annotator)).length,
      0,
    ),
    rounds,
    seed,
  };
}

function decisionResult(
  decision: Decision,
  places: ReturnType<typeof placesOf>,
  documents: readonly ComparedDocument[],
  annotators: readonly AnnotatorId[],
  options: { rounds: number; seed: number; onRound(round: number): void } | null,
): DecisionResult {
  const units = unitsOfPlaces(decision, places);
  const shared = {
    decision,
    units: units.length,
    disagreements: units.filter((unit) => isDisagreement(decision, unit)).length,
    confusion: annotators.length === 2 ? confusionOf(decision, units) : null,
  };
  if (decision === 'boundaries') {
    return {
      ...shared,
      pairable: units.filter(({ readings }) => readings.filter((reading) => reading !== null).length >= 2)
        .length,
      coefficients: boundaryCoefficients(layersContinuum(documents, annotators), options),
    };
  }
  const table = unitTable(decision, units, annotators.length);
  return {
    ...shared,
    pairable: countPairable(distinctPatterns(table.table)),
    coefficients: tableCoefficients(decision, table, options),
  };
}

export function pairsOf<T>(items: readonly T[]): [T, T][] {
  return items.flatMap((first, i) => items.slice(i + 1).map((second): [T, T] => [first, second]));
}
