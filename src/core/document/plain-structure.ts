import type { Block, BlockKind, Inline, Structure } from './document.ts';
import { findInlines, sortInlines } from './inlines.ts';
import { joinLines, readGroups, startsLikeListItem, type Unit } from './lines.ts';
import { isByline, isDateLine, looksLikeNames } from './names.ts';
import { findFurniture } from './page-furniture.ts';
import {
  endsSentence,
  headOf,
  isAllCapitals,
  isCaption,
  isCommentMeta,
  isCommentsHeading,
  isMasthead,
  isNotice,
  isProse,
  isReferencesHeading,
  isRule,
  isShareLine,
  plain,
  readField,
  startsWithCapital,
} from './patterns.ts';
import { findReferenceEntries } from './references.ts';
import { splitLongBlocks } from './split-blocks.ts';

/** Units looked at for a title: what stands above it is masthead, dates and a caption. */
const TITLE_REACH = 10;
const LONGEST_TITLE = 220;
const LONGEST_HEADING = 110;

interface Draft {
  /** Its place among the drafts. */
  readonly at: number;
  readonly unit: Unit;
  /** Its text; of a long unit all of it, the patterns look at its edges. */
  readonly text: string;
  kind: BlockKind | null;
  level?: number;
}

/**
 * Finds the structure of a plain text. The text stays as it is, so that marks (`*`, `#`, `>`) are part of the blocks
 * and are named by inlines of kind `markup`. Where a reading is doubtful a block is a paragraph.
 * @param text LF only, without lone surrogates
 */
export function findPlainStructure(text: string): Structure {
  if (countLines(text, MOST_LINES) >= MOST_LINES) return findCoarseStructure(text);
  const drafts = joinLines(text, readGroups(text)).map((unit, at): Draft => ({
    at,
    unit,
    text: text.slice(unit.start, unit.end),
    kind: null,
  }));
  markObvious(drafts);
  markFurniture(drafts);
  markTitle(drafts);
  markSetext(drafts);
  markLists(drafts);
  markHeadings(drafts);
  markReferences(drafts);
  markTail(drafts);
  markQuotes(drafts);
  levelHeadings(drafts);
  const blocks = splitLongBlocks(text, drafts.map(toBlock));
  return { blocks, inlines: findBlockInlines(text, blocks, drafts) };
}

/** More lines than any text that is read has: a dump of data, whose every line as a block would fill the memory. */
const MOST_LINES = 400_000;
/** More marks than a reader can show; beyond it the marks simply stay characters. */
const MOST_INLINES = 400_000;

function countLines(text: string, stop: number): number {
  let lines = 0;
  for (let at = text.indexOf('\n'); at !== -1 && lines < stop; at = text.indexOf('\n', at + 1)) lines++;
  return lines;
}

/** Paragraphs of some 12,000 characters, whatever the text holds. */
function findCoarseStructure(text: string): Structure {
  const start = text.length - text.trimStart().length;
  const end = text.trimEnd().length;
  if (start >= end) return { blocks: [], inlines: [] };
  return { blocks: splitLongBlocks(text, [{ kind: 'paragraph', start, end }]), inlines: [] };
}

function toBlock(draft: Draft): Block {
  const kind = draft.kind ?? 'paragraph';
  const { start, end } = draft.unit;
  if (draft.level === undefined || (kind !== 'heading' && kind !== 'listItem')) return { kind, start, end };
  return { kind, start, end, level: draft.level };
}

