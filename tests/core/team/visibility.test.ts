import { describe, expect, test } from 'vitest';
import {
  annotatorIdSchema,
  documentIdSchema,
  documentSetIdSchema,
  type AnnotatorId,
  type DocumentId,
} from '../../../src/core/ids.ts';
import { adjudicatedIdOf } from '../../../src/core/adjudication/adjudicated-id.ts';
import type { DocumentSet } from '../../../src/core/sets/document-set.ts';
import type { MemoTarget } from '../../../src/core/memo/memo.ts';
import { EMPTY_PLAN, phaseOf, type Member, type Phase, type Plan } from '../../../src/core/team/plan.ts';
import { describeHidden, documentsStillBlind, visibilityFor } from '../../../src/core/team/visibility.ts';

const [A, B] = ['ada', 'ben'].map((id) => annotatorIdSchema.parse(id)) as [AnnotatorId, AnnotatorId];
const [D, E] = ['first', 'second'].map((id) => documentIdSchema.parse(id)) as [DocumentId, DocumentId];
const SET = documentSetIdSchema.parse('00000000-0000-7000-8000-000000000001');
const OTHER = documentSetIdSchema.parse('00000000-0000-7000-8000-000000000002');

function planOf(
  phases: Record<string, Phase>,
  listed: Record<string, readonly string[]> = {},
  members: readonly Pick<Member, 'id' | 'role'>[] = [],
): Plan {
  return {
    ...EMPTY_PLAN,
    members: members as Member[],
    phases: new Map(Object.entries(phases)),
    phaseDocuments: new Map(Object.entries(listed).map(([set, ids]) => [set, new Set(ids as never[])])),
  };
}

describe('the phase of a document', () => {
  test('is open without a plan, and that of all others where no set of it has one', () => {
    expect(phaseOf(EMPTY_PLAN, D, [])).toBe('open');
    expect(phaseOf(planOf({ '': 'blind' }), D, [SET])).toBe('blind');
  });

  test('is that of its set, set with the document in it, and the strictest of several', () => {
    const plan = planOf({ '': 'blind', [SET]: 'open' }, { [SET]: [D] });
    expect(phaseOf(plan, D, [SET])).toBe('open');
    expect(phaseOf(plan, E, [])).toBe('blind');
    const both = planOf({ [SET]: 'adjudicated', [OTHER]: 'open' }, { [SET]: [D], [OTHER]: [D] });
    expect(phaseOf(both, D, [SET, OTHER])).toBe('open');
  });

  test('is not opened by whoever moves the document from set to set', () => {
    // Out of the blind set.
    expect(phaseOf(planOf({ [SET]: 'blind' }, { [SET]: [D] }), D, [])).toBe('blind');
    // Into an open one, while all others are blind.
    expect(phaseOf(planOf({ '': 'blind', [SET]: 'open' }), D, [SET])).toBe('blind');
    // From one to the other.
    const plan = planOf({ [SET]: 'blind', [OTHER]: 'open' }, { [SET]: [D], [OTHER]: [] });
    expect(phaseOf(plan, D, [OTHER])).toBe('blind');
    // Into a blind one, that hides it at once.
    expect(phaseOf(planOf({ [SET]: 'blind' }), D, [SET])).toBe('blind');
  });
});

describe('what of an open set is still blind', () => {
  const set = { id: SET, name: 'Set', documents: [D, E] } as unknown as DocumentSet;

  test('is what came in after its phase was set, until it is set again', () => {
    const plan = planOf({ '': 'blind', [SET]: 'open' }, { [SET]: [D] });
    expect(documentsStillBlind(plan, set, [set])).toEqual([E]);
    const again = planOf({ '': 'blind', [SET]: 'open' }, { [SET]: [D, E] });
    expect(documentsStillBlind(again, set, [set])).toEqual([]);
  });

  test('is nothing where the set is blind, has no phase, or all others are open', () => {
    for (const phases of [{ '': 'blind' }, { [SET]: 'blind' }, { '': 'open', [SET]: 'open' }] as const)
      expect(documentsStillBlind(planOf(phases), set, [set])).toEqual([]);
  });

  test('is not what another set keeps blind: setting the phase again would not open it', () => {
    const other = { id: OTHER, name: 'Other', documents: [E] } as unknown as DocumentSet;
    const plan = planOf({ '': 'blind', [SET]: 'open', [OTHER]: 'blind' }, { [SET]: [D], [OTHER]: [E] });
    expect(documentsStillBlind(plan, set, [set, other])).toEqual([]);
  });
});

describe('what a person may read', () => {
  const blind = planOf({ '': 'blind' }, {}, [{ id: A, role: 'lead' }]);

  test('is their own always, and others’ when it is open', () => {
    const open = visibilityFor(A, EMPTY_PLAN, []);
    expect(open.isLayerOpen(D, B)).toBe(true);
    const now = visibilityFor(A, blind, []);
    expect([now.isLayerOpen(D, A), now.isLayerOpen(D, adjudicatedIdOf(A))]).toEqual([true, true]);
    expect([now.isLayerOpen(D, B), now.isLayerOpen(D, adjudicatedIdOf(B))]).toEqual([false, false]);
  });

  test('is everything for who adjudicates, and nothing of others where the plan cannot be known', () => {
    const adjudicator = planOf({ '': 'blind' }, {}, [{ id: A, role: 'adjudicator' }]);
    expect(visibilityFor(A, adjudicator, []).isLayerOpen(D, B)).toBe(true);
    expect(visibilityFor(B, adjudicator, []).isLayerOpen(D, A)).toBe(false);
    const unknown = visibilityFor(A, null, []);
    expect([unknown.isLayerOpen(D, A), unknown.isLayerOpen(D, B)]).toEqual([true, false]);
  });

  test('of memos is what their document allows; those on more than a document wait for all', () => {
    const sets = [{ id: SET, name: 'First', documents: [D] }];
    const seen = visibilityFor(A, planOf({ [SET]: 'blind' }, { [SET]: [D] }), sets);
    const of = (author: AnnotatorId, target: MemoTarget): boolean => seen.isMemoOpen({ author, target });
    expect(of(B, { kind: 'document', documentId: D })).toBe(false);
    expect(of(B, { kind: 'document', documentId: E })).toBe(true);
    expect(of(B, { kind: 'project' })).toBe(false);
    expect(of(A, { kind: 'project' })).toBe(true);
    expect(visibilityFor(A, EMPTY_PLAN, sets).isMemoOpen({ author: B, target: { kind: 'project' } })).toBe(
      true,
    );
  });
});

test('what is hidden is said in one sentence', () => {
  expect(describeHidden({ layers: 0, memos: 0 })).toBeNull();
  expect(describeHidden({ layers: 1, memos: 0 })).toBe(
    '1 layer of others is hidden until the team opens it.',
  );
  expect(describeHidden({ layers: 2, memos: 1 })).toBe(
    '2 layers and 1 memo of others are hidden until the team opens them.',
  );
});
