import type { BlockKind, Join, Page } from '../document.ts';
import { isCaption } from '../patterns.ts';
import { findColumns } from './find-columns.ts';
import { findFragments } from './find-fragments.ts';
import { findRunningHeads, labelPages } from './find-running-heads.ts';
import { appendLine, Vocabulary, type JoinedText } from './join-lines.ts';
import { heaviest, median, type Column, type Line, type PageInput } from './page-items.ts';
import { findTables, type TableRow } from './find-tables.ts';

/** A block of the text, with what is in it relative to its start. */
export interface LaidOutBlock {
  readonly kind: BlockKind;
  readonly text: string;
  readonly level?: number;
  readonly marker?: string;
  /** Pages that begin in it. */
  readonly pages: readonly Page[];
  readonly joins: readonly Join[];
}

/** The pages of a document as text in the order in which it is read. */
export function layOutPages(pages: readonly PageInput[]): LaidOutBlock[] {
  const edges = findRunningHeads(pages.map(({ items }) => findFragments(items)));
  const labels = labelPages(
    edges.map(({ printed }) => printed),
    pages.map(({ label }) => label),
  );
  const columns = edges.map(({ body }) => findColumns(body));
  const type = measureType(columns.flat());
  const writer = new PageWriter(type);
  for (const column of columns.flat()) for (const { text } of column.lines) writer.words.add(text);
  edges.forEach(({ heads, feet }, i) => {
    writer.beginPage(labels[i]!, heads);
    for (const column of columns[i]!) writer.column(column);
    writer.endPage(feet);
  });
  return writer.finish();
}

/** How the text proper is set. */
interface Type {
  readonly size: number;
  readonly font: string;
  /** Between two baselines of a paragraph. */
  readonly leading: number;
  /** Sizes of headings, the largest first. */
  readonly headings: readonly number[];
}

/** From this factor on a line is larger than the text, up to the other it is smaller. */
const LARGER = 1.12;
const SMALLER = 0.93;
const SAME = 0.08;
const LONGEST_HEADING = 200;
const LONGEST_MINOR_HEADING = 90;

function measureType(columns: readonly Column[]): Type {
  const lines = columns.flatMap((column) => column.lines);
  const size = heaviest(lines.map((line) => [roundSize(line.size), line.text.length] as const)) ?? 10;
  const proper = lines.filter((line) => roundSize(line.size) === size);
  const gaps = columns.flatMap((column) =>
    column.lines.slice(1).flatMap((line, i) => {
      const gap = line.baseline - column.lines[i]!.baseline;
      return roundSize(line.size) === size && gap > 0 && gap < 2.5 * size ? [gap] : [];
    }),
  );
  const larger = lines.filter((line) => line.size >= LARGER * size && line.text.length <= LONGEST_HEADING);
  return {
    size,
    font: heaviest(proper.map((line) => [line.font, line.text.length] as const)) ?? '',
    leading: gaps.length > 0 ? median(gaps) : 1.2 * size,
    headings: [...new Set(larger.map((line) => roundSize(line.size)))].toSorted((a, b) => b - a),
  };
}

function roundSize(size: number): number {
  return Math.round(size * 2) / 2;
}

