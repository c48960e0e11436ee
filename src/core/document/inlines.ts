import type { Inline } from './document.ts';

/** Emphasis that spans more than this is two stray asterisks. */
const LONGEST_EMPHASIS = 2000;
const LONGEST_HREF = 2000;

/**
 * The inline structure of plain text from `start` to `end`: `*x*`, `**x**`, `***x***`, `_x_`, `__x__` as emphasis
 * and strong on the inner range, with their marks as `markup`, and URLs as links. Linear in the length.
 */
export function findInlines(text: string, start: number, end: number): Inline[] {
  const inlines: Inline[] = [];
  const links = findLinks(text, start, end);
  inlines.push(...links);
  findEmphasis(text, start, end, links, inlines);
  return sortInlines(inlines);
}

/** In text order; of two that begin together the longer one first. */
export function sortInlines(inlines: readonly Inline[]): Inline[] {
  return inlines.toSorted((a, b) => a.start - b.start || b.end - a.end);
}

const URL_START = /(?:https?:\/\/|www\.)(?=[\p{L}\p{N}])/giu;
/** Not in a URL as people write it: white space, quotes, angle brackets, and Arabic or CJK punctuation. */
const URL_END = /[\s<>"“”«»‘’`{}|\\^،؛۔。，]/u;

/** URLs as link inlines; `<` and `>` around one are markup. */
export function findLinks(text: string, start: number, end: number): Inline[] {
  const links: Inline[] = [];
  const content = text.slice(start, end);
  URL_START.lastIndex = 0;
  for (let match = URL_START.exec(content); match; match = URL_START.exec(content)) {
    const from = match.index;
    if (from > 0 && /[\p{L}\p{N}@]/u.test(content[from - 1]!)) continue;
    let to = from + match[0].length;
    while (to < content.length && to - from <= LONGEST_HREF && !URL_END.test(content[to]!)) to++;
    URL_START.lastIndex = to;
    to = trimUrl(content, from, to);
    const isWhole = to - from > match[0].length;
    if (!isWhole || to - from > LONGEST_HREF - 8) continue;
    const isBracketed = content[from - 1] === '<' && content[to] === '>';
    if (isBracketed) links.push({ kind: 'markup', start: start + from - 1, end: start + from });
    const url = content.slice(from, to);
    links.push({
      kind: 'link',
      start: start + from,
      end: start + to,
      href: /^www\./i.test(url) ? `https://${url}` : url,
    });
    if (isBracketed) links.push({ kind: 'markup', start: start + to, end: start + to + 1 });
  }
  return links;
}

/** Takes off what belongs to the sentence: a full stop, a comma, emphasis marks, a bracket that was opened before. */
function trimUrl(content: string, from: number, end: number): number {
  let to = end;
  let open = 0;
  for (let at = from; at < to; at++) {
    if (content[at] === '(') open++;
    else if (content[at] === ')') open--;
  }
  for (; to > from; to--) {
    const last = content[to - 1]!;
    if (last === ')' && open < 0) open++;
    else if (!".,;:!?'*_…]".includes(last)) break;
  }
  return to;
}

interface Delimiter {
  readonly mark: string;
  readonly length: number;
  /** Of the run's first mark. */
  readonly at: number;
}

function findEmphasis(
  text: string,
  start: number,
  end: number,
  links: readonly Inline[],
  into: Inline[],
): void {
  const open: Delimiter[] = [];
  let link = 0;
  for (let at = start; at < end; at++) {
    while (link < links.length && links[link]!.end <= at) link++;
    const inLink = links[link];
    if (inLink && inLink.start <= at) {
      at = inLink.end - 1;
      continue;
    }
    const mark = text[at]!;
    if (mark !== '*' && mark !== '_') continue;
    let length = 1;
    while (at + length < end && text[at + length] === mark) length++;
    const delimiter = { mark, length, at };
    const before = at > start ? text[at - 1]! : ' ';
    const after = at + length < end ? text[at + length]! : ' ';
    at += length - 1;
    if (length > 3) continue;
    const canClose = !isSpace(before) && !isWordUnit(after);
    const canOpen = !isSpace(after) && !isWordUnit(before);
    if (canClose && closeDelimiter(open, delimiter, into)) continue;
    if (canOpen) open.push(delimiter);
  }
}

/** Closes the nearest open delimiter like this one, and forgets those opened since: they were stray. */
function closeDelimiter(open: Delimiter[], closer: Delimiter, into: Inline[]): boolean {
  // Beyond a few open ones all are stray: a bounded look keeps this linear.
  for (let i = open.length - 1; i >= 0 && i >= open.length - 8; i--) {
    const opener = open[i]!;
    const from = opener.at + opener.length;
    if (opener.mark !== closer.mark || opener.length !== closer.length) continue;
    if (closer.at - from > LONGEST_EMPHASIS || closer.at <= from) continue;
    open.length = i;
    into.push({ kind: 'markup', start: opener.at, end: from });
    if (opener.length !== 2) into.push({ kind: 'emphasis', start: from, end: closer.at });
    if (opener.length >= 2) into.push({ kind: 'strong', start: from, end: closer.at });
    into.push({ kind: 'markup', start: closer.at, end: closer.at + closer.length });
    return true;
  }
  return false;
}

function isSpace(unit: string): boolean {
  return unit.trim() === '';
}

/** Letters and digits, and halves of surrogate pairs, which are letters or pictures. */
function isWordUnit(unit: string): boolean {
  return /[\p{L}\p{N}\p{M}\p{Cs}]/u.test(unit);
}
