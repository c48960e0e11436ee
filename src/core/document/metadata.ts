import type { TextRange } from '../annotation/annotation.ts';
import { readByline } from './byline.ts';
import { findDates } from './dates.ts';
import {
  METADATA_FIELDS,
  type Block,
  type Metadata,
  type MetadataField,
  type MetadataValue,
  type Structure,
} from './document.ts';
import { findLanguage } from './language.ts';
import { headOf, isMasthead, isNotice, isProse, plain, readField } from './patterns.ts';
import { looksLikeNames } from './names.ts';

/** Blocks from the start in which bylines and dates are looked for, unless prose begins before. */
const HEAD_BLOCKS = 14;
const TAIL_BLOCKS = 30;

/** What a file says of itself, by field. `isSure` goes before what the text says; the rest only where it says nothing. */
export type ToldMetadata = Partial<
  Record<MetadataField, { readonly value: string; readonly how: string; readonly isSure: boolean }>
>;

interface Row {
  readonly block: Block;
  readonly start: number;
  readonly end: number;
  /** The text from `start` to `end`, one line. */
  readonly text: string;
}

/**
 * Proposes title, author, outlet, date and language, each with the place where it stands. What is not in the text is
 * not proposed. Only the language has no place: it shows in the whole.
 * @param told what the file says of itself beside its text
 */
export function proposeMetadata(text: string, structure: Structure, told: ToldMetadata = {}): Metadata {
  const { blocks } = structure;
  const proposals: Partial<Record<MetadataField, MetadataValue>> = {};
  const head = readRows(text, headBlocks(text, blocks));
  const tail = readRows(text, tailBlocks(blocks));
  const title = findTitle(text, blocks, head);
  if (title) proposals.title = title;
  const author = findAuthor(text, head, title);
  if (author) proposals.author = author;
  const outlet = findOutlet(text, blocks, head, tail);
  if (outlet) proposals.outlet = outlet;
  const date = findDate(text, blocks, head, tail);
  if (date) proposals.date = date;
  const language = findLanguage(text);
  if (language) proposals.language = { value: language.tag, status: 'proposed', how: language.how };
  for (const field of METADATA_FIELDS) {
    const said = told[field];
    const found = proposals[field]?.value;
    if (said === undefined || found === said.value) continue;
    const isFiner = field === 'language' && found !== undefined && said.value.startsWith(`${found}-`);
    if (said.isSure || found === undefined || isFiner) {
      proposals[field] = { value: said.value, status: 'proposed', how: said.how };
    }
  }
  return proposals;
}

function proposal(text: string, range: TextRange, how: string, value?: string): MetadataValue | null {
  const written = (value ?? text.slice(range.start, range.end)).replace(/\s+/g, ' ').trim();
  if (written === '' || written.length > 500) return null;
  return { value: written, status: 'proposed', found: { start: range.start, end: range.end }, how };
}

/** What stands before the first prose. */
function headBlocks(text: string, blocks: readonly Block[]): Block[] {
  const head: Block[] = [];
  for (const block of blocks.slice(0, HEAD_BLOCKS)) {
    const content = text.slice(block.start, Math.min(block.end, block.start + 800));
    if (
      block.kind === 'paragraph' &&
      isProse(content) &&
      head.some((other) => other.kind === 'paragraph' || other.kind === 'title')
    ) {
      // A dek may be a sentence; prose is what comes after it, or what is long.
      if (content.length > 240 || head.filter((other) => other.kind === 'paragraph').length > 0) break;
    }
    if (block.kind === 'paragraph' && content.length > 400) break;
    if (block.kind === 'heading' && head.some((other) => other.kind === 'title') && /^\d/.test(content))
      break;
    head.push(block);
  }
  return head;
}

/** What stands after the last long paragraph of the body, comments and references not counted. */
function tailBlocks(blocks: readonly Block[]): Block[] {
  const body = blocks.filter((block) => block.kind !== 'reference');
  return body
    .slice(-TAIL_BLOCKS)
    .filter((block) => block.end - block.start <= 400 && block.kind !== 'caption');
}

