import { expect, test } from 'vitest';
import { nameAmong } from '../../../src/core/adjudication/adjudicated-id.ts';
import { annotatorIdSchema } from '../../../src/core/ids.ts';
import { toldApart } from '../../../src/renderer/team/told-apart.ts';

const person = (id: string, name: string) => ({ id: annotatorIdSchema.parse(id), name });

test('two people of one name are told apart by their ids, others keep their name alone', () => {
  const people = toldApart([person('ana', 'Ana'), person('ana-2', 'Ana'), person('ben', 'Ben')]);
  expect(people.map(({ name }) => name)).toEqual(['Ana (ana)', 'Ana (ana-2)', 'Ben']);
});

test('names that differ in case or accents alone look alike, too', () => {
  const people = toldApart([person('ana', 'Ána'), person('ana-2', 'ana')]);
  expect(people.map(({ name }) => name)).toEqual(['Ána (ana)', 'ana (ana-2)']);
});

test('one person who is listed twice is one, by the first name', () => {
  const people = toldApart([person('ana', 'Ana'), person('ana', 'Ana Old'), person('cleo', 'Ana Old')]);
  expect(people).toEqual([person('ana', 'Ana'), person('cleo', 'Ana Old')]);
  expect(nameAmong(people, 'cleo')).toBe('Ana Old');
});
