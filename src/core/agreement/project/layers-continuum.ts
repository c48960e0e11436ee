import type { AnnotatorId } from '../../ids.ts';
import type { Continuum, Unit } from '../continuum.ts';
import type { ComparedAnnotation, ComparedDocument } from './compared.ts';

/** Documents that all of these annotators read, laid end to end. */
export interface LayersContinuum {
  readonly documents: number;
  /** Every part of every passage, of one category. Passages of one annotator may overlap. */
  readonly passages: Continuum;
  /**
   * The same text, each annotator's stretches side by side: where passages overlap, a stretch has the codes of all of
   * them. A category is a distinct set of codes, the empty one among them.
   */
  readonly coded: Continuum;
}

export function layersContinuum(
  documents: readonly ComparedDocument[],
  annotators: readonly AnnotatorId[],
): LayersContinuum {
  const passages: Unit[] = [];
  const coded: Unit[] = [];
  const sets = new Map<string, number>();
  let at = 0;
  let count = 0;
  for (const { layers, length } of documents) {
    const read = annotators.map((annotator) => layers.find((layer) => layer.annotator === annotator));
    if (length === 0 || read.includes(undefined)) continue;
    for (const [annotator, layer] of read.entries()) {
      for (const { ranges } of layer!.annotations) {
        for (const { start, end } of ranges) {
          passages.push({ annotator, category: 0, start: start + at, end: end + at });
        }
      }
      for (const { start, end, codes } of codedStretches(layer!.annotations)) {
        const category = sets.get(codes) ?? sets.size;
        sets.set(codes, category);
        coded.push({ annotator, category, start: start + at, end: end + at });
      }
    }
    at += length;
    count++;
  }
  const whole = { start: 0, end: Math.max(1, at), annotators: annotators.length };
  return {
    documents: count,
    passages: { ...whole, categories: 1, units: passages },
    coded: { ...whole, categories: Math.max(1, sets.size), units: coded },
  };
}

interface Stretch {
  readonly start: number;
  readonly end: number;
  /** The codes of all passages there, joined. */
  readonly codes: string;
}

/** One annotator's passages, cut where one begins or ends; cuts within the same passage and codes are undone. */
export function codedStretches(annotations: readonly ComparedAnnotation[]): Stretch[] {
  const edges = annotations
    .flatMap((annotation) =>
      annotation.ranges.flatMap(({ start, end }) => [
        { at: start, opens: true, annotation },
        { at: end, opens: false, annotation },
      ]),
    )
    // What ends is closed before what begins at the same place is opened.
    .sort((a, b) => a.at - b.at || Number(a.opens) - Number(b.opens));
  const open = new Map<ComparedAnnotation, number>();
  const stretches: (Stretch & { readonly covering: ReadonlySet<ComparedAnnotation> })[] = [];
  let from = 0;
  for (const { at, opens, annotation } of edges) {
    if (open.size > 0 && at > from) {
      const covering = new Set(open.keys());
      const codes = [...new Set([...covering].flatMap((one) => one.codes))].sort().join(' ');
      const last = stretches.at(-1);
      const goesOn =
        last?.end === from && last.codes === codes && [...covering].some((one) => last.covering.has(one));
      if (goesOn) stretches[stretches.length - 1] = { ...last, end: at, covering };
      else stretches.push({ start: from, end: at, codes, covering });
    }
    from = at;
    const times = (open.get(annotation) ?? 0) + (opens ? 1 : -1);
    if (times > 0) open.set(annotation, times);
    else open.delete(annotation);
  }
  return stretches.map(({ start, end, codes }) => ({ start, end, codes }));
}
