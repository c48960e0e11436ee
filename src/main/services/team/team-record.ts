import { z } from 'zod';
import { annotatorIdSchema, type AnnotatorId, type DocumentId, type MemoId } from '../../../core/ids.ts';
import type { LayerKind } from '../../../core/team/chains.ts';
import { signKeySchema, type PublishedFile } from '../../../core/team/published.ts';
import type { RecordFormat } from '../store/envelope.ts';

const hash = z.string().regex(/^[0-9a-f]{64}$/);

const ownHead = z.object({ head: hash, content: hash, sealedTo: hash.optional() });
const ownEntry = z.object({ value: hash, seen: z.array(z.uuid()) });

/**
 * What this copy of a project remembers of the exchange, and hands to nobody: whom it trusts, and where in the chains
 * its own records stand. All of it can be had again from the journal, but for the trust.
 */
const teamRecordSchema = z.object({
  /** The folder exchanged with last; absolute. */
  folder: z.string().nullable(),
  /** Keys that count as a person's: their first card's, or confirmed by the user. */
  trusted: z.array(z.object({ annotator: annotatorIdSchema, signKey: signKeySchema })),
  /** The key of the person who leads. */
  root: signKeySchema.nullable(),
  /**
   * By `ownLayerKey` or `memoKey`: the head that this annotator's layer stands on here, the hash of what it held and, where it is sealed,
   * of whom it is sealed to.
   */
  layers: z.record(z.string(), ownHead),
  /** By registry key: the hash of the value here when it was last exchanged, and the writes that it rests on. */
  registry: z.record(z.string(), ownEntry),
  /** By `document/annotator`, or `memoKey`: the published file that another's layer, or memo, shows. */
  shown: z.record(z.string(), hash),
  /**
   * One's own files that were last found whole in `folder`, by the twelve digits of their names: size in bytes and time of
   * last modification in milliseconds. Those that still say so there are not read again.
   */
  whole: z.record(z.string(), z.tuple([z.number(), z.number()])).optional(),
  /**
   * Revisions that are being written, and what of `layers` and `registry` is so once the journal has them. Whoever is
   * stopped in between would otherwise write them once more, beside themselves, and be taken for two machines.
   */
  making: z
    .object({
      /** The file of what is in common; null where there is none. */
      registryFile: hash.nullable(),
      layers: z.record(z.string(), ownHead),
      registry: z.record(z.string(), ownEntry),
    })
    .optional(),
});
export type TeamRecord = z.infer<typeof teamRecordSchema>;
export type WholeFiles = NonNullable<TeamRecord['whole']>;

export const teamRecordFormat: RecordFormat<TeamRecord> = {
  name: 'postil-team',
  version: 1,
  schema: teamRecordSchema,
  migrations: {},
};

export const NEW_TEAM_RECORD: TeamRecord = {
  folder: null,
  trusted: [],
  root: null,
  layers: {},
  registry: {},
  shown: {},
};

/** With what was being made, where the journal has it; without it, where it has not. */
export function settled(record: TeamRecord, isThere: (sha256: string) => boolean): TeamRecord {
  const { making, ...rest } = record;
  if (!making) return record;
  const made = Object.entries(making.layers).filter(([, { head }]) => isThere(head));
  const hasRegistry = making.registryFile !== null && isThere(making.registryFile);
  return {
    ...rest,
    layers: { ...rest.layers, ...Object.fromEntries(made) },
    registry: hasRegistry ? { ...rest.registry, ...making.registry } : rest.registry,
  };
}

/** `before`, and what `after` says otherwise of one's own: to be remembered while `files` are written. */
export function whileMaking(
  before: TeamRecord,
  after: TeamRecord,
  files: readonly PublishedFile[],
): TeamRecord {
  return {
    ...before,
    making: {
      registryFile: files.find(({ body }) => body.kind === 'registry')?.sha256 ?? null,
      layers: differing(before.layers, after.layers),
      registry: differing(before.registry, after.registry),
    },
  };
}

function differing<T>(
  before: Readonly<Record<string, T>>,
  after: Readonly<Record<string, T>>,
): Record<string, T> {
  return Object.fromEntries(Object.entries(after).filter(([key, value]) => before[key] !== value));
}

/** Where the record keeps a memo, own (in `layers`) or, with its author, another's (in `shown`). */
export function memoKey(memo: MemoId, author?: AnnotatorId): string {
  return author === undefined ? `memo/${memo}` : `memo/${memo}/${author}`;
}

/** Where the record keeps what it knows of this annotator's own layer of a document, and of the one they adjudicated. */
export function ownLayerKey(kind: LayerKind, document: DocumentId): string {
  return kind === 'adjudication' ? `${document}/adjudicated` : document;
}
