import type { TextRange } from '../annotation/annotation.ts';
import { normaliseRanges, RANGE_JOINER } from '../annotation/target.ts';
import { snapToGraphemes } from '../document/segments.ts';
import { prepareText, type AnchorText } from './anchor-text.ts';
import { allowedErrors, approximateMatches } from './approximate.ts';
import { choose, type Candidate, type Hints } from './choose.ts';
import { prepareContext } from './context.ts';
import { isOriginalBoundary, normaliseText, originalRange } from './normal-text.ts';

export interface Quote {
  /** Pieces of a discontinuous passage are joined by RANGE_JOINER, `…`, `...`, `[…]`, `[...]` or `(...)`. */
  readonly exact: string;
  readonly prefix?: string | undefined;
  readonly suffix?: string | undefined;
  /** Where the passage once began, UTF-16. */
  readonly near?: number | undefined;
}

/**
 * From strict to lenient: unit for unit; but for white space, quotation marks, dashes, hyphenation and composition;
 * but for case and accents too; with a few edits.
 */
export const ANCHOR_STEPS = ['exact', 'normalised', 'folded', 'approximate'] as const;
export type AnchorStep = (typeof ANCHOR_STEPS)[number];

export type AnchorResult =
  | {
      readonly kind: 'found';
      /** UTF-16, half-open, in order and apart, whole grapheme clusters. */
      readonly ranges: readonly TextRange[];
      /** 0 to 1. 1 only where quote and given context stand there unit for unit, and nowhere else. */
      readonly confidence: number;
      readonly how: AnchorStep;
    }
  | {
      readonly kind: 'ambiguous';
      /** At most MAX_CANDIDATES of them. */
      readonly candidates: readonly (readonly TextRange[])[];
      readonly count: number;
    }
  | { readonly kind: 'missing' };

export const MAX_CANDIDATES = 20;
/** Units between two pieces of a discontinuous quote. */
export const MAX_GAP = 4000;
/** Places that are looked at in one step. A quote that is more frequent needs its context to be told apart. */
const MAX_PLACES = 5000;

/**
 * Finds a quote again. Each step is tried only when the ones before it found nothing. Prefix, suffix and `near` choose
 * among several places; where they cannot, the answer is `ambiguous`, never the first.
 * @param text the document's text, or what `prepareText` made of it where many quotes follow
 */
export function anchorQuote(text: string | AnchorText, quote: Quote): AnchorResult {
  const source = typeof text === 'string' ? prepareText(text) : text;
  const exact = quote.exact;
  if (exact.trim() === '') return { kind: 'missing' };
  const hints: Hints = {
    context: prepareContext(quote.prefix, quote.suffix),
    near: quote.near,
  };

  const inContext = findInContext(source, quote);
  if (inContext) return inContext;
  for (const step of ['exact', 'normalised', 'folded'] as const) {
    const places = findPlaces(source, exact, step);
    if (places.length > 0) return settle(source, places, exact, hints, quote);
  }
  const chains = findPieces(source, exact);
  if (chains.length > 0) return settle(source, chains, exact, hints, quote);
  const unquoted = stripOuterQuotes(exact);
  if (unquoted !== exact) {
    const result = anchorQuote(source, { ...quote, exact: unquoted });
    if (result.kind !== 'missing') return lessSure(result, 0.95);
  }
  const near = findApproximately(source, exact);
  return near.length > 0 ? settle(source, near, exact, hints, quote) : { kind: 'missing' };
}

/** Quote and context together, unit for unit: if that stands in one place only, nothing else need be asked. */
function findInContext(source: AnchorText, quote: Quote): AnchorResult | null {
  const prefix = quote.prefix ?? '';
  const whole = prefix + quote.exact + (quote.suffix ?? '');
  const first = source.text.indexOf(whole);
  if (first === -1 || source.text.indexOf(whole, first + 1) !== -1) return null;
  const range = { start: first + prefix.length, end: first + prefix.length + quote.exact.length };
  const snapped = snapToGraphemes(source.text, range);
  const isWhole = snapped.start === range.start && snapped.end === range.end;
  return { kind: 'found', ranges: [snapped], confidence: isWhole ? 1 : 0.9, how: 'exact' };
}

function settle(
  source: AnchorText,
  candidates: readonly Candidate[],
  exact: string,
  hints: Hints,
  quote: Quote,
): AnchorResult {
  const result = choose(source.text, candidates, exact, hints);
  if (result.kind !== 'found' || result.contextScore === null || result.contextScore >= 0.5) {
    return withoutScore(result);
  }
  // The words are there, but in quite other surroundings. Perhaps the passage was edited and this is another one.
  const whole = `${quote.prefix ?? ''} ${exact} ${quote.suffix ?? ''}`;
  const elsewhere = findApproximately(source, whole).filter(
    (other) => !other.ranges.some((range) => overlaps(range, result.ranges[0]!)),
  );
  if (elsewhere.length === 0) return withoutScore(result);
  return {
    kind: 'ambiguous',
    candidates: [result.ranges, ...elsewhere.map((other) => other.ranges)].slice(0, MAX_CANDIDATES),
    count: 1 + elsewhere.length,
  };
}

function withoutScore(result: ReturnType<typeof choose>): AnchorResult {
  if (result.kind !== 'found') return result;
  const { ranges, confidence, how } = result;
  return { kind: 'found', ranges, confidence, how };
}

