import { anchorQuote } from '../anchoring/anchor-quote.ts';
import type { AnchorText } from '../anchoring/anchor-text.ts';
import type { Target, TextRange } from '../annotation/annotation.ts';
import { exactText, makeTarget, normaliseRanges } from '../annotation/target.ts';
import { snapToGraphemes } from '../document/segments.ts';
import { isEqual } from '../equal.ts';
import type { DocumentId } from '../ids.ts';
import { Refusal } from './fault.ts';
import type { ForeignText, OffsetSystem } from './foreign-text.ts';

/** A passage placed in a document of this project. */
export interface Placed {
  readonly target: Target;
  /** 0 to 1: 1 where it stood exactly where it was said to be. */
  readonly confidence: number;
}

/** A document whose text a file has, and which this project has too, or will have after the reading. */
export interface IntakeDocument {
  readonly id: DocumentId;
  readonly title: string;
  readonly textHash: string;
  /** LF only, as this project has it. */
  readonly text: string;
  readonly isNew: boolean;
  /**
   * A passage from a file's offsets, half-open, in any order; what cuts a character is widened to whole ones.
   * @param quote what the file says stands there, blind to white space; where it does not, the passage is looked for
   *   under the other ways to count line ends, then by the quote near that place
   * @throws Refusal when a range is not in the text, or the quote is not found or is found more than once
   */
  target(
    ranges: readonly { readonly start: number; readonly end: number }[],
    system: OffsetSystem,
    quote?: string,
  ): Placed;
}

const OTHER_WAYS: Readonly<Record<OffsetSystem['lineEnds'], readonly OffsetSystem['lineEnds'][]>> = {
  'as-is': ['one', 'two'],
  one: ['as-is', 'two'],
  two: ['as-is', 'one'],
};

/** @param source the text of the document, made ready for quotes */
export function placeInText(
  foreign: ForeignText,
  source: AnchorText,
  textHash: string,
  ranges: Parameters<IntakeDocument['target']>[0],
  system: OffsetSystem,
  quote: string | undefined,
): Placed {
  const { text } = source;
  if (ranges.length === 0) throw new Refusal('has no range');
  const convert = (lineEnds: OffsetSystem['lineEnds']): TextRange[] | null => {
    const converted = ranges.map(({ start, end }) => foreign.toRange(start, end, { ...system, lineEnds }));
    return converted.some((range) => range === null) ? null : normaliseRanges(converted as TextRange[]);
  };
  const own = convert(system.lineEnds);
  if (quote === undefined) {
    if (!own) throw new Refusal(`has a range that is not in its text: ${describe(ranges)}`);
    return placed(text, textHash, own, 1);
  }
  const isQuoted = (candidate: TextRange[]): boolean => isSameText(exactText(text, candidate), quote);
  if (own && isQuoted(own)) return placed(text, textHash, own, 1);
  for (const lineEnds of OTHER_WAYS[system.lineEnds]) {
    const other = convert(lineEnds);
    if (other && isQuoted(other)) return placed(text, textHash, other, 0.99);
  }
  const found = anchorQuote(source, { exact: quote, prefix: '', suffix: '', near: own?.[0]?.start });
  if (found.kind === 'missing') throw new Refusal('its quote is not in the document');
  if (found.kind === 'ambiguous') throw new Refusal(`its quote is in ${found.count} places of the document`);
  return placed(text, textHash, found.ranges, Math.min(0.95, found.confidence));
}

function placed(text: string, textHash: string, ranges: readonly TextRange[], confidence: number): Placed {
  const snapped = normaliseRanges(ranges.map((range) => snapToGraphemes(text, range)));
  return {
    target: makeTarget(text, textHash, snapped),
    confidence: isEqual(snapped, ranges) ? confidence : Math.min(confidence, 0.99),
  };
}

/** Formats join the pieces of a passage in ways of their own and flatten line ends. */
function isSameText(here: string, quoted: string): boolean {
  const bare = (text: string): string => text.replace(/[\s…]+/gu, '');
  return bare(here) === bare(quoted);
}

function describe(ranges: Parameters<IntakeDocument['target']>[0]): string {
  return ranges.map(({ start, end }) => `${start} to ${end}`).join(', ');
}
