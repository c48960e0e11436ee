import type { z } from 'zod';
import { actorSchema, codeSchema, scalesSchema, type Codebook } from '../codebook/codebook.ts';
import {
  documentSettingsSchema,
  sourceSchema,
  type DocumentSettings,
  type Source,
} from '../document/document.ts';
import { isEqual } from '../equal.ts';
import { documentIdSchema, type AnnotatorId, type DocumentId } from '../ids.ts';
import type { Edit } from '../project/edit.ts';
import type { Sha256 } from '../ports.ts';
import type { DeepReadonly } from '../readonly.ts';
import { documentSetSchema, type DocumentSet } from '../sets/document-set.ts';
import { because, type Reason, type ReasonId } from './reasons.ts';
import { valueHash, type Merged, type Standing } from './registry.ts';

/** What a project holds in common, entry by entry, under the keys of a registry. */
export interface CommonRecords {
  readonly codebook: Codebook;
  readonly sources: readonly Source[];
  readonly documents: ReadonlyMap<DocumentId, DocumentSettings>;
  /** Of each document's text, UTF-16 code units. */
  readonly lengths: ReadonlyMap<DocumentId, number>;
  readonly sets: readonly DocumentSet[];
}

export const SCALES_KEY = 'scales:';

const VALUES = {
  actor: actorSchema,
  code: codeSchema,
  scales: scalesSchema,
  source: sourceSchema,
  document: documentSettingsSchema,
  set: documentSetSchema,
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
  if (kind === 'document') {
    const { versionOf, zones } = parsed.data as DocumentSettings;
    if (versionOf === id) return `makes ${id} a version of itself`;
    if (zones.some((zone) => zone.start > zone.end)) return `has a zone in ${id} that ends before it begins`;
  }
  const own = (parsed.data as { readonly id?: string }).id;
  return own === undefined || own === id ? null : `names ${own} under ${key}`;
}

/** What a registry says of an entry, by its kind. */
export type RegistryEntry = {
  [Kind in RegistryKind]: {
    readonly kind: Kind;
    readonly value: DeepReadonly<z.infer<(typeof VALUES)[Kind]>>;
  };
}[RegistryKind];

