import { findDates } from './dates.ts';
import { looksLikeNames } from './names.ts';
import { hasPublisherWord } from './patterns.ts';

/** A stretch of a line; offsets are relative to the line. */
interface Piece {
  readonly start: number;
  readonly end: number;
}
interface FoundByline {
  readonly author?: Piece & { readonly how: string };
  readonly outlet?: Piece & { readonly how: string };
}

const BY =
  /^(?:(?:opinion|analysis|commentary|interview|story|report|text|words)\s+)?(?:by|written by|compiled by|prepared by|interview by|interviewed by|reported by|from our correspondent)\s+(?=\S)/i;
const FIELD_AUTHOR =
  /^(?:authors?|by|issued (?:by|in the name of)|written by|prepared by|compiled by|reporter|correspondent|verfasser|autor(?:in)?|auteur|تحریر|مصنف|مصنفہ|نویسنده|بقلم|الكاتب|لیکوال)\s*[:：]\s*(?=\S)/iu;
const SECTION =
  /^(?:opinion|op-ed|analysis|commentary|comment|news|interview|feature|world|politics|report|explainer|essay|review|editorial|column|blog|updated?\b.*|published\b.*|covers\b.*|\d+ min(?:ute)?s? read)$/i;
const SEPARATOR = /\s*[·•|]\s*|\s{2,}|\s[–—]\s|\t/g;

/**
 * Reads one line of a document's head: "By A and B", "Name Name December 08, 2014", "Name · The Outlet · 2 June 2023".
 * @param line one line, white space and emphasis marks trimmed
 */
export function readByline(line: string): FoundByline {
  if (line.length > 240) return {};
  const field = FIELD_AUTHOR.exec(line);
  if (field) {
    const author = cutName(line, { start: field[0].length, end: line.length });
    return author ? { author: { ...author, how: 'a line that names the author' } } : {};
  }
  const pieces = splitPieces(line);
  const hasDate = findDates(line).length > 0;
  let author: (Piece & { how: string }) | undefined;
  for (const piece of pieces) {
    const by = BY.exec(line.slice(piece.start, piece.end));
    const named = by && cutName(line, { start: piece.start + by[0].length, end: piece.end });
    if (named && /^[\p{Lu}\p{Lo}]/u.test(line.slice(named.start))) {
      author = { ...named, how: 'byline' };
      break;
    }
  }
  if (!author && hasDate) {
    for (const piece of pieces) {
      const named = cutName(line, piece);
      const name = named && line.slice(named.start, named.end);
      if (named && name && looksLikeNames(name) && !isOutletName(name)) {
        author = { ...named, how: 'a name beside the date' };
        break;
      }
    }
  }
  const outlet = hasDate && pieces.length >= 2 ? findOutlet(line, pieces, author) : undefined;
  return { ...(author ? { author } : {}), ...(outlet ? { outlet } : {}) };
}

function splitPieces(line: string): Piece[] {
  const pieces: Piece[] = [];
  let start = 0;
  for (const match of line.matchAll(SEPARATOR)) {
    if (match.index > start) pieces.push({ start, end: match.index });
    start = match.index + match[0].length;
  }
  if (start < line.length) pieces.push({ start, end: line.length });
  return pieces;
}

/** A piece without the date, the time or the place that follows a name. */
function cutName(line: string, piece: Piece): Piece | null {
  const content = line.slice(piece.start, piece.end);
  const date = findDates(content)[0];
  let end = date ? date.start : content.length;
  const stop = content
    .slice(0, end)
    .search(
      /\s*(?:\s\||,\s(?=\d)|\(|\b[Uu]pdated\b|\b[Pp]ublished\b|\b(?:for|in) (?:the |The )?\p{Lu}|\s(?:on|\d))/u,
    );
  if (stop > 0) end = stop;
  const name = content.slice(0, end).replace(/[\s,;:–—-]+$/u, '');
  if (
    name.length < 2 ||
    name.length > 160 ||
    !/\p{L}{2}/u.test(name) ||
    /[.!?]\s/.test(name.replace(/\b\p{L}{1,3}\.\s/gu, ''))
  ) {
    return null;
  }
  return { start: piece.start, end: piece.start + name.length };
}

function isOutletName(name: string): boolean {
  return /^The\s/.test(name) || hasPublisherWord(name);
}

function findOutlet(
  line: string,
  pieces: readonly Piece[],
  author: Piece | undefined,
): (Piece & { how: string }) | undefined {
  for (const piece of pieces) {
    const content = line.slice(piece.start, piece.end);
    if (author && piece.start <= author.start && author.end <= piece.end) continue;
    if (findDates(content).length > 0 || SECTION.test(content) || BY.test(content)) continue;
    if (content.length < 3 || content.length > 80 || !/^\p{Lu}|^\p{Lo}/u.test(content)) continue;
    if (/^(?:vol|no|issue|nr)\b/i.test(content) || /\d/.test(content)) continue;
    return { ...piece, how: 'beside the date' };
  }
  return undefined;
}
