import { z } from 'zod';
import { DECISIONS } from '../core/agreement/project/decision.ts';
import { agreementReportSchema, decisionUnitSchema } from '../core/agreement/project/report.ts';
import { annotationSchema } from '../core/annotation/annotation.ts';
import { annotatorIdSchema, documentIdSchema, documentSetIdSchema } from '../core/ids.ts';

/** What is compared. An absent or empty list takes all. */
export const agreementScopeSchema = z.object({
  documents: z.array(documentIdSchema).optional(),
  /** Of these documents, those in any of these sets. */
  sets: z.array(documentSetIdSchema).optional(),
  annotators: z.array(annotatorIdSchema).optional(),
  /** Annotations made or last changed under these revisions of the codebook, both included. */
  revisions: z
    .object({ from: z.int().nonnegative().optional(), to: z.int().nonnegative().optional() })
    .optional(),
});

export const agreementCalls = {
  'agreement.compare': {
    doc: 'Agreement of annotators on their own layers: by decision and coefficient, of all and of each two, with bootstrap intervals; byDocument adds values document by document.',
    args: z.object({
      scope: agreementScopeSchema,
      rounds: z.int().min(0).max(100_000),
      seed: z.int().nonnegative(),
      byDocument: z.boolean(),
    }),
    value: agreementReportSchema,
    long: true,
  },
  'agreement.units': {
    doc: 'A window of the units behind a decision’s numbers, with each annotator’s annotation, in the order of annotators, and with the count of all of them.',
    args: z.object({
      scope: agreementScopeSchema,
      decision: z.enum(DECISIONS),
      annotators: z.array(annotatorIdSchema).min(2),
      documentId: documentIdSchema.optional(),
      /** A cell of the matrix of confusions, of two annotators. */
      cell: z.object({ first: z.string().nullable(), second: z.string().nullable() }).optional(),
      onlyDisagreements: z.boolean().optional(),
      offset: z.int().nonnegative(),
      limit: z.int().min(1).max(500),
    }),
    value: z.object({
      total: z.int().nonnegative(),
      rows: z.array(decisionUnitSchema.extend({ annotations: z.array(annotationSchema.nullable()) })),
    }),
    long: true,
  },
  'agreement.save': {
    doc: 'Writes a report as a CSV table. Nothing appears under its name until it is whole.',
    args: z.object({
      report: agreementReportSchema,
      out: z.string().min(1).max(4096),
      overwrite: z.boolean(),
    }),
    value: z.object({ path: z.string(), bytes: z.int().nonnegative() }),
  },
} as const;

export type AgreementScope = z.infer<typeof agreementScopeSchema>;
