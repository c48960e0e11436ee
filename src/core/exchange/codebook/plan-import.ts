import type { Actor, Code, Codebook, CodebookChange } from '../../codebook/codebook.ts';
import { actorSchema, codeSchema } from '../../codebook/codebook.ts';
import { changedFields, type ChangedField } from '../../codebook/compare-codebooks.ts';
import { isKnownId, isOffered, type EntryEnd } from '../../codebook/entries.ts';
import { isEqual } from '../../equal.ts';
import { actorIdSchema, codeIdSchema, firstFree, slugify } from '../../ids.ts';
import type { Sha256 } from '../../ports.ts';
import { withoutUndefined } from '../exchange.ts';
import { explain } from '../jsonl/read.ts';
import { nameKey } from '../names.ts';
import type { CodebookFile, FileEntry } from './codebook-file.ts';
import { guidOf } from './guids.ts';

export interface ImportRow {
  readonly kind: 'actor' | 'code' | 'scales';
  /** Null for the scales, and for what is refused. */
  readonly id: string | null;
  readonly name: string;
  readonly line?: number | undefined;
  readonly status: 'new' | 'changed' | 'same' | 'refused';
  /** Of what is refused. */
  readonly reason?: string | undefined;
  /** Of what is changed. */
  readonly fields: readonly ChangedField[];
}

export interface ImportPlan {
  readonly rows: readonly ImportRow[];
  readonly notices: readonly string[];
  /** Empty where the project has all of it. */
  readonly changes: readonly CodebookChange[];
}

interface Planned {
  readonly entry: FileEntry;
  readonly before: Actor | Code | null;
  readonly id: string;
  after: Actor | Code | null;
  reason: string | null;
}

/**
 * What reading a codebook's file into a project does. Entries are matched by id, by GUID, then by name, beneath the
 * same parent first; what the project has and the file has not stays. The same file a second time changes nothing.
 * @param isUpdating whether entries that are there already are changed to what the file says of them
 */
export function planCodebookImport(
  codebook: Codebook,
  file: CodebookFile,
  sha256: Sha256,
  isUpdating: boolean,
): ImportPlan {
  const notices = [...file.notices];
  const planned = match(codebook, file.entries, sha256);
  const byKey = new Map(planned.map((one) => [one.entry.key, one]));
  for (const one of planned) make(one, codebook, byKey, notices);
  refuseLost(codebook, planned);

  const changes: CodebookChange[] = [];
  const rows: ImportRow[] = file.refused.map((refusal) => ({
    kind: refusal.kind,
    id: null,
    name: refusal.name,
    line: refusal.line,
    status: 'refused',
    reason: refusal.reason,
    fields: [],
  }));
  for (const { entry, before, after, reason, id } of planned) {
    const { kind, line } = entry;
    if (!after) {
      rows.push({
        kind,
        id: null,
        name: entry.name,
        line,
        status: 'refused',
        reason: reason ?? '',
        fields: [],
      });
      continue;
    }
    const change = { kind, before, after } as CodebookChange;
    const status = before === null ? 'new' : isEqual(before, after) ? 'same' : 'changed';
    const fields = status === 'changed' ? changedFields(change) : [];
    rows.push({ kind, id, name: after.name, line, status, fields });
    if (status === 'new' || (status === 'changed' && isUpdating)) changes.push(change);
  }
  if (file.scales) {
    const isSame = isEqual(codebook.scales, file.scales);
    const change: CodebookChange = { kind: 'scales', before: codebook.scales, after: file.scales };
    const fields = isSame ? [] : changedFields(change);
    rows.push({ kind: 'scales', id: null, name: '', status: isSame ? 'same' : 'changed', fields });
    if (!isSame && isUpdating) changes.push(change);
  }
  return { rows, notices, changes };
}

