import { z } from 'zod';
import { layerSchema } from '../core/annotation/layer.ts';
import { annotatorIdSchema, documentIdSchema, memoIdSchema } from '../core/ids.ts';
import { memoSchema } from '../core/memo/memo.ts';
import { LAYER_KINDS } from '../core/team/chains.ts';
import { assignmentSchema, phaseSchema, roleSchema } from '../core/team/plan.ts';
import { PUBLISHED_KINDS, signKeySchema } from '../core/team/published.ts';
import { REASON_IDS } from '../core/team/reasons.ts';
import { REFUSAL_IDS } from '../core/team/refusals.ts';
import { fileInputSchema, filePath } from './file-input.ts';

const nothing = z.object({});
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** See `Reason`. */
const because = { reason: z.enum(REASON_IDS), about: z.string(), why: z.string() };
const differenceSchema = z.object({ added: z.int(), changed: z.int(), removed: z.int() });

/** An entry on which the team does not agree; `held`: its agreed value cannot stand here as things are. */
export const registryConflictSchema = z.object({
  /** `actor:a-…`, `code:c-…`, `scales:`, `source:s-…`, `document:…`, `set:…` */
  key: z.string(),
  kind: z.enum(['several', 'held']),
  options: z.array(z.object({ value: z.unknown(), hash: sha256, authors: z.array(z.string()) })),
  ...because,
});

/** What one annotator did on two machines that did not know of each other. */
export const forkSchema = z.object({
  document: documentIdSchema,
  annotator: annotatorIdSchema,
  /** Of one's own layer, or of the one that one adjudicated. */
  kind: z.enum(LAYER_KINDS),
  heads: z.array(z.object({ sha256, revision: z.int(), createdAt: z.string(), isHere: z.boolean() })),
});

export const heldFileSchema = z.object({
  author: annotatorIdSchema,
  kind: z.enum(PUBLISHED_KINDS),
  ...because,
  signKey: signKeySchema,
});

export const publishReportSchema = z.object({
  place: z.string(),
  made: z.array(
    z.object({
      kind: z.enum(PUBLISHED_KINDS),
      document: documentIdSchema.nullable(),
      memo: memoIdSchema.nullable(),
      revision: z.int(),
      isSealed: z.boolean(),
    }),
  ),
  put: z.int(),
  keptBack: z.int(),
});

export const receiveReportSchema = z.object({
  place: z.string(),
  accepted: z.int(),
  known: z.int(),
  /** `reason` in English; see `RefusalSaid`. */
  refused: z.array(
    z.object({ name: z.string(), reason: z.string(), refusal: z.enum(REFUSAL_IDS), about: z.string() }),
  ),
  notRecognised: z.array(z.string()),
  newPeople: z.array(z.object({ id: annotatorIdSchema, name: z.string(), fingerprint: z.string() })),
  documents: z.array(documentIdSchema),
  registryChanges: z.array(z.string()),
  /** Of roles, phases and assignments; `to` null where it was taken back, `name` empty for all other documents. */
  planChanges: z.array(
    z.object({
      kind: z.enum(['role', 'phase', 'assignment']),
      about: z.string(),
      name: z.string(),
      to: z.string().nullable(),
    }),
  ),
  layers: z.array(
    differenceSchema.extend({ document: documentIdSchema, annotator: annotatorIdSchema, revision: z.int() }),
  ),
  memos: z.array(
    z.object({
      memo: memoIdSchema,
      annotator: annotatorIdSchema,
      /** May be empty. */
      title: z.string(),
      change: z.enum(['added', 'changed', 'removed', 'same']),
    }),
  ),
  conflicts: z.array(registryConflictSchema),
  forks: z.array(forkSchema),
  waiting: z.array(z.object({ document: documentIdSchema, annotator: annotatorIdSchema, ...because })),
  waitingMemos: z.array(z.object({ annotator: annotatorIdSchema, count: z.int(), ...because })),
  held: z.array(heldFileSchema),
});

export const teamStatusSchema = z.object({
  self: z.object({ id: annotatorIdSchema, name: z.string(), fingerprint: z.string() }),
  /** Exchanged with last. */
  folder: z.string().nullable(),
  isLead: z.boolean(),
  hasPlan: z.boolean(),
  people: z.array(
    z.object({
      id: annotatorIdSchema,
      name: z.string(),
      fingerprint: z.string(),
      role: roleSchema.nullable(),
    }),
  ),
  phases: z.array(
    z.object({
      set: z.string(),
      phase: phaseSchema,
      /** Documents that came into the set since and stay blind until its phase is set again. */
      stillBlind: z.array(documentIdSchema),
    }),
  ),
  assignments: z.array(assignmentSchema),
  planConflicts: z.array(z.string()),
  conflicts: z.array(registryConflictSchema),
  forks: z.array(forkSchema),
  held: z.array(heldFileSchema),
  published: z.array(
    z.object({
      annotator: annotatorIdSchema,
      document: documentIdSchema,
      revision: z.int(),
      isSealed: z.boolean(),
      isSealedToOthers: z.boolean(),
    }),
  ),
  /** Who began a plan, where several did; empty where one did or nobody. `team.follow` chooses, and chooses anew. */
  plans: z.array(
    z.object({
      id: annotatorIdSchema,
      name: z.string(),
      fingerprint: z.string(),
      isFollowed: z.boolean(),
    }),
  ),
  rivals: z.array(z.object({ id: annotatorIdSchema, name: z.string(), fingerprint: z.string() })),
});

