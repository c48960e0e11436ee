import type { Actor } from '../codebook/codebook.ts';
import type { ActorId } from '../ids.ts';
import { foldName } from './fold-name.ts';
import { EVER_SINCE, FOR_EVER, type Period } from './period.ts';

/** A name of an actor, as the matcher looks for it. */
export interface ActorName extends Period {
  readonly actorId: ActorId;
  /** As the registry has it. */
  readonly alias: string;
  /** Found in capitals only: in small letters it is a word of the language. */
  readonly isCapitalsOnly: boolean;
}

/** All actors' names of one folded form. */
export interface Pattern {
  readonly folded: string;
  readonly names: readonly ActorName[];
}

/**
 * Words of English that are also acronyms of actors. An alias `US` or `IS` in capitals is looked for in capitals: else
 * every “us” of a text would be suggested.
 */
const COMMON_WORDS = new Set(
  'a am an and are as at be but by can do for go had has he her him his i if in is it its led let may me my no not of off on one or our out own per see she so than that the them then they this to too two up us was we well who why will with you'.split(
    ' ',
  ),
);

/** The names and aliases of the registry by folded form, in the actors' order. */
export function patternsOf(actors: readonly Actor[]): Pattern[] {
  const byFolded = new Map<string, ActorName[]>();
  for (const actor of actors) {
    const named: Actor['aliases'] = [{ text: actor.name }, ...actor.aliases];
    for (const { text, from, until } of named) {
      const folded = foldName(text);
      if (folded === '') continue;
      const names = byFolded.get(folded) ?? [];
      byFolded.set(folded, names);
      names.push({
        actorId: actor.id,
        alias: text,
        from: from ?? EVER_SINCE,
        until: until ?? FOR_EVER,
        isCapitalsOnly: /^[A-Z]+$/.test(text) && COMMON_WORDS.has(folded),
      });
    }
  }
  return [...byFolded].map(([folded, names]) => ({ folded, names }));
}
