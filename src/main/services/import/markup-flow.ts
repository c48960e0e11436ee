import { toUSVString } from 'node:util';
import type { BlockKind, Inline, InlineKind, Page } from '../../../core/document/document.ts';
import { isCaption } from '../../../core/document/patterns.ts';
import { PostilError } from '../../../core/errors.ts';
import { bulletOf, numeral } from './list-marks.ts';
import { bareLinks, safeHref } from './markdown-inlines.ts';
import {
  isBacklink,
  isHidden,
  isNote,
  isNoteList,
  levelOf,
  pageLabel,
  type Attributes,
} from './markup-attributes.ts';
import { StructuredText, type BlockExtra, type Rendered } from './structured-text.ts';

/** What of the markup has no place in a text with structure; said to the user. */
export interface LeftOut {
  images: number;
  /** Sound, film, formulas as pictures, forms and other things that are no text. */
  objects: number;
  softHyphens: number;
}

interface PendingBlock {
  readonly kind: BlockKind;
  readonly rendered: Rendered;
  readonly extra: BlockExtra;
}

interface ListPlace {
  readonly isOrdered: boolean;
  readonly style: string;
  next: number;
}

interface Table {
  cells: PendingBlock[][];
  current: PendingBlock[] | null;
}

/** An element that is open. */
interface Frame {
  readonly name: string;
  /** Undoes what opening it did. */
  readonly leave: (() => void) | null;
}

const OBJECTS = new Set('svg math object embed iframe applet audio video canvas'.split(' '));
const BLOCKS = new Set(
  'address article aside body center dd details dialog div dl dt fieldset figure footer form header hgroup html legend main menu nav ol optgroup p section summary ul'.split(
    ' ',
  ),
);
const INLINES: Readonly<Record<string, InlineKind>> = {
  em: 'emphasis',
  i: 'emphasis',
  cite: 'emphasis',
  var: 'emphasis',
  dfn: 'emphasis',
  strong: 'strong',
  b: 'strong',
  code: 'code',
  kbd: 'code',
  samp: 'code',
  tt: 'code',
};
const CELL_JOINER = ' | ';
/** A cell with so much in it, or alone in its row, is there for the layout of a page. */
const LAYOUT_CELL = 600;
const LONGEST_MARK = 10;
const MAX_DEPTH = 512;

/**
 * Turns the elements of HTML, as events in the order of the text, into blocks and inlines. What the other formats
 * have is told in HTML's words, so that all of them come out alike. Text only: nothing is run, fetched or shown.
 */
export class MarkupFlow {
  readonly leftOut: LeftOut = { images: 0, objects: 0, softHyphens: 0 };
  readonly #writer: StructuredText;
  readonly #frames: Frame[] = [];
  readonly #notes: PendingBlock[] = [];
  readonly #lists: ListPlace[] = [];
  readonly #tables: Table[] = [];
  #skipped = 0;
  #kind: BlockKind | null = null;
  #level: number | undefined;
  #quoted = 0;
  #preformatted = 0;
  /** Of the list item or note that was just begun; its first block takes it. */
  #marker: string | null = null;
  #note: { readonly blocks: PendingBlock[]; marker: string | null } | null = null;
  /** Inside the list that holds the notes. */
  #noteLists = 0;

  // The block that is being written.
  #text = '';
  #inlines: Inline[] = [];
  #pages: { label: string; start: number }[] = [];
  #openInlines: { kind: InlineKind; start: number; href?: string }[] = [];

  constructor(writer: StructuredText) {
    this.#writer = writer;
  }

