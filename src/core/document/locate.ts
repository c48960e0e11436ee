import { z } from 'zod';
import type { DeepReadonly } from '../readonly.ts';
import type { Block, Structure } from './document.ts';

/**
 * Where a passage stands, as a reader would cite it. Derived from the document, never stored with an annotation:
 * whoever reads it back leaves it out.
 */
export const locatorSchema = z.object({
  /** Labels of the pages on which it begins and ends; absent where the document has no pages, or none yet. */
  page: z.object({ first: z.string(), last: z.string() }).optional(),
  /** The headings over its beginning, from the outermost. */
  section: z.array(z.string()).optional(),
  /**
   * The paragraphs in which it begins and ends, counted from 1 over the whole document without titles, headings and
   * furniture. Absent where it touches no paragraph: in a title or a heading.
   */
  paragraph: z.object({ first: z.int().positive(), last: z.int().positive() }).optional(),
});
export type Locator = DeepReadonly<z.infer<typeof locatorSchema>>;

/** @param ranges a passage's, in text order, at least one: its first start and its last end count. UTF-16, half-open */
export type Locate = (ranges: readonly { readonly start: number; readonly end: number }[]) => Locator;

/** What locating needs of a document. */
export interface LocatedDocument {
  readonly structure: Pick<Structure, 'blocks' | 'inlines' | 'pages'>;
}

/** Of a heading that runs on, what is cited. */
const LONGEST_HEADING = 120;

/**
 * Prepares a document once; each passage then costs three binary searches.
 * @param text the document's whole text; only its headings are read
 */
export function makeLocate({ structure }: LocatedDocument, text: string): Locate {
  const { blocks, pages = [] } = structure;
  const paragraphs = blocks.filter(isCounted);
  const sections = findSections(structure, text);
  return (ranges) => {
    const { start } = ranges[0]!;
    const { end } = ranges.at(-1)!;
    const lastPage = pages[lastStartingAt(pages, end - 1)];
    // What begins before the first page and ends on it is cited by it.
    const firstPage = pages[lastStartingAt(pages, start)] ?? lastPage;
    // A passage in the head itself is in the section that it begins.
    const section = sections[lastStartingAt(sections, start)]?.path;
    const first = firstEndingAfter(paragraphs, start);
    const last = lastStartingAt(paragraphs, end - 1);
    return {
      ...(firstPage && lastPage ? { page: { first: firstPage.label, last: lastPage.label } } : {}),
      ...(section ? { section } : {}),
      ...(first <= last ? { paragraph: { first: first + 1, last: last + 1 } } : {}),
    };
  };
}

/** Whether locating needs the text: without headings it does not. */
export function needsText({ structure }: LocatedDocument): boolean {
  return structure.blocks.some((block) => block.kind === 'heading');
}

function isCounted({ kind }: Block): boolean {
  return kind !== 'title' && kind !== 'heading' && kind !== 'furniture';
}

interface Section {
  readonly start: number;
  readonly path: readonly string[];
}

function findSections(structure: LocatedDocument['structure'], text: string): Section[] {
  const open: { readonly level: number; readonly words: string }[] = [];
  const sections: Section[] = [];
  const marks = structure.inlines.filter((inline) => inline.kind === 'markup');
  let mark = 0;
  for (const block of structure.blocks) {
    if (block.kind !== 'heading') continue;
    const level = block.level ?? 1;
    while (open.length > 0 && open.at(-1)!.level >= level) open.pop();
    // A heading's `##` or `**` is part of a plain text, and not of its words.
    let words = '';
    let at = block.start;
    while (mark < marks.length && marks[mark]!.end <= block.start) mark++;
    for (; mark < marks.length && marks[mark]!.start < block.end; mark++) {
      const { start, end } = marks[mark]!;
      words += text.slice(at, Math.max(at, start));
      at = Math.max(at, end);
    }
    words = (words + text.slice(at, block.end)).replace(/\s+/gu, ' ').trim();
    open.push({ level, words: shorten(words) });
    const path = open.map((heading) => heading.words).filter((heading) => heading !== '');
    if (path.length > 0) sections.push({ start: block.start, path });
  }
  return sections;
}

function shorten(words: string): string {
  if (words.length <= LONGEST_HEADING) return words;
  return `${Array.from(words.slice(0, LONGEST_HEADING)).slice(0, -1).join('').trimEnd()}…`;
}

/** -1 where even the first starts later. */
function lastStartingAt(spans: readonly { readonly start: number }[], offset: number): number {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (spans[middle]!.start <= offset) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** The length where all end before. */
function firstEndingAfter(spans: readonly { readonly end: number }[], offset: number): number {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (spans[middle]!.end <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * A locator in words: `p. 12, § Background, ¶ 34–35`. The innermost section names it.
 * @param brief without the section, for where there is little room
 */
export function describeLocator({ page, section, paragraph }: Locator, { brief = false } = {}): string {
  const parts: string[] = [];
  if (page) {
    const label = page.first === page.last ? page.first : `${page.first}–${page.last}`;
    // A label may say itself what it counts: "S. 12".
    const word = /^\p{L}+\.?\s/u.test(page.first) ? '' : page.first === page.last ? 'p. ' : 'pp. ';
    parts.push(word + label);
  }
  const heading = brief ? undefined : section?.at(-1);
  if (heading !== undefined) parts.push(`§ ${heading}`);
  if (paragraph) {
    const { first, last } = paragraph;
    parts.push(first === last ? `¶ ${first}` : `¶ ${first}–${last}`);
  }
  return parts.join(', ');
}
