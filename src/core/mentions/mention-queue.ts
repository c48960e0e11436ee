import { z } from 'zod';
import { actorIdSchema, documentIdSchema, documentSetIdSchema, type ActorId } from '../ids.ts';
import type { DeepReadonly } from '../readonly.ts';
import { MENTION_STATUSES, mentionSchema, type Mention } from './mention.ts';

/** The mentions of one name. `actorId` null: the name of several actors, of whom none was chosen yet. */
export const mentionGroupKeySchema = z.object({ actorId: actorIdSchema.nullable(), alias: z.string() });

export const mentionGroupSchema = mentionGroupKeySchema.extend({
  counts: z.record(z.enum(MENTION_STATUSES), z.int().nonnegative()),
  documents: z.int().nonnegative(),
  /** Who is called so, where `actorId` is null. */
  candidates: z.array(actorIdSchema),
});

export const mentionFilterSchema = z.object({
  group: mentionGroupKeySchema.optional(),
  documentId: documentIdSchema.optional(),
  /** Documents that are in one of these sets. */
  sets: z.array(documentSetIdSchema).optional(),
  statuses: z.array(z.enum(MENTION_STATUSES)).min(1),
});

/** A mention with what stands around it, white space as single spaces. */
export const mentionRowSchema = z.object({
  documentId: documentIdSchema,
  mention: mentionSchema,
  left: z.string(),
  text: z.string(),
  right: z.string(),
});

export type MentionGroupKey = DeepReadonly<z.infer<typeof mentionGroupKeySchema>>;
export type MentionGroup = DeepReadonly<z.infer<typeof mentionGroupSchema>>;
export type MentionFilter = DeepReadonly<z.infer<typeof mentionFilterSchema>>;
export type MentionRow = DeepReadonly<z.infer<typeof mentionRowSchema>>;

/** The group that a mention is counted in: by whom it names, else would name, and by which of that actor's names. */
export function groupOf(mention: Mention): MentionGroupKey {
  const { actorId, candidates, decision } = mention;
  const named = candidates.find((candidate) => candidate.actorId === actorId);
  return { actorId, alias: named?.alias ?? decision?.alias ?? candidates[0]!.alias };
}

export function isInGroup(mention: Mention, key: MentionGroupKey): boolean {
  const group = groupOf(mention);
  return group.actorId === key.actorId && group.alias === key.alias;
}

/** All groups, in the order in which `actors` come, collisions first; the names of one actor by how often they occur. */
export function groupMentions(
  documents: Iterable<{ readonly mentions: readonly Mention[] }>,
  actors: readonly ActorId[],
): MentionGroup[] {
  const groups = new Map<string, { group: Mutable; lastDocument: number }>();
  let document = 0;
  for (const { mentions } of documents) {
    document++;
    for (const mention of mentions) {
      const { actorId, alias } = groupOf(mention);
      const key = `${actorId ?? ''} ${alias}`;
      let known = groups.get(key);
      if (!known) {
        const counts = { suggested: 0, accepted: 0, rejected: 0, notActor: 0 };
        known = { group: { actorId, alias, counts, documents: 0, candidates: [] }, lastDocument: 0 };
        groups.set(key, known);
      }
      known.group.counts[mention.status]++;
      if (known.lastDocument !== document) known.group.documents++;
      known.lastDocument = document;
      if (actorId !== null) continue;
      for (const candidate of mention.candidates) {
        if (!known.group.candidates.includes(candidate.actorId))
          known.group.candidates.push(candidate.actorId);
      }
    }
  }
  const order = new Map(actors.map((id, at) => [id, at]));
  const rank = ({ actorId }: MentionGroup): number =>
    actorId === null ? -1 : (order.get(actorId) ?? order.size);
  return [...groups.values()]
    .map(({ group }) => group)
    .sort((a, b) => rank(a) - rank(b) || sum(b) - sum(a) || (a.alias < b.alias ? -1 : 1));
}

type Mutable = z.infer<typeof mentionGroupSchema>;

function sum({ counts }: MentionGroup): number {
  return counts.suggested + counts.accepted + counts.rejected + counts.notActor;
}
