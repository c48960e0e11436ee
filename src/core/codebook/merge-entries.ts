import { PostilError } from '../errors.ts';
import type { ActorId, CodeId } from '../ids.ts';
import { foldText } from '../text-fold.ts';
import type { Actor, Alias, Code, Codebook, CodebookChange } from './codebook.ts';
import { isOffered } from './entries.ts';
import { withParent } from './remove-entry.ts';

/** What the merged entry is to be, as it was chosen in the preview. */
export type MergedActor = Omit<Actor, 'id' | 'ended'>;
export type MergedCode = Omit<Code, 'id' | 'ended'>;

/**
 * Makes one actor of several. The others stay known as merged into it, so that their annotations, whosever they are,
 * follow without being written; what stood under them goes under it.
 * @param at the moment of the merge, ISO 8601
 * @throws PostilError `bad-request` where one is not there or offered no more, or the parent would be one of those that
 *   are merged
 */
export function mergeActors(
  codebook: Codebook,
  into: ActorId,
  from: readonly ActorId[],
  merged: MergedActor,
  at: string,
): CodebookChange[] {
  const { target, others, children } = partsOf(codebook.actors, 'actor', into, from, merged.parent);
  return [
    { kind: 'actor', before: target, after: { id: target.id, ...withoutAbsent(merged) } },
    ...children.map((before) => ({ kind: 'actor' as const, before, after: withParent(before, into) })),
    ...others.map((before) => ({
      kind: 'actor' as const,
      before,
      after: { ...before, ended: { kind: 'merged' as const, at, into } },
    })),
  ];
}

/** As `mergeActors`, of codes. */
export function mergeCodes(
  codebook: Codebook,
  into: CodeId,
  from: readonly CodeId[],
  merged: MergedCode,
  at: string,
): CodebookChange[] {
  const { target, others, children } = partsOf(codebook.codes, 'code', into, from, merged.parent);
  return [
    { kind: 'code', before: target, after: { id: target.id, ...withoutAbsent(merged) } },
    ...children.map((before) => ({ kind: 'code' as const, before, after: withParent(before, into) })),
    ...others.map((before) => ({
      kind: 'code' as const,
      before,
      after: { ...before, ended: { kind: 'merged' as const, at, into } },
    })),
  ];
}

function partsOf<T extends Actor | Code>(
  entries: readonly T[],
  kind: string,
  into: T['id'],
  from: readonly T['id'][],
  parent: string | undefined,
): { readonly target: T; readonly others: readonly T[]; readonly children: readonly T[] } {
  const target = offered(entries, kind, into);
  const others = from.map((id) => offered(entries, kind, id));
  const merged = new Set<string>(from);
  if (others.length === 0 || merged.has(into) || merged.size < others.length) {
    throw new PostilError('bad-request', `To merge ${kind}s, it needs two that differ.`);
  }
  if (parent !== undefined && (merged.has(parent) || parent === into)) {
    throw new PostilError('bad-request', `“${target.name}” cannot stand under what is merged into it.`);
  }
  const children = entries.filter(
    (entry) =>
      entry.parent !== undefined && merged.has(entry.parent) && entry.id !== into && !merged.has(entry.id),
  );
  return { target, others, children };
}

/** @throws PostilError `bad-request` */
export function offered<T extends Actor | Code>(entries: readonly T[], kind: string, id: string): T {
  const entry = entries.find((candidate) => candidate.id === id);
  if (!entry || !isOffered(entry)) {
    throw new PostilError('bad-request', `There is no ${kind} ${id} that is in use.`);
  }
  return entry;
}

/** Keys that hold `undefined` are absent in the file, and so are they here. */
function withoutAbsent<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined)) as T;
}

/**
 * The other names of an actor that goes by `name` and is made of these: all their names and aliases, each once. One
 * that several have is bounded in time only where all of its bounds leave something out: periods that overlap or
 * follow one another are one.
 */
export function uniteAliases(
  name: string,
  actors: readonly { readonly name: string; readonly aliases: readonly Alias[] }[],
): Alias[] {
  const byKey = new Map<string, Alias[]>();
  for (const alias of actors.flatMap((actor) => [{ text: actor.name }, ...actor.aliases])) {
    const key = aliasKey(alias.text);
    // By its name it is called at all times.
    if (key === aliasKey(name)) continue;
    const same = byKey.get(key);
    if (same) same.push(alias);
    else byKey.set(key, [alias]);
  }
  return [...byKey.values()].flatMap(unitePeriods);
}

/** Spellings that name the same; an acronym stays apart from the word that it is in small letters (`US`, `us`). */
export function aliasKey(text: string): string {
  return /^[A-Z]+$/.test(text) ? text : foldText(text);
}

function unitePeriods(aliases: readonly Alias[]): Alias[] {
  const { text } = aliases[0]!;
  const sorted = aliases.toSorted((a, b) => ((a.from ?? '') < (b.from ?? '') ? -1 : 1));
  const united: { from: string | undefined; until: string | undefined }[] = [];
  for (const { from, until } of sorted) {
    const last = united.at(-1);
    if (!last || (last.until !== undefined && from !== undefined && dayAfter(last.until) < from)) {
      united.push({ from, until });
    } else if (until === undefined || (last.until !== undefined && until > last.until)) {
      last.until = until;
    }
  }
  return united.map(({ from, until }) => ({
    text,
    ...(from !== undefined && { from }),
    ...(until !== undefined && { until }),
  }));
}

function dayAfter(day: string): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + 1);
  return date.toISOString().slice(0, 10);
}
