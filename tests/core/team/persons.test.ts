import { expect, test } from 'vitest';
import { settingsSchema } from '../../../src/contract/calls.ts';
import { personSchema } from '../../../src/core/project/project.ts';
import { cardSchema, memberSchema } from '../../../src/core/team/plan.ts';

const card = { name: 'Judge', signKey: 'A'.repeat(43) + '=', boxKey: `age1${'q'.repeat(58)}` };
const why = 'begins adj--, as only an adjudicated layer’s does';

test('nobody can be, or send a card as, an adjudicated layer', () => {
  for (const schema of [personSchema, cardSchema, memberSchema, settingsSchema.shape.annotator]) {
    const person =
      schema === memberSchema ? { ...card, role: 'lead' } : schema === cardSchema ? card : { name: 'Judge' };
    expect(schema.safeParse({ ...person, id: 'judge-9' }).error?.issues).toBeUndefined();
    expect(
      schema.safeParse({ ...person, id: 'adj--judge-9' }).error?.issues.map(({ message }) => message),
    ).toEqual([why]);
  }
});