  /** @throws PostilError `refused` when it is nested too deeply */
  open(name: string, attributes: Attributes = {}): void {
    if (this.#frames.length >= MAX_DEPTH) {
      throw new PostilError('refused', `It is nested more than ${MAX_DEPTH} deep; no document is.`);
    }
    if (this.#skipped > 0 || isHidden(name, attributes)) {
      if (this.#skipped === 0 && OBJECTS.has(name)) this.leftOut.objects++;
      this.#skipped++;
      this.#frames.push({ name, leave: () => this.#skipped-- });
      return;
    }
    this.#frames.push({ name, leave: this.#enter(name, attributes) });
  }

  /** Closes the element that was opened last; `name` is for the reader of the code. */
  close(_name?: string): void {
    this.#frames.pop()?.leave?.();
  }

  text(text: string): void {
    if (this.#skipped > 0 || text === '') return;
    this.#write(this.#clean(text));
  }

  /** A page begins here, also in the middle of a word. */
  page(label: string): void {
    this.#pages.push({ label: label.slice(0, 40), start: this.#text.length });
  }

  /** The notes that came so far stand here. */
  flushNotes(): void {
    this.#flush();
    for (const { kind, rendered, extra } of this.#notes.splice(0)) this.#writer.add(kind, rendered, extra);
  }

  /** To be called once, at the end. */
  finish(): void {
    while (this.#frames.length > 0) this.close();
    this.flushNotes();
  }

  #enter(name: string, attributes: Attributes): (() => void) | null {
    const role = `${attributes['role'] ?? ''} ${attributes['type'] ?? ''}`;
    if (/\b(?:doc-)?pagebreak\b/.test(role)) {
      this.page(pageLabel(attributes));
      this.#skipped++;
      return () => this.#skipped--;
    }
    if (/\bdoc-backlink\b|\breferrer\b/.test(role) || isBacklink(name, attributes)) {
      this.#skipped++;
      return () => this.#skipped--;
    }
    if (isNote(name, attributes, role, this.#noteLists > 0)) return this.#enterNote(name, attributes);
    if (isNoteList(attributes, role)) {
      this.#noteLists++;
      const leave = this.#enterElement(name, attributes);
      return () => {
        leave?.();
        this.#noteLists--;
      };
    }
    if (name === 'a' && /\b(?:doc-)?noteref\b/.test(`${role} ${attributes['class'] ?? ''}`)) {
      return this.#enterNoteReference();
    }
    return this.#enterElement(name, attributes);
  }

  #enterElement(name: string, attributes: Attributes): (() => void) | null {
    const heading = /^h([1-6])$/.exec(name);
    if (heading) return this.#enterBlock('heading', levelOf(attributes) ?? Number(heading[1]));
    switch (name) {
      case 'title':
        return this.#enterBlock('title');
      case 'ul':
      case 'menu':
      case 'ol':
        return this.#enterList(name === 'ol', attributes);
      case 'li':
        return this.#enterItem(attributes);
      case 'blockquote':
        this.#flush();
        this.#quoted++;
        return () => {
          this.#flush();
          this.#quoted--;
        };
      case 'pre': {
        const leave = this.#enterBlock('code');
        this.#preformatted++;
        return () => {
          leave();
          this.#preformatted--;
        };
      }
      case 'caption':
      case 'figcaption':
        return this.#enterBlock('caption');
      case 'table':
        return this.#enterTable();
      case 'tr':
        return this.#enterRow();
      case 'td':
      case 'th':
        return this.#enterCell();
      case 'br':
        if (this.#text !== '')
          this.#text = `${this.#text.endsWith(' ') ? this.#text.slice(0, -1) : this.#text}\n`;
        return null;
      case 'hr':
        this.#flush();
        return null;
      case 'img':
        this.leftOut.images++;
        return null;
      case 'q':
        this.#write('“');
        return () => this.#write('”');
      case 'a':
        return this.#enterInline('link', safeHref(attributes['href'] ?? '') ?? undefined);
      default:
        break;
    }
    const inline = INLINES[name];
    if (inline) return this.#enterInline(inline);
    if (!BLOCKS.has(name)) return null;
    this.#flush();
    return () => this.#flush();
  }

  #enterBlock(kind: BlockKind, level?: number): () => void {
    this.#flush();
    const before = { kind: this.#kind, level: this.#level };
    this.#kind = kind;
    this.#level = level;
    return () => {
      this.#flush();
      this.#kind = before.kind;
      this.#level = before.level;
    };
  }

  #enterList(isOrdered: boolean, attributes: Attributes): () => void {
    this.#flush();
    const start = Number.parseInt(attributes['start'] ?? '1', 10);
    const next = Number.isSafeInteger(start) ? start : 1;
    this.#lists.push({ isOrdered, style: attributes['type'] ?? '', next });
    return () => {
      this.#flush();
      this.#lists.pop();
    };
  }

  #enterItem(attributes: Attributes): () => void {
    this.#flush();
    const list = this.#lists.at(-1) ?? { isOrdered: false, style: '', next: 1 };
    const value = Number.parseInt(attributes['value'] ?? '', 10);
    if (Number.isSafeInteger(value)) list.next = value;
    this.#marker =
      attributes['data-marker'] ??
      (list.isOrdered ? `${numeral(list.next++, list.style)}.`.slice(-12) : bulletOf(list.style));
    return () => {
      this.#flush();
      this.#marker = null;
    };
  }

  /** A note may stand in the middle of a paragraph, which goes on behind it; it is written with `flushNotes`. */
  #enterNote(name: string, attributes: Attributes): () => void {
    const list = name === 'li' ? this.#lists.at(-1) : undefined;
    const counted = list?.isOrdered ? String(list.next++) : null;
    const marker = attributes['data-mark'] ?? counted;
    const note = { blocks: [], marker: marker === null ? null : `[${marker.slice(0, LONGEST_MARK)}]` };
    const outer = { note: this.#note, text: this.#text, inlines: this.#inlines, open: this.#openInlines };
    this.#note = note;
    this.#text = '';
    this.#inlines = [];
    this.#openInlines = [];
    return () => {
      this.#flush();
      this.#note = outer.note;
      this.#text = outer.text;
      this.#inlines = outer.inlines;
      this.#openInlines = outer.open;
      this.#notes.push(...note.blocks);
    };
  }

  /** In brackets, so that the mark of a note is not the last digit of a number. */
  #enterNoteReference(): () => void {
    const start = this.#text.length;
    return () => {
      const mark = this.#text.slice(start).trim();
      if (mark !== '' && !/^[[(]/.test(mark)) this.#text = `${this.#text.slice(0, start)}[${mark}]`;
    };
  }

  #enterInline(kind: InlineKind, href?: string): (() => void) | null {
    if (kind === 'link' && href === undefined) return null;
    const inline = { kind, start: this.#text.length, ...(href !== undefined && { href }) };
    this.#openInlines.push(inline);
    return () => {
      const at = this.#openInlines.indexOf(inline);
      if (at !== -1) this.#openInlines.splice(at, 1);
      this.#endInline(inline);
    };
  }

  #endInline({ kind, start, href }: { kind: InlineKind; start: number; href?: string }): void {
    const content = this.#text.slice(start);
    const end = start + content.trimEnd().length;
    const from = start + (content.length - content.trimStart().length);
    if (from < end) this.#inlines.push({ kind, start: from, end, ...(href !== undefined && { href }) });
  }

  #enterTable(): () => void {
    // A table in a cell is read as the cell's text.
    this.#flush();
    this.#tables.push({ cells: [], current: null });
    return () => {
      this.#flush();
      this.#endRow();
      this.#tables.pop();
    };
  }

  #enterRow(): (() => void) | null {
    if (this.#tables.length === 0) return () => this.#flush();
    this.#flush();
    return () => this.#endRow();
  }

  #enterCell(): (() => void) | null {
    const table = this.#tables.at(-1);
    if (!table) return null;
    this.#flush();
    const before = { kind: this.#kind, level: this.#level, lists: this.#lists.splice(0) };
    this.#kind = null;
    table.current = [];
    table.cells.push(table.current);
    return () => {
      this.#flush();
      table.current = null;
      this.#kind = before.kind;
      this.#level = before.level;
      this.#lists.splice(0, this.#lists.length, ...before.lists);
    };
  }

  #endRow(): void {
    const table = this.#tables.at(-1)!;
    const cells = table.cells.splice(0);
    const filled = cells.filter((cell) => cell.length > 0);
    if (filled.length === 0) return;
    const isLayout =
      cells.length === 1 ||
      filled.some((cell) => cell.reduce((sum, block) => sum + block.rendered.text.length, 0) > LAYOUT_CELL);
    // The table around this one, if any, takes what this one was.
    const outer = this.#tables.at(-2)?.current;
    const put = (block: PendingBlock) => (outer ? outer.push(block) : this.#put(block));
    if (isLayout) for (const block of filled.flat()) put(block);
    else put({ kind: 'tableRow', rendered: joinCells(cells), extra: {} });
  }

  #write(text: string): void {
    if (this.#preformatted > 0) {
      this.#text += text;
      return;
    }
    const collapsed = text.replace(/[ \t\n\r\f]+/g, ' ');
    const last = this.#text.at(-1);
    const isSpaceThere = last === undefined || last === ' ' || last === '\n';
    this.#text += isSpaceThere && collapsed.startsWith(' ') ? collapsed.slice(1) : collapsed;
  }

  #clean(text: string): string {
    let clean = toUSVString(text).replace(CONTROLS, '');
    if (clean.includes('\u00ad')) {
      this.leftOut.softHyphens += clean.split('\u00ad').length - 1;
      clean = clean.replaceAll('\u00ad', '');
    }
    return clean;
  }

