import { z } from 'zod';
import { annotatorIdSchema, type AnnotatorId, type DocumentId, type MemoId } from '../../../core/ids.ts';
import type { LayerKind } from '../../../core/team/chains.ts';
import { signKeySchema } from '../../../core/team/published.ts';
import type { RecordFormat } from '../store/envelope.ts';

const hash = z.string().regex(/^[0-9a-f]{64}$/);

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
  layers: z.record(z.string(), z.object({ head: hash, content: hash, sealedTo: hash.optional() })),
  /** By registry key: the hash of the value here when it was last exchanged, and the writes that it rests on. */
  registry: z.record(z.string(), z.object({ value: hash, seen: z.array(z.uuid()) })),
  /** By `document/annotator`, or `memoKey`: the published file that another's layer, or memo, shows. */
  shown: z.record(z.string(), hash),
  /**
   * One's own files that were last found whole in `folder`, by the twelve digits of their names: size in bytes and time of
   * last modification in milliseconds. Those that still say so there are not read again.
   */
  whole: z.record(z.string(), z.tuple([z.number(), z.number()])).optional(),
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

/** Where the record keeps a memo, own (in `layers`) or, with its author, another's (in `shown`). */
export function memoKey(memo: MemoId, author?: AnnotatorId): string {
  return author === undefined ? `memo/${memo}` : `memo/${memo}/${author}`;
}

/** Where the record keeps what it knows of this annotator's own layer of a document, and of the one they adjudicated. */
export function ownLayerKey(kind: LayerKind, document: DocumentId): string {
  return kind === 'adjudication' ? `${document}/adjudicated` : document;
}
