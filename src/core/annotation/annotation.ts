import { z } from 'zod';
import {
  actorIdSchema,
  annotationIdSchema,
  annotatorIdSchema,
  codeIdSchema,
  documentIdSchema,
  stanceIdSchema,
} from '../ids.ts';
import type { DeepReadonly } from '../readonly.ts';

/** UTF-16 code units into the document's text, half-open, not empty, never inside a surrogate pair. */
export const rangeSchema = z
  .object({ start: z.int().nonnegative(), end: z.int().positive() })
  .refine((range) => range.start < range.end, 'start must come before end');

export const targetSchema = z.object({
  /** In text order, not touching and not overlapping; several make a discontinuous passage. */
  ranges: z
    .array(rangeSchema)
    .min(1)
    .refine(
      (ranges) => ranges.every((range, i) => i === 0 || ranges[i - 1]!.end < range.start),
      'ranges must be in order and apart',
    ),
  /**
   * `exact` is the text of the ranges, joined by RANGE_JOINER where there are several; `prefix` and `suffix` are
   * up to QUOTE_CONTEXT code units before the first and after the last range.
   */
  quote: z.object({ exact: z.string().min(1), prefix: z.string(), suffix: z.string() }),
  /** SHA-256 of the document's text, lower-case hex. */
  textHash: z.string().regex(/^[0-9a-f]{64}$/),
});

export const POLARITIES = [-2, -1, 0, 1, 2, 'unclear'] as const;
/** 0 is neutral; `unclear` means that the text gives no clue. The two are never the same. */
export const polaritySchema = z.literal(POLARITIES);

export const EXPRESSIONS = ['stated', 'acted', 'reported', 'inferred'] as const;
export const expressionSchema = z.enum(EXPRESSIONS);

export const AUTHOR = 'author';
/** The document's author, or an actor. */
export const speakerSchema = z.union([z.literal(AUTHOR), actorIdSchema]);

export const stanceSchema = z.object({
  id: stanceIdSchema,
  holder: speakerSchema,
  target: z.union([actorIdSchema, codeIdSchema]),
  polarity: polaritySchema,
  expression: expressionSchema,
  /** From the document's author to the last speaker: "the author reports that X says that Y …" is [author, X]. */
  attribution: z.array(speakerSchema),
  note: z.string().optional(),
});

export const SOURCE_GRADES = ['A', 'B', 'C', 'D', 'E', 'F'] as const;
export const INFORMATION_GRADES = [1, 2, 3, 4, 5, 6] as const;
export const sourceGradeSchema = z.enum(SOURCE_GRADES);
export const informationGradeSchema = z.literal(INFORMATION_GRADES);

/** Admiralty rating. F and 6 mean *cannot be judged*: missing data, never a low grade. */
export const reliabilitySchema = z
  .object({
    source: sourceGradeSchema.optional(),
    information: informationGradeSchema.optional(),
    why: z.string().optional(),
  })
  .refine(
    (rating) => rating.source !== undefined || rating.information !== undefined,
    'needs a source grade or an information grade',
  );

export const ACTOR_ROLES = ['about', 'acts', 'affected', 'speaks'] as const;
/** What the passage says of the actor: it is about them, they act, they are acted upon, they speak. */
export const actorRoleSchema = z.enum(ACTOR_ROLES);
export const actorReferenceSchema = z.object({ actorId: actorIdSchema, role: actorRoleSchema });

export const CERTAINTIES = ['certain', 'probable', 'possible'] as const;
export const certaintySchema = z.enum(CERTAINTIES);

export const timestampSchema = z.iso.datetime({ precision: 3 });

export const annotationSchema = z.object({
  id: annotationIdSchema,
  documentId: documentIdSchema,
  annotator: annotatorIdSchema,
  target: targetSchema,
  actors: z.array(actorReferenceSchema),
  stances: z.array(stanceSchema),
  reliability: reliabilitySchema.optional(),
  codes: z.array(codeIdSchema),
  note: z.string().optional(),
  certainty: certaintySchema.optional(),
  /** The codebook's revision under which the annotation was made or last changed. */
  codebookRevision: z.int().nonnegative(),
  createdAt: timestampSchema,
  updatedAt: timestampSchema,
});

export type TextRange = DeepReadonly<z.infer<typeof rangeSchema>>;
export type Target = DeepReadonly<z.infer<typeof targetSchema>>;
export type Polarity = z.infer<typeof polaritySchema>;
export type Expression = z.infer<typeof expressionSchema>;
export type Speaker = z.infer<typeof speakerSchema>;
export type Stance = DeepReadonly<z.infer<typeof stanceSchema>>;
export type SourceGrade = z.infer<typeof sourceGradeSchema>;
export type InformationGrade = z.infer<typeof informationGradeSchema>;
export type Reliability = DeepReadonly<z.infer<typeof reliabilitySchema>>;
export type ActorRole = z.infer<typeof actorRoleSchema>;
export type ActorReference = DeepReadonly<z.infer<typeof actorReferenceSchema>>;
export type Certainty = z.infer<typeof certaintySchema>;
export type Annotation = DeepReadonly<z.infer<typeof annotationSchema>>;
