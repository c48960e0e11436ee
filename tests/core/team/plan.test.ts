import { expect, test } from 'vitest';
import { annotatorIdSchema, type AnnotatorId } from '../../../src/core/ids.ts';
import { assertMayAdjudicate, EMPTY_PLAN, type Member, type Plan } from '../../../src/core/team/plan.ts';

const [ADA, BEN, CEM] = ['Ada', 'Ben', 'Cem'].map((name) => ({
  id: annotatorIdSchema.parse(name.toLowerCase()) as AnnotatorId,
  name,
})) as [Person, Person, Person];
type Person = Pick<Member, 'id' | 'name'>;

function planOf(...members: readonly (readonly [Person, Member['role']])[]): Plan {
  return { ...EMPTY_PLAN, members: members.map(([person, role]) => ({ ...person, role }) as Member) };
}

test('without a plan, or with one that cannot be read, everybody adjudicates; with one, its adjudicators and leads', () => {
  const plan = planOf([ADA, 'lead'], [BEN, 'adjudicator'], [CEM, 'annotator']);
  for (const [known, person] of [
    [null, CEM],
    [EMPTY_PLAN, CEM],
    [plan, ADA],
    [plan, BEN],
  ] as const)
    expect(() => assertMayAdjudicate(known, person)).not.toThrow();
  expect(() => assertMayAdjudicate(plan, CEM)).toThrow(
    expect.objectContaining({
      code: 'refused',
      message:
        'Only adjudicators and leads of the team decide or take decisions back, and its plan names Cem neither. Ask Ada, who leads the team. Nothing was changed.',
    }),
  );
});

test.each([
  ['several who lead', planOf([ADA, 'lead'], [BEN, 'lead']), 'Ask Ada or Ben, who lead the team.'],
  ['nobody who leads by role', planOf([BEN, 'adjudicator']), 'Ask whoever leads the team.'],
])('whom to ask where the plan names %s', (_, plan, whom) => {
  expect(() => assertMayAdjudicate(plan, CEM)).toThrow(whom);
});
