import { heaviest, median, type Fragment, type PageItem } from './page-items.ts';

/** Pieces whose baselines differ by less than this share of the smaller one's size stand in one row. */
const ROW_TOLERANCE = 0.25;
/** A gap wider than this share of the size sets two columns or cells apart; justified words are nearer. */
const WIDE_GAP = 1.5;
/** A gap wider than this is a space between two words. */
const WORD_GAP = 0.15;
/** A raised mark is smaller than this share of its line. */
const MARK_SIZE = 0.8;
/** How far a mark may be raised, and how near it is to what it stands at; shares of the line's size. */
const MARK_HEIGHT = 0.6;
const TOUCHING = 0.5;
const NOTE_MARK = /^(?:\d{1,3}|[ivxlc]{1,5}|[*†‡§¶]{1,3})$/;

interface Row {
  baseline: number;
  size: number;
  readonly items: PageItem[];
}

/** The fragments of a page, by row from the top and from left to right. */
export function findFragments(items: readonly PageItem[]): Fragment[] {
  return findRows(items).flatMap((row, i) => splitRow(row, i));
}

/** Small pieces come last: a raised mark belongs to the line that it touches, whatever else is at its height. */
function findRows(items: readonly PageItem[]): Row[] {
  const visible = items.filter(({ text }) => text.trim() !== '');
  const usual = median(visible.map(({ size }) => size));
  const isSmall = ({ size, text }: PageItem) => size < MARK_SIZE * usual && text.trim().length <= 5;
  const rows = clusterRows(visible.filter((item) => !isSmall(item)));
  const lost = visible.filter((item) => isSmall(item) && !joinRow(rows, item));
  return [...rows, ...clusterRows(lost)].toSorted((a, b) => a.baseline - b.baseline);
}

function joinRow(rows: readonly Row[], item: PageItem): boolean {
  const row = rows.find(
    ({ baseline, size, items }) =>
      Math.abs(baseline - item.baseline) <= MARK_HEIGHT * size &&
      items.some((other) => {
        const gap = Math.max(item.left - (other.left + other.width), other.left - (item.left + item.width));
        return Math.abs(gap) <= TOUCHING * size;
      }),
  );
  row?.items.push(item);
  return row !== undefined;
}

function clusterRows(items: readonly PageItem[]): Row[] {
  const rows: Row[] = [];
  for (const item of items.toSorted((a, b) => a.baseline - b.baseline || a.left - b.left)) {
    const row = rows.at(-1);
    const size = Math.min(row?.size ?? 0, item.size);
    if (row && Math.abs(item.baseline - row.baseline) <= ROW_TOLERANCE * size) {
      row.items.push(item);
      if (item.size > row.size) {
        row.size = item.size;
        row.baseline = item.baseline;
      }
    } else {
      rows.push({ baseline: item.baseline, size: item.size, items: [item] });
    }
  }
  return rows;
}

function splitRow({ items }: Row, row: number): Fragment[] {
  const groups: PageItem[][] = [];
  let right = 0;
  for (const item of items.toSorted((a, b) => a.left - b.left)) {
    const group = groups.at(-1);
    const last = group?.at(-1);
    if (group && last && item.left - right <= WIDE_GAP * Math.max(last.size, item.size)) group.push(item);
    else groups.push([item]);
    right = Math.max(group ? right : 0, item.left + item.width);
  }
  return groups.map((group) => toFragment(group, row));
}

function toFragment(group: readonly PageItem[], row: number): Fragment {
  const size = Math.max(...group.map((item) => item.size));
  const main = group.find((item) => item.size === size)!;
  const letters = (isRtl: boolean) =>
    group.reduce((sum, item) => sum + (item.isRightToLeft === isRtl ? item.text.trim().length : 0), 0);
  const isRtl = letters(true) > letters(false);
  const ordered = isRtl ? group.toReversed() : group;
  let text = '';
  let before: PageItem | null = null;
  for (const item of ordered) {
    const gap = before === null ? 0 : gapBetween(before, item, isRtl);
    const isMark = isRaisedMark(item, main) && before !== null;
    const isSpaced = /\s$/.test(text) || /^\s/.test(item.text);
    if (!isSpaced && !isMark && gap > WORD_GAP * size) text += ' ';
    text += isMark ? `[${item.text.trim()}]` : isRtl ? asRead(item) : item.text;
    before = item;
  }
  return {
    text: text.replace(/\s+/g, ' ').trim(),
    left: Math.min(...group.map((item) => item.left)),
    right: Math.max(...group.map((item) => item.left + item.width)),
    baseline: main.baseline,
    size,
    font: heaviest(group.map((item) => [item.font, item.text.length] as const)) ?? '',
    row,
  };
}

/** Marks between words of a right-to-left line are given as they stand on the page, from the left. */
function asRead({ text, isRightToLeft }: PageItem): string {
  return isRightToLeft || /[\p{L}\p{N}]/u.test(text) ? text : [...text].toReversed().join('');
}

function gapBetween(before: PageItem, item: PageItem, isRtl: boolean): number {
  return isRtl ? before.left - (item.left + item.width) : item.left - (before.left + before.width);
}

/** The mark of a note over the line, as numbers in the text are not. */
function isRaisedMark(item: PageItem, main: PageItem): boolean {
  return (
    item.size < MARK_SIZE * main.size &&
    main.baseline - item.baseline > 0.1 * main.size &&
    NOTE_MARK.test(item.text.trim())
  );
}
