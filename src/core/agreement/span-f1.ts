import { defined, undefinedBecause, type Outcome } from './outcome.ts';

/** A span of one annotator, half-open, with what counts as its kind. */
export interface Span {
  readonly start: number;
  readonly end: number;
  readonly category: number;
}

/** The first annotator’s spans are the reference, the second’s the response; F1 is the same either way. */
export interface SpanScores {
  readonly precision: Outcome;
  readonly recall: Outcome;
  readonly f1: Outcome;
}

/**
 * Spans found with the very same boundaries and category: precision = common / response, recall = common / reference,
 * F1 = 2 common / (both together) (van Rijsbergen 1979). Without negatives to count, F1 stands for κ
 * (Hripcsak & Rothschild 2005). A span that occurs twice counts twice.
 *
 * What only one marked is a disagreement. *Undefined* where neither marked anything; where only one did, what has no
 * denominator is undefined, and F1 is 0.
 */
export function exactSpanScores(reference: readonly Span[], response: readonly Span[]): SpanScores {
  const first = reference.toSorted(compareSpans);
  const second = response.toSorted(compareSpans);
  let common = 0;
  for (let i = 0, j = 0; i < first.length && j < second.length;) {
    const order = compareSpans(first[i]!, second[j]!);
    if (order === 0) common++;
    if (order <= 0) i++;
    if (order >= 0) j++;
  }
  return scores(common, reference.length, response.length);
}

/**
 * As `exactSpanScores`, and a span that only overlaps one of the same category counts half (MUC-5, Chinchor & Sundheim
 * 1993; SemEval 2013 task 9, “partial”). Each span is matched once: the same boundaries first, then by the length in
 * common, ties in text order.
 */
export function partialSpanScores(reference: readonly Span[], response: readonly Span[]): SpanScores {
  const first = reference.toSorted(compareSpans);
  const second = response.toSorted(compareSpans);
  const pairs: { i: number; j: number; both: number; isExact: boolean }[] = [];
  let from = 0;
  /** Spans of one annotator may overlap: none before `from` reaches beyond its start. */
  const reach = reachOf(second);
  for (const [i, span] of first.entries()) {
    while (from < second.length && reach[from]! <= span.start) from++;
    for (let j = from; j < second.length && second[j]!.start < span.end; j++) {
      const other = second[j]!;
      if (other.end <= span.start || other.category !== span.category) continue;
      const both = Math.min(span.end, other.end) - Math.max(span.start, other.start);
      pairs.push({ i, j, both, isExact: span.start === other.start && span.end === other.end });
    }
  }
  pairs.sort((a, b) => Number(b.isExact) - Number(a.isExact) || b.both - a.both || a.i - b.i || a.j - b.j);
  const isTaken = [new Uint8Array(first.length), new Uint8Array(second.length)] as const;
  let common = 0;
  for (const { i, j, isExact } of pairs) {
    if (isTaken[0][i] || isTaken[1][j]) continue;
    isTaken[0][i] = 1;
    isTaken[1][j] = 1;
    common += isExact ? 1 : 0.5;
  }
  return scores(common, reference.length, response.length);
}

/** The furthest end of the spans up to each. */
function reachOf(spans: readonly Span[]): Float64Array {
  let furthest = Number.NEGATIVE_INFINITY;
  return Float64Array.from(spans, ({ end }) => (furthest = Math.max(furthest, end)));
}

function scores(common: number, reference: number, response: number): SpanScores {
  const share = (whole: number): Outcome =>
    whole === 0 ? undefinedBecause('nobody-marked-anything') : defined(common / whole);
  return {
    precision: share(response),
    recall: share(reference),
    f1: share((reference + response) / 2),
  };
}

function compareSpans(a: Span, b: Span): number {
  return a.start - b.start || a.end - b.end || a.category - b.category;
}
