/**
 * Approximate string matching: where does `pattern` stand in `text` with at most `maxErrors` single-unit edits?
 * Candidates come from pieces: of k + 1 pieces of the pattern at least one is whole in a match with k errors
 * (Wu and Manber 1992; Navarro and Baeza-Yates 1999). They are verified by Sellers' dynamic programme with Ukkonen's
 * cut-off (Sellers 1980; Ukkonen 1985), most promising first, and the search stops at a fixed number of cells: a
 * hostile text costs a bounded time, at the price of a *missing*.
 */
export interface ApproximateMatch {
  readonly start: number;
  readonly end: number;
  readonly distance: number;
}

/** Errors forgiven in a quote of this many units: one in eight, none below eight, forty at most. */
export function allowedErrors(length: number): number {
  return Math.min(40, Math.floor(length / 8));
}

/** Cells of the dynamic programme, about a third of a second. */
const CELL_BUDGET = 40_000_000;
/** Places of one piece; a piece that is more frequent says little. */
const HITS_PER_PIECE = 20_000;

/**
 * The best matches, by distance, not overlapping. All those within `margin` of the best are there, so that the caller
 * can see whether the best is alone.
 */
export function approximateMatches(
  pattern: string,
  text: string,
  maxErrors: number,
  margin: (distance: number) => number,
): ApproximateMatch[] {
  if (maxErrors < 1 || pattern.length <= maxErrors) return [];
  const bucketSize = Math.max(2 * maxErrors, 16);
  const support = countSupport(pattern, text, maxErrors, bucketSize);
  const candidates = [...support.keys()]
    .map((bucket) => ({
      bucket,
      // A match that begins in this bucket has its whole pieces in this one and its neighbours.
      support: Math.min(
        maxErrors + 1,
        support.get(bucket)! + (support.get(bucket - 1) ?? 0) + (support.get(bucket + 1) ?? 0),
      ),
    }))
    .toSorted((a, b) => b.support - a.support || a.bucket - b.bucket);

  const found: ApproximateMatch[] = [];
  let best = maxErrors;
  let cells = 0;
  for (const candidate of candidates) {
    const leastDistance = maxErrors + 1 - candidate.support;
    if (found.length > 0 && leastDistance > best + margin(best)) break;
    if (cells > CELL_BUDGET) break;
    const from = Math.max(0, (candidate.bucket - 1) * bucketSize - maxErrors);
    const to = Math.min(text.length, (candidate.bucket + 2) * bucketSize + pattern.length + maxErrors);
    cells += (to - from) * (maxErrors + 1);
    for (const match of matchesWithin(pattern, text, from, to, maxErrors)) {
      keepBest(found, match);
      best = Math.min(best, match.distance);
    }
  }
  return found
    .filter((match) => match.distance <= best + margin(best))
    .toSorted((a, b) => a.distance - b.distance || a.start - b.start);
}

/** Of each bucket of match starts: how many different pieces stand where a match from there would have them. */
function countSupport(
  pattern: string,
  text: string,
  maxErrors: number,
  bucketSize: number,
): Map<number, number> {
  const support = new Map<number, number>();
  const lastPiece = new Map<number, number>();
  const pieces = maxErrors + 1;
  for (let piece = 0; piece < pieces; piece++) {
    const from = Math.floor((piece * pattern.length) / pieces);
    const part = pattern.slice(from, Math.floor(((piece + 1) * pattern.length) / pieces));
    let hits = 0;
    for (let at = text.indexOf(part); at !== -1; at = text.indexOf(part, at + 1)) {
      const bucket = Math.floor((at - from) / bucketSize);
      if (lastPiece.get(bucket) !== piece) {
        lastPiece.set(bucket, piece);
        support.set(bucket, (support.get(bucket) ?? 0) + 1);
      }
      if (++hits === HITS_PER_PIECE) break;
    }
  }
  return support;
}

function keepBest(found: ApproximateMatch[], match: ApproximateMatch): void {
  const at = found.findIndex((other) => other.start < match.end && match.start < other.end);
  if (at === -1) found.push(match);
  else if (match.distance < found[at]!.distance) found[at] = match;
}