const BROKEN_WORD = /\p{L}[-\u00ad\u2010]$/u;
const LIST_MARKER = /^([•▪◦‣●○■–—*·-]|\(?(?:\d{1,3}|[a-z]|[ivx]{2,4})[.)])\s+(?=\S)/u;
const NOTE_START = /^\[?(\d{1,3}|[*†‡§]{1,3}|[ivx]{1,4}(?=[\]\s\p{Lu}]))\]?[.)]?\s*(?=[\p{L}“"‘'«(])/u;

/** A block that lines are still added to. */
interface Draft extends JoinedText {
  readonly kind: BlockKind;
  readonly level?: number;
  readonly marker?: string;
  readonly size: number;
  readonly font: string;
  readonly pages: Page[];
  readonly lines: Line[];
  column: Column;
}

class PageWriter {
  readonly words = new Vocabulary();
  readonly #type: Type;
  readonly #blocks: LaidOutBlock[] = [];
  #draft: Draft | null = null;
  /** Of the page that is being written: its label, until its first text stands. */
  #label: string | null = null;
  #heads: readonly string[] = [];
  /** What stands below the text of the page before. */
  #below: LaidOutBlock[] = [];
  #notes: LaidOutBlock[] = [];
  #hasTitle = false;
  readonly #indents: number[] = [];

  constructor(type: Type) {
    this.#type = type;
  }

  beginPage(label: string, heads: readonly string[]): void {
    this.#label = label;
    this.#heads = heads;
  }

  column(column: Column): void {
    const { text, notes } = splitNotes(column.lines, this.#type);
    for (const row of findTables(text)) {
      if (row.kind === 'table') this.#addRow(row, column);
      else this.#addLine(row.line, column);
    }
    this.#notes.push(...this.#readNotes(notes));
  }

  /** Notes and feet wait: a paragraph that goes on overleaf must come after them. */
  endPage(feet: readonly string[]): void {
    // A page without text still begins somewhere.
    if (this.#label !== null) this.#beginBlock();
    this.#below.push(...this.#notes.splice(0), ...feet.map(furniture));
  }

  finish(): LaidOutBlock[] {
    this.#endDraft();
    this.#emitBelow();
    const last = this.#blocks.at(-1);
    if (last && this.#waitingPages.length > 0) {
      // Pages without text at the end begin where it ends.
      const pages = this.#waitingPages.map(({ label }) => ({ label, start: last.text.length }));
      this.#blocks[this.#blocks.length - 1] = { ...last, pages: [...last.pages, ...pages] };
    }
    return this.#blocks;
  }

  /** What was above it is done; the page's head stands before its first block. */
  #beginBlock(): void {
    this.#endDraft();
    if (this.#label === null) return;
    this.#emitBelow();
    this.#emitPage();
  }

  #emitPage(): void {
    const label = this.#label!;
    this.#label = null;
    const heads = this.#heads.map(furniture);
    this.#heads = [];
    const first = heads[0];
    if (first) this.#blocks.push({ ...first, pages: [{ label, start: 0 }] }, ...heads.slice(1));
    else this.#waitingPages.push({ label, start: 0 });
  }
  /** Pages that begin with the next block. */
  #waitingPages: Page[] = [];

  /** Not between a heading and the paragraph under it, which goes on overleaf. */
  #emitBelow(): void {
    let at = this.#blocks.length;
    while (this.#draft && at > 0 && this.#blocks[at - 1]!.kind === 'heading') at--;
    const [first, ...rest] = this.#below.splice(0);
    if (!first) return;
    this.#blocks.splice(at, 0, { ...first, pages: [...this.#waitingPages, ...first.pages] }, ...rest);
    this.#waitingPages = [];
  }

  #endDraft(): void {
    const draft = this.#draft;
    if (!draft) return;
    this.#draft = null;
    const { level, marker, text, pages, joins } = draft;
    const kind = draft.kind === 'paragraph' ? kindOf(draft) : draft.kind;
    this.#push({
      kind,
      text,
      pages,
      joins,
      ...(level !== undefined && { level }),
      ...(marker !== undefined && { marker }),
    });
    // Heads of a page that began in it.
    this.#blocks.push(...this.#headsBehind.splice(0));
  }
  readonly #headsBehind: LaidOutBlock[] = [];

  #push(block: LaidOutBlock): void {
    const pages = [...this.#waitingPages, ...block.pages];
    this.#waitingPages = [];
    this.#blocks.push({ ...block, pages });
  }

  #addRow(row: TableRow, column: Column): void {
    this.#beginBlock();
    this.#indents.length = 0;
    this.#draft = {
      kind: 'tableRow',
      text: row.cells.join(' | '),
      joins: [],
      pages: [],
      size: row.size,
      font: '',
      lines: [],
      column,
    };
    this.#endDraft();
  }

  #addLine(line: Line, column: Column): void {
    const draft = this.#draft;
    if (draft && this.#goesOn(draft, line, column)) {
      const isNewPage = this.#label !== null;
      if (isNewPage) {
        // Before the paragraph that goes on: so each stands on the page that it is on.
        this.#emitBelow();
        this.#headsBehind.push(...this.#heads.map(furniture));
        this.#heads = [];
      }
      appendLine(draft, line.text, isNewPage ? '\f' : '\n', this.words);
      if (isNewPage) {
        draft.pages.push({ label: this.#label!, start: draft.text.length - line.text.length });
        this.#label = null;
      }
      draft.lines.push(line);
      draft.column = column;
      return;
    }
    this.#beginBlock();
    this.#draft = this.#beginDraft(line, column);
  }

  #beginDraft(line: Line, column: Column): Draft {
    const common = { joins: [], pages: [], size: line.size, font: line.font, lines: [line], column };
    const heading = this.#headingOf(line);
    if (heading !== null) {
      this.#indents.length = 0;
      const isTitle = heading === 1 && this.#isTitle(line);
      if (isTitle) this.#hasTitle = true;
      return {
        ...common,
        kind: isTitle ? 'title' : 'heading',
        text: line.text,
        ...(!isTitle && { level: heading }),
      };
    }
    const marker = LIST_MARKER.exec(line.text);
    if (marker) {
      const level = this.#levelAt(line.left, line.size);
      const shown = /^[-*·●]$/.test(marker[1]!) ? '•' : marker[1]!;
      return { ...common, kind: 'listItem', level, marker: shown, text: line.text.slice(marker[0].length) };
    }
    this.#indents.length = 0;
    return { ...common, kind: isCaption(line.text) ? 'caption' : 'paragraph', text: line.text };
  }

  /** The only line or lines of the largest size, before any text. */
  #isTitle(line: Line): boolean {
    return !this.#hasTitle && roundSize(line.size) === this.#type.headings[0] && this.#blocks.length <= 6;
  }

  /** 1 to 6, or null where the line is text. */
  #headingOf(line: Line): number | null {
    const { size, font, headings } = this.#type;
    if (line.text.length > LONGEST_HEADING || !/\p{L}/u.test(line.text)) return null;
    const titles = this.#hasTitle ? 1 : 0;
    if (line.size >= LARGER * size) {
      return Math.min(6, Math.max(1, headings.indexOf(roundSize(line.size)) + 1 - titles));
    }
    const isMinor =
      line.font !== font &&
      Math.abs(line.size - size) <= SAME * size &&
      line.cells.every((cell) => cell.font === line.font) &&
      line.text.length <= LONGEST_MINOR_HEADING &&
      /^[\p{Lu}\p{Lo}\d]/u.test(line.text) &&
      !/[.,;:!?…”"]$/u.test(line.text) &&
      !LIST_MARKER.test(line.text);
    // In another font, and apart from what is above.
    if (!isMinor || !this.#isApart(line)) return null;
    return Math.min(6, headings.length + 1 - titles);
  }

  #isApart(line: Line): boolean {
    const above = this.#draft?.lines.at(-1) ?? this.#lastLine;
    return above === null || Math.abs(line.baseline - above.baseline) > 1.25 * this.#type.leading;
  }
  #lastLine: Line | null = null;

  #levelAt(left: number, size: number): number {
    while (this.#indents.length > 0 && left < this.#indents.at(-1)! - size / 3) this.#indents.pop();
    if (this.#indents.length === 0 || left > this.#indents.at(-1)! + size / 3) this.#indents.push(left);
    return Math.min(6, this.#indents.length);
  }

  #goesOn(draft: Draft, line: Line, column: Column): boolean {
    const last = draft.lines.at(-1);
    this.#lastLine = last ?? null;
    if (!last || draft.kind === 'tableRow') return false;
    if (Math.abs(line.size - draft.size) > SAME * draft.size) return false;
    const isHeading = draft.kind === 'heading' || draft.kind === 'title';
    if (isHeading) {
      const gap = line.baseline - last.baseline;
      return draft.column === column && line.font === draft.font && gap > 0 && gap < 1.5 * line.size;
    }
    if (this.#headingOf(line) !== null || LIST_MARKER.test(line.text)) return false;
    return draft.column === column
      ? this.#isNextLine(draft, last, line)
      : goesOnOverleaf(draft, last, line, column);
  }

  /** Within a column. */
  #isNextLine(draft: Draft, last: Line, line: Line): boolean {
    const leading = (this.#type.leading * draft.size) / this.#type.size;
    if (line.baseline - last.baseline > 1.3 * leading) return false;
    if (BROKEN_WORD.test(last.text)) return true;
    const { left } = draft.column;
    const isIn = (one: Line) => one.left > left + 0.6 * draft.size;
    if (draft.kind === 'listItem') {
      const isDone = endsSentence(last.text) && hasRoomFor(last, line, draft.column);
      return line.left >= draft.lines[0]!.left - 1 && !isDone;
    }
    if (isIn(line) && !isIn(last)) return false;
    if (!isIn(line) && draft.lines.length >= 2 && draft.lines.every(isIn)) return false;
    const isEnded = endsSentence(last.text);
    const isShort = hasRoomFor(last, line, draft.column);
    if (isShort && isEnded) return false;
    const width = draft.column.right - draft.column.left;
    const isStub = last.right - last.left < 0.6 * width && isShort;
    return !(isStub && !/^\p{Ll}/u.test(line.text));
  }

  #readNotes(lines: readonly Line[]): LaidOutBlock[] {
    const notes: { marker?: string; joined: JoinedText }[] = [];
    for (const line of lines) {
      const start = NOTE_START.exec(line.text);
      if (start || notes.length === 0) {
        const text = start ? line.text.slice(start[0].length) : line.text;
        notes.push({ ...(start && { marker: `[${start[1]}]` }), joined: { text, joins: [] } });
      } else {
        appendLine(notes.at(-1)!.joined, line.text, '\n', this.words);
      }
    }
    return notes.map(({ marker, joined: { text, joins } }) => ({
      kind: 'footnote',
      text,
      pages: [],
      joins,
      ...(marker !== undefined && { marker }),
    }));
  }
}

