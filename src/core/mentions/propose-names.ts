import { z } from 'zod';
import type { Actor } from '../codebook/codebook.ts';
import { actorIdSchema, documentIdSchema, type ActorId, type DocumentId } from '../ids.ts';
import type { DeepReadonly } from '../readonly.ts';
import { foldName } from './fold-name.ts';
import { isNearMiss } from './near-miss.ts';
import type { Match } from './matcher.ts';

/**
 * A name that the registry may lack. `abbreviation` and `longName` stand beside a known name, one of the two in
 * brackets; `misprint` is rare and differs from a known name by one letter. Proposed, never entered by itself.
 */
export const nameProposalSchema = z.object({
  kind: z.enum(['abbreviation', 'longName', 'misprint']),
  actorId: actorIdSchema,
  /** As the text has it. */
  text: z.string(),
  /** The known name that it stands beside or resembles. */
  near: z.string(),
  count: z.int().positive(),
  /** The first place, UTF-16, half-open. */
  documentId: documentIdSchema,
  start: z.int().nonnegative(),
  end: z.int().positive(),
});
export type NameProposal = DeepReadonly<z.infer<typeof nameProposalSchema>>;

/** Takes document after document, then answers for all of them. */
export interface NameCollector {
  add(documentId: DocumentId, text: string, matches: readonly Match[]): void;
  /** The most frequent first; of one name, the first kind found. */
  finish(): NameProposal[];
}

/** A misprint is this much rarer than what it is a misprint of. */
const RARER = 5;
const NAME_WORDS = 9;
const IN_BRACKETS = /^\s{0,3}\(\s?(\p{Lu}[\p{Lu}\p{Ll}\p{N}&-]{1,9})\s?\)/u;
const CAPITALISED = /\p{Lu}[\p{L}\p{M}\p{N}]*(?:[-’'][\p{L}\p{M}\p{N}]+)*/gu;
const WORD_BEFORE = /([\p{L}\p{M}\p{N}]+)([^\p{L}\p{M}\p{N}]*)$/u;

interface KnownName {
  /** Null for the name of several actors: nothing is proposed to one of them. */
  readonly actorId: ActorId | null;
  readonly alias: string;
}

interface Place {
  readonly documentId: DocumentId;
  readonly start: number;
  readonly end: number;
}

interface Token extends Place {
  readonly text: string;
  count: number;
}

export function collectNames(actors: readonly Actor[]): NameCollector {
  const known = new Map<string, KnownName>();
  for (const actor of actors) {
    for (const alias of [actor.name, ...actor.aliases.map(({ text }) => text)]) {
      const folded = foldName(alias);
      const before = known.get(folded);
      const isShared = before !== undefined && before.actorId !== actor.id;
      known.set(folded, { actorId: isShared ? null : actor.id, alias: before?.alias ?? alias });
    }
  }
  const tokens = new Map<string, Token>();
  const beside = new Map<string, NameProposal & { count: number }>();

  function propose(
    kind: NameProposal['kind'],
    actorId: ActorId,
    text: string,
    near: string,
    place: Place,
  ): void {
    const folded = foldName(text);
    if (folded === '' || known.has(folded)) return;
    const key = `${actorId} ${folded}`;
    const before = beside.get(key);
    if (before) beside.set(key, { ...before, count: before.count + 1 });
    else beside.set(key, { kind, actorId, text, near, count: 1, ...place });
  }

  return {
    add(documentId, text, matches) {
      for (const { start, end, candidates } of matches) {
        if (candidates.length > 1) continue;
        const { actorId } = candidates[0]!;
        const written = text.slice(start, end).replace(/\s+/gu, ' ');
        const bracketed = IN_BRACKETS.exec(text.slice(end, end + 20));
        const short = bracketed?.[1];
        if (short && isShortFor(short, written)) {
          const at = end + bracketed[0].indexOf(short);
          propose('abbreviation', actorId, short, written, { documentId, start: at, end: at + short.length });
        }
        if (text[start - 1] === '(' && text[end] === ')') {
          const from = startOfLongName(text, start - 1, written);
          if (from === null) continue;
          const to = from + text.slice(from, start - 1).trimEnd().length;
          const long = text.slice(from, to).replace(/\s+/gu, ' ');
          propose('longName', actorId, long, written, { documentId, start: from, end: to });
        }
      }
      for (const match of text.matchAll(CAPITALISED)) {
        const word = match[0];
        if (word.length < 3) continue;
        const token = tokens.get(word);
        if (token) token.count++;
        else {
          const start = match.index;
          tokens.set(word, { text: word, count: 1, documentId, start, end: start + word.length });
        }
      }
    },
    finish() {
      const all = [...beside.values(), ...misprints(known, tokens)];
      return all.sort((a, b) => b.count - a.count || (a.text < b.text ? -1 : 1));
    },
  };
}

/** Whether a bracket behind a name of several words may hold its letters: they begin alike, and one is in capitals. */
function isShortFor(short: string, long: string): boolean {
  const capitals = short.replace(/[^\p{Lu}]/gu, '');
  const words = long.split(/[\s-]+/u);
  if (capitals.length < 2 || words.length < 2 || capitals.length * 2 < short.length) return false;
  return foldName(short)[0] === foldName(long)[0];
}

/**
 * Where the long name begins that stands before `(LN)`: its capitalised words, read backwards, begin with the letters;
 * small words between them do not count. Null when they do not fit.
 */
function startOfLongName(text: string, bracket: number, short: string): number | null {
  const letters = short.replace(/[^\p{Lu}]/gu, '');
  if (letters.length < 2 || letters.length * 2 < short.length) return null;
  let at = bracket;
  let left = letters.length;
  for (let words = 0; words < NAME_WORDS && left > 0; words++) {
    const before = WORD_BEFORE.exec(text.slice(Math.max(0, at - 60), at));
    if (!before || !/^[\s’'-]*$/u.test(before[2]!)) return null;
    const start = at - before[0].length;
    const first = before[1]!.slice(0, 1);
    if (first === letters[left - 1]) left--;
    else if (/\p{Lu}/u.test(first)) return null;
    at = start;
  }
  return left === 0 ? at : null;
}

function misprints(
  known: ReadonlyMap<string, KnownName>,
  tokens: ReadonlyMap<string, Token>,
): NameProposal[] {
  const counts = new Map<string, number>();
  for (const { text, count } of tokens.values()) {
    const folded = foldName(text);
    counts.set(folded, (counts.get(folded) ?? 0) + count);
  }
  const words = new Set([...known.keys()].flatMap((folded) => folded.split(' ')));
  const names = [...known].flatMap(([folded, { actorId, alias }]) =>
    actorId !== null && (counts.get(folded) ?? 0) >= RARER ? [{ folded, actorId, alias }] : [],
  );
  const found: NameProposal[] = [];
  for (const token of tokens.values()) {
    const folded = foldName(token.text);
    if (words.has(folded) || known.has(folded)) continue;
    const near = names.find(
      (name) =>
        isNearMiss(token.text, folded, name.alias, name.folded) &&
        (counts.get(folded) ?? 0) * RARER <= counts.get(name.folded)!,
    );
    if (!near) continue;
    const { text, count, documentId, start, end } = token;
    const { actorId, alias } = near;
    found.push({ kind: 'misprint', actorId, text, near: alias, count, documentId, start, end });
  }
  return found;
}