/** Null for an entry that is no more, and for what does not fit its schema. */
export function parseEntry(key: string, value: unknown): RegistryEntry | null {
  const { kind } = splitKey(key);
  if (!isRegistryKind(kind) || faultOfValue(key, value) !== null || value === null) return null;
  // The union cannot see that kind and schema belong together.
  return { kind, value: VALUES[kind].parse(value) } as RegistryEntry;
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
  for (const set of records.sets) values.set(`set:${set.id}`, set);
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
export interface RegistryConflict extends Reason {
  readonly key: string;
  readonly kind: 'several' | 'held';
  /** What somebody may choose, each with who says so; `held`: the one that cannot be taken as things are. */
  readonly options: readonly {
    readonly value: unknown;
    readonly hash: string;
    readonly authors: readonly string[];
  }[];
}

export interface RegistryOutcome {
  readonly edits: readonly Edit[];
  readonly conflicts: readonly RegistryConflict[];
  /** Keys that have a value here which nobody wrote: what comes next from here replaces all that stands. */
  readonly mended: readonly string[];
}

/**
 * What a project must change to hold what the team agrees on. Where several values stand, an author keeps their own
 * until somebody settles it, and everybody else has the one of the smallest hash, the same everywhere. What would leave
 * an entry without its parent, or make it its own ancestor, is mended in one way and said.
 * @param self whose copy of the project it is
 */
export function registryOutcome(
  records: CommonRecords,
  merged: ReadonlyMap<string, Merged>,
  self: AnnotatorId,
): RegistryOutcome {
  const here = commonValues(records);
  const conflicts: RegistryConflict[] = [];
  const wanted = new Map<string, unknown>();
  for (const [key, { standing }] of merged) {
    const usable = standing.filter(({ value }) => faultOfValue(key, value) === null);
    const { kind, id } = splitKey(key);
    if (usable.length === 0) continue;
    if (kind === 'document' && !records.documents.has(documentIdSchema.parse(id))) continue;
    if (usable.length > 1) {
      conflicts.push({
        key,
        kind: 'several',
        options: optionsOf(usable),
        ...because('several'),
      });
    }
    const own = usable.find(({ writes }) => writes.some((write) => write.author === self));
    wanted.set(key, (own ?? usable.find(({ value }) => value !== null) ?? usable[0]!).value);
  }
  const mended: string[] = [];
  for (const kind of ['actor', 'code'] as const) {
    for (const { key, value, reason } of mendParents(kind, wanted, merged)) {
      if (value === undefined) wanted.delete(key);
      else mended.push(key);
      conflicts.push({
        key,
        kind: 'held',
        options: optionsOf(merged.get(key)?.standing ?? []),
        ...because(reason),
      });
    }
  }
  for (const [key, value] of wanted) {
    if (!key.startsWith('set:') || value === null) continue;
    if ((value as DocumentSet).documents.every((id) => records.documents.has(id))) continue;
    const options = optionsOf(merged.get(key)?.standing ?? []);
    conflicts.push({ key, kind: 'held', options, ...because('documentsAway') });
    wanted.delete(key);
  }
  for (const [key, value] of wanted) {
    if (!key.startsWith('document:') || value === null) continue;
    const reason = whyNotYet(
      records,
      wanted,
      documentIdSchema.parse(splitKey(key).id),
      value as DocumentSettings,
    );
    if (reason === null) continue;
    conflicts.push({
      key,
      kind: 'held',
      options: optionsOf(merged.get(key)?.standing ?? []),
      ...because(reason),
    });
    wanted.delete(key);
  }
  const edits = [...wanted].flatMap(([key, after]) => {
    const before = here.get(key) ?? null;
    return isEqual(before, after) ? [] : [editOf(records, key, before, after)];
  });
  return {
    edits: edits.sort(documentsLast),
    conflicts: conflicts.sort((a, b) => (a.key < b.key ? -1 : 1)),
    mended,
  };
}

/** Files come in any order: what a document's settings name may still be on its way. */
function whyNotYet(
  records: CommonRecords,
  wanted: ReadonlyMap<string, unknown>,
  id: DocumentId,
  { sourceId, versionOf, zones }: DocumentSettings,
): ReasonId | null {
  if (
    sourceId !== undefined &&
    !records.sources.some((source) => source.id === sourceId) &&
    (wanted.get(`source:${sourceId}`) ?? null) === null
  )
    return 'sourceAway';
  if (versionOf !== undefined && !records.documents.has(versionOf)) return 'documentsAway';
  return zones.some(({ end }) => end > (records.lengths.get(id) ?? 0)) ? 'otherText' : null;
}

function optionsOf(standing: readonly Standing[]): RegistryConflict['options'] {
  return standing.map(({ value, hash, writes }) => ({
    value,
    hash,
    authors: [...new Set(writes.map((write) => write.author))].sort(),
  }));
}

interface Mend {
  readonly key: string;
  /** Undefined: it waits for something that is not here yet. */
  readonly value: unknown;
  readonly reason: ReasonId;
}

/**
 * Puts values into `wanted` that can stand together: a parent that one deleted while another put something under it
 * comes back as it last was, and the first key of a circle loses its parent.
 */
function mendParents(
  kind: 'actor' | 'code',
  wanted: Map<string, unknown>,
  merged: ReadonlyMap<string, Merged>,
): Mend[] {
  const mends: Mend[] = [];
  const keys = (): string[] => [...wanted.keys()].filter((key) => key.startsWith(`${kind}:`)).sort();
  const parentOf = (key: string): string | null => {
    const parent = (wanted.get(key) as { readonly parent?: string } | null | undefined)?.parent;
    return parent === undefined ? null : `${kind}:${parent}`;
  };
  for (let isStill = false; !isStill;) {
    isStill = true;
    for (const key of keys()) {
      const parent = parentOf(key);
      if (parent === null || (wanted.get(parent) ?? null) !== null) continue;
      isStill = false;
      const last = merged.get(parent)?.last[0]?.value;
      if (last === undefined) {
        mends.push({ key, value: undefined, reason: 'entryAway' });
        wanted.delete(key);
      } else {
        mends.push({
          key: parent,
          value: last,
          reason: 'parentDeleted',
        });
        wanted.set(parent, last);
      }
    }
    for (const key of keys()) {
      const circle: string[] = [];
      for (let at: string | null = key; at !== null && !circle.includes(at); at = parentOf(at))
        circle.push(at);
      const closing = parentOf(circle.at(-1)!);
      if (closing === null || !circle.includes(closing)) continue;
      isStill = false;
      const first = circle.slice(circle.indexOf(closing)).sort()[0]!;
      const { parent: _, ...value } = wanted.get(first) as { readonly parent?: string };
      mends.push({ key: first, value, reason: 'circle' });
      wanted.set(first, value);
    }
  }
  return mends;
}

function editOf(records: CommonRecords, key: string, before: unknown, after: unknown): Edit {
  const { kind, id } = splitKey(key);
  if (!isRegistryKind(kind)) throw new RangeError(`No edit for ${key}.`);
  if (kind === 'set') return { kind: 'documentSet', before, after } as Edit;
  // Checked by `faultOfValue`; the union cannot see that key and value belong together.
  if (kind === 'document') {
    const documentId = documentIdSchema.parse(id);
    return { kind, documentId, before: records.documents.get(documentId)!, after } as Edit;
  }
  return { kind, before, after } as Edit;
}

/** Sources before documents that name them. The order of codebook entries does not matter: all make one revision. */
function documentsLast(a: Edit, b: Edit): number {
  return Number(a.kind === 'document') - Number(b.kind === 'document');
}
