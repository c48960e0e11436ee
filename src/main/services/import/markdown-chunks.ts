import type { Definitions } from './markdown-inlines.ts';

/**
 * Guards for the Markdown parser, whose time grows with the square of some inputs: what is nested or tangled beyond
 * anything that a person writes is not handed to it, and a long file goes to it in pieces.
 */
const DEEPEST = 40;
const DEEPEST_INDENT = 160;
/** Marks in one paragraph. */
const MOST_MARKS = 6000;
/** In a whole file: a tree of more nodes would fill the memory. */
const MOST_LINES = 400_000;
const PIECE = 32_768;
const LONGEST_DEFINITIONS = 20_000;

/** A mark that opens a quote or a list item at the start of a line. */
const CONTAINER_MARK = /[ \t]*(?:>|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t]))/y;
const MARK = /[[\]*_`<&]/g;

/** Whether a file's Markdown is beyond reading in reasonable time. */
export function isTooTangled(source: string): boolean {
  let marks = 0;
  let lines = 0;
  for (const line of eachLine(source)) {
    if (++lines > MOST_LINES) return true;
    if (line.trim() === '') {
      marks = 0;
      continue;
    }
    if (isRule(line)) continue;
    let depth = 0;
    CONTAINER_MARK.lastIndex = 0;
    while (depth <= DEEPEST && CONTAINER_MARK.test(line)) depth++;
    if (depth > DEEPEST) return true;
    const indent = line.slice(0, 4 * DEEPEST_INDENT).search(/\S|$/);
    if (indent > DEEPEST_INDENT && depth > 0) return true;
    marks += line.match(MARK)?.length ?? 0;
    if (marks > MOST_MARKS) return true;
  }
  return false;
}

function* eachLine(source: string): Generator<string> {
  for (let at = 0; at <= source.length;) {
    const newline = source.indexOf('\n', at);
    const end = newline === -1 ? source.length : newline;
    yield source.slice(at, end);
    at = end + 1;
  }
}

/** A row of one repeated mark, spaced or not, is a rule and opens nothing. */
function isRule(line: string): boolean {
  const mark = line.trimStart()[0];
  return mark !== undefined && '-*_'.includes(mark) && line.replaceAll(mark, '').trim() === '';
}

/** Link definitions of the whole file, and their lines to append to every piece of it. */
export function collectDefinitions(source: string): { definitions: Definitions; suffix: string } {
  const definitions = new Map<string, string>();
  const lines: string[] = [];
  for (const match of source.matchAll(
    /^ {0,3}\[([^\]\n]{1,200})\]:[ \t]+<?([^\s>]{1,2000})>?[^\n]{0,300}$/gm,
  )) {
    const label = match[1]!.trim().replace(/\s+/g, ' ').toLowerCase();
    if (definitions.has(label) || label.startsWith('^')) continue;
    definitions.set(label, match[2]!);
    lines.push(`[${match[1]!}]: <${match[2]!}>`);
  }
  return { definitions, suffix: lines.length > 0 ? `\n\n${lines.join('\n')}\n` : '' };
}

/**
 * Cuts Markdown where every list, quote, fence and HTML block is closed: at a blank line before a line that begins at
 * the margin with no mark. Pieces are of some 32,000 characters, longer where no such line comes.
 */
export function splitMarkdown(source: string, suffix: string): string[] {
  if (source.length <= PIECE * 2 || suffix.length > LONGEST_DEFINITIONS) return [source];
  const pieces: string[] = [];
  let start = 0;
  let at = 0;
  let isAfterBlank = true;
  let fence: string | null = null;
  let isInHtml = false;
  while (at < source.length) {
    const newline = source.indexOf('\n', at);
    const end = newline === -1 ? source.length : newline;
    const head = source.slice(at, Math.min(end, at + 200));
    if (
      !fence &&
      !isInHtml &&
      isAfterBlank &&
      at - start >= PIECE &&
      /^(?:#{1,6} |[^\s>#\-*+\d<`~|=_[])/.test(head)
    ) {
      pieces.push(source.slice(start, at));
      start = at;
    }
    const mark = /^[\s>]{0,40}(?:[-*+]\s+|\d{1,9}[.)]\s+)?(`{3,}|~{3,})/.exec(head)?.[1];
    if (fence) {
      if (mark?.startsWith(fence) && head.trim().replace(/^[>\s]+/, '') === mark) fence = null;
    } else if (mark) {
      fence = mark;
    } else if (/<(?:script|pre|style|textarea|!--|!\[CDATA|\?)/i.test(head)) {
      isInHtml = true;
    }
    if (
      isInHtml &&
      /<\/(?:script|pre|style|textarea)>|-->|\]\]>|\?>/i.test(source.slice(at, Math.min(end, at + 4000)))
    ) {
      isInHtml = false;
    }
    isAfterBlank = head.trim() === '';
    at = end + 1;
  }
  pieces.push(source.slice(start));
  return pieces;
}
