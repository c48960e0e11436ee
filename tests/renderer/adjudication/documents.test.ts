import { expect, test } from 'vitest';
import { overviewOf } from '../../../src/core/adjudication/overview.ts';
import { adjudicatedIdOf } from '../../../src/core/adjudication/adjudicated-id.ts';
import { take } from '../../../src/core/adjudication/decide.ts';
import type { ProjectSnapshot } from '../../../src/contract/calls.ts';
import type { TeamStatusValue } from '../../../src/contract/team-calls.ts';
import {
  filterDocuments,
  listDocuments,
  refusalOf,
} from '../../../src/renderer/adjudication/adjudication-state.ts';
import { signOf } from '../../../src/renderer/adjudication/adjudication-view.ts';
import {
  ann,
  annotation,
  bob,
  documentId,
  judge,
  layer,
  same,
  Table,
} from '../../core/adjudication/layers.ts';

const project = {
  annotator: { id: judge, name: 'Judge' },
  readOnly: null,
  documents: [{ id: documentId, title: 'Report' }],
} as unknown as ProjectSnapshot;

function decidedTable(): Table {
  const at = new Table(
    layer(ann, annotation(ann, 1, [0, 20]), annotation(ann, 2, [100, 120])),
    layer(bob, annotation(bob, 3, [0, 20])),
  );
  at.apply(take(at.desk, at.comparison.places[1]!, [at.comparison.places[1]!.members[0]!.id]));
  return at;
}

test('a document is listed as far as its own adjudicator is, and as another’s to who may only look', () => {
  const at = decidedTable();
  const mine = overviewOf([...at.layers, at.adjudicated], judge, same);
  expect(mine).toMatchObject({
    readers: [ann, bob],
    adjudicated: [
      { annotator: adjudicatedIdOf(judge), isBegun: true, counts: { open: 0, agreed: 1, decided: 1 } },
    ],
  });
  expect(listDocuments(project, [mine], null, true)).toMatchObject([
    { readers: 2, counts: { agreed: 1, decided: 1 }, isDone: false, others: 0 },
  ]);
  // Ann looks: her own adjudicated layer is not begun, the judge's is.
  const hers = overviewOf([...at.layers, at.adjudicated], ann, same);
  expect(hers.adjudicated.map(({ isBegun }) => isBegun)).toEqual([false, true]);
  const asAnn = { ...project, annotator: { id: ann, name: 'Ann' } } as ProjectSnapshot;
  expect(listDocuments(asAnn, [hers], null, false)).toMatchObject([{ counts: { decided: 1 } }]);
  expect(listDocuments(asAnn, [hers], null, true)).toMatchObject([{ counts: { decided: 0 }, others: 1 }]);
});

test('what nobody else has read is not listed; filters say what is to do', () => {
  const alone = overviewOf([layer(judge, annotation(judge, 1, [0, 20]))], judge, same);
  expect(listDocuments(project, [alone], null, true)).toEqual([]);
  const at = decidedTable();
  const listed = listDocuments(
    project,
    [overviewOf([...at.layers, at.adjudicated], judge, same)],
    null,
    true,
  );
  expect(filterDocuments(listed, 'toDo', null)).toHaveLength(1);
  expect(filterDocuments(listed, 'reopened', null)).toHaveLength(0);
  expect(filterDocuments(listed, 'all', new Set())).toHaveLength(0);
});

test('without a plan everybody decides, with one adjudicators and leads', () => {
  const status = (hasPlan: boolean, role: string | null): TeamStatusValue =>
    ({
      hasPlan,
      people: [{ id: judge, name: 'Judge', fingerprint: '', role }],
    }) as unknown as TeamStatusValue;
  expect(refusalOf(project, null)).toBe('unknown');
  expect(refusalOf(project, status(false, null))).toBeNull();
  expect(refusalOf(project, status(true, 'annotator'))).toBe('role');
  expect(refusalOf(project, status(true, null))).toBe('role');
  expect(refusalOf(project, status(true, 'adjudicator'))).toBeNull();
  expect(refusalOf(project, status(true, 'lead'))).toBeNull();
  const locked = { ...project, readOnly: { code: 'locked', message: '', faults: [] } } as ProjectSnapshot;
  expect(refusalOf(locked, status(false, null))).toBe('readOnly');
});

test('signs go on after Z', () => {
  expect([0, 1, 25, 26, 52].map(signOf)).toEqual(['A', 'B', 'Z', 'A2', 'A3']);
});
