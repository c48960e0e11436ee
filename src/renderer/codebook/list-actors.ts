import type { Actor } from '../../core/codebook/codebook.ts';
import type { ActorId } from '../../core/ids.ts';
import { foldText } from '../../core/text-fold.ts';

export type ActorOrder = 'name' | 'uses';

interface ActorListing {
  readonly query: string;
  readonly order: ActorOrder;
  /** By actor id; null while not known. */
  readonly uses: Readonly<Record<string, number>> | null;
  /** Only these, when given. */
  readonly only: ReadonlySet<ActorId> | null;
}

/** The actors whose names, aliases or notes hold every word of the query, in the order asked for. */
export function listActors(
  actors: readonly Actor[],
  { query, order, uses, only }: ActorListing,
): readonly Actor[] {
  const words = foldText(query).split(/\s+/).filter(Boolean);
  const shown = actors.filter((actor) => {
    if (only && !only.has(actor.id)) return false;
    if (words.length === 0) return true;
    const text = foldText(
      [actor.name, ...actor.aliases.map((alias) => alias.text), actor.note ?? ''].join('\n'),
    );
    return words.every((word) => text.includes(word));
  });
  return shown.toSorted(
    (a, b) =>
      (order === 'uses' ? (uses?.[b.id] ?? 0) - (uses?.[a.id] ?? 0) : 0) ||
      a.name.localeCompare(b.name) ||
      (a.id < b.id ? -1 : 1),
  );
}
