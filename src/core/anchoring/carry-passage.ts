import type { Target, TextRange } from '../annotation/annotation.ts';
import { exactText } from '../annotation/target.ts';
import { snapToGraphemes } from '../document/segments.ts';
import { anchorTarget } from './anchor-target.ts';
import { prepareText, type AnchorText } from './anchor-text.ts';
import { isWordEdge } from './approximate.ts';
import { squeeze, squeezeText, type SqueezedText } from './squeeze.ts';

/** One version of a text, with what carrying derives from it, each made when first asked for. */
export interface VersionText {
  readonly anchor: AnchorText;
  /** SHA-256, hex. */
  readonly hash: string;
  squeezed(): SqueezedText;
}

export function prepareVersion(text: string, hash: string): VersionText {
  let squeezed: SqueezedText | undefined;
  return { anchor: prepareText(text), hash, squeezed: () => (squeezed ??= squeezeText(text)) };
}

/** Where a passage of one version of a text stands in another. */
export type CarryProposal =
  /** The same words, but for white space, in one place that nothing else can be taken for. */
  | { readonly kind: 'certain'; readonly ranges: readonly TextRange[]; readonly confidence: number }
  /** One place, for somebody to look at: other words, or the same ones elsewhere. */
  | { readonly kind: 'likely'; readonly ranges: readonly TextRange[]; readonly confidence: number }
  | {
      readonly kind: 'ambiguous';
      readonly candidates: readonly (readonly TextRange[])[];
      readonly count: number;
    }
  | { readonly kind: 'missing' };

/** Squeezed units on each side that are compared. */
const CONTEXT = 24;
/** From this length on, words that stand once in both versions need no neighbours to be known by. */
const LONG = 32;
/** What is not certain never looks like it. */
const MOST_LIKELY = 0.98;

/**
 * Finds a passage of an older version in a newer one. *Certain* is only what stands once in both versions, either by
 * itself (and is long, or has a neighbour that is the same) or together with both its neighbours; everything else is
 * for somebody to decide.
 * @param target of a passage of `from`
 * @param onlyCertain what is not certain is not looked for, and answered as missing: much faster
 */
export function carryPassage(
  from: VersionText,
  to: VersionText,
  target: Target,
  { onlyCertain = false } = {},
): CarryProposal {
  const certain = carryWords(from, to, target);
  if (certain) return certain;
  if (onlyCertain) return { kind: 'missing' };
  const found = anchorTarget(to.anchor, to.hash, target);
  if (found.kind !== 'found') return found;
  return {
    kind: 'likely',
    ranges:
      found.how === 'approximate' ? alignToNeighbours(to.anchor.text, found.ranges, target) : found.ranges,
    confidence: Math.min(found.confidence, MOST_LIKELY),
  };
}

/** How far a changed first or last word can have moved the edge of what was found. */
const REACH = 80;

/**
 * What was found with other words may lack the first or the last of them. It begins after what stood before the passage,
 * and ends before what stood after it, where that stands close by; else at the whole words that it touches.
 */
function alignToNeighbours(
  text: string,
  ranges: readonly TextRange[],
  { quote }: Target,
): readonly TextRange[] {
  if (ranges.length !== 1) return ranges;
  let { start, end } = ranges[0]!;
  const left = Math.max(0, start - REACH);
  const before = text.slice(left, Math.min(end, start + REACH / 2));
  const after = text.slice(Math.max(start, end - REACH / 2), end + REACH);
  for (const length of [24, 16, 10]) {
    const at = quote.prefix.length < length ? -1 : before.lastIndexOf(quote.prefix.slice(-length));
    if (at === -1) continue;
    start = left + at + length;
    break;
  }
  for (const length of [24, 16, 10]) {
    const at = quote.suffix.length < length ? -1 : after.indexOf(quote.suffix.slice(0, length));
    if (at === -1) continue;
    end = Math.max(ranges[0]!.start, end - REACH / 2) + at;
    break;
  }
  const words = start < end ? trimmed(text, { start, end }) : null;
  return words ? [snapToGraphemes(text, words)] : ranges;
}

/** Whether a passage in one text says in the same words what another says in its own: all but white space is equal. */
export function isSameWording(a: string, b: string): boolean {
  return squeeze(a).trim() === squeeze(b).trim();
}

function carryWords(from: VersionText, to: VersionText, target: Target): CarryProposal | null {
  const { text } = from.anchor;
  // A passage that is described otherwise than its text has it is no ground to stand on.
  if (target.textHash !== from.hash || target.ranges.at(-1)!.end > text.length) return null;
  if (exactText(text, target.ranges) !== target.quote.exact) return null;
  const ranges: TextRange[] = [];
  for (const range of target.ranges) {
    const place = placeOf(range, from, to);
    const last = ranges.at(-1);
    if (!place || (last && place.start <= last.end)) return null;
    ranges.push(place);
  }
  const isUnchanged = exactText(to.anchor.text, ranges) === target.quote.exact;
  return { kind: 'certain', ranges, confidence: isUnchanged ? 1 : 0.99 };
}

function placeOf(range: TextRange, from: VersionText, to: VersionText): TextRange | null {
  const { text } = from.anchor;
  const piece = trimmed(text, range);
  if (!piece) return null;
  const words = squeeze(text.slice(piece.start, piece.end));
  const before = squeeze(text.slice(Math.max(0, piece.start - 8 * CONTEXT), piece.start)).slice(-CONTEXT);
  const after = squeeze(text.slice(piece.end, piece.end + 8 * CONTEXT)).slice(0, CONTEXT);
  const old = from.squeezed();
  const here = to.squeezed();

  const at = onlyPlace(here.text, words);
  if (at !== null && onlyPlace(old.text, words) !== null) {
    const isKnown =
      words.length >= LONG ||
      hasNeighbour(here.text.slice(Math.max(0, at - before.length), at), before) ||
      hasNeighbour(here.text.slice(at + words.length, at + words.length + after.length), after);
    if (isKnown) return placeIn(to, at, words, text, piece);
  }
  const whole = before + words + after;
  const inContext = onlyPlace(here.text, whole);
  if (inContext === null || onlyPlace(old.text, whole) === null) return null;
  return placeIn(to, inContext + before.length, words, text, piece);
}

/** A neighbour of a few letters says nothing. */
function hasNeighbour(there: string, wanted: string): boolean {
  return wanted.trim().length >= CONTEXT / 2 && there === wanted;
}

/** The range in the original; null where it would begin or end within what is one word or one letter there. */
function placeIn(
  to: VersionText,
  at: number,
  words: string,
  oldText: string,
  old: TextRange,
): TextRange | null {
  const { starts } = to.squeezed();
  const { text } = to.anchor;
  // The last unit is no space, so it is one unit long in the original.
  const range = { start: starts[at]!, end: starts[at + words.length - 1]! + 1 };
  if (isWordEdge(oldText, old.start) && !isWordEdge(text, range.start)) return null;
  if (isWordEdge(oldText, old.end) && !isWordEdge(text, range.end)) return null;
  const snapped = snapToGraphemes(text, range);
  return snapped.start === range.start && snapped.end === range.end ? range : null;
}

function trimmed(text: string, { start, end }: TextRange): TextRange | null {
  const piece = text.slice(start, end);
  const words = piece.trim();
  if (words === '') return null;
  const from = start + (piece.length - piece.trimStart().length);
  return { start: from, end: from + words.length };
}

/** Where it stands if it stands there once. */
function onlyPlace(text: string, words: string): number | null {
  const at = text.indexOf(words);
  return at === -1 || text.indexOf(words, at + 1) !== -1 ? null : at;
}
