import { prepareText, type AnchorText } from '../../anchoring/anchor-text.ts';
import { anchorQuote } from '../../anchoring/anchor-quote.ts';
import { annotationSchema, type Annotation, type TextRange } from '../../annotation/annotation.ts';
import { makeTarget, RANGE_JOINER } from '../../annotation/target.ts';
import { snapToGraphemes } from '../../document/segments.ts';
import { makeCodePoints, type CodePoints } from '../code-points.ts';
import { withoutUndefined } from '../exchange.ts';
import { Refusal } from '../fault.ts';
import { explain } from '../jsonl/read.ts';
import { readBodies } from './bodies.ts';
import {
  after,
  ANNOTATOR,
  asArray,
  DOCUMENT,
  hasType,
  isObject,
  UUID,
  type JsonObject,
} from './vocabulary.ts';

export function isPostilItem(item: JsonObject): boolean {
  return item['postil:codebookRevision'] !== undefined;
}

/** A document's text as reading needs it. */
export interface W3cText {
  readonly anchor: AnchorText;
  readonly codePoints: CodePoints;
  readonly hash: string;
}

export function prepareW3cText(text: string, hash: string): W3cText {
  return { anchor: prepareText(text), codePoints: makeCodePoints(text), hash };
}

/** Where an annotation says that it is. */
export interface Pointer {
  /** Of each range: code points; `null` where only a quote is given. */
  readonly positions: readonly { readonly start: number; readonly end: number }[] | null;
  /** As many as ranges, or one that holds them all. */
  readonly quotes: readonly { readonly exact: string; readonly prefix: string; readonly suffix: string }[];
  /** Of the text that it was made in, where it says so. */
  readonly textHash: string | undefined;
}

export function readPointer(target: JsonObject): Pointer {
  const selectors = flatten(asArray(target['selector']));
  const positions = selectors
    .filter((selector) => hasType(selector, 'TextPositionSelector'))
    .map((selector) => ({ start: whole(selector['start']), end: whole(selector['end']) }));
  const quotes = selectors
    .filter((selector) => hasType(selector, 'TextQuoteSelector'))
    .map((selector) => ({
      exact: text(selector['exact']),
      prefix: text(selector['prefix'] ?? ''),
      suffix: text(selector['suffix'] ?? ''),
    }));
  const states = asArray(target['state']).filter(isObject);
  const hash = states.map((state) => state['postil:sha256']).find((value) => typeof value === 'string');
  return {
    positions: positions.length > 0 ? positions : null,
    quotes,
    textHash: typeof hash === 'string' ? hash : undefined,
  };
}

function flatten(selectors: readonly unknown[]): JsonObject[] {
  return selectors.filter(isObject).flatMap((s) => [s, ...flatten(asArray(s['refinedBy']))]);
}

function whole(value: unknown): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0) {
    throw new Refusal('has a position that is not a whole number');
  }
  return value;
}

function text(value: unknown): string {
  if (typeof value !== 'string') throw new Refusal('has a quote that is no text');
  return value;
}

/**
 * Finds the place in a text.
 * @throws Refusal when it is not there, or there more than once
 */
export function placePointer(
  pointer: Pointer,
  { anchor, codePoints, hash }: W3cText,
): { readonly ranges: readonly TextRange[]; readonly confidence: number } {
  const { positions, quotes } = pointer;
  const ranges = positions?.map((position) => ({
    start: codePoints.toUtf16(position.start),
    end: codePoints.toUtf16(position.end),
  }));
  if (ranges && areInOrder(ranges, anchor.text.length)) {
    const there = ranges.map((range) => anchor.text.slice(range.start, range.end));
    const isQuoted =
      quotes.length === ranges.length
        ? quotes.every((quote, i) => quote.exact === there[i])
        : quotes.length === 1 && quotes[0]!.exact === there.join(RANGE_JOINER);
    // Several selectors of one range are alternatives: any of them may be the one that fits.
    if (isQuoted) return { ranges, confidence: pointer.textHash === hash ? 1 : 0.99 };
    if (quotes.length === 0) {
      const snapped = ranges.map((range) => snapToGraphemes(anchor.text, range));
      return { ranges: snapped, confidence: pointer.textHash === hash ? 1 : 0.6 };
    }
  }
  if (quotes.length === 0) throw new Refusal('has neither a quote nor a position in this text');
  const found = anchorQuote(anchor, {
    exact: quotes.map((quote) => quote.exact).join(RANGE_JOINER),
    prefix: quotes[0]!.prefix,
    suffix: quotes.at(-1)!.suffix,
    near: ranges?.[0]?.start,
  });
  if (found.kind === 'missing') throw new Refusal('its quote is not in the document');
  if (found.kind === 'ambiguous') throw new Refusal(`its quote is in ${found.count} places of the document`);
  return { ranges: found.ranges, confidence: found.confidence };
}

function areInOrder(ranges: readonly TextRange[], length: number): boolean {
  return ranges.every(
    (range, i) =>
      range.start < range.end && range.end <= length && (i === 0 || ranges[i - 1]!.end < range.start),
  );
}

/** The document that an annotation of Postil's names. */
export function documentOf(item: JsonObject): {
  readonly id: string;
  readonly title: string;
  readonly textHash: string;
} {
  const target = item['target'];
  const source = isObject(target) ? target['source'] : undefined;
  if (!isObject(target) || !isObject(source)) throw new Refusal('has no target');
  const id = after(DOCUMENT, source['id']) ?? '';
  return {
    id,
    title: typeof source['label'] === 'string' ? source['label'] : id,
    textHash: readPointer(target).textHash ?? '',
  };
}

/**
 * An annotation that Postil wrote, with the file's own actor and code ids, placed in `text`.
 * @throws Refusal when it is damaged or cannot be placed
 */
export function fromPostilItem(
  item: JsonObject,
  documentId: string,
  text: W3cText,
): { readonly annotation: Annotation; readonly confidence: number } {
  const target = item['target'];
  if (!isObject(target)) throw new Refusal('has no target');
  const described = target['postil:describedAs'];
  let confidence = 1;
  let place: unknown;
  if (isObject(described)) {
    place = readDescription(described);
  } else {
    const placed = placePointer(readPointer(target), text);
    confidence = placed.confidence;
    place = makeTarget(text.anchor.text, text.hash, placed.ranges);
  }
  const creator = asArray(item['creator']).find(isObject);
  const parsed = annotationSchema.safeParse(
    withoutUndefined({
      id: after(UUID, item['id']),
      documentId,
      annotator: after(ANNOTATOR, creator?.['id']),
      target: place,
      ...readBodies(item),
      certainty: item['postil:certainty'],
      codebookRevision: item['postil:codebookRevision'],
      createdAt: item['created'],
      updatedAt: item['modified'],
    }),
  );
  if (!parsed.success) throw new Refusal(explain(parsed.error));
  return { annotation: parsed.data, confidence };
}

/** A target as it was, where it is not what the text gives. */
function readDescription(described: JsonObject): unknown {
  const ends = asArray(described['postil:ends']);
  return {
    ranges: asArray(described['postil:starts']).map((start, i) => ({ start, end: ends[i] })),
    quote: {
      exact: described['postil:exact'],
      prefix: described['postil:prefix'],
      suffix: described['postil:suffix'],
    },
    textHash: described['postil:sha256'],
  };
}
