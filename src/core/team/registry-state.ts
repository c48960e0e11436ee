import { actorSchema, codeSchema, scalesSchema, type Codebook } from '../codebook/codebook.ts';
import {
  documentSettingsSchema,
  sourceSchema,
  type DocumentSettings,
  type Source,
} from '../document/document.ts';
import { isEqual } from '../equal.ts';
import { documentIdSchema, type DocumentId } from '../ids.ts';
import type { Edit } from '../project/edit.ts';
import type { Sha256 } from '../ports.ts';
import { valueHash, type Standing } from './registry.ts';

/** What a project holds in common, entry by entry, under the keys of a registry. */
export interface CommonRecords {
  readonly codebook: Codebook;
  readonly sources: readonly Source[];
  readonly documents: ReadonlyMap<DocumentId, DocumentSettings>;
}

export const SCALES_KEY = 'scales:';

const VALUES = {
  actor: actorSchema,
  code: codeSchema,
  scales: scalesSchema,
  source: sourceSchema,
  document: documentSettingsSchema,
} as const;
type RegistryKind = keyof typeof VALUES;

function splitKey(key: string): { readonly kind: string; readonly id: string } {
  const colon = key.indexOf(':');
  return { kind: key.slice(0, colon), id: key.slice(colon + 1) };
}

function isRegistryKind(kind: string): kind is RegistryKind {
  return Object.hasOwn(VALUES, kind);
}

/** Why a write cannot be used; null when it can. Scales and document settings are never taken away. */
export function faultOfValue(key: string, value: unknown): string | null {
  const { kind, id } = splitKey(key);
  if (!isRegistryKind(kind)) return `is of a kind that this Postil does not know, ${kind}`;
  if (value === null) return kind === 'scales' || kind === 'document' ? `takes away ${key}` : null;
  const parsed = VALUES[kind].safeParse(value);
  if (!parsed.success) return `does not fit the schema of ${key} (${parsed.error.issues[0]?.message ?? ''})`;
  const own = (parsed.data as { readonly id?: string }).id;
  return own === undefined || own === id ? null : `names ${own} under ${key}`;
}

/** Metadata and zones as they were proposed at import: nobody's decision, and so nothing to tell others. */
function isUntouched(settings: DocumentSettings): boolean {
  return (
    settings.sourceId === undefined &&
    settings.removedAt === undefined &&
    Object.values(settings.metadata).every((value) => value.status === 'proposed') &&
    settings.zones.every((zone) => zone.status === 'proposed')
  );
}

/** Every entry of a project under its key. Settings that nobody touched are left out. */
export function commonValues(records: CommonRecords): Map<string, unknown> {
  const values = new Map<string, unknown>();
  for (const actor of records.codebook.actors) values.set(`actor:${actor.id}`, actor);
  for (const code of records.codebook.codes) values.set(`code:${code.id}`, code);
  values.set(SCALES_KEY, records.codebook.scales);
  for (const source of records.sources) values.set(`source:${source.id}`, source);
  for (const [id, settings] of records.documents)
    if (!isUntouched(settings)) values.set(`document:${id}`, settings);
  return values;
}

/** Hashes of what an entry of the codebook was before it became what it is. */
export function earlierValues(codebook: Codebook, sha256: Sha256): Map<string, Set<string>> {
  const earlier = new Map<string, Set<string>>();
  for (const { changes } of codebook.history) {
    for (const change of changes) {
      if (change.before === null) continue;
      const key = change.kind === 'scales' ? SCALES_KEY : `${change.kind}:${change.before.id}`;
      const hashes = earlier.get(key) ?? new Set<string>();
      hashes.add(valueHash(change.before, sha256));
      earlier.set(key, hashes);
    }
  }
  return earlier;
}

/** An entry on which the team does not agree, or whose agreed value cannot stand here. */
export interface RegistryConflict {
  readonly key: string;
  readonly kind: 'several' | 'held';
  /** What somebody may choose, each with who says so; `held`: the one that cannot be taken as things are. */
  readonly options: readonly {
    readonly value: unknown;
    readonly hash: string;
    readonly authors: readonly string[];
  }[];
  readonly why: string;
}

export interface RegistryOutcome {
  readonly edits: readonly Edit[];
  readonly conflicts: readonly RegistryConflict[];
}

/**
 * What a project must change to hold what the team agrees on. Where several values stand, the project keeps its own
 * until somebody settles it; an entry that it lacks comes in with the value of the smallest hash, the same everywhere,
 * since annotations may refer to it.
 */
