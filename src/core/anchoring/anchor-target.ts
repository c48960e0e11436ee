import type { Target } from '../annotation/annotation.ts';
import { exactText, RANGE_JOINER } from '../annotation/target.ts';
import { anchorQuote, type AnchorResult } from './anchor-quote.ts';
import type { AnchorText } from './anchor-text.ts';

/**
 * Finds a whole target in a text that may not be the one that it was made in.
 * @param textHash SHA-256 of `source.text`
 */
export function anchorTarget(source: AnchorText, textHash: string, target: Target): AnchorResult {
  const { text } = source;
  const isSameText = target.textHash === textHash;
  if (
    isSameText &&
    target.ranges.at(-1)!.end <= text.length &&
    exactText(text, target.ranges) === target.quote.exact
  ) {
    return { kind: 'found', ranges: target.ranges, confidence: 1, how: 'exact' };
  }
  const near = target.ranges[0]!.start;
  if (target.ranges.length > 1 && target.quote.exact.includes(RANGE_JOINER)) {
    // All ranges shifted by the same amount: text was put in or taken out before them only.
    const first = target.quote.exact.split(RANGE_JOINER)[0]!;
    const at = text.indexOf(first);
    const isOnce = at !== -1 && text.indexOf(first, at + 1) === -1;
    const shift = at - near;
    const shifted = target.ranges.map((range) => ({ start: range.start + shift, end: range.end + shift }));
    if (isOnce && exactText(text, shifted) === target.quote.exact) {
      return { kind: 'found', ranges: shifted, confidence: 0.99, how: 'exact' };
    }
  }
  return anchorQuote(source, { ...target.quote, near });
}
