import { expect, test } from 'vitest';
import { annotatorIdSchema, documentIdSchema } from '../../../src/core/ids.ts';
import { EMPTY_PLAN, type Plan } from '../../../src/core/team/plan.ts';
import { planChanges } from '../../../src/core/team/plan-changes.ts';

const member = (id: string, role: 'annotator' | 'lead') =>
  ({ id: annotatorIdSchema.parse(id), name: id, signKey: '', boxKey: '', role }) as const;
const assignment = { set: 's-one', seed: 1, overlap: 0.2, readers: {} };
const plan: Plan = {
  ...EMPTY_PLAN,
  members: [member('ana', 'lead'), member('ben', 'annotator')],
  phases: new Map([
    ['', 'blind'],
    ['s-one', 'open'],
  ]),
  assignments: [assignment],
};

test('what is named first, named otherwise and taken back is said, and nothing else', () => {
  expect(planChanges(EMPTY_PLAN, plan)).toEqual([
    { kind: 'role', about: 'ana', to: 'lead' },
    { kind: 'role', about: 'ben', to: 'annotator' },
    { kind: 'phase', about: '', to: 'blind' },
    { kind: 'phase', about: 's-one', to: 'open' },
    { kind: 'assignment', about: 's-one', to: 'drawn' },
  ]);
  const readers = { ana: [documentIdSchema.parse('harbour')] };
  const later: Plan = {
    ...plan,
    members: [member('ana', 'lead'), member('ben', 'lead')],
    phases: new Map([['', 'open']]),
    assignments: [{ ...assignment, readers }],
  };
  expect(planChanges(plan, later)).toEqual([
    { kind: 'role', about: 'ben', to: 'lead' },
    { kind: 'phase', about: '', to: 'open' },
    { kind: 'phase', about: 's-one', to: null },
    { kind: 'assignment', about: 's-one', to: 'drawn' },
  ]);
  expect(planChanges(later, later)).toEqual([]);
});
