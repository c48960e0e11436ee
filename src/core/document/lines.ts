/** A line of a text without its end and without white space at its edges. */
export interface Line {
  readonly start: number;
  readonly end: number;
  /** Code units of white space before it (a tab counts as four). */
  readonly indent: number;
}

/** Lines that belong to one paragraph, before anybody knows what it is. */
export interface Unit {
  readonly start: number;
  readonly end: number;
  readonly lines: readonly Line[];
  /** Blank lines before it; a form feed counts as two. */
  readonly gap: number;
}

/** Groups of lines that blank lines set apart. */
interface LineGroup {
  readonly lines: readonly Line[];
  readonly gap: number;
}

/** A line end, or a form feed, which ends a page and so a line. */
const LINE_END = /[\n\f\v]/g;

/** Reads a text into groups of lines, in one pass. */
export function readGroups(text: string): LineGroup[] {
  const groups: { lines: Line[]; gap: number }[] = [];
  let gap = 0;
  let at = 0;
  let isInGroup = false;
  while (at <= text.length) {
    LINE_END.lastIndex = at;
    const match = LINE_END.exec(text);
    const lineEnd = match ? match.index : text.length;
    const line = trimLine(text, at, lineEnd);
    if (line) {
      if (isInGroup) groups.at(-1)!.lines.push(line);
      else groups.push({ lines: [line], gap });
      isInGroup = true;
      gap = 0;
    } else {
      isInGroup = false;
      gap++;
    }
    if (match && match[0] === '\f') {
      isInGroup = false;
      gap += 2;
    }
    at = lineEnd + 1;
  }
  return groups;
}

function trimLine(text: string, start: number, end: number): Line | null {
  const content = text.slice(start, end);
  const body = content.trimStart();
  if (body === '') return null;
  const lead = content.length - body.length;
  let indent = 0;
  for (let i = 0; i < Math.min(lead, 80); i++) indent += content[i] === '\t' ? 4 : 1;
  return { start: start + lead, end: start + lead + body.trimEnd().length, indent };
}

/**
 * The width to which a text was wrapped by hand or by a program, or 0 when its lines are whole paragraphs. Wrapped
 * means: most lines that another follows could not have taken the next line's first word.
 */
function findWrapWidth(text: string, groups: readonly LineGroup[]): number {
  const lengths: number[] = [];
  for (const group of groups) {
    if (group.lines.length > 1)
      for (const line of group.lines) lengths.push(line.end - line.start + line.indent);
  }
  if (lengths.length < 3) return 0;
  lengths.sort((a, b) => a - b);
  const width = lengths[Math.floor((lengths.length - 1) * 0.97)]!;
  if (width < 45 || width > 130) return 0;
  let pairs = 0;
  let full = 0;
  for (const group of groups) {
    for (let i = 1; i < group.lines.length; i++) {
      pairs++;
      if (isFull(text, group.lines[i - 1]!, group.lines[i]!, width)) full++;
    }
  }
  return full >= pairs * 0.6 ? width : 0;
}

/** Whether `next`'s first word had no room at the end of `line`; a little slack, since widths vary with hyphens. */
function isFull(text: string, line: Line, next: Line, width: number): boolean {
  return line.end - line.start + line.indent + 1 + firstWordLength(text, next) > width - 2;
}

function firstWordLength(text: string, line: Line): number {
  const head = text.slice(line.start, Math.min(line.end, line.start + 60));
  if (/^[\u3000-\u9fff\uac00-\ud7af]/.test(head)) return 1;
  const space = head.search(/\s/);
  return space === -1 ? head.length : space;
}

const LIST_MARKER = /^(?:[-*•▪◦‣·–—]|\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{2,4})[.)])\s+\S/;
const BULLET = /^[-*•▪◦‣]\s+\S/;
/** Set off by itself: rules, fences, hash headings, quoted lines. */
const STANDS_ALONE = /^(?:#{1,6}\s|>|```|~~~|[-=_*~.]{3,}\s*$)/;

export function startsLikeListItem(head: string): boolean {
  return LIST_MARKER.test(head);
}

/** Splits groups of lines into paragraph units, joining lines only where they are known to belong together. */
export function joinLines(text: string, groups: readonly LineGroup[]): Unit[] {
  const width = findWrapWidth(text, groups);
  const units: Unit[] = [];
  for (const group of groups) {
    let current: Line[] = [];
    let gap = group.gap;
    const flush = () => {
      if (current.length === 0) return;
      units.push({ start: current[0]!.start, end: current.at(-1)!.end, lines: current, gap });
      current = [];
      gap = 0;
    };
    let isFenced = false;
    for (const line of group.lines) {
      const head = headOf(text, line);
      const isFence = /^(?:```|~~~)/.test(head);
      if (isFenced) {
        current.push(line);
        if (isFence) {
          isFenced = false;
          flush();
        }
        continue;
      }
      if (isFence) {
        flush();
        current.push(line);
        isFenced = true;
        continue;
      }
      const last = current.at(-1);
      if (last && !belongsTogether(text, current, last, line, head, width)) flush();
      current.push(line);
    }
    flush();
  }
  return units;
}

function headOf(text: string, line: Line): string {
  return text.slice(line.start, Math.min(line.end, line.start + 120));
}

function belongsTogether(
  text: string,
  current: readonly Line[],
  last: Line,
  line: Line,
  head: string,
  width: number,
): boolean {
  const lastHead = headOf(text, last);
  const isQuoted = head.startsWith('>');
  if (isQuoted && lastHead.startsWith('>')) return !/^>\s*$/.test(head) && !/^>\s*$/.test(lastHead);
  if (STANDS_ALONE.test(head) || (STANDS_ALONE.test(lastHead) && current.length === 1)) return false;
  if (BULLET.test(head)) return false;
  if (LIST_MARKER.test(head) && (LIST_MARKER.test(headOf(text, current[0]!)) || current.length === 1))
    return false;
  if (hasOpenStrong(text, current)) return true;
  const tail = text.slice(Math.max(last.start, last.end - 8), last.end);
  const isEnded = /[.!?…:;۔؟。！？][)"'”’»*_\]]*$/u.test(tail);
  const startsSmall = /^["'“‘(]?\p{Ll}/u.test(head);
  if (width === 0) return startsSmall && !isEnded && last.end - last.start >= 30;
  if (line.indent > last.indent + 1 && isEnded) return false;
  // A capital line that stands over a paragraph is a heading, however long.
  if (isFull(text, last, line, width))
    return !(isEnded && current.length === 1 && last.end - last.start < width / 2);
  return startsSmall && !isEnded && last.end - last.start > width / 2;
}

/** Whether bold that was opened in these lines is still open: `**A title of` / `two lines**`. */
function hasOpenStrong(text: string, current: readonly Line[]): boolean {
  const start = current[0]!.start;
  const end = current.at(-1)!.end;
  if (end - start > 400 || !text.startsWith('**', start)) return false;
  const close = text.indexOf('**', start + 2);
  return close === -1 || close >= end;
}
