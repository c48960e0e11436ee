/** A token as spaCy has them: the text is every token's text, each followed by a blank where `ws` says so. */
export interface Token {
  readonly text: string;
  /** Code units, half-open. */
  readonly start: number;
  readonly end: number;
  readonly id: number;
  readonly ws: boolean;
}

// Words with their marks, apostrophes and joiners inside; white space other than one blank; single other characters.
const TOKEN = /[\p{L}\p{M}\p{N}]+(?:(?:['’-]|\u200c|\u200d)[\p{L}\p{M}\p{N}]+)*|[^\S ]+| +|\P{White_Space}/gu;

/**
 * Tokens such that every span begins where one begins and ends where one ends.
 * @param spans half-open, never inside a surrogate pair
 */
export function tokenise(
  text: string,
  spans: Iterable<{ readonly start: number; readonly end: number }>,
): Token[] {
  const starts = new Set<number>();
  const ends = new Set<number>();
  for (const { start, end } of spans) {
    starts.add(start);
    ends.add(end);
  }
  const cuts = [...new Set([...starts, ...ends])].sort((a, b) => a - b);
  const tokens: { text: string; start: number; end: number; id: number; ws: boolean }[] = [];
  let cut = 0;
  for (const match of text.matchAll(TOKEN)) {
    let start = match.index;
    const end = start + match[0].length;
    const last = tokens.at(-1);
    // The blank after a token is that token's own, where no span begins with it or ends after it.
    if (match[0].startsWith(' ') && last?.end === start && !starts.has(start) && !ends.has(start + 1)) {
      last.ws = true;
      start++;
    }
    while (cut < cuts.length && cuts[cut]! <= start) cut++;
    for (; cut < cuts.length && cuts[cut]! < end; cut++) {
      push(start, cuts[cut]!);
      start = cuts[cut]!;
    }
    if (start < end) push(start, end);
  }
  return tokens;

  function push(start: number, end: number): void {
    tokens.push({ text: text.slice(start, end), start, end, id: tokens.length, ws: false });
  }
}
