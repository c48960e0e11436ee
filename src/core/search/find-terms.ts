import { splitsPair } from '../annotation/target.ts';
import { isFoldedBoundary, type FoldedText } from '../document/fold-with-offsets.ts';
import { isSatisfied, type Query, type Term } from './parse-query.ts';
import { isWordEdge } from './word-edges.ts';

function wordEnd(text: string, from: number): number {
  let at = from;
  while (at < text.length && !isWordEdge(text, at)) at += text.codePointAt(at)! > 0xffff ? 2 : 1;
  return at;
}

/**
 * The next occurrence of a term at or after `from`: where it begins, or -1. It begins and ends at the edges of words;
 * a prefix ends anywhere. `endOfTerm` says where the occurrence ends.
 */
function nextTerm(folded: FoldedText, term: Term, from: number): number {
  const { text } = folded;
  const { length } = term.folded;
  for (let at = text.indexOf(term.folded, from); at !== -1; at = text.indexOf(term.folded, at + 1)) {
    if (!isWordEdge(text, at)) continue;
    if (term.isPrefix ? splitsPair(text, at + length) : !isWordEdge(text, at + length)) continue;
    if (isFoldedBoundary(folded, at) && isFoldedBoundary(folded, endOfTerm(text, term, at))) return at;
  }
  return -1;
}

function endOfTerm(text: string, term: Term, at: number): number {
  const end = at + term.folded.length;
  return term.isPrefix ? wordEnd(text, end) : end;
}

/** Occurrences as pairs, half-open, in the folded text: [from, to, from, to, …]. */
export type Occurrences = readonly number[];
const NONE: Occurrences = [];

/** Every occurrence of a term, also of those that overlap, from `from` on. */
export function findTerm(folded: FoldedText, term: Term, from = 0): number[] {
  const found: number[] = [];
  for (let at = nextTerm(folded, term, from); at !== -1; at = nextTerm(folded, term, at + 1)) {
    found.push(at, endOfTerm(folded.text, term, at));
  }
  return found;
}

/**
 * The hits of a query in one text: none where the text does not satisfy it. In text order, each stretch once.
 * @param isAbsent whether a term is surely not in the text
 */
export function findHits(
  query: Query,
  folded: FoldedText,
  isAbsent: (term: number) => boolean = () => false,
): Occurrences {
  const first: (number | undefined)[] = [];
  const isIn = (term: number) =>
    (first[term] ??= isAbsent(term) ? -1 : nextTerm(folded, query.terms[term]!, 0)) !== -1;
  if (!isSatisfied(query.expression, isIn)) return NONE;
  const lists = query.positive.filter(isIn).map((term) => findTerm(folded, query.terms[term]!, first[term]!));
  return inOrder(lists);
}

/**
 * The same of many small texts that stand in one, each satisfying the query or not by itself.
 * @param ends where each of them ends in the folded text; what closes it is no part of any term
 */
export function findHitsInParts(
  query: Query,
  folded: FoldedText,
  ends: Uint32Array,
): readonly { readonly part: number; readonly hits: Occurrences }[] {
  const parts = new Map<number, Map<number, number[]>>();
  for (const [number, term] of query.terms.entries()) {
    const found = findTerm(folded, term);
    for (let i = 0, part = 0; i < found.length; i += 2) {
      while (ends[part]! <= found[i]!) part++;
      let terms = parts.get(part);
      if (!terms) parts.set(part, (terms = new Map()));
      const list = terms.get(number);
      if (list) list.push(found[i]!, found[i + 1]!);
      else terms.set(number, [found[i]!, found[i + 1]!]);
    }
  }
  return [...parts]
    .toSorted(([a], [b]) => a - b)
    .flatMap(([part, terms]) => {
      if (!isSatisfied(query.expression, (term) => terms.has(term))) return [];
      const hits = inOrder(query.positive.flatMap((term) => (terms.get(term) ? [terms.get(term)!] : [])));
      return hits.length === 0 ? [] : [{ part, hits }];
    });
}

function inOrder(lists: readonly (readonly number[])[]): Occurrences {
  if (lists.length <= 1) return lists[0] ?? NONE;
  const pairs: [number, number][] = [];
  for (const list of lists) for (let i = 0; i < list.length; i += 2) pairs.push([list[i]!, list[i + 1]!]);
  pairs.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  return pairs
    .filter((pair, at) => at === 0 || pair[0] !== pairs[at - 1]![0] || pair[1] !== pairs[at - 1]![1])
    .flat();
}
