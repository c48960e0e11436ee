import { z } from 'zod';
import { ADJUDICATION_OUTCOMES } from '../../adjudication/adjudication.ts';
import { annotationIdSchema, annotatorIdSchema } from '../../ids.ts';
import { withoutUndefined } from '../exchange.ts';
import { Refusal } from '../fault.ts';
import { explain } from '../jsonl/read.ts';
import type { Origin } from '../origins.ts';
import { after, ANNOTATOR, asArray, isObject, UUID, type JsonObject } from './vocabulary.ts';

/** The annotations behind an adjudicated one in the terms of PROV, and the decision in Postil's. */
export function originMembers(origin: Origin | undefined): JsonObject {
  if (!origin) return {};
  return {
    'prov:wasDerivedFrom': origin.from.length > 0 ? origin.from.map((id) => UUID + id) : undefined,
    'postil:adjudication': {
      'postil:outcome': origin.outcome,
      'postil:by': ANNOTATOR + origin.by,
      'postil:reason': origin.reason,
    },
  };
}

const originSchema = z.object({
  outcome: z.enum(ADJUDICATION_OUTCOMES),
  from: z.array(annotationIdSchema),
  by: annotatorIdSchema,
  reason: z.string().optional(),
});

/** @throws Refusal when it is damaged */
export function readOrigin(item: JsonObject): Origin | undefined {
  const decision = item['postil:adjudication'];
  if (!isObject(decision)) return undefined;
  const parsed = originSchema.safeParse(
    withoutUndefined({
      outcome: decision['postil:outcome'],
      from: asArray(item['prov:wasDerivedFrom']).map((iri) => after(UUID, iri)),
      by: after(ANNOTATOR, decision['postil:by']),
      reason: decision['postil:reason'],
    }),
  );
  if (!parsed.success) throw new Refusal(`has a damaged adjudication: ${explain(parsed.error)}`);
  return parsed.data;
}
