import { PostilError } from '../../../core/errors.ts';
import { flowNotices } from './flow-notices.ts';
import { MarkupFlow } from './markup-flow.ts';
import { leftOut, type ReadFile } from './read-file.ts';
import { codePageOfCharset, RtfDecoder } from './rtf-code-pages.ts';
import { writeRtfParagraph, type RtfParagraph, type RtfRun, type RtfShape } from './rtf-paragraph.ts';
import { readRtfTokens, type RtfHandlers } from './rtf-tokens.ts';
import { StructuredText } from './structured-text.ts';
import { tellProperties, ToldValues } from './told-metadata.ts';

/**
 * Rich Text Format: its text with headings, lists, tables, notes and emphasis. Own reader, since no kept library reads
 * code pages, Unicode and destinations rightly (docs/decisions.md). Pictures and objects are passed over unread.
 * @throws PostilError `refused`
 */
export function readRtf(bytes: Uint8Array): ReadFile {
  if (bytes.length === 0) throw new PostilError('refused', 'It is empty.');
  if (Buffer.from(bytes.subarray(0, 5)).toString('latin1') !== '{\\rtf') {
    throw new PostilError('refused', 'It is no RTF document, though its name says so.');
  }
  const writer = new StructuredText();
  const flow = new MarkupFlow(writer);
  const reader = new RtfReader(flow);
  readRtfTokens(bytes, reader);
  reader.finish();
  const { text, structure } = writer.finish();
  if (text === '') throw new PostilError('refused', 'It holds no text.');
  return { text, structure, told: reader.told(), notices: [...flowNotices(flow), ...reader.notices()] };
}

/** What a group's text is for; `skip` for nothing that is read. */
type Destination = 'text' | 'skip' | 'fonts' | 'styles' | 'instruction' | 'marker' | 'property';

/** What a group inherits, and loses at its end. */
interface State {
  destination: Destination;
  font: number;
  /** Bytes that stand for a `\u` where it is not understood. */
  fallback: number;
  isBold: boolean;
  isItalic: boolean;
  /** Hidden text, or text that a tracked change deleted. */
  isHidden: boolean;
  style: number;
  outline: number;
  listLevel: number;
  list: number;
  isInTable: boolean;
  property: string;
  href: { value: string | null } | null;
}

/** Where paragraphs go: the document, or a note. */
interface Sink {
  runs: RtfRun[];
  marker: string;
  cells: RtfParagraph[][];
  cell: RtfParagraph[];
  readonly done: RtfParagraph[] | null;
  /** Depth of the group that it ends with. */
  readonly depth: number;
  readonly mark: string;
}

const SKIPPED = new Set(
  `colortbl listtable listoverridetable revtbl rsidtbl filetbl generator xmlnstbl themedata colorschememapping datastore
   latentstyles datafield formfield header headerl headerr headerf footer footerl footerr footerf pict object annotation
   atnid atnauthor atndate atnref atnparent atnicn atrfstart atrfend bkmkstart bkmkend template listname pn pnseclvl
   ftnsep ftnsepc ftncn aftnsep aftnsepc aftncn nonshppict private xe tc tcn rxe txe sp sn sv fontemb fontfile falt
   panose passwordhash wgrffmtfilter mmathPr do shprslt userprops docvar operator manager company category keywords
   doccomm hlinkbase comment subject nextfile protusertbl upr`.split(/\s+/),
);
/** Destinations whose text is the document's, though they are marked as ones that may be ignored. */
const KEPT = new Set('footnote shppict shpinst shptxt fldinst listtext pntext ud nesttableprops'.split(' '));
const PROPERTIES = new Set(['title', 'author', 'creatim']);
const CHARACTERS: Readonly<Record<string, string>> = {
  '\\': '\\',
  '{': '{',
  '}': '}',
  '~': '\u00a0',
  _: '\u2011',
  '-': '\u00ad',
  tab: ' ',
  line: '\n',
  lbr: '\n',
  emdash: '—',
  endash: '–',
  emspace: '\u2003',
  enspace: '\u2002',
  qmspace: '\u2005',
  bullet: '•',
  lquote: '‘',
  rquote: '’',
  ldblquote: '“',
  rdblquote: '”',
  zwj: '\u200d',
  zwnj: '\u200c',
  ltrmark: '\u200e',
  rtlmark: '\u200f',
};
const ROLES: readonly (readonly [RegExp, RtfShape['role']])[] = [
  [/^title$/i, 'title'],
  [/^(?:intense )?quot(?:e|ations?)$|^block text$/i, 'quote'],
  [/^caption$/i, 'caption'],
];
const MOST_LIST_LEVELS = 9;
const SYMBOL_BULLET = /[\uf0b7\uf0a7\u00b7]/g;

