import { isPageNumber, isRule } from './patterns.ts';

/** Repeats of a line that make it a running head. */
const REPEATS = 3;
const LONGEST_RUNNING_HEAD = 120;

/**
 * Which paragraphs are page furniture: page numbers, rules, running heads and feet. A line that recurs is one only
 * where it stands at a page's edge or carries the page's number: refrains and the headings of chapters recur too.
 * @param units in order; `gap` is the number of blank lines before
 */
export function findFurniture(
  units: readonly { readonly text: string; readonly gap: number }[],
): Set<number> {
  const found = new Set<number>();
  const repeats = new Map<string, number[]>();
  units.forEach(({ text }, i) => {
    if (isRule(text) || (isPageNumber(text) && !isCounted(units, i))) found.add(i);
    if (text.length > LONGEST_RUNNING_HEAD) return;
    const key = text.replace(/\s+/g, ' ').replace(/\d+/g, '0');
    const places = repeats.get(key);
    if (places) places.push(i);
    else repeats.set(key, [i]);
  });
  for (const places of repeats.values()) {
    if (places.length < REPEATS) continue;
    const texts = new Set(places.map((i) => units[i]!.text.replace(/\s+/g, ' ')));
    const isNumbered = texts.size === places.length && hasPageNumberAside(units[places[0]!]!.text);
    const isAtEdge = places.filter((i) => isPageEdge(units, i, found)).length * 2 > places.length;
    if (isNumbered || isAtEdge) for (const i of places) found.add(i);
  }
  return found;
}

/** A number set apart from words by wide space or a bar: "INSTITUTE     2     Title", "Title | 14". */
function hasPageNumberAside(text: string): boolean {
  return /(?:\s{3,}|\s[|·–—-]\s)(?:page\s)?\d{1,4}(?:\s{3,}|\s[|·–—-]\s|$)|^(?:page\s)?\d{1,4}(?:\s{3,}|\s[|·–—-]\s)/i.test(
    text,
  );
}

function isPageEdge(
  units: readonly { readonly text: string; readonly gap: number }[],
  i: number,
  found: ReadonlySet<number>,
): boolean {
  const { gap } = units[i]!;
  const nextGap = units[i + 1]?.gap ?? 0;
  return found.has(i - 1) || found.has(i + 1) || gap >= 2 || nextGap >= 2;
}

/** A number that stands over a paragraph as its heading, counted from 1: a chapter and no page. */
function isCounted(units: readonly { readonly text: string; readonly gap: number }[], i: number): boolean {
  if (!/^\d{1,3}\.?$/.test(units[i]!.text)) return false;
  const next = units[i + 1];
  return next !== undefined && next.gap === 0 && next.text.length > 80;
}
