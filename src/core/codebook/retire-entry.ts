import { isEqual } from '../equal.ts';
import type { Actor, Code, Codebook, CodebookChange } from './codebook.ts';
import { aliasKey } from './merge-entries.ts';
import { withParent } from './remove-entry.ts';

/** Takes an actor out of use: offered no more, its annotations stay as they are. @param at ISO 8601 */
export function retireActor(before: Actor, at: string): CodebookChange {
  return { kind: 'actor', before, after: { ...before, ended: { kind: 'retired', at } } };
}

export function retireCode(before: Code, at: string): CodebookChange {
  return { kind: 'code', before, after: { ...before, ended: { kind: 'retired', at } } };
}

/**
 * Puts an actor that was retired, merged or split back into use. What a merge gave away comes back with it, as far as
 * nobody changed it since: the names that the successor got from it, and what stood under it. The parts of a split
 * stay, as actors of their own.
 */
export function bringBackActor(codebook: Codebook, actor: Actor): CodebookChange[] {
  const merge = mergeOf(codebook, 'actor', actor);
  const before = merge && codebook.actors.find((entry) => entry.id === merge.into);
  const given = merge?.changes.find((change) => change.kind === 'actor' && change.after?.id === merge.into);
  const changes: CodebookChange[] = [{ kind: 'actor', before: actor, after: inUse(actor) }];
  if (before && given?.kind === 'actor' && given.before && given.after) {
    const had = given.before.aliases;
    const got = given.after.aliases.filter((alias) => !had.some((old) => isEqual(old, alias)));
    const own = new Set([actor.name, ...actor.aliases.map((alias) => alias.text)].map(aliasKey));
    const aliases = before.aliases.filter(
      (alias) => !own.has(aliasKey(alias.text)) || !got.some((one) => isEqual(one, alias)),
    );
    if (aliases.length < before.aliases.length) {
      changes.push({ kind: 'actor', before, after: { ...before, aliases } });
    }
  }
  for (const child of childrenGiven(codebook.actors, merge, actor.id)) {
    changes.push({ kind: 'actor', before: child, after: withParent(child, actor.id) });
  }
  return changes;
}

/** As `bringBackActor`, of a code. */
export function bringBackCode(codebook: Codebook, code: Code): CodebookChange[] {
  const merge = mergeOf(codebook, 'code', code);
  return [
    { kind: 'code', before: code, after: inUse(code) },
    ...childrenGiven(codebook.codes, merge, code.id).map((child) => ({
      kind: 'code' as const,
      before: child,
      after: withParent(child, code.id),
    })),
  ];
}

function inUse<T extends Actor | Code>(entry: T): T {
  const { ended: _, ...rest } = entry;
  return rest as T;
}

interface Merge {
  readonly into: string;
  readonly changes: readonly CodebookChange[];
}

/** The revision that merged the entry as it is merged now. */
function mergeOf(codebook: Codebook, kind: 'actor' | 'code', { id, ended }: Actor | Code): Merge | null {
  if (ended?.kind !== 'merged') return null;
  const revision = codebook.history.findLast(({ changes }) =>
    changes.some(
      (change) => change.kind === kind && change.after?.id === id && isEqual(change.after.ended, ended),
    ),
  );
  return revision ? { into: ended.into, changes: revision.changes } : null;
}

/** What the merge put under the successor, and still stands there. */
function childrenGiven<T extends Actor | Code>(
  entries: readonly T[],
  merge: Merge | null,
  id: string,
): readonly T[] {
  if (!merge) return [];
  const moved = new Set(
    merge.changes.flatMap((change) =>
      change.kind !== 'scales' && change.before?.parent === id && change.after?.parent === merge.into
        ? [change.after.id as string]
        : [],
    ),
  );
  return entries.filter((entry) => moved.has(entry.id) && entry.parent === merge.into);
}