export function registryOutcome(
  records: CommonRecords,
  merged: ReadonlyMap<string, readonly Standing[]>,
): RegistryOutcome {
  const here = commonValues(records);
  const conflicts: RegistryConflict[] = [];
  const wanted = new Map<string, unknown>();
  for (const [key, standing] of merged) {
    const usable = standing.filter(({ value }) => faultOfValue(key, value) === null);
    const [first] = usable;
    if (!first) continue;
    const { kind, id } = splitKey(key);
    if (kind === 'document' && !records.documents.has(documentIdSchema.parse(id))) continue;
    const now = here.get(key) ?? null;
    if (usable.length === 1) {
      if (!isEqual(now, first.value)) wanted.set(key, first.value);
      continue;
    }
    conflicts.push({
      key,
      kind: 'several',
      options: optionsOf(usable),
      why: 'was changed by several at a time',
    });
    const something = usable.find(({ value }) => value !== null);
    if (now === null && something && kind !== 'document') wanted.set(key, something.value);
  }
  for (const [key, why] of heldBack(here, wanted)) {
    conflicts.push({ key, kind: 'held', options: optionsOf(merged.get(key) ?? []), why });
    wanted.delete(key);
  }
  const edits = [...wanted].map(([key, after]) => editOf(records, key, here.get(key) ?? null, after));
  return { edits: edits.sort(byParents), conflicts: conflicts.sort((a, b) => (a.key < b.key ? -1 : 1)) };
}

function optionsOf(standing: readonly Standing[]): RegistryConflict['options'] {
  return standing.map(({ value, hash, writes }) => ({
    value,
    hash,
    authors: [...new Set(writes.map((write) => write.author))].sort(),
  }));
}

/** Entries whose change would leave another without its parent, or make an entry its own ancestor. */
function heldBack(
  here: ReadonlyMap<string, unknown>,
  wanted: ReadonlyMap<string, unknown>,
): Map<string, string> {
  const held = new Map<string, string>();
  // Holding one back may bring the next to light.
  for (;;) {
    const found = firstFault(here, wanted, held);
    if (!found) return held;
    held.set(found.key, found.why);
  }
}

function firstFault(
  here: ReadonlyMap<string, unknown>,
  wanted: ReadonlyMap<string, unknown>,
  held: ReadonlyMap<string, string>,
): { readonly key: string; readonly why: string } | null {
  for (const kind of ['actor', 'code'] as const) {
    const parents = new Map<string, string | undefined>();
    const read = (key: string, value: unknown): void => {
      if (!key.startsWith(`${kind}:`)) return;
      if (value === null) parents.delete(key);
      else parents.set(key, (value as { readonly parent?: string }).parent);
    };
    for (const [key, value] of here) read(key, value);
    for (const [key, value] of wanted) if (!held.has(key)) read(key, value);
    for (const key of [...parents.keys()].sort()) {
      const seen = new Set<string>([key]);
      for (let parent = parents.get(key); parent !== undefined; parent = parents.get(`${kind}:${parent}`)) {
        const parentKey = `${kind}:${parent}`;
        if (!parents.has(parentKey)) {
          if (wanted.get(parentKey) === null && !held.has(parentKey)) {
            return { key: parentKey, why: 'was deleted by one while another put something under it' };
          }
          if (wanted.has(key) && !held.has(key))
            return { key, why: 'stands under an entry that is not here' };
          break;
        }
        if (seen.has(parentKey)) {
          const turning = [...seen].filter((one) => wanted.has(one) && !held.has(one)).sort()[0];
          if (turning) return { key: turning, why: 'would become its own ancestor' };
          break;
        }
        seen.add(parentKey);
      }
    }
  }
  return null;
}

function editOf(records: CommonRecords, key: string, before: unknown, after: unknown): Edit {
  const { kind, id } = splitKey(key);
  if (!isRegistryKind(kind)) throw new RangeError(`No edit for ${key}.`);
  // Checked by `faultOfValue`; the union cannot see that key and value belong together.
  if (kind === 'document') {
    const documentId = documentIdSchema.parse(id);
    return { kind, documentId, before: records.documents.get(documentId)!, after } as Edit;
  }
  return { kind, before, after } as Edit;
}

/** Sources before documents that name them. The order of codebook entries does not matter: all make one revision. */
function byParents(a: Edit, b: Edit): number {
  return Number(a.kind === 'document') - Number(b.kind === 'document');
}
