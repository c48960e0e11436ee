import { z } from 'zod';
import { adjudicationOverviewSchema } from '../core/adjudication/overview.ts';

export const adjudicationCalls = {
  'adjudication.overview': {
    doc: 'Of every document that somebody has read: who did, and how many places are open, reopened, agreed and decided in each adjudicated layer.',
    args: z.object({}),
    value: z.object({ documents: z.array(adjudicationOverviewSchema) }),
    long: true,
  },
} as const;
