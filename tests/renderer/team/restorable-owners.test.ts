import { expect, test } from 'vitest';
import type { ProjectSnapshot } from '../../../src/contract/calls.ts';
import type { TeamStatusValue } from '../../../src/contract/team-calls.ts';
import { annotatorIdSchema } from '../../../src/core/ids.ts';
import { ROLES } from '../../../src/core/team/plan.ts';
import { restorableOwners } from '../../../src/renderer/team/history-actions.ts';

const id = annotatorIdSchema.parse('cleo');
const project = { annotator: { id, name: 'Cleo' }, readOnly: null } as unknown as ProjectSnapshot;
const statusOf = (role: string | null): TeamStatusValue =>
  ({ hasPlan: role !== null, people: [{ id, name: 'Cleo', role }] }) as unknown as TeamStatusValue;

test('one’s own layer is restored by oneself, the adjudicated one as long as one may adjudicate', () => {
  const owners = [null, ...ROLES].map((role) => restorableOwners(project, statusOf(role)));
  expect(owners).toEqual([[id, 'adj--cleo'], [id], [id, 'adj--cleo'], [id, 'adj--cleo']]);
  const readOnly = { ...project, readOnly: { code: 'locked' } } as unknown as ProjectSnapshot;
  expect(restorableOwners(readOnly, statusOf(null))).toEqual([]);
});
