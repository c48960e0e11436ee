import { isPageNumber } from '../patterns.ts';
import { byRow, type Fragment } from './page-items.ts';

/** What stands at a page's edges and is not its text, and the number that is printed there. */
export interface PageEdges {
  readonly heads: readonly string[];
  readonly feet: readonly string[];
  readonly body: readonly Fragment[];
  readonly printed: string | null;
}

interface EdgeRow {
  readonly page: number;
  readonly row: number;
  readonly text: string;
  readonly baseline: number;
  readonly isTop: boolean;
}

/** Rows at a page's top and bottom that are looked at. */
const EDGE_ROWS = 2;
/** Running heads stand at the same height on every page. */
const SAME_HEIGHT = 4;
const LONGEST = 160;
const ROMAN = /^[ivxlc]{1,6}$/i;

/** Sets the running heads, running feet and page numbers of all pages apart from their text. */
export function findRunningHeads(pages: readonly (readonly Fragment[])[]): PageEdges[] {
  const rows = pages.flatMap((fragments, page) => edgeRows(fragments, page));
  const counts = new Map<string, number[]>();
  for (const row of rows) {
    const key = keyOf(row);
    counts.set(key, [...(counts.get(key) ?? []), row.baseline]);
  }
  const repeats = pages.length < 6 ? 2 : 3;
  const isFurniture = (row: EdgeRow): boolean => {
    if (row.text.length > LONGEST) return false;
    if (isPageNumber(row.text) || ROMAN.test(row.text)) return isAlone(pages[row.page]!, row);
    const heights = counts.get(keyOf(row))!;
    return heights.filter((height) => Math.abs(height - row.baseline) <= SAME_HEIGHT).length >= repeats;
  };
  return pages.map((fragments, page) => {
    const found = new Map<number, EdgeRow>();
    for (const isTop of [true, false]) {
      const own = rows.filter((row) => row.page === page && row.isTop === isTop);
      // From the edge inwards: a row counts only where all that is nearer to the edge does.
      const first = own.findIndex((row) => !isFurniture(row));
      const recurring = first === -1 ? own : own.slice(0, first);
      // And down to a gap: beginnings of texts recur, too.
      const last = recurring.findLastIndex((row) => isSetApart(fragments, row));
      for (const row of recurring.slice(0, last + 1)) found.set(row.row, row);
    }
    const heads = [...found.values()].filter(({ isTop }) => isTop).map(({ text }) => text);
    const feet = [...found.values()].filter(({ isTop }) => !isTop).map(({ text }) => text);
    return {
      heads,
      feet: feet.toReversed(),
      body: fragments.filter(({ row }) => !found.has(row)),
      printed: printedNumber(
        [...found.values()].map(({ row }) => fragments.filter((one) => one.row === row)).flat(),
      ),
    };
  });
}

/** Rows from the edge inwards. A page of a few rows has no edges: all of it may be text. */
function edgeRows(fragments: readonly Fragment[], page: number): EdgeRow[] {
  const rows = [...byRow(fragments)].toSorted((a, b) => a[0] - b[0]);
  const toRow = ([row, cells]: (typeof rows)[number], isTop: boolean): EdgeRow => ({
    page,
    row,
    text: cells.map(({ text }) => text).join(' '),
    baseline: cells[0]!.baseline,
    isTop,
  });
  const top = rows.slice(0, EDGE_ROWS).map((row) => toRow(row, true));
  const bottom = rows.slice(Math.max(EDGE_ROWS, rows.length - EDGE_ROWS)).toReversed();
  return [...top, ...bottom.map((row) => toRow(row, false))];
}

function keyOf({ text, isTop }: EdgeRow): string {
  return `${isTop ? 'top' : 'bottom'} ${text.replace(/\d+/g, '0').replace(/\s+/g, ' ')}`;
}

/** Whether the text begins some way off. */
function isSetApart(fragments: readonly Fragment[], { row, baseline, isTop }: EdgeRow): boolean {
  const inner = fragments.find((fragment) => fragment.row === (isTop ? row + 1 : row - 1));
  const size = fragments.find((fragment) => fragment.row === row)!.size;
  return inner === undefined || Math.abs(inner.baseline - baseline) > 1.35 * Math.max(size, inner.size);
}

/** Further from the next row than rows of the text are from each other. */
function isAlone(fragments: readonly Fragment[], { baseline, row }: EdgeRow): boolean {
  const others = fragments.filter((fragment) => fragment.row !== row);
  const nearest = Math.min(...others.map((fragment) => Math.abs(fragment.baseline - baseline)));
  const size = fragments.find((fragment) => fragment.row === row)!.size;
  return nearest > 1.5 * size;
}

function printedNumber(fragments: readonly Fragment[]): string | null {
  for (const { text } of fragments) {
    if (ROMAN.test(text)) return text;
    const plain =
      /^(?:page|seite|p\.|s\.|صفحہ|صفحة|ص)?\s*[-–—|(]?\s*(\d{1,4})\s*[-–—|)]?(?:\s*(?:of|von|\/)\s*\d+)?$/iu.exec(
        text,
      );
    if (plain) return plain[1]!;
  }
  for (const { text } of fragments) {
    const aside = /^(\d{1,4})\s*[|·•–—]\s|\s[|·•–—]\s*(\d{1,4})$/.exec(text);
    if (aside) return aside[1] ?? aside[2]!;
  }
  return null;
}

/** The labels of all pages: as printed where the numbers run with the pages, else as the file says, else counted. */
export function labelPages(printed: readonly (string | null)[], said: readonly (string | null)[]): string[] {
  const offsets = new Map<number, number>();
  let numbered = 0;
  printed.forEach((label, i) => {
    if (label === null || !/^\d+$/.test(label)) return;
    numbered++;
    const offset = Number(label) - i;
    offsets.set(offset, (offsets.get(offset) ?? 0) + 1);
  });
  const [offset, count] = [...offsets].toSorted((a, b) => b[1] - a[1])[0] ?? [0, 0];
  const isRunning = count > 0 && count * 2 > numbered;
  return printed.map((label, i) => {
    if (label !== null && ROMAN.test(label)) return label;
    if (isRunning && i + offset > 0) return String(i + offset);
    return said[i] || String(i + 1);
  });
}
