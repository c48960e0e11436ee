import { z } from 'zod';
import { layerChoiceSchema, type LayerChoice } from '../adjudication/layer-choice.ts';
import {
  actorRoleSchema,
  informationGradeSchema,
  polaritySchema,
  sourceGradeSchema,
} from '../annotation/annotation.ts';
import {
  actorIdSchema,
  annotationIdSchema,
  annotatorIdSchema,
  codeIdSchema,
  documentIdSchema,
  documentSetIdSchema,
  sourceIdSchema,
} from '../ids.ts';
import type { DeepReadonly } from '../readonly.ts';

/**
 * What to show of the project's annotations. Each list is *any of*; the fields together are *all of*. An absent or
 * empty field does not filter. `none` in a list of grades asks for annotations that have none.
 */
export const evidenceFilterSchema = z.object({
  documents: z.array(documentIdSchema).optional(),
  /** Documents that are in one of these sets. Whoever compiles the filter resolves them (`resolveSets`). */
  sets: z.array(documentSetIdSchema).optional(),
  sources: z.array(sourceIdSchema).optional(),
  /** Absent: the annotators' own; where `annotators` or `annotations` name some, those, also of adjudicated layers. */
  layers: layerChoiceSchema.optional(),
  annotators: z.array(annotatorIdSchema).optional(),
  /** As an actor reference, or in a stance as holder, target or link of the attribution chain. */
  actors: z.array(actorIdSchema).optional(),
  /** Narrows `actors` to these parts that the actor plays; without `actors`, any actor in that part. */
  roles: z.array(z.union([actorRoleSchema, z.enum(['holder', 'target', 'attributed'])])).optional(),
  polarities: z.array(polaritySchema).optional(),
  sourceGrades: z.array(z.union([sourceGradeSchema, z.literal('none')])).optional(),
  informationGrades: z.array(z.union([informationGradeSchema, z.literal('none')])).optional(),
  codes: z.array(codeIdSchema).optional(),
  annotations: z.array(annotationIdSchema).optional(),
  /** In the quote or in a note; case and accents fold; all words must be there. */
  text: z.string().max(500).optional(),
});

export const EVIDENCE_SORTS = [
  'document',
  'position',
  'annotator',
  'source',
  'information',
  'polarity',
  'updatedAt',
  'createdAt',
] as const;
/** Always ends with document order and position. F, 6 and *unclear* are missing and come last in both directions. */
export const evidenceSortSchema = z.object({ by: z.enum(EVIDENCE_SORTS), descending: z.boolean() });

export type EvidenceFilter = DeepReadonly<z.infer<typeof evidenceFilterSchema>>;
export type EvidenceSort = DeepReadonly<z.infer<typeof evidenceSortSchema>>;

/** Which layers a filter looks at; whoever names annotators or annotations wants just them. */
export function layersOfFilter({ layers, annotators, annotations }: EvidenceFilter): LayerChoice {
  const names = (annotators?.length ?? 0) + (annotations?.length ?? 0);
  return layers ?? (names > 0 ? 'all' : 'annotators');
}
