import { z } from 'zod';
import { annotationIdSchema, annotatorIdSchema, documentIdSchema } from '../../ids.ts';
import { speakerSchema } from '../../annotation/annotation.ts';
import { actorIdSchema, codeIdSchema } from '../../ids.ts';
import type { DeepReadonly } from '../../readonly.ts';
import { UNDEFINED_REASONS } from '../outcome.ts';
import { DECISIONS } from './decision.ts';

/** What a decision is measured by. */
export const COEFFICIENTS = [
  'alpha-u',
  'bar-u-alpha',
  'cu-alpha',
  'gamma',
  'f1-exact',
  'precision-exact',
  'recall-exact',
  'f1-partial',
  'precision-partial',
  'recall-partial',
  'percent',
  'alpha-masi',
  'alpha-nominal',
  'alpha-ordinal',
  'cohen',
  'cohen-linear',
  'cohen-quadratic',
  'fleiss',
  'ac1',
  'ac2',
] as const;
export type CoefficientName = (typeof COEFFICIENTS)[number];

export const intervalSchema = z.object({
  low: z.number(),
  high: z.number(),
  level: z.number(),
  rounds: z.int().nonnegative(),
});

export const coefficientResultSchema = z.object({
  coefficient: z.enum(COEFFICIENTS),
  /** Null where it is undefined; `reason` says why. */
  value: z.number().nullable(),
  reason: z.enum(UNDEFINED_REASONS).nullable(),
  interval: intervalSchema.nullable(),
});

export const confusionCellSchema = z.object({
  first: z.string().nullable(),
  second: z.string().nullable(),
  count: z.int().positive(),
});

export const decisionResultSchema = z.object({
  decision: z.enum(DECISIONS),
  units: z.int().nonnegative(),
  /** Units that two or more annotators judged: what coefficients rest on. */
  pairable: z.int().nonnegative(),
  /** Units on which those who judged said different things. */
  disagreements: z.int().nonnegative(),
  coefficients: z.array(coefficientResultSchema),
  /** Of two annotators; of more null. */
  confusion: z.array(confusionCellSchema).nullable(),
});

export const groupResultSchema = z.object({
  /** Of two, the first is the reference of precision and recall. */
  annotators: z.array(annotatorIdSchema),
  /** Documents that two or more of them read. */
  documents: z.int().nonnegative(),
  decisions: z.array(decisionResultSchema),
});

export const agreementReportSchema = z.object({
  /** All annotators that are compared. */
  all: groupResultSchema,
  /** Each two of them, where they are more than two; else empty. */
  pairs: z.array(groupResultSchema),
  /** All annotators, document by document: without intervals and γ. */
  documents: z.array(z.object({ documentId: documentIdSchema, decisions: z.array(decisionResultSchema) })),
  /** Layers that took part and are not marked as done. */
  unfinishedLayers: z.int().nonnegative(),
  rounds: z.int().nonnegative(),
  seed: z.int(),
});

export const decisionUnitSchema = z.object({
  documentId: documentIdSchema,
  about: z.object({ holder: speakerSchema, target: z.union([actorIdSchema, codeIdSchema]) }).nullable(),
  annotations: z.array(annotationIdSchema.nullable()),
  readings: z.array(z.array(z.string()).nullable()),
});

export type CoefficientResult = DeepReadonly<z.infer<typeof coefficientResultSchema>>;
export type DecisionResult = DeepReadonly<z.infer<typeof decisionResultSchema>>;
export type GroupResult = DeepReadonly<z.infer<typeof groupResultSchema>>;
export type AgreementReport = DeepReadonly<z.infer<typeof agreementReportSchema>>;
