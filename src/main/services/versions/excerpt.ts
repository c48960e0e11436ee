import type { TextRange } from '../../../core/annotation/annotation.ts';
import { exactText, splitsPair } from '../../../core/annotation/target.ts';

/** A passage with what stands around it. */
export interface Excerpt {
  readonly ranges: readonly TextRange[];
  readonly before: string;
  readonly exact: string;
  readonly after: string;
}

/** UTF-16 code units on each side. */
const AROUND = 240;

/** @param ranges at least one, in order, within the text */
export function excerptOf(text: string, ranges: readonly TextRange[]): Excerpt {
  const start = Math.min(ranges[0]!.start, text.length);
  const end = Math.min(ranges.at(-1)!.end, text.length);
  let from = Math.max(0, start - AROUND);
  let to = Math.min(text.length, end + AROUND);
  if (splitsPair(text, from)) from++;
  if (splitsPair(text, to)) to--;
  // Not from the middle of a word, where there is a space to begin after.
  const space = from === 0 ? -1 : text.slice(from, start).search(/\s/u);
  const last = to === text.length ? -1 : text.slice(end, to).search(/\s\S*$/u);
  return {
    ranges,
    before: (from === 0 ? '' : '…') + text.slice(space === -1 ? from : from + space + 1, start),
    exact: exactText(text, ranges),
    after: text.slice(end, last === -1 ? to : end + last) + (to === text.length ? '' : '…'),
  };
}
