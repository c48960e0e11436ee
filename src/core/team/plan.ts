import { z } from 'zod';
import { annotatorIdSchema, documentIdSchema, type AnnotatorId } from '../ids.ts';
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
  id: annotatorIdSchema,
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
  readonly assignments: readonly Assignment[];
}

export const EMPTY_PLAN: Plan = { members: [], phases: new Map(), assignments: [] };

/** What the keys of a plan's registry hold. */
export const PLAN_VALUES = {
  person: memberSchema,
  phase: z.strictObject({ set: z.string().max(60), phase: phaseSchema }),
  assignment: assignmentSchema,
} as const;

/** The strictest phase among the sets that hold a document; without any, that of all documents; without it, open. */
export function phaseOf(plan: Plan, setsOfDocument: readonly string[]): Phase {
  const own = setsOfDocument.flatMap((set) => plan.phases.get(set) ?? []);
  const phases = own.length > 0 ? own : [plan.phases.get(ALL_DOCUMENTS) ?? 'open'];
  return PHASES.find((phase) => phases.includes(phase))!;
}

/** Whether a person's adjudicated layers count: those of adjudicators and leads, and anybody's while there is no plan. */
export function mayAdjudicate({ members }: Plan, person: AnnotatorId): boolean {
  return (
    members.length === 0 ||
    members.some(({ id, role }) => id === person && (role === 'adjudicator' || role === 'lead'))
  );
}
