import { expect, test } from 'vitest';
import { annotatorIdSchema, documentIdSchema } from '../../../src/core/ids.ts';
import { assignedTo, drawAssignment } from '../../../src/core/team/assign.ts';

const DOCUMENTS = ['a', 'b', 'c', 'd', 'e', 'f'].map((id) => documentIdSchema.parse(id));
const [ANA, BEN, CLEO] = ['ana', 'ben', 'cleo'].map((id) => annotatorIdSchema.parse(id));

test('what is given to somebody over all sets, and to nobody else', () => {
  const first = { readers: drawAssignment(DOCUMENTS.slice(0, 4), [ANA!, BEN!], 0.5, 1) };
  const second = { readers: drawAssignment(DOCUMENTS.slice(2), [ANA!], 0, 1) };
  expect([...assignedTo([first, second], ANA!)].sort()).toEqual(
    [...new Set([...first.readers[ANA!]!, ...DOCUMENTS.slice(2)])].sort(),
  );
  expect([...assignedTo([first, second], BEN!)].sort()).toEqual(first.readers[BEN!]);
  expect(assignedTo([first, second], CLEO!).size).toBe(0);
  expect(assignedTo([first], annotatorIdSchema.parse('constructor')).size).toBe(0);
});
