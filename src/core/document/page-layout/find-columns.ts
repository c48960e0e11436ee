import { byRow, heaviest, lineOf, median, type Column, type Fragment } from './page-items.ts';

/** A gutter has at least so many fragments on either side, and for each one across it these more. */
const LEAST_LINES = 4;
const COST_OF_CROSSING = 3;
/** Lines of a column of prose fill it; cells of a table do not. */
const LEAST_FILL = 0.6;
const LEAST_CHARACTERS = 18;
const DEEPEST = 4;

/** The columns of a page in the order in which they are read; what goes across two is a column of its own. */
export function findColumns(fragments: readonly Fragment[]): Column[] {
  return orderRegion(fragments, 0).map(toColumn);
}

function toColumn(fragments: readonly Fragment[]): Column {
  const rows = byRow(fragments);
  const lines = [...rows.values()].map((cells) => lineOf(cells.toSorted((a, b) => a.left - b.left)));
  lines.sort((a, b) => a.baseline - b.baseline);
  return {
    // Where most of its text begins: headings may stand further out.
    left: heaviest(lines.map((line) => [Math.round(line.left), line.text.length] as const)) ?? 0,
    right: Math.max(...fragments.map(({ right }) => right)),
    lines,
  };
}

function orderRegion(fragments: readonly Fragment[], depth: number): (readonly Fragment[])[] {
  if (fragments.length === 0) return [];
  const gutter = depth < DEEPEST ? findGutter(fragments) : null;
  if (gutter === null) return [fragments];
  const ordered: (readonly Fragment[])[] = [];
  let across: Fragment[] = [];
  let band: Fragment[] = [];
  const endAcross = () => {
    if (across.length > 0) ordered.push(across);
    across = [];
  };
  const endBand = () => {
    const left = band.filter(({ right }) => right <= gutter);
    const right = band.filter((fragment) => fragment.left >= gutter);
    band = [];
    // Beside one another for a moment only: a row of cells, or a line that ends early.
    const isBeside = left.length >= 2 && right.length >= 2;
    if (isBeside) ordered.push(...orderRegion(left, depth + 1), ...orderRegion(right, depth + 1));
    else if (left.length + right.length > 0) ordered.push([...left, ...right]);
  };
  for (const fragment of fragments.toSorted((a, b) => a.row - b.row || a.left - b.left)) {
    if (fragment.left < gutter && fragment.right > gutter) {
      endBand();
      across.push(fragment);
    } else {
      endAcross();
      band.push(fragment);
    }
  }
  endBand();
  endAcross();
  return ordered;
}

/** Where a page is divided into a left and a right part, each of prose; null where it is not. */
function findGutter(fragments: readonly Fragment[]): number | null {
  let best: number | null = null;
  let bestScore = 0;
  for (const x of new Set(fragments.map(({ right }) => Math.ceil(right) + 1))) {
    let left = 0;
    let right = 0;
    let crossing = 0;
    for (const fragment of fragments) {
      if (fragment.right <= x) left++;
      else if (fragment.left >= x) right++;
      else crossing++;
    }
    const score = Math.min(left, right) - COST_OF_CROSSING * crossing;
    if (score <= bestScore || Math.min(left, right) < LEAST_LINES) continue;
    const isProse =
      isColumnOfProse(fragments.filter((fragment) => fragment.right <= x)) &&
      isColumnOfProse(fragments.filter((fragment) => fragment.left >= x));
    if (!isProse) continue;
    best = x;
    bestScore = score;
  }
  return best;
}

function isColumnOfProse(fragments: readonly Fragment[]): boolean {
  const left = Math.min(...fragments.map((fragment) => fragment.left));
  const right = Math.max(...fragments.map((fragment) => fragment.right));
  const widths = fragments.map((fragment) => fragment.right - fragment.left);
  const lengths = fragments.map(({ text }) => text.length);
  return median(lengths) >= LEAST_CHARACTERS && median(widths) >= LEAST_FILL * (right - left);
}