/** Finds or gives each entry of the file its id. Parents come before what stands under them. */
function match(codebook: Codebook, entries: readonly FileEntry[], sha256: Sha256): Planned[] {
  const claimed = new Set<string>();
  const planned = new Map<string, Planned>();
  const existing = { actor: codebook.actors, code: codebook.codes } as const;
  const byId = { actor: mapOf(codebook.actors), code: mapOf(codebook.codes) } as const;
  const byGuid = new Map<string, Actor | Code>();
  if (entries.some((entry) => entry.guid !== undefined)) {
    for (const entry of [...codebook.actors, ...codebook.codes]) byGuid.set(guidOf(sha256, entry.id), entry);
  }
  const prefixOf = { actor: 'a-', code: 'c-' } as const;

  function sameId(entry: FileEntry): Actor | Code | undefined {
    const known = (entry.id !== undefined && byId[entry.kind].get(entry.id)) || undefined;
    if (known) return known;
    const guid = entry.guid === undefined ? undefined : byGuid.get(entry.guid);
    return guid?.id.startsWith(prefixOf[entry.kind]) ? guid : undefined;
  }
  // What has its id here is not another's by its name.
  for (const entry of entries) {
    const known = sameId(entry);
    if (known) claimed.add(known.id);
  }
  function sameName(entry: FileEntry): Actor | Code | undefined {
    const key = nameKey(entry.name);
    const found = existing[entry.kind].filter(
      (one) => isOffered(one) && !claimed.has(one.id) && nameKey(one.name) === key,
    );
    const parent =
      entry.parent === undefined || entry.parent === null ? undefined : planned.get(entry.parent)?.id;
    return found.find((one) => one.parent === parent) ?? (found.length === 1 ? found[0] : undefined);
  }
  for (const entry of parentsFirst(entries)) {
    const before = sameId(entry) ?? sameName(entry) ?? null;
    if (before) claimed.add(before.id);
    const isFree = (id: string): boolean => !claimed.has(id) && !isKnownId(codebook, id);
    const schema = entry.kind === 'actor' ? actorIdSchema : codeIdSchema;
    const own =
      entry.id !== undefined && schema.safeParse(entry.id).success && isFree(entry.id) ? entry.id : null;
    const id =
      before?.id ?? own ?? firstFree(`${prefixOf[entry.kind]}${slugify(entry.name)}`, (one) => !isFree(one));
    claimed.add(id);
    planned.set(entry.key, { entry, before, id, after: null, reason: null });
  }
  // In the file's order again.
  return entries.flatMap((entry) => planned.get(entry.key) ?? []);
}

function mapOf<T extends { readonly id: string }>(entries: readonly T[]): ReadonlyMap<string, T> {
  return new Map<string, T>(entries.map((entry) => [entry.id, entry]));
}

function parentsFirst(entries: readonly FileEntry[]): FileEntry[] {
  const byKey = new Map(entries.map((entry) => [entry.key, entry]));
  const sorted: FileEntry[] = [];
  const seen = new Set<string>();
  for (const entry of entries) {
    const chain: FileEntry[] = [];
    for (let at: FileEntry | undefined = entry; at && !seen.has(at.key);) {
      seen.add(at.key);
      chain.push(at);
      at = at.parent === undefined || at.parent === null ? undefined : byKey.get(at.parent);
    }
    sorted.push(...chain.reverse());
  }
  return sorted;
}

/** The entry as it is to be; its `reason` where it cannot be. */
function make(
  planned: Planned,
  codebook: Codebook,
  byKey: ReadonlyMap<string, Planned>,
  notices: string[],
): void {
  const { entry, before, id } = planned;
  const parent = parentOf(planned, codebook, byKey);
  if (parent === false) {
    planned.reason = `its parent “${String(entry.parent)}” is neither in the file nor in the codebook`;
    return;
  }
  const shared = {
    ...before,
    id,
    name: entry.name.trim(),
    parent,
    ended: endOf(planned, codebook, byKey, notices),
  };
  const parsed =
    entry.kind === 'actor'
      ? actorSchema.safeParse(
          withoutUndefined({
            ...shared,
            kind: entry.actorKind ?? (before && 'aliases' in before ? before.kind : 'other'),
            aliases: entry.aliases ?? (before && 'aliases' in before ? before.aliases : []),
            note: said(entry.note, before && 'aliases' in before ? before.note : undefined),
          }),
        )
      : codeSchema.safeParse(
          withoutUndefined({
            ...shared,
            colour: entry.colour ?? (before && 'colour' in before ? before.colour : 'slate'),
            definition: said(entry.definition, before && 'colour' in before ? before.definition : undefined),
          }),
        );
  if (parsed.success) planned.after = parsed.data;
  else planned.reason = explain(parsed.error);
}

