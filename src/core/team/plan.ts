import { z } from 'zod';
import { personIdSchema } from '../adjudication/adjudicated-id.ts';
import { PostilError } from '../errors.ts';
import { annotatorIdSchema, documentIdSchema, type AnnotatorId, type DocumentId } from '../ids.ts';
import type { DeepReadonly } from '../readonly.ts';
import { boxKeySchema, signKeySchema } from './published.ts';

export const ROLES = ['annotator', 'adjudicator', 'lead'] as const;
export const roleSchema = z.enum(ROLES);
export type Role = z.infer<typeof roleSchema>;

/** Nobody but the adjudicators reads another's layer; all read all; the agreed layer is made. */
export const PHASES = ['blind', 'open', 'adjudicated'] as const;
export const phaseSchema = z.enum(PHASES);
export type Phase = z.infer<typeof phaseSchema>;

/** A person's own card: who they are and by which keys they are known. */
export const cardSchema = z.strictObject({
  id: personIdSchema,
  name: z.string().trim().min(1).max(120),
  signKey: signKeySchema,
  boxKey: boxKeySchema,
});
export type Card = DeepReadonly<z.infer<typeof cardSchema>>;

/** What the lead says of a person. Their keys stand here too: a lead's word for them. */
export const memberSchema = cardSchema.extend({ role: roleSchema });
export type Member = DeepReadonly<z.infer<typeof memberSchema>>;

/** Who reads which documents of a set. */
export const assignmentSchema = z.strictObject({
  set: z.string().max(60),
  /** What the sample was drawn with, so that it can be drawn again. */
  seed: z.int().nonnegative(),
  /** Share of the documents that everybody reads, 0 to 1. */
  overlap: z.number().min(0).max(1),
  readers: z.record(annotatorIdSchema, z.array(documentIdSchema)),
});
export type Assignment = DeepReadonly<z.infer<typeof assignmentSchema>>;

/** The set of all documents, in phases and assignments. */
export const ALL_DOCUMENTS = '';

export interface Plan {
  readonly members: readonly Member[];
  /** By set; `ALL_DOCUMENTS` for those in no set that has a phase of its own. */
  readonly phases: ReadonlyMap<string, Phase>;
  /** By set that has a phase: the documents that it held when the lead set the phase. */
  readonly phaseDocuments: ReadonlyMap<string, ReadonlySet<DocumentId>>;
  readonly assignments: readonly Assignment[];
}

export const EMPTY_PLAN: Plan = {
  members: [],
  phases: new Map(),
  phaseDocuments: new Map(),
  assignments: [],
};

/** What the keys of a plan's registry hold. */
export const PLAN_VALUES = {
  person: memberSchema,
  phase: z.strictObject({
    set: z.string().max(60),
    phase: phaseSchema,
    /** What the set held then: sets are everybody's to change, phases are the lead's. */
    documents: z.array(documentIdSchema).max(200_000).optional(),
  }),
  assignment: assignmentSchema,
} as const;

/**
 * The strictest phase among the sets that hold a document now or held it when the lead set their phase; without any,
 * that of all documents; without it, open. A document that came into a set since is in no looser phase than it was: who
 * may change sets must not thereby open what the lead keeps blind.
 * @param setsOfDocument those that hold it now
 */
export function phaseOf(plan: Plan, documentId: DocumentId, setsOfDocument: readonly string[]): Phase {
  const listed = [...plan.phases].flatMap(([set, phase]) =>
    plan.phaseDocuments.get(set)?.has(documentId) ? [phase] : [],
  );
  const held = setsOfDocument.flatMap((set) => plan.phases.get(set) ?? []);
  const others = plan.phases.get(ALL_DOCUMENTS) ?? 'open';
  const phases = listed.length > 0 ? [...listed, ...held] : [...held, others];
  return PHASES.find((phase) => phases.includes(phase))!;
}

/** Whether a person's adjudicated layers count: those of adjudicators and leads, and anybody's while there is no plan. */
export function mayAdjudicate({ members }: Plan, person: AnnotatorId): boolean {
  return (
    members.length === 0 ||
    members.some(({ id, role }) => id === person && (role === 'adjudicator' || role === 'lead'))
  );
}

/**
 * @param plan null where it cannot be known: then nobody is kept from their work
 * @throws PostilError `refused` where the plan names somebody neither adjudicator nor lead, with whom to ask
 */
export function assertMayAdjudicate(
  plan: Plan | null,
  { id, name }: { readonly id: AnnotatorId; readonly name: string },
): void {
  if (!plan || mayAdjudicate(plan, id)) return;
  const leads = plan.members.filter(({ role }) => role === 'lead').map((member) => member.name);
  // Who began the plan leads it whatever role they gave themselves.
  const whom =
    leads.length === 0
      ? 'whoever leads the team'
      : `${leads.join(' or ')}, who ${leads.length === 1 ? 'leads' : 'lead'} the team`;
  throw new PostilError(
    'refused',
    `Only adjudicators and leads of the team decide or take decisions back, and its plan names ${name} neither. Ask ${whom}. Nothing was changed.`,
  );
}
