import type { AnnotatorId } from '../../ids.ts';
import type { ComparedAnnotation, ComparedDocument } from './compared.ts';
import { MARKED, polarityReading, type Decision, type DecisionUnit, type StanceLine } from './decision.ts';
import { matchPassages, NO_PASSAGE } from './match-passages.ts';

/** A place in the text: the annotation of each annotator, or null. */
interface Place {
  readonly document: ComparedDocument;
  readonly members: readonly (ComparedAnnotation | null)[];
}

/**
 * The units of a decision for these annotators, in document and text order. A unit is a place that annotators matched
 * (see `matchPassages`); a document counts when two of them read it.
 *
 * - boundaries: every place, those too that only one marked
 * - actor, code: places that two or more marked and one of them tagged. Who marked it and tagged nothing said the empty
 *   set, which is a disagreement; who did not mark it is missing
 * - polarity: each stance, holder to target, that somebody claims on a place that two or more marked. Who does not claim
 *   it is missing: whether there is a stance at all is another question
 * - source, information: places that two or more marked and one of them rated. Who did not rate is missing
 */
export function decisionUnits(
  decision: Decision,
  documents: readonly ComparedDocument[],
  annotators: readonly AnnotatorId[],
): DecisionUnit[] {
  return unitsOfPlaces(decision, placesOf(documents, annotators));
}

/** Matching is the same for all decisions of the same annotators. */
export function placesOf(
  documents: readonly ComparedDocument[],
  annotators: readonly AnnotatorId[],
): Place[] {
  return documents.flatMap((document) => {
    const layers = annotators.map(
      (annotator) => document.layers.find((layer) => layer.annotator === annotator)?.annotations ?? null,
    );
    if (layers.filter((layer) => layer !== null).length < 2) return [];
    return matchPassages(layers.map((layer) => layer ?? [])).map((group) => ({
      document,
      members: group.map((index, i) => (index === NO_PASSAGE ? null : layers[i]![index]!)),
    }));
  });
}

export function unitsOfPlaces(decision: Decision, places: readonly Place[]): DecisionUnit[] {
  switch (decision) {
    case 'boundaries':
      return places.map((place) => unitOf(place, () => [MARKED]));
    case 'actor':
      return shared(places).flatMap((place) => taggedUnit(place, ({ actors }) => actors));
    case 'code':
      return shared(places).flatMap((place) => taggedUnit(place, ({ codes }) => codes));
    case 'polarity':
      return shared(places).flatMap(stanceUnits);
    case 'source':
      return shared(places).flatMap((place) => ratedUnit(place, ({ source }) => source));
    case 'information':
      return shared(places).flatMap((place) => ratedUnit(place, ({ information }) => information));
  }
}

function shared(places: readonly Place[]): Place[] {
  return places.filter(({ members }) => members.filter((member) => member !== null).length >= 2);
}

function unitOf(
  { document, members }: Place,
  read: (annotation: ComparedAnnotation) => readonly string[] | null,
  about: StanceLine | null = null,
): DecisionUnit {
  return {
    documentId: document.documentId,
    about,
    annotations: members.map((member) => member?.id ?? null),
    readings: members.map((member) => member && read(member)),
  };
}

function taggedUnit(
  place: Place,
  tagsOf: (annotation: ComparedAnnotation) => readonly string[],
): DecisionUnit[] {
  const unit = unitOf(place, tagsOf);
  return unit.readings.some((tags) => tags !== null && tags.length > 0) ? [unit] : [];
}

function ratedUnit(
  place: Place,
  gradeOf: (annotation: ComparedAnnotation) => string | number | null,
): DecisionUnit[] {
  const unit = unitOf(place, (annotation) => {
    const grade = gradeOf(annotation);
    return grade === null ? null : [String(grade)];
  });
  return unit.readings.some((grade) => grade !== null) ? [unit] : [];
}

function stanceUnits(place: Place): DecisionUnit[] {
  const lines = new Map<string, StanceLine>();
  for (const member of place.members) {
    for (const { holder, target } of member?.stances ?? [])
      lines.set(`${holder} ${target}`, { holder, target });
  }
  return [...lines.values()].map((line) =>
    unitOf(
      place,
      ({ stances }) => {
        const claims = stances.filter(
          ({ holder, target }) => holder === line.holder && target === line.target,
        );
        if (claims.length === 0) return null;
        return [...new Set(claims.map(({ polarity }) => polarityReading(polarity)))];
      },
      line,
    ),
  );
}