function matchesWithin(
  pattern: string,
  text: string,
  from: number,
  to: number,
  maxErrors: number,
): ApproximateMatch[] {
  const ends = endDistances(pattern, (i) => text.charCodeAt(from + i), to - from, maxErrors, false);
  const matches: ApproximateMatch[] = [];
  for (const [index, distance] of ends) {
    const end = from + index;
    const last = matches.at(-1);
    // Ends close by belong to one match: keep the nearest, then the one at a word's end.
    if (last && end - last.end < Math.max(1, pattern.length / 2)) {
      const isBetter =
        distance < last.distance ||
        (distance === last.distance && !isWordEdge(text, last.end) && isWordEdge(text, end));
      if (isBetter) matches[matches.length - 1] = { start: 0, end, distance };
    } else {
      matches.push({ start: 0, end, distance });
    }
  }
  return matches.map((match) => ({ ...match, start: startOf(pattern, text, match) }));
}

/** The start that goes with an end: the same programme backwards from it. */
function startOf(pattern: string, text: string, match: ApproximateMatch): number {
  const reversed = reverseUnits(pattern);
  const length = Math.min(match.end, pattern.length + match.distance);
  const starts = endDistances(
    reversed,
    (i) => text.charCodeAt(match.end - 1 - i),
    length,
    match.distance,
    true,
  );
  let best = match.end - Math.min(match.end, pattern.length);
  let isEdge = false;
  let isFound = false;
  for (const [index, distance] of starts) {
    if (distance !== match.distance) continue;
    const start = match.end - index;
    if (!isFound || (!isEdge && isWordEdge(text, start))) {
      best = start;
      isEdge = isWordEdge(text, start);
      isFound = true;
    }
  }
  return best;
}

function reverseUnits(text: string): string {
  let reversed = '';
  for (let i = text.length - 1; i >= 0; i--) reversed += text[i];
  return reversed;
}

/**
 * Pairs of (end, distance), ends ascending and exclusive, of all matches of at most `maxErrors`. When `anchored` a
 * match begins at 0, else anywhere.
 */
function endDistances(
  pattern: string,
  unitAt: (index: number) => number,
  length: number,
  maxErrors: number,
  anchored: boolean,
): [number, number][] {
  const m = pattern.length;
  const column = new Int32Array(m + 1);
  for (let i = 0; i <= m; i++) column[i] = i;
  const ends: [number, number][] = [];
  /** The last row whose value is at most maxErrors; below it nothing can become a match in this column. */
  let last = Math.min(m, maxErrors);
  for (let j = 1; j <= length; j++) {
    const unit = unitAt(j - 1);
    let diagonal = column[0]!;
    column[0] = anchored ? j : 0;
    const bottom = Math.min(m, last + 1);
    for (let i = 1; i <= bottom; i++) {
      const above = column[i]!;
      const cost =
        pattern.charCodeAt(i - 1) === unit ? diagonal : 1 + Math.min(diagonal, above, column[i - 1]!);
      diagonal = above;
      column[i] = cost;
    }
    // Rows below were left out of this column; they are at least one more than what stands above them.
    if (bottom < m) column[bottom + 1] = maxErrors + 1;
    last = bottom;
    while (last > 0 && column[last]! > maxErrors) last--;
    if (anchored && last === 0 && column[0]! > maxErrors) break;
    if (last === m) ends.push([j, column[m]!]);
  }
  return ends;
}

const WORD = /[\p{L}\p{N}\p{M}]/u;

/** Whether a word does not go on across `at`. */
export function isWordEdge(text: string, at: number): boolean {
  if (at <= 0 || at >= text.length) return true;
  return !(WORD.test(text[at - 1]!) && WORD.test(text[at]!));
}

/** The edit distance of `pattern` to the best-fitting stretch at the end (or the beginning) of `text`. */
export function edgeDistance(pattern: string, text: string, edge: 'start' | 'end'): number {
  const needle = edge === 'start' ? pattern : reverseUnits(pattern);
  const unitAt =
    edge === 'start'
      ? (i: number) => text.charCodeAt(i)
      : (i: number) => text.charCodeAt(text.length - 1 - i);
  let best = pattern.length;
  for (const [, distance] of endDistances(needle, unitAt, text.length, pattern.length, true)) {
    best = Math.min(best, distance);
  }
  return best;
}