function overlaps(a: TextRange, b: TextRange): boolean {
  return a.start < b.end && b.start < a.end;
}

const STEP_CONFIDENCE = { exact: 1, normalised: 0.98, folded: 0.95 } as const;

function findPlaces(source: AnchorText, exact: string, step: 'exact' | 'normalised' | 'folded'): Candidate[] {
  return findRanges(source, exact, step).map((range) => {
    const snapped = snapToGraphemes(source.text, range);
    const isWhole = snapped.start === range.start && snapped.end === range.end;
    const confidence = STEP_CONFIDENCE[step] * (isWhole ? 1 : 0.9);
    return { ranges: [snapped], confidence, how: step };
  });
}

function findRanges(source: AnchorText, exact: string, step: 'exact' | 'normalised' | 'folded'): TextRange[] {
  const ranges: TextRange[] = [];
  if (step === 'exact') {
    let at = source.text.indexOf(exact);
    for (; at !== -1 && ranges.length < MAX_PLACES; at = source.text.indexOf(exact, at + 1)) {
      ranges.push({ start: at, end: at + exact.length });
    }
    return ranges;
  }
  const normal = step === 'normalised' ? source.normal() : source.folded();
  const wanted = normaliseText(exact, step === 'folded').text;
  if (wanted === '') return [];
  let at = normal.text.indexOf(wanted);
  for (; at !== -1 && ranges.length < MAX_PLACES; at = normal.text.indexOf(wanted, at + 1)) {
    if (isOriginalBoundary(normal, at) && isOriginalBoundary(normal, at + wanted.length)) {
      ranges.push(originalRange(normal, at, at + wanted.length));
    }
  }
  return ranges;
}

function findApproximately(source: AnchorText, exact: string): Candidate[] {
  const normal = source.folded();
  const wanted = normaliseText(exact, true).text.trim();
  const matches = approximateMatches(
    wanted,
    normal.text,
    allowedErrors(wanted.length),
    // A second place counts as equally good when it is hardly worse than the best.
    (distance) => 1 + Math.floor(distance / 2),
  );
  return matches
    .filter((match) => match.start < match.end)
    .slice(0, MAX_PLACES)
    .map((match) => ({
      ranges: [snapToGraphemes(source.text, originalRange(normal, match.start, match.end))],
      confidence: 0.9 - 3 * (match.distance / wanted.length),
      how: 'approximate',
    }));
}

const ELLIPSIS = /\s*(?:\[\s*(?:…|\.{3,})\s*\]|\(\s*(?:…|\.{3,})\s*\)|…|\.{3,})\s*/u;

/** Ways to read a quote as pieces: by Postil's own joiner, then by any ellipsis. */
function splitIntoPieces(exact: string): string[][] {
  const ways = [exact.split(RANGE_JOINER), exact.split(ELLIPSIS).filter((piece) => piece.trim() !== '')];
  return ways.filter((pieces) => pieces.length > 0 && (pieces.length > 1 || pieces[0] !== exact));
}

/** Chains of the pieces in order, at most MAX_GAP apart, each as tight as it goes. */
function findPieces(source: AnchorText, exact: string): Candidate[] {
  for (const pieces of splitIntoPieces(exact)) {
    const places = pieces.map((piece) => findPiece(source, piece));
    if (places.some((candidates) => candidates.length === 0)) continue;
    const chains = chainsOf(places);
    if (chains.length > 0) return chains;
  }
  return [];
}

function findPiece(source: AnchorText, piece: string): Candidate[] {
  for (const step of ['exact', 'normalised', 'folded'] as const) {
    const places = findPlaces(source, piece, step);
    if (places.length > 0) return places;
  }
  return findApproximately(source, piece);
}

function chainsOf(places: readonly (readonly Candidate[])[]): Candidate[] {
  const [first, ...others] = places.map((candidates) =>
    candidates.toSorted((a, b) => a.ranges[0]!.start - b.ranges[0]!.start),
  );
  const chains: Candidate[] = [];
  for (const start of first!) {
    const links = [start];
    for (const candidates of others) {
      const from = links.at(-1)!.ranges[0]!.end;
      const next = candidates.find((candidate) => candidate.ranges[0]!.start >= from);
      if (!next || next.ranges[0]!.start - from > MAX_GAP) break;
      links.push(next);
    }
    if (links.length < places.length) continue;
    const chain: Candidate = {
      ranges: normaliseRanges(links.map((link) => link.ranges[0]!)),
      confidence: Math.min(...links.map((link) => link.confidence)),
      how: links
        .map((link) => link.how)
        .toSorted((a, b) => ANCHOR_STEPS.indexOf(b) - ANCHOR_STEPS.indexOf(a))[0]!,
    };
    const last = chains.at(-1);
    // A later start that leads to the same end is the tighter chain.
    if (last && last.ranges.at(-1)!.end === chain.ranges.at(-1)!.end) chains.pop();
    chains.push(chain);
  }
  return chains;
}

function stripOuterQuotes(exact: string): string {
  const match = /^\s*["“„«'‘](.+)["”“»'’]\s*$/su.exec(exact);
  return match ? match[1]! : exact;
}

function lessSure(result: AnchorResult, factor: number): AnchorResult {
  return result.kind === 'found' ? { ...result, confidence: result.confidence * factor } : result;
}