function markObvious(drafts: readonly Draft[]): void {
  for (const draft of drafts) {
    const { text } = draft;
    if (/^(?:```|~~~)/.test(text) && draft.unit.lines.length > 1) draft.kind = 'code';
    else if (text.startsWith('>')) draft.kind = 'quote';
    else if (isHashHeading(text)) draft.kind = 'heading';
    else if (isCaption(text)) draft.kind = 'caption';
  }
}

function isHashHeading(text: string): boolean {
  return text.length <= LONGEST_TITLE && /^#{1,6}\s+\S/.test(text) && !text.includes('\n');
}

function markFurniture(drafts: readonly Draft[]): void {
  const furniture = findFurniture(drafts.map(({ unit, text }) => ({ text, gap: unit.gap })));
  drafts.forEach((draft, i) => {
    if (furniture.has(i) && draft.kind !== 'code') draft.kind = 'furniture';
  });
}

// The title

function isTitleCandidate(draft: Draft): boolean {
  const { text } = draft;
  if (draft.kind !== null && draft.kind !== 'heading') return false;
  const line = plain(text);
  if (text.length > LONGEST_TITLE || line.length < 2 || !/\p{L}/u.test(line)) return false;
  if (/[.,;:،؛۔]["'”’)]?$/u.test(line) && !/\b(?:\p{Lu}\.){2,}$/u.test(line)) return false;
  if (!startsWithCapital(line) && draft.kind !== 'heading') return false;
  return !(
    isByline(line) ||
    isDateLine(line) ||
    isNotice(text) ||
    isShareLine(text) ||
    isCommentsHeading(text) ||
    isReferencesHeading(text) ||
    isCommentMeta(text) ||
    startsLikeListItem(line) ||
    (readField(line) !== null &&
      /^(?:date|dated|by|author|from|to|source|subject|original|received|issued|period|prepared|classification|handling|published|updated)\b/i.test(
        line,
      ))
  );
}

function markTitle(drafts: readonly Draft[]): void {
  const head: number[] = [];
  for (let i = 0; i < drafts.length && head.length < TITLE_REACH; i++) {
    const draft = drafts[i]!;
    if (isProse(draft.text) && draft.kind !== 'caption') break;
    if (draft.kind !== 'furniture') head.push(i);
  }
  const candidates = head.filter((i) => isTitleCandidate(drafts[i]!));
  const isFollowed = (i: number) => i + 1 < drafts.length;
  const named = candidates.find((i) => drafts[i]!.kind === 'heading');
  const titleAt = named ?? candidates.find((i) => !isMasthead(drafts[i]!.text)) ?? candidates[0];
  if (titleAt === undefined || !isFollowed(titleAt)) return;
  // A numbered heading or "Introduction" begins a text that came without its title.
  if (isNumberedHeading(drafts[titleAt]!.text) || isStockHeading(drafts[titleAt]!.text)) return;
  drafts[titleAt]!.kind = 'title';
  for (const i of head) {
    const draft = drafts[i]!;
    if (i < titleAt && draft.kind === null && isMasthead(draft.text)) draft.kind = 'furniture';
    else if (i > titleAt && draft.kind === null && isHeadMatter(draft, drafts[titleAt]!))
      draft.kind = 'paragraph';
  }
}

/** Below a title: a dek, a byline, dates, fields. All else may still be a heading. */
function isHeadMatter(draft: Draft, title: Draft): boolean {
  const line = plain(draft.text);
  if (isStockHeading(line) || isNumberedHeading(line)) return false;
  return (
    isByline(line) ||
    isDateLine(line) ||
    readField(line) !== null ||
    /[|·•]/.test(line) ||
    line.split(' ').length > 7 ||
    line.startsWith(plain(title.text)) ||
    looksLikeNames(line) ||
    endsSentence(line)
  );
}

// Headings

const NUMBERED =
  /^(?:§\s?)?(?:(\d{1,2}(?:\.\d{1,2}){1,4}(?=[.)\s])|\d{1,2}(?=[.)]))[.)]?|[IVXLC]{1,6}[.)]|[A-H][.)]|(?:chapter|section|part|annex|appendix|kapitel|chapitre)\s+[\dIVXLCA-H]{1,5}[.:]?)\s+(?=\S)/i;

function isNumberedHeading(text: string): boolean {
  const line = plain(text);
  const match = NUMBERED.exec(line);
  if (!match || text.length > LONGEST_HEADING) return false;
  const rest = line.slice(match[0].length);
  return startsWithCapital(rest) && !endsSentence(rest) && /\p{L}{2}/u.test(rest);
}

/** Headings that papers have, whatever follows. */
function isStockHeading(text: string): boolean {
  return /^(?:(?:executive )?summary|abstract|introduction|background|methods?|methodology|findings|results|discussion|conclusions?|recommendations|implications|acknowledge?ments|about the authors?|appendix|annex|key (?:points|findings|takeaways)|einleitung|zusammenfassung|introduction|résumé|خلاصہ|تعارف|نتیجہ|مقدمة|خاتمة|مقدمه)\s*:?$/iu.test(
    plain(text),
  );
}

function isHeadingShaped(draft: Draft): boolean {
  const { text } = draft;
  if (draft.kind !== null || text.length > LONGEST_HEADING) return false;
  const line = plain(text);
  if (text.includes('\n') && !/^\*\*[^]*\*\*$/.test(text)) return false;
  if (line.split(' ').length > 14 || !/\p{L}{2}/u.test(line)) return false;
  if (!startsWithCapital(line) || endsSentence(line)) return false;
  if (/[-–—]$/u.test(line)) return false; // broken off by a page
  if (isByline(line) || isDateLine(line) || isCommentMeta(text) || isShareLine(text) || isNotice(text))
    return false;
  return !/^["“‘«„’]/u.test(line) || /["”’»“]$/u.test(line);
}

function markHeadings(drafts: readonly Draft[]): void {
  let commentsEnd = -1;
  for (let i = 0; i < drafts.length; i++) {
    const draft = drafts[i]!;
    if (draft.kind !== null) continue;
    if (isCommentsHeading(draft.text)) {
      draft.kind = 'heading';
      // The last comment is the paragraph under the last line such as stands over one.
      if (drafts.slice(i + 1, i + 4).some((next) => isCommentMeta(next.text))) {
        commentsEnd = drafts.findLastIndex((next) => isCommentMeta(next.text)) + 1;
      }
      continue;
    }
    if (isReferencesHeading(draft.text) && i + 1 < drafts.length) {
      draft.kind = 'heading';
      continue;
    }
    if (i <= commentsEnd || !isHeadingShaped(draft)) continue;
    const next = nextContent(drafts, i);
    if (next && leads(draft, next)) draft.kind = 'heading';
  }
}

function nextContent(drafts: readonly Draft[], i: number): Draft | null {
  for (let k = i + 1; k < drafts.length; k++) {
    const kind = drafts[k]!.kind;
    if (kind !== 'furniture' && kind !== 'caption') return drafts[k]!;
  }
  return null;
}

/** Whether what follows is what stands under a heading: prose, a list, a quote, or a further heading. */
function leads(draft: Draft, next: Draft): boolean {
  if (isNumberedHeading(draft.text) || isStockHeading(draft.text)) return true;
  if (next.kind === 'listItem' || next.kind === 'quote' || next.kind === 'heading') return true;
  if (next.kind !== null && next.kind !== 'paragraph') return false;
  if (isNumberedHeading(next.text)) return true;
  const isLonger = next.text.length > draft.text.length;
  if (isProse(next.text) && isLonger) return true;
  const isBold = /^(?:\*\*|__)[^]*(?:\*\*|__)$/.test(draft.text);
  const isSetOff = draft.unit.gap > 0 || next.unit.gap > 0 || isBold || isAllCapitals(draft.text);
  return isSetOff && isLonger && (endsSentence(next.text) || /[?]["'”’]?$/u.test(next.text));
}

/** Underlined headings: the line of `=` or `-` is furniture, the line above a heading. */
function markSetext(drafts: readonly Draft[]): void {
  for (let i = 1; i < drafts.length; i++) {
    const rule = drafts[i]!;
    const above = drafts[i - 1]!;
    if (!/^(?:={3,}|-{3,})$/.test(rule.text.slice(0, LONGEST_TITLE)) || rule.unit.gap > 0) continue;
    rule.kind = 'furniture';
    if (above.text.length > LONGEST_TITLE || above.text.includes('\n') || isRule(above.text)) continue;
    if (above.kind !== null && above.kind !== 'paragraph') continue;
    above.kind = 'heading';
    above.level = rule.text.startsWith('=') ? 1 : 2;
  }
}

function levelHeadings(drafts: readonly Draft[]): void {
  const headings = drafts.filter((draft) => draft.kind === 'heading' && draft.level === undefined);
  const free = headings.filter(({ text }) => !text.startsWith('#') && !NUMBERED.test(plain(text)));
  // One heading that is a name in capitals ("ISKP") makes no second level; a few in capitals do.
  const isGrand = ({ text }: Draft) =>
    isAllCapitals(text) && plain(text).includes(' ') && !isCommentsHeading(text);
  const isFixed = ({ text }: Draft) =>
    isStockHeading(text) || isReferencesHeading(text) || isCommentsHeading(text);
  const hasBoth =
    free.filter(isGrand).length >= 2 && free.some((draft) => !isGrand(draft) && !isFixed(draft));
  for (const heading of headings) {
    const hashes = /^#{1,6}(?=\s)/.exec(heading.text);
    const number = NUMBERED.exec(plain(heading.text))?.[1];
    if (hashes) heading.level = hashes[0].length;
    else if (number !== undefined) heading.level = Math.min(6, 1 + number.split('.').length);
    else heading.level = hasBoth && !isGrand(heading) && !isFixed(heading) ? 3 : 2;
  }
}

// Lists, quotes, references, the tail

/** Numbered paragraphs that are longer than this on average are prose that happens to be counted. */
const LONGEST_NUMBERED_ITEM = 250;
const BULLET = /^[-*•▪◦‣·]\s/;

function markLists(drafts: readonly Draft[]): void {
  let run: Draft[] = [];
  const flush = () => {
    markListRun(drafts, run);
    run = [];
  };
  for (const draft of drafts) {
    if (draft.kind === null && startsLikeListItem(headOf(draft.text))) run.push(draft);
    else if (draft.kind !== 'furniture') flush();
  }
  flush();
}

/** Items that nothing but page furniture parts. */
function markListRun(drafts: readonly Draft[], run: readonly Draft[]): void {
  const counted = run.filter(({ text }) => !BULLET.test(text));
  const isProse =
    counted.reduce((sum, { text }) => sum + text.length, 0) > LONGEST_NUMBERED_ITEM * counted.length;
  let base = Infinity;
  for (const draft of run) base = Math.min(base, draft.unit.lines[0]!.indent);
  for (const draft of run) {
    if (!BULLET.test(draft.text)) {
      if (isProse || run.length === 1) continue;
      if (isNumberedHeading(draft.text) && !isShortNumberedRun(drafts, draft.at)) continue;
    }
    draft.kind = 'listItem';
    draft.level = 1 + Math.min(5, Math.floor((draft.unit.lines[0]!.indent - base) / 2));
  }
}

/** "1. Apples" and "2. Pears" line under line are a list; set apart and with prose between they are headings. */
function isShortNumberedRun(drafts: readonly Draft[], i: number): boolean {
  const previous = drafts[i - 1];
  const next = drafts[i + 1];
  const isNextTo = (draft: Draft | undefined, gap: number) =>
    draft !== undefined && gap === 0 && startsLikeListItem(headOf(draft.text));
  return isNextTo(previous, drafts[i]!.unit.gap) || (next !== undefined && isNextTo(next, next.unit.gap));
}

function markQuotes(drafts: readonly Draft[]): void {
  const indented = drafts.filter(({ unit }) => unit.lines.every((line) => line.indent >= 4));
  if (indented.length * 3 > drafts.length) return;
  for (const draft of indented) {
    if ((draft.kind === null || draft.kind === 'paragraph') && draft.text.length >= 40) draft.kind = 'quote';
  }
}

function markReferences(drafts: readonly Draft[]): void {
  for (const i of findReferenceEntries(drafts)) drafts[i]!.kind = 'reference';
}

/** A publisher's name and motto below all text. */
function markTail(drafts: readonly Draft[]): void {
  for (let i = drafts.length - 1; i > 0 && i >= drafts.length - 8; i--) {
    const draft = drafts[i]!;
    if (draft.kind === 'furniture' || isNotice(draft.text)) continue;
    if (
      draft.kind === 'title' ||
      draft.text.length > 120 ||
      !isAllCapitals(draft.text) ||
      endsSentence(draft.text)
    )
      return;
    draft.kind = 'furniture';
  }
}

// Inlines

function findBlockInlines(text: string, blocks: readonly Block[], drafts: readonly Draft[]): Inline[] {
  const inlines: Inline[] = [];
  for (const block of blocks) {
    if (block.kind === 'code' || block.kind === 'furniture') continue;
    if (inlines.length > MOST_INLINES) break;
    let { start } = block;
    const hashes =
      block.kind === 'heading' || block.kind === 'title'
        ? /^#{1,6}(?=\s)/.exec(text.slice(start, start + 7))
        : null;
    if (hashes) {
      inlines.push({ kind: 'markup', start, end: start + hashes[0].length });
      start += hashes[0].length;
    }
    for (const inline of findInlines(text, start, block.end)) inlines.push(inline);
  }
  for (const { unit, kind } of drafts) {
    if (kind !== 'quote') continue;
    for (const line of unit.lines) {
      const marks = /^(?:>\s?)+/
        .exec(text.slice(line.start, Math.min(line.end, line.start + 40)))?.[0]
        .trimEnd();
      if (marks) inlines.push({ kind: 'markup', start: line.start, end: line.start + marks.length });
    }
  }
  return sortInlines(inlines);
}
