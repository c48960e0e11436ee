/** A token as spaCy has them: the text is every token's text, each followed by a blank where `ws` says so. */
export interface Token {
  readonly text: string;
  /** Code units, half-open. */
  readonly start: number;
  readonly end: number;
  readonly id: number;
  readonly ws: boolean;
}

// A sign of pictures with all that belongs to it, words with their marks, apostrophes and joiners inside, white space
// other than one blank, any other character.
const PICTURE = String.raw`\p{Extended_Pictographic}(?:\p{M}|\p{Emoji_Modifier}|\u200d\p{Extended_Pictographic})*`;
const WORD = String.raw`[\p{L}\p{M}\p{N}\u00ad]+(?:(?:['’-]|\u200c|\u200d)[\p{L}\p{M}\p{N}\u00ad]+)*`;
const TOKEN = new RegExp(String.raw`${PICTURE}|\p{RI}\p{RI}|${WORD}|[^\S ]+| +|\P{White_Space}`, 'gu');

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