function furniture(text: string): LaidOutBlock {
  return { kind: 'furniture', text, pages: [], joins: [] };
}

/** Small print at a column's end, from its first line that begins with a mark. */
function splitNotes(lines: readonly Line[], type: Type): { text: readonly Line[]; notes: readonly Line[] } {
  let first = lines.length;
  while (first > 0 && lines[first - 1]!.size <= SMALLER * type.size) first--;
  while (first < lines.length && !NOTE_START.test(lines[first]!.text)) first++;
  return { text: lines.slice(0, first), notes: lines.slice(first) };
}

function endsSentence(text: string): boolean {
  return /[.!?…:۔؟。！？]["'”’»)\]]*(?:\[[^\]]{1,5}\])?$/u.test(text);
}

/** Whether the line above had room for the first word of the next: it ended because the paragraph did. */
function hasRoomFor(last: Line, line: Line, column: Column): boolean {
  const word = /^\S+/.exec(line.text)?.[0].length ?? 1;
  const unit = (line.right - line.left) / Math.max(1, line.text.length);
  return last.right + (word + 1) * unit < column.right - 1;
}

/** From one column or page to the next. */
function goesOnOverleaf(draft: Draft, last: Line, line: Line, column: Column): boolean {
  if (draft.kind === 'caption') return false;
  if (BROKEN_WORD.test(last.text) && /^\p{L}/u.test(line.text)) return true;
  const isIndented = line.left > column.left + 0.6 * line.size && column.lines.length > 1;
  if (isIndented && draft.kind !== 'listItem') return false;
  if (endsSentence(last.text)) return false;
  return /^[\p{Ll}\p{Lo}]/u.test(line.text) || !hasRoomFor(last, line, draft.column);
}

/** A paragraph all of whose lines stand in from the column's edge is a quotation. */
function kindOf({ lines, column, size }: Draft): BlockKind {
  const isIn = lines.length >= 2 && lines.every((line) => line.left > column.left + 1.2 * size);
  return isIn ? 'quote' : 'paragraph';
}