/** The lines of short blocks, without emphasis marks at their edges. */
function readRows(text: string, blocks: readonly Block[]): Row[] {
  const rows: Row[] = [];
  for (const block of blocks) {
    if (block.end - block.start > 400) continue;
    let at = block.start;
    for (const line of text.slice(block.start, block.end).split('\n')) {
      const lead = line.length - line.replace(/^[\s*_#]+/, '').length;
      const body = line.slice(lead).replace(/[\s*_]+$/, '');
      if (body !== '') rows.push({ block, start: at + lead, end: at + lead + body.length, text: body });
      at += line.length + 1;
    }
  }
  return rows;
}

function inner(text: string, block: Block): TextRange {
  const content = text.slice(block.start, block.end);
  const lead = content.length - content.replace(/^(?:#{1,6}\s+)?(?:\*{1,3}|_{1,3})?/, '').length;
  const body = content.slice(lead).replace(/(?:\s+#+|\*{1,3}|_{1,3})$/, '');
  return { start: block.start + lead, end: block.start + lead + body.length };
}

// Title

function findTitle(text: string, blocks: readonly Block[], head: readonly Row[]): MetadataValue | null {
  const block = blocks.find((other) => other.kind === 'title');
  if (!block) return null;
  const range = inner(text, block);
  const short = plain(text.slice(range.start, range.end));
  // Papers give the title in parts on their cover and whole above the text.
  const whole = head.find(
    (row) =>
      row.block !== block &&
      row.text.length <= 300 &&
      row.text.startsWith(short) &&
      /^\s?[:–—-]\s/.test(row.text.slice(short.length)),
  );
  if (whole) return proposal(text, whole, 'the whole title, above the text');
  return proposal(text, range, block.start === blocks[0]?.start ? 'the first line' : 'the title line');
}

// Author

function findAuthor(text: string, head: readonly Row[], title: MetadataValue | null): MetadataValue | null {
  const rows = head.filter(
    (row) => row.block.kind !== 'title' && row.block.kind !== 'caption' && row.block.kind !== 'furniture',
  );
  for (const row of rows) {
    const { author } = readByline(row.text);
    if (author)
      return proposal(text, { start: row.start + author.start, end: row.start + author.end }, author.how);
  }
  // A name by itself under the title, where the next line is a date or the whole head has no other such line.
  const titleEnd = title?.found?.end ?? -1;
  const under = rows.filter((row) => row.block.kind === 'paragraph' && row.text.length <= 120);
  for (let i = 0; i < under.length; i++) {
    const row = under[i]!;
    const next = under[i + 1];
    const isBeforeDate = next !== undefined && findDates(next.text).length > 0;
    const isSeveral = looksLikeNames(row.text) && /\s(?:and|und|et|&)\s/.test(row.text);
    const isName = looksLikeNames(row.text) || isUncasedName(row.text);
    if (titleEnd === -1 || row.text === title?.value) continue;
    if (isSeveral || (isName && isBeforeDate)) {
      return proposal(text, row, isBeforeDate ? 'a name above the date' : 'names under the title');
    }
  }
  return null;
}

/** Two to four words of a script without capitals, no digits, no sentence. */
function isUncasedName(line: string): boolean {
  return /^[\p{Lo}\p{M}\u200c]+(?:\s[\p{Lo}\p{M}\u200c]+){1,3}$/u.test(line) && line.length <= 40;
}

// Outlet

const PUBLISHED_BY =
  /(?:^|\s)(?:(?:first |originally |also )?(?:published|appeared|printed) (?:in|by|on|at)|by (?:special )?arrangement with|courtesy of|reprinted from|republished from|reproduced from|syndicated by)\s+/i;
const WRITES_FOR =
  /\b(?:columnist|correspondent|reporter|writes|reports|editor|journalist)\b.{0,80}?\b(?:for|of|at|with)\s+(?=(?:the\s)?\p{Lu})/u;
const URDU_PAPER = /^(?:روزنامہ|ہفت روزہ|ماہنامہ|روزنامه|هفته‌نامه|صحيفة|جريدة|ورځپاڼه)\s+[^،,۔.]{2,40}/u;
const PUBLICATION =
  /^(?:(?:the|The)\s)?\p{Lu}[\p{L}\p{M}&’'-]*(?:\s(?:of|for|and|&|\p{Lu}[\p{L}\p{M}&’'-]*))*/u;

function findOutlet(
  text: string,
  blocks: readonly Block[],
  head: readonly Row[],
  tail: readonly Row[],
): MetadataValue | null {
  for (const row of [...head, ...tail]) {
    if (row.block.kind === 'title' || row.block.kind === 'caption') continue;
    const match = PUBLISHED_BY.exec(row.text);
    if (!match || (match.index > 40 && !isNotice(row.text))) continue;
    const from = match.index + match[0].length;
    // The phrase in any case, the name with a capital.
    const name = PUBLICATION.exec(
      row.text
        .slice(from)
        .replace(/^[“"*_]/, ' ')
        .trimStart(),
    );
    const at = name ? row.text.indexOf(name[0], from) : -1;
    if (name && at !== -1 && !isMonth(name[0])) {
      return proposal(
        text,
        { start: row.start + at, end: row.start + at + name[0].length },
        `“${match[0].trim()}”`,
      );
    }
  }
  for (const row of head) {
    if (row.block.kind === 'title') continue;
    const { outlet } = readByline(row.text);
    if (outlet && row.block.kind !== 'furniture') {
      return proposal(text, { start: row.start + outlet.start, end: row.start + outlet.end }, outlet.how);
    }
    const paper = URDU_PAPER.exec(row.text);
    if (paper)
      return proposal(
        text,
        { start: row.start, end: row.start + paper[0].length },
        'a line that names the paper',
      );
  }
  const title = blocks.find((block) => block.kind === 'title');
  const masthead = head.find(
    (row) => title !== undefined && row.start < title.start && isMasthead(row.text) && !/\d/.test(row.text),
  );
  if (masthead) return proposal(text, masthead, 'the masthead above the title');
  const slug = findDateline(text, blocks)?.slug;
  if (slug) return proposal(text, slug, 'the dateline');
  for (const row of tail) {
    const match = /^(?:[Tt]he (?:writer|author)|He|She|\p{Lu}[\p{L}’'-]+ \p{Lu}[\p{L}’'-]+)\s/u.test(row.text)
      ? WRITES_FOR.exec(row.text)
      : null;
    const name = match && PUBLICATION.exec(row.text.slice(match.index + match[0].length));
    if (match && name && /\s/.test(name[0])) {
      const article = /^the\s/.exec(name[0])?.[0].length ?? 0;
      const at = row.start + match.index + match[0].length;
      return proposal(text, { start: at + article, end: at + name[0].length }, 'the note on the author');
    }
  }
  return null;
}

function isMonth(name: string): boolean {
  return findDates(`1 ${name.split(' ')[0]!} 2000`).length > 0;
}

// Date

const DATE_FIELD =
  /^(?:date(?: of (?:issue|publication))?|dated|published(?: on)?|posted(?: on)?|issued|publication date|datum|تاریخ|التاريخ|نېټه)\b/iu;
const OTHER_FIELD = /^(?:updated?|last|received|period|retrieved|accessed|covers|modified|translated)\b/i;

function findDate(
  text: string,
  blocks: readonly Block[],
  head: readonly Row[],
  tail: readonly Row[],
): MetadataValue | null {
  const rows = head.filter((row) => row.block.kind !== 'title' && row.block.kind !== 'caption');
  const at = (row: Row, how: string): MetadataValue | null => {
    const before = row.text.search(/\b(?:updated|last modified|received|covers)\b/i);
    const date = findDates(before > 0 ? row.text.slice(0, before) : row.text)[0];
    return date
      ? proposal(text, { start: row.start + date.start, end: row.start + date.end }, how, date.value)
      : null;
  };
  for (const row of rows) {
    if (DATE_FIELD.test(row.text)) {
      const found = at(row, 'a line that names the date');
      if (found) return found;
    }
  }
  for (const row of rows) {
    const field = readField(row.text);
    if (OTHER_FIELD.test(row.text) || (field && OTHER_FIELD.test(field.name)) || isProse(row.text)) continue;
    const found = at(row, 'the head of the document');
    if (found) return found;
  }
  const dateline = findDateline(text, blocks);
  if (dateline?.date) return proposal(text, dateline.date, 'the dateline', dateline.date.value);
  for (const row of tail) {
    if (
      !isNotice(row.text) ||
      !/^(?:first |originally )?(?:published|posted)\b|\b(?:appeared|published) (?:in|on)\b/i.test(
        plain(row.text),
      )
    )
      continue;
    const found = at(row, 'the notice of publication');
    if (found) return found;
  }
  return null;
}

/** "PESHAWAR, Pakistan, May 27, 2023 (CWS) - Gunmen …": a place in capitals, perhaps a date and an agency, a dash. */
function findDateline(
  text: string,
  blocks: readonly Block[],
): { date?: TextRange & { value: string }; slug?: TextRange } | null {
  const block = blocks.find((other) => other.kind === 'paragraph' && other.end - other.start > 100);
  if (!block) return null;
  const head = headOf(text.slice(block.start, block.start + 160));
  const match =
    /^\p{Lu}{3}[\p{L}\p{N}\s,./'’-]{0,80}?(?:\(([\p{Lu}][\p{L} /]{1,30})\)\s*)?\s[-–—]{1,2}\s/u.exec(head);
  if (!match) return null;
  const date = findDates(match[0])[0];
  const slug = match[1];
  const slugAt = slug === undefined ? -1 : match[0].indexOf(`(${slug})`) + 1;
  return {
    ...(date
      ? { date: { start: block.start + date.start, end: block.start + date.end, value: date.value } }
      : {}),
    ...(slug === undefined
      ? {}
      : { slug: { start: block.start + slugAt, end: block.start + slugAt + slug.length } }),
  };
}