class RtfReader implements RtfHandlers {
  readonly #flow: MarkupFlow;
  readonly #decoder = new RtfDecoder();
  readonly #stack: State[] = [];
  readonly #fonts = new Map<number, number | undefined>();
  readonly #styles = new Map<number, string>();
  readonly #properties = new Map<string, string>();
  readonly #sinks: Sink[] = [newSink(null, 0, '')];
  #state: State = {
    destination: 'text',
    font: -1,
    fallback: 1,
    isBold: false,
    isItalic: false,
    isHidden: false,
    style: 0,
    outline: 9,
    listLevel: 0,
    list: 0,
    isInTable: false,
    property: '',
    href: null,
  };
  #codePage = 1252;
  #defaultFont = -1;
  /** Bytes of text that wait to be decoded together: a character may have two. */
  #bytes: number[] = [];
  /** Fallback bytes that are still to be passed over. */
  #toSkip = 0;
  #isOptional = false;
  #instruction = '';
  #entry = '';
  #notes = 0;
  #endnotes = 0;
  #comments = 0;
  #changes = 0;
  #heads = 0;

  constructor(flow: MarkupFlow) {
    this.#flow = flow;
  }

  begin(): void {
    this.#endBytes();
    this.#toSkip = 0;
    this.#isOptional = false;
    this.#stack.push(this.#state);
    this.#state = { ...this.#state };
  }

  end(): void {
    this.#endBytes();
    this.#toSkip = 0;
    this.#isOptional = false;
    const ended = this.#state;
    const depth = this.#stack.length;
    const outer = this.#stack.pop();
    if (!outer) throw new PostilError('refused', 'It is damaged: it closes a group that was not opened.');
    if (ended.destination === 'instruction' && outer.destination !== 'instruction')
      this.#endInstruction(outer);
    if (ended.destination === 'styles' || ended.destination === 'fonts') this.#entry = '';
    if (this.#sinks.at(-1)!.depth === depth && this.#sinks.length > 1) this.#endNote();
    this.#state = outer;
  }

  byte(byte: number): void {
    if (this.#toSkip > 0) this.#toSkip--;
    else if (this.#state.destination !== 'skip') this.#bytes.push(byte);
  }

  control(word: string, value: number | null): void {
    if (word === '*') {
      this.#isOptional = true;
      return;
    }
    const isOptional = this.#isOptional;
    this.#isOptional = false;
    if (this.#toSkip > 0 && word !== 'u') {
      this.#toSkip--;
      if (word in CHARACTERS) return;
    }
    this.#endBytes();
    if (this.#state.destination === 'skip') return;
    if (this.#enterDestination(word, isOptional)) return;
    const character = CHARACTERS[word];
    if (character !== undefined) this.#write(character);
    else this.#format(word, value);
  }

  /** Answers whether the word begins a destination, or belongs to one. */
  #enterDestination(word: string, isOptional: boolean): boolean {
    const state = this.#state;
    switch (word) {
      case 'fonttbl':
        state.destination = 'fonts';
        return true;
      case 'stylesheet':
        state.destination = 'styles';
        return true;
      case 'info':
        state.destination = 'property';
        state.property = '';
        return true;
      case 'fldinst':
        state.destination = 'instruction';
        this.#instruction = '';
        return true;
      case 'field':
        state.href = { value: null };
        return true;
      case 'listtext':
      case 'pntext':
        state.destination = 'marker';
        this.#sinks.at(-1)!.marker = '';
        return true;
      case 'footnote':
        this.#beginNote();
        return true;
      case 'ftnalt':
        this.#turnIntoEndnote();
        return true;
      default:
        break;
    }
    if (state.destination === 'property' && PROPERTIES.has(word)) {
      state.property = word;
      return true;
    }
    if (!SKIPPED.has(word) && !(isOptional && !KEPT.has(word))) return false;
    if (word === 'pict') this.#flow.leftOut.images++;
    if (word === 'object') this.#flow.leftOut.objects++;
    if (word === 'annotation') this.#comments++;
    if (/^(?:header|footer)[lrf]?$/.test(word)) this.#heads++;
    state.destination = 'skip';
    return true;
  }

  #format(word: string, value: number | null): void {
    const state = this.#state;
    const isOn = value !== 0;
    switch (word) {
      case 'ansicpg':
        if (value !== null && value > 0) this.#codePage = value;
        break;
      case 'mac':
        this.#codePage = 10000;
        break;
      case 'pc':
        this.#codePage = 437;
        break;
      case 'pca':
        this.#codePage = 850;
        break;
      case 'deff':
        this.#defaultFont = value ?? -1;
        state.font = this.#defaultFont;
        break;
      case 'f':
        state.font = value ?? -1;
        if (state.destination === 'fonts') this.#fonts.set(state.font, undefined);
        break;
      case 'fcharset':
        if (state.destination === 'fonts') this.#fonts.set(state.font, codePageOfCharset(value ?? 0));
        break;
      case 'uc':
        state.fallback = Math.max(0, value ?? 1);
        break;
      case 'u':
        // Signed 16 bits in the file; half a surrogate pair waits for the other half.
        this.#write(String.fromCharCode((value ?? 0) & 0xffff));
        this.#toSkip = state.fallback;
        break;
      case 'plain':
        state.isBold = false;
        state.isItalic = false;
        state.isHidden = false;
        state.font = this.#defaultFont;
        break;
      case 'pard':
        state.style = 0;
        state.outline = 9;
        state.listLevel = 0;
        state.list = 0;
        state.isInTable = false;
        break;
      case 'b':
        state.isBold = isOn;
        break;
      case 'i':
        state.isItalic = isOn;
        break;
      case 'v':
        state.isHidden = isOn;
        break;
      case 'deleted':
        if (isOn) this.#changes++;
        state.isHidden = isOn;
        break;
      case 'revised':
        if (isOn) this.#changes++;
        break;
      case 's':
        state.style = value ?? 0;
        break;
      case 'outlinelevel':
        state.outline = value ?? 9;
        break;
      case 'ls':
        state.list = value ?? 0;
        break;
      case 'ilvl':
        state.listLevel = Math.max(0, value ?? 0);
        break;
      case 'intbl':
        state.isInTable = true;
        break;
      case 'yr':
      case 'mo':
      case 'dy':
        if (state.property === 'creatim' && value !== null)
          this.#properties.set(word, String(value).padStart(2, '0'));
        break;
      case 'par':
      case 'sect':
      case 'page':
        this.#endParagraph();
        break;
      case 'cell':
        this.#endCell();
        break;
      case 'row':
        this.#endRow();
        break;
      case 'nestcell':
      case 'nestrow':
        this.#write(' ');
        break;
      default:
        break;
    }
  }

  #endBytes(): void {
    if (this.#bytes.length === 0) return;
    const bytes = Uint8Array.from(this.#bytes);
    this.#bytes = [];
    this.#write(this.#decoder.decode(bytes, this.#fonts.get(this.#state.font) ?? this.#codePage));
  }

  #write(text: string): void {
    const { destination, property, isHidden, isBold, isItalic, href } = this.#state;
    switch (destination) {
      case 'styles':
        this.#entry += text;
        if (this.#entry.endsWith(';')) {
          this.#styles.set(this.#state.style, this.#entry.slice(0, -1).trim());
          this.#entry = '';
        }
        return;
      case 'instruction':
        this.#instruction += text;
        return;
      case 'property':
        if (property !== '' && property !== 'creatim') {
          this.#properties.set(property, (this.#properties.get(property) ?? '') + text);
        }
        return;
      case 'marker':
        this.#sinks.at(-1)!.marker += text;
        return;
      case 'fonts':
      case 'skip':
        return;
      case 'text':
        break;
    }
    if (isHidden) return;
    const { runs } = this.#sinks.at(-1)!;
    const last = runs.at(-1);
    const target = href?.value ?? null;
    if (last && last.isBold === isBold && last.isItalic === isItalic && last.href === target)
      last.text += text;
    else runs.push({ text, isBold, isItalic, href: target });
  }

  #endInstruction(field: State): void {
    const link = /HYPERLINK\s+"([^"]{1,2000})"/i.exec(this.#instruction);
    if (link && field.href) field.href.value = link[1]!;
  }

  // Notes

  #beginNote(): void {
    const mark = String(++this.#notes);
    this.#sinks.push(newSink([], this.#stack.length, mark));
    Object.assign(this.#state, {
      destination: 'text',
      isInTable: false,
      list: 0,
      href: null,
      isHidden: false,
    });
  }

  /** Endnotes are counted by themselves; Word marks a footnote as one only after it began. */
  #turnIntoEndnote(): void {
    const sink = this.#sinks.at(-1)!;
    if (this.#sinks.length === 1) return;
    this.#notes--;
    this.#sinks[this.#sinks.length - 1] = { ...sink, mark: `n${++this.#endnotes}` };
  }

  #endNote(): void {
    this.#endParagraph();
    const { done, mark } = this.#sinks.pop()!;
    this.#flow.open('note', { 'data-mark': mark });
    for (const paragraph of done ?? []) writeRtfParagraph(this.#flow, paragraph);
    this.#flow.close();
    const before = this.#state;
    this.#state = { ...before, destination: 'text', isBold: false, isItalic: false };
    this.#write(`[${mark}]`);
    this.#state = before;
  }

  // Paragraphs and tables

  #endParagraph(): void {
    if (this.#state.destination !== 'text') return;
    const sink = this.#sinks.at(-1)!;
    const paragraph = { runs: sink.runs, shape: this.#shapeOf(sink) };
    sink.runs = [];
    sink.marker = '';
    if (paragraph.runs.every((run) => run.text.trim() === '')) return;
    if (sink.done) sink.done.push(paragraph);
    else if (this.#state.isInTable) sink.cell.push(paragraph);
    else {
      // A row that was begun and never ended is paragraphs.
      for (const cell of sink.cells.splice(0)) for (const lost of cell) writeRtfParagraph(this.#flow, lost);
      for (const lost of sink.cell.splice(0)) writeRtfParagraph(this.#flow, lost);
      writeRtfParagraph(this.#flow, paragraph);
    }
  }

  #shapeOf({ marker }: Sink): RtfShape {
    const { style, outline, list, listLevel } = this.#state;
    const name = this.#styles.get(style) ?? '';
    const named = /^heading (\d)$/i.exec(name);
    const heading = named ? Number(named[1]) : outline < 9 ? outline + 1 : 0;
    const shown = marker.replace(SYMBOL_BULLET, '•').trim().slice(0, 12);
    const isItem = list > 0 || shown !== '';
    return {
      role: ROLES.find(([pattern]) => pattern.test(name))?.[1] ?? null,
      heading: Math.min(6, heading),
      listLevel: isItem ? Math.min(MOST_LIST_LEVELS, listLevel) + 1 : 0,
      marker: shown,
    };
  }

  #endCell(): void {
    const sink = this.#sinks.at(-1)!;
    if (sink.done || this.#state.destination !== 'text') {
      this.#write(' ');
      return;
    }
    this.#state.isInTable = true;
    this.#endParagraph();
    sink.cells.push(sink.cell);
    sink.cell = [];
  }

  #endRow(): void {
    const sink = this.#sinks.at(-1)!;
    if (sink.done) return;
    this.#flow.open('table');
    this.#flow.open('tr');
    for (const cell of sink.cells.splice(0)) {
      this.#flow.open('td');
      for (const paragraph of cell) writeRtfParagraph(this.#flow, paragraph);
      this.#flow.close();
    }
    this.#flow.close();
    this.#flow.close();
  }

  finish(): void {
    this.#state.isInTable = false;
    this.#endParagraph();
    this.#endLostCells();
    this.#flow.finish();
  }

  #endLostCells(): void {
    const sink = this.#sinks[0]!;
    for (const cell of [...sink.cells, sink.cell]) {
      for (const paragraph of cell) writeRtfParagraph(this.#flow, paragraph);
    }
  }

  told(): ReadFile['told'] {
    const told = new ToldValues();
    const [year, month, day] = ['yr', 'mo', 'dy'].map((part) => this.#properties.get(part));
    tellProperties(told, {
      title: this.#properties.get('title'),
      author: this.#properties.get('author'),
      date: year && month && day ? `${year}-${month}-${day}` : undefined,
    });
    return told.values;
  }

  notices(): string[] {
    const unknown = [...this.#decoder.unknown].toSorted((a, b) => a - b).join(', ');
    return [
      ...leftOut(this.#comments, 'comment', 'comments'),
      ...(this.#changes > 0 ? ['It was read as if all its tracked changes were accepted.'] : []),
      ...(this.#heads > 0 ? ['Its running heads and feet were left out.'] : []),
      ...(unknown === ''
        ? []
        : [`Some characters are in a code page that is not known here (${unknown}) and may be wrong.`]),
    ];
  }
}

function newSink(done: RtfParagraph[] | null, depth: number, mark: string): Sink {
  return { runs: [], marker: '', cells: [], cell: [], done, depth, mark };
}