function said(inFile: string | null | undefined, here: string | undefined): string | undefined {
  if (inFile === undefined) return here;
  // Most formats cannot tell an empty text from none.
  return inFile ?? (here === '' ? here : undefined);
}

/** False where it names one that nobody knows. */
function parentOf(
  { entry, before }: Planned,
  codebook: Codebook,
  byKey: ReadonlyMap<string, Planned>,
): string | undefined | false {
  if (entry.parent === undefined) return before?.parent;
  if (entry.parent === null) return undefined;
  const inFile = byKey.get(entry.parent);
  if (inFile) return inFile.entry.kind === entry.kind ? inFile.id : false;
  const named = nameKey(entry.parent);
  const here = (entry.kind === 'actor' ? codebook.actors : codebook.codes).filter(
    (one) => one.id === entry.parent || (isOffered(one) && nameKey(one.name) === named),
  );
  return here.find((one) => one.id === entry.parent)?.id ?? (here.length === 1 ? here[0]!.id : false);
}

function endOf(
  { entry, before }: Planned,
  codebook: Codebook,
  byKey: ReadonlyMap<string, Planned>,
  notices: string[],
): EntryEnd | undefined {
  const { ended } = entry;
  if (ended === undefined) return before?.ended;
  if (ended === null) return undefined;
  if (ended.kind === 'retired') return ended;
  const into: readonly string[] = ended.kind === 'merged' ? [ended.into] : ended.into;
  const ids = into.flatMap((key) => byKey.get(key)?.id ?? (isKnownId(codebook, key) ? key : []));
  if (ids.length < into.length) {
    notices.push(
      `“${entry.name}” was ${ended.kind} into what is neither in the file nor in the codebook; it stays in use.`,
    );
    return before?.ended;
  }
  return (ended.kind === 'merged' ? { ...ended, into: ids[0]! } : { ...ended, into: ids }) as EntryEnd;
}

/** Refuses what stands under something refused, what would be its own ancestor, and what would lead to itself. */
function refuseLost(codebook: Codebook, planned: readonly Planned[]): void {
  const refusedIds = new Set(planned.filter((one) => !one.after && !one.before).map((one) => one.id));
  for (let isChanged = true; isChanged;) {
    isChanged = false;
    const now = new Map<string, Actor | Code>(
      [...codebook.actors, ...codebook.codes].map((entry) => [entry.id, entry]),
    );
    for (const { after } of planned) if (after) now.set(after.id, after);
    for (const one of planned) {
      const { after } = one;
      if (!after) continue;
      const reason = lostBecause(after, now, refusedIds);
      if (reason === null) continue;
      one.after = null;
      one.reason = reason;
      if (!one.before) refusedIds.add(one.id);
      isChanged = true;
      break;
    }
  }
}

function lostBecause(
  entry: Actor | Code,
  now: ReadonlyMap<string, Actor | Code>,
  refused: ReadonlySet<string>,
): string | null {
  const seen = new Set<string>([entry.id]);
  for (let up: string | undefined = entry.parent; up !== undefined; up = now.get(up)?.parent) {
    if (refused.has(up)) return 'what it stands under is refused';
    if (seen.has(up)) return 'it would be its own ancestor';
    seen.add(up);
  }
  const waiting: string[] = [...intoOf(entry)];
  const visited = new Set<string>();
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (refused.has(next)) return 'what it was merged or split into is refused';
    if (next === entry.id) return 'it would be merged or split into itself';
    if (visited.has(next)) continue;
    visited.add(next);
    waiting.push(...intoOf(now.get(next)));
  }
  return null;
}

function intoOf(entry: Actor | Code | undefined): readonly string[] {
  if (entry?.ended?.kind === 'merged') return [entry.ended.into];
  return entry?.ended?.kind === 'split' ? entry.ended.into : [];
}
