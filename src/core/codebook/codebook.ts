import { z } from 'zod';
import { INFORMATION_GRADES, POLARITIES, SOURCE_GRADES, timestampSchema } from '../annotation/annotation.ts';
import { actorIdSchema, annotatorIdSchema, codeIdSchema } from '../ids.ts';
import type { DeepReadonly } from '../readonly.ts';

export const ACTOR_KINDS = [
  'state',
  'government',
  'armed-group',
  'party',
  'organisation',
  'person',
  'place',
  'media',
  'other',
] as const;
export const actorKindSchema = z.enum(ACTOR_KINDS);

export const calendarDateSchema = z.iso.date();

/** A name by which texts call the actor. `from` and `until` bound it in time, inclusive calendar days. */
export const aliasSchema = z.object({
  text: z.string().trim().min(1),
  from: calendarDateSchema.optional(),
  until: calendarDateSchema.optional(),
});

/**
 * Why an entry is offered no more. It stays known, for annotations keep its id: nobody else writes their layer. What
 * it stands for now, `resolveEntry` says. `split`: which part an annotation means, only its annotator can say.
 */
function endSchema<Id extends z.ZodType>(id: Id) {
  return z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('retired'), at: timestampSchema }),
    z.object({ kind: z.literal('merged'), at: timestampSchema, into: id }),
    z.object({ kind: z.literal('split'), at: timestampSchema, into: z.array(id).min(2) }),
  ]);
}

export const actorSchema = z.object({
  id: actorIdSchema,
  name: z.string().trim().min(1).max(200),
  kind: actorKindSchema,
  aliases: z.array(aliasSchema),
  parent: actorIdSchema.optional(),
  note: z.string().optional(),
  ended: endSchema(actorIdSchema).optional(),
});

export const CODE_COLOURS = [
  'slate',
  'blue',
  'teal',
  'green',
  'amber',
  'orange',
  'red',
  'pink',
  'violet',
] as const;
export const codeColourSchema = z.enum(CODE_COLOURS);

export const codeSchema = z.object({
  id: codeIdSchema,
  name: z.string().trim().min(1).max(200),
  parent: codeIdSchema.optional(),
  definition: z.string().optional(),
  colour: codeColourSchema,
  ended: endSchema(codeIdSchema).optional(),
});

const label = z.string().trim().min(1).max(120);

/** Labels only: the steps themselves are fixed, so that datasets stay comparable. Keys are the steps as strings. */
export const scalesSchema = z.object({
  polarity: z.record(z.enum(POLARITIES.map(String) as [string, ...string[]]), label),
  source: z.record(z.enum(SOURCE_GRADES), label),
  information: z.record(z.enum(INFORMATION_GRADES.map(String) as [string, ...string[]]), label),
});

/** One entry before and after a change; `null` where it was not there. */
export const codebookChangeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('actor'), before: actorSchema.nullable(), after: actorSchema.nullable() }),
  z.object({ kind: z.literal('code'), before: codeSchema.nullable(), after: codeSchema.nullable() }),
  z.object({ kind: z.literal('scales'), before: scalesSchema, after: scalesSchema }),
]);

export const codebookRevisionSchema = z.object({
  revision: z.int().positive(),
  at: timestampSchema,
  annotator: annotatorIdSchema.nullable(),
  /** What was done, in the words of the undo menu: "Rename actor TTP". */
  label: z.string(),
  changes: z.array(codebookChangeSchema).min(1),
});

export const codebookSchema = z.object({
  /** 0 for a new codebook; each change makes the next. */
  revision: z.int().nonnegative(),
  actors: z.array(actorSchema),
  codes: z.array(codeSchema),
  scales: scalesSchema,
  /** Oldest first; `history.at(-1)` made the present state. */
  history: z.array(codebookRevisionSchema),
});

export type ActorKind = z.infer<typeof actorKindSchema>;
export type Alias = DeepReadonly<z.infer<typeof aliasSchema>>;
export type Actor = DeepReadonly<z.infer<typeof actorSchema>>;
export type CodeColour = z.infer<typeof codeColourSchema>;
export type Code = DeepReadonly<z.infer<typeof codeSchema>>;
export type Scales = DeepReadonly<z.infer<typeof scalesSchema>>;
export type CodebookChange = DeepReadonly<z.infer<typeof codebookChangeSchema>>;
export type CodebookRevision = DeepReadonly<z.infer<typeof codebookRevisionSchema>>;
export type Codebook = DeepReadonly<z.infer<typeof codebookSchema>>;
