import { isEqual } from '../equal.ts';
import { PostilError } from '../errors.ts';
import type { Actor, Code, Codebook, CodebookChange } from './codebook.ts';

const statesOf = new WeakMap<Codebook, Map<number, Codebook>>();

/**
 * The codebook as it was at a revision, with its history to then. Entries that are gone come after those that are there.
 * @throws PostilError `bad-request` for a revision that it never had
 */
export function codebookAt(codebook: Codebook, revision: number): Codebook {
  if (revision === codebook.revision) return codebook;
  if (!Number.isInteger(revision) || revision < 0 || revision > codebook.revision) {
    throw new PostilError(
      'bad-request',
      `The codebook has no revision ${revision}; its newest is ${codebook.revision}.`,
    );
  }
  let states = statesOf.get(codebook);
  if (!states) statesOf.set(codebook, (states = new Map()));
  const known = states.get(revision);
  if (known) return known;
  const actors = new Map<string, Actor>(codebook.actors.map((actor) => [actor.id, actor]));
  const codes = new Map<string, Code>(codebook.codes.map((code) => [code.id, code]));
  let { scales } = codebook;
  for (const { revision: number, changes } of codebook.history.toReversed()) {
    if (number <= revision) break;
    for (const change of changes.toReversed()) {
      if (change.kind === 'scales') scales = change.before;
      else if (change.kind === 'actor') takeBack(actors, change.before, change.after);
      else takeBack(codes, change.before, change.after);
    }
  }
  const history = codebook.history.filter((entry) => entry.revision <= revision);
  const state = { revision, actors: [...actors.values()], codes: [...codes.values()], scales, history };
  states.set(revision, state);
  return state;
}

function takeBack<T extends Actor | Code>(entries: Map<string, T>, before: T | null, after: T | null): void {
  if (before) entries.set(before.id, before);
  else if (after) entries.delete(after.id);
}

/** The changes that would make `after` of `before`: actors, then codes, each in the order of the two, then scales. */
export function compareCodebooks(
  before: Pick<Codebook, 'actors' | 'codes' | 'scales'>,
  after: Pick<Codebook, 'actors' | 'codes' | 'scales'>,
): CodebookChange[] {
  const changes: CodebookChange[] = [
    ...compareEntries(before.actors, after.actors).map((pair) => ({ kind: 'actor' as const, ...pair })),
    ...compareEntries(before.codes, after.codes).map((pair) => ({ kind: 'code' as const, ...pair })),
  ];
  if (!isEqual(before.scales, after.scales)) {
    changes.push({ kind: 'scales', before: before.scales, after: after.scales });
  }
  return changes;
}

function compareEntries<T extends Actor | Code>(
  before: readonly T[],
  after: readonly T[],
): { readonly before: T | null; readonly after: T | null }[] {
  const old = new Map<string, T>(before.map((entry) => [entry.id, entry]));
  const next = new Map<string, T>(after.map((entry) => [entry.id, entry]));
  return [...new Set([...old.keys(), ...next.keys()])]
    .map((id) => ({ before: old.get(id) ?? null, after: next.get(id) ?? null }))
    .filter((pair) => !isEqual(pair.before, pair.after));
}

/** A field that differs; absent where there is nothing. */
export interface ChangedField {
  readonly field: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

/** Field by field, in the order of the record; the fields of the scales are `polarity -2`, `source A` and so on. */
export function changedFields(change: CodebookChange): ChangedField[] {
  if (change.kind !== 'scales') return fieldsThatDiffer(change.before ?? {}, change.after ?? {});
  return (['polarity', 'source', 'information'] as const).flatMap((scale) =>
    fieldsThatDiffer(change.before[scale], change.after[scale]).map(({ field, ...values }) => ({
      field: `${scale} ${field}`,
      ...values,
    })),
  );
}

function fieldsThatDiffer(before: object, after: object): ChangedField[] {
  const old = before as Readonly<Record<string, unknown>>;
  const next = after as Readonly<Record<string, unknown>>;
  return [...new Set([...Object.keys(old), ...Object.keys(next)])]
    .filter((field) => field !== 'id' && !isEqual(old[field], next[field]))
    .map((field) => ({
      field,
      ...(old[field] !== undefined && { before: old[field] }),
      ...(next[field] !== undefined && { after: next[field] }),
    }));
}
