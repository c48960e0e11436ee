import type { TextRange } from '../annotation/annotation.ts';
import type { AnchorStep } from './anchor-quote.ts';
import { isWordEdge } from './approximate.ts';
import { contextScore, type Context } from './context.ts';

export interface Candidate {
  readonly ranges: readonly TextRange[];
  /** Of the step that found it, before the context is asked. */
  readonly confidence: number;
  readonly how: AnchorStep;
}

export interface Hints {
  readonly context: Context | null;
  readonly near: number | undefined;
}

export type Choice =
  | {
      readonly kind: 'found';
      readonly ranges: readonly TextRange[];
      readonly confidence: number;
      readonly how: AnchorStep;
      /** `null` when no context was given. */
      readonly contextScore: number | null;
    }
  | {
      readonly kind: 'ambiguous';
      readonly candidates: readonly (readonly TextRange[])[];
      readonly count: number;
    };

const SHOWN = 20;
/** Context scores this close say nothing about which place is meant. */
const SAME_CONTEXT = 0.15;

/** One of several places, when context, offset or the words' edges tell it apart from all others; never a guess. */
export function choose(text: string, candidates: readonly Candidate[], exact: string, hints: Hints): Choice {
  const { context } = hints;
  let rest = candidates.map((candidate) => ({
    candidate,
    score: context ? contextScore(text, candidate.ranges, context) : null,
  }));
  if (context && rest.length > 1) {
    const best = Math.max(...rest.map(({ score }) => score!));
    if (best >= 0.5) rest = rest.filter(({ score }) => best - score! < SAME_CONTEXT);
  }
  if (rest.length === 1) return found(rest[0]!, 1);

  const whole = rest.filter(({ candidate }) => hasWholeWords(text, candidate, exact));
  if (whole.length === 1 && candidates.length < 1000) return found(whole[0]!, 0.9);
  if (whole.length > 1) rest = whole;

  if (hints.near !== undefined) {
    const near = hints.near;
    const byDistance = rest
      .map((one) => ({ one, distance: Math.abs(one.candidate.ranges[0]!.start - near) }))
      .toSorted((a, b) => a.distance - b.distance);
    const [first, second] = byDistance;
    if (first!.distance === 0) return found(first!.one, 0.97);
    if (first!.distance * 4 < second!.distance) return found(first!.one, 0.8);
  }
  return {
    kind: 'ambiguous',
    candidates: rest.slice(0, SHOWN).map(({ candidate }) => candidate.ranges),
    count: rest.length,
  };
}

function found(
  { candidate, score }: { readonly candidate: Candidate; readonly score: number | null },
  factor: number,
): Choice {
  // Right words in quite other surroundings keep three quarters of what they would have had.
  const confidence = candidate.confidence * factor * (score === null ? 1 : 0.75 + 0.25 * score);
  return {
    kind: 'found',
    ranges: candidate.ranges,
    // 1 is for what stands there unit for unit, context and all, and that was asked before this.
    confidence: Math.max(0, Math.min(0.99, confidence)),
    how: candidate.how,
    contextScore: score,
  };
}

/** Whether the passage begins and ends where words do; asked of quotes that themselves look like whole words. */
function hasWholeWords(text: string, candidate: Candidate, exact: string): boolean {
  const isWordLike = /^[\p{L}\p{N}]/u.test(exact.trim()) || /[\p{L}\p{N}]$/u.test(exact.trim());
  return (
    !isWordLike ||
    (isWordEdge(text, candidate.ranges[0]!.start) && isWordEdge(text, candidate.ranges.at(-1)!.end))
  );
}