export const planChangeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('member'), id: annotatorIdSchema, role: roleSchema }),
  /** `set`: a document set's id, or '' for all documents that are in no set with a phase. */
  z.object({
    kind: z.literal('phase'),
    set: z.string().max(60),
    /** Null takes it back: the set is as all others are. */
    phase: phaseSchema.nullable(),
  }),
  z.object({ kind: z.literal('assignment'), assignment: assignmentSchema }),
  z.object({ kind: z.literal('unassign'), set: z.string().max(60) }),
]);

export const layerRevisionSchema = differenceSchema.extend({
  sha256,
  document: documentIdSchema,
  annotator: annotatorIdSchema,
  revision: z.int(),
  /** The one that it came after, which may not be here; null for the first. */
  previous: sha256.nullable(),
  createdAt: z.string(),
  codebookRevision: z.int().nullable(),
  annotations: z.int(),
  isSealedToOthers: z.boolean(),
  isHead: z.boolean(),
});

export const memoRevisionSchema = z.object({
  sha256,
  memo: memoIdSchema,
  annotator: annotatorIdSchema,
  revision: z.int(),
  createdAt: z.string(),
  /** What it said then; null where it was deleted, or cannot be read here. */
  state: memoSchema.nullable(),
  isSealedToOthers: z.boolean(),
  isHead: z.boolean(),
});

/** Calls of the team: see `calls`. All need an open project, and all but the looking ones one that can be written. */
export const teamCalls = {
  'team.status': {
    doc: 'Who is in the team, its plan, what it has not settled, and what each has published.',
    args: nothing,
    value: teamStatusSchema,
  },
  'team.assignments': {
    doc: 'Who reads what, by the plan, with the readers’ names; nothing in a project that no team shares.',
    args: nothing,
    value: z.object({
      assignments: z.array(assignmentSchema),
      readers: z.array(z.object({ id: annotatorIdSchema, name: z.string() })),
    }),
  },
  'team.publish': {
    doc: 'Makes revisions of what was changed here and puts them into a shared folder, or all that is known into a bundle (a path that ends in .postil-bundle).',
    args: z.object({
      path: filePath,
      dryRun: z.boolean(),
      withDocuments: z.boolean(),
      /** A bundle may take the place of a file; without it that is `refused`, with `exists` in the details. */
      overwrite: z.boolean().optional(),
    }),
    value: publishReportSchema,
    long: true,
  },
  'team.receive': {
    doc: 'Takes every valid file from a shared folder or a bundle. Twice changes nothing the second time.',
    args: z.object({
      from: fileInputSchema,
      dryRun: z.boolean(),
    }),
    value: receiveReportSchema,
    long: true,
  },
  'team.look': {
    doc: 'How many published files are in the folder exchanged with last and not here yet; null without a folder. Fails with `not-found` where it is not mounted.',
    args: nothing,
    value: z.object({ fresh: z.int().nullable() }),
  },
  'team.changePlan': {
    doc: 'Names a person’s role, a set’s phase, or who reads what, or takes a phase or an assignment back. Only a lead may; who begins a plan leads.',
    args: z.object({ change: planChangeSchema }),
    value: teamStatusSchema,
  },
  'team.follow': {
    doc: 'Says whose plan counts here, where several began one (`plans`), after comparing the fingerprint; whoever began one may follow another, too. Until one is followed, everything is in its blind phase.',
    args: z.object({ annotator: annotatorIdSchema }),
    value: teamStatusSchema,
  },
  'team.trust': {
    doc: 'Confirms that a key is a person’s, after comparing its fingerprint with them.',
    args: z.object({ annotator: annotatorIdSchema, signKey: signKeySchema }),
    value: teamStatusSchema,
  },
  'team.settleConflict': {
    doc: 'Chooses one of the values that stand of an entry, for the whole team.',
    args: z.object({ key: z.string().max(80), hash: sha256 }),
    value: teamStatusSchema,
  },
  'team.settleFork': {
    doc: 'Says which state of one’s own layer, or of the one that one adjudicated, goes on: the one here, the other, or both in one.',
    args: z.object({
      documentId: documentIdSchema,
      kind: z.enum(LAYER_KINDS),
      choice: z.enum(['here', 'other', 'both']),
    }),
    value: teamStatusSchema,
  },
  'team.history': {
    doc: 'The revisions of layers: all, of a document, of an annotator.',
    args: z.object({ documentId: documentIdSchema.optional(), annotator: annotatorIdSchema.optional() }),
    value: z.object({ revisions: z.array(layerRevisionSchema) }),
    long: true,
  },
  'team.layerAt': {
    doc: 'A layer as it was in a revision.',
    args: z.object({ sha256 }),
    value: z.object({ layer: layerSchema }),
  },
  'team.memoHistory': {
    doc: 'The revisions of memos: all, of one, of an annotator.',
    args: z.object({ memo: memoIdSchema.optional(), annotator: annotatorIdSchema.optional() }),
    value: z.object({ revisions: z.array(memoRevisionSchema) }),
    long: true,
  },
  'team.restore': {
    doc: 'Makes one’s own layer or memo what it was in a revision; the present state is kept as a revision first.',
    args: z.object({ sha256 }),
    value: differenceSchema,
  },
} as const;

export type TeamStatusValue = z.infer<typeof teamStatusSchema>;
export type PublishReportValue = z.infer<typeof publishReportSchema>;
export type ReceiveReportValue = z.infer<typeof receiveReportSchema>;
export type LayerRevisionValue = z.infer<typeof layerRevisionSchema>;
export type RegistryConflictValue = z.infer<typeof registryConflictSchema>;
