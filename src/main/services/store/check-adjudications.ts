import { adjudicatedIdOf, isAdjudicatedId } from '../../../core/adjudication/adjudicated-id.ts';
import type { Adjudication } from '../../../core/adjudication/adjudication.ts';
import type { Annotation } from '../../../core/annotation/annotation.ts';
import type { Layer } from '../../../core/annotation/layer.ts';

type Say = (problem: string) => void;

/**
 * What is wrong with the decisions of an adjudicated layer. One of several results may have been deleted since; where a
 * decision keeps nothing of what it says that it took, the layer lacks a passage that somebody decided for.
 * @param checkSnapshot looks at an annotation that a decision was about, as at any other
 */
export function checkAdjudications(
  layer: Layer,
  checkSnapshot: (annotation: Annotation, say: Say) => void,
  say: Say,
): void {
  const here = new Set<string>(layer.annotations.map(({ id }) => id));
  const accounted = new Map<string, string>();
  for (const adjudication of layer.adjudications ?? []) {
    const sayOf: Say = (problem) => say(`Adjudication ${adjudication.id}: ${problem}`);
    checkOne(adjudication, layer, here, sayOf);
    for (const result of adjudication.results) {
      const other = accounted.get(result);
      if (other !== undefined) sayOf(`its result ${result} is that of adjudication ${other}, too.`);
      else accounted.set(result, adjudication.id);
    }
    for (const annotation of adjudication.of) {
      checkSnapshot(annotation, (problem) => sayOf(`of annotation ${annotation.id}, ${problem}`));
    }
  }
}

function checkOne(
  { outcome, by, of, taken, results }: Adjudication,
  { annotator }: Layer,
  here: ReadonlySet<string>,
  say: Say,
): void {
  if (adjudicatedIdOf(by) !== annotator) say(`it was made by ${by}, whose layer this is not.`);
  if (outcome === 'rejected') {
    if (results.length > 0) say('it rejects the place and has results.');
  } else if (!results.some((id) => here.has(id))) {
    say(`it is ${outcome}, and nothing that came of it is in the layer.`);
  }
  for (const id of taken) {
    if (!of.some((annotation) => annotation.id === id))
      say(`it rests on ${id}, which it does not say how it was.`);
  }
  for (const annotation of of) {
    if (isAdjudicatedId(annotation.annotator)) {
      say(`it is about ${annotation.id} of ${annotation.annotator}, which is itself adjudicated.`);
    }
  }
}
