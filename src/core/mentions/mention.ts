import { z } from 'zod';
import { actorIdSchema } from '../ids.ts';
import type { DeepReadonly } from '../readonly.ts';

const place = {
  /** UTF-16 code units of the document's text, half-open. One decision per place. */
  start: z.int().nonnegative(),
  end: z.int().positive(),
  /** The registry's name or alias that was found there, as it was written in the registry. */
  alias: z.string().min(1).max(300),
};

/**
 * What an annotator decided about one place. `accepted`: the text names this actor here. `rejected`: it names none of
 * the registry's. `notActor`: it does not name these; other actors of that name stay suggested.
 */
export const mentionDecisionSchema = z.discriminatedUnion('status', [
  z.object({ ...place, status: z.literal('accepted'), actorId: actorIdSchema }),
  z.object({ ...place, status: z.literal('rejected') }),
  z.object({ ...place, status: z.literal('notActor'), actorIds: z.array(actorIdSchema).min(1) }),
]);
export type MentionDecision = DeepReadonly<z.infer<typeof mentionDecisionSchema>>;

export const MENTION_STATUSES = ['suggested', 'accepted', 'rejected', 'notActor'] as const;

export const candidateSchema = z.object({ actorId: actorIdSchema, alias: z.string() });

/** A place where the text names an actor. Only decisions are stored; what is suggested is found anew. */
export const mentionSchema = z.object({
  start: z.int().nonnegative(),
  end: z.int().positive(),
  status: z.enum(MENTION_STATUSES),
  /** Whom it names, or (not accepted) whom it would. Null where the name is that of several: nobody decides that silently. */
  actorId: actorIdSchema.nullable(),
  /** Every actor that it may still name; several make a collision. */
  candidates: z.array(candidateSchema).min(1),
  /** What is stored about this place, whatever its status; the `before` of an edit. */
  decision: mentionDecisionSchema.nullable(),
});
export type Mention = DeepReadonly<z.infer<typeof mentionSchema>>;
export type MentionStatus = Mention['status'];
export type MentionCandidate = DeepReadonly<z.infer<typeof candidateSchema>>;

/** Whether two names have met here and nobody has said yet who is meant. */
export function isCollision(mention: Mention): boolean {
  return mention.status === 'suggested' && mention.candidates.length > 1;
}
