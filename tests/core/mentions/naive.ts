import type { Actor } from '../../../src/core/codebook/codebook.ts';
import { foldName, foldWithOffsets } from '../../../src/core/mentions/fold-name.ts';
import { isWordBoundary } from '../../../src/core/mentions/word-boundary.ts';

export interface NaiveMatch {
  readonly start: number;
  readonly end: number;
  readonly actors: readonly string[];
}

/** Every name looked for by `indexOf` in the folded text; then the longest, the first of equally long ones, chosen. */
export function searchNaively(actors: readonly Actor[], text: string): NaiveMatch[] {
  const folded = foldWithOffsets(text);
  const all = new Map<string, { start: number; end: number; length: number; actors: string[] }>();
  for (const actor of actors) {
    for (const name of [actor.name, ...actor.aliases.map((alias) => alias.text)]) {
      const wanted = foldName(name);
      if (wanted === '') continue;
      for (let at = folded.text.indexOf(wanted); at !== -1; at = folded.text.indexOf(wanted, at + 1)) {
        const last = at + wanted.length - 1;
        const start = folded.starts[at]!;
        if (folded.starts[at - 1] === start || folded.starts[last + 1] === folded.starts[last]) continue;
        const tail = /^(?:[\p{M}\u200d]|ـ)*/u.exec(text.slice(folded.ends[last]!))![0];
        const end = folded.ends[last]! + tail.length;
        if (!isWordBoundary(text, start) || !isWordBoundary(text, end)) continue;
        const key = `${start} ${end} ${wanted}`;
        const known = all.get(key) ?? { start, end, length: wanted.length, actors: [] };
        all.set(key, known);
        if (!known.actors.includes(actor.id)) known.actors.push(actor.id);
      }
    }
  }
  const kept: NaiveMatch[] = [];
  for (const match of [...all.values()].sort((a, b) => b.length - a.length || a.start - b.start)) {
    if (kept.some((other) => match.start < other.end && other.start < match.end)) continue;
    kept.push(match);
  }
  return kept
    .sort((a, b) => a.start - b.start)
    .map(({ start, end, actors: ids }) => ({ start, end, actors: ids }));
}