  /** Ends the block that is being written. Inlines that are still open go on in the next. */
  #flush(): void {
    for (const inline of this.#openInlines) this.#endInline(inline);
    const text = this.#text;
    const inlines = [...this.#inlines, ...bareLinks(text, this.#inlines)];
    const pages = this.#pages;
    this.#text = '';
    this.#inlines = [];
    for (const inline of this.#openInlines) inline.start = 0;
    if (text.trim() === '') {
      for (const page of pages) page.start = 0;
      return;
    }
    this.#pages = [];
    const rendered = { text, inlines, ...(pages.length > 0 && { pages }) };
    this.#put(this.#describe(rendered));
  }

  #describe(rendered: Rendered): PendingBlock {
    if (this.#note) {
      const marker = this.#note.marker ?? undefined;
      this.#note.marker = null;
      return marker === undefined ? leadingMark(rendered) : { kind: 'footnote', rendered, extra: { marker } };
    }
    const kind = this.#kind;
    if (kind !== null) {
      const level = this.#level;
      const isHeading = kind === 'heading' || kind === 'title';
      const shown = isHeading ? { ...rendered, inlines: withoutWhole(rendered) } : rendered;
      return { kind, rendered: shown, extra: level === undefined ? {} : { level } };
    }
    if (this.#lists.length > 0) {
      const level = Math.min(6, this.#lists.length);
      const marker = this.#marker;
      this.#marker = null;
      return { kind: 'listItem', rendered, extra: marker === null ? { level } : { level, marker } };
    }
    if (this.#quoted > 0) return { kind: 'quote', rendered, extra: {} };
    return { kind: isCaption(rendered.text.trim()) ? 'caption' : 'paragraph', rendered, extra: {} };
  }

  #put(block: PendingBlock): void {
    const cell = this.#note ? null : this.#tables.at(-1)?.current;
    if (this.#note) this.#note.blocks.push({ ...block, kind: 'footnote' });
    else if (cell) cell.push(block);
    else this.#writer.add(block.kind, block.rendered, block.extra);
  }
}

/** C0 and C1 but for white space; noncharacters of a text. */
// oxlint-disable-next-line no-control-regex
const CONTROLS = /[\u0000-\u0008\u000b\u000e-\u001f\u007f\ufffe\uffff]/g;

/** A note that begins with its own mark: "3. See below", "[3] See below", "* See below". */
function leadingMark(rendered: Rendered): PendingBlock {
  const text = rendered.text.trimStart();
  const match = /^[[(]?(\d{1,4}|[ivxlc]{1,6}(?=[.)\]])|[*†‡§]{1,3})[\])]?\.?\s+(?=\S)/.exec(text);
  if (!match) return { kind: 'footnote', rendered, extra: {} };
  const cut = rendered.text.length - text.length + match[0].length;
  const move = <T extends { readonly start: number }>(span: T): T => ({
    ...span,
    start: Math.max(0, span.start - cut),
  });
  const inlines = rendered.inlines.flatMap((inline) =>
    inline.end > cut ? [{ ...move(inline), end: inline.end - cut }] : [],
  );
  const pages = rendered.pages?.map(move);
  return {
    kind: 'footnote',
    rendered: { text: rendered.text.slice(cut), inlines, ...(pages && { pages }) },
    extra: { marker: `[${match[1]}]` },
  };
}

/** That a heading is bold says nothing. */
function withoutWhole({ text, inlines }: Rendered): Inline[] {
  const length = text.trim().length;
  return inlines.filter(({ kind, start, end }) => kind === 'link' || end - start < length);
}

/** Empty cells keep their place. */
function joinCells(cells: readonly (readonly PendingBlock[])[]): Rendered {
  let text = '';
  const inlines: Inline[] = [];
  const pages: Page[] = [];
  cells.forEach((cell, i) => {
    if (i > 0) text += CELL_JOINER;
    cell.forEach(({ rendered }, k) => {
      if (k > 0) text += ' ';
      const content = rendered.text.trim();
      const shift = text.length - (rendered.text.length - rendered.text.trimStart().length);
      for (const inline of rendered.inlines) {
        const start = Math.max(text.length, inline.start + shift);
        const end = Math.min(text.length + content.length, inline.end + shift);
        if (start < end) inlines.push({ ...inline, start, end });
      }
      for (const page of rendered.pages ?? [])
        pages.push({ ...page, start: Math.max(0, page.start + shift) });
      text += content.replaceAll('\n', ' ');
    });
  });
  return { text, inlines, ...(pages.length > 0 && { pages }) };
}
