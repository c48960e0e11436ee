import { expect, test } from 'vitest';
import { decide, take } from '../../../src/core/adjudication/decide.ts';
import {
  chooseValue,
  choosePolarity,
  editDraft,
  isChosen,
  mergeDraft,
  openChoices,
  shownJudgement,
  withOptional,
  withRanges,
  withStance,
} from '../../../src/renderer/adjudication/draft.ts';
import { ann, annotation, bob, layer, same, Table } from '../../core/adjudication/layers.ts';

function table(): Table {
  return new Table(
    layer(
      ann,
      annotation(ann, 1, [0, 37], {
        actors: ['a-x'],
        polarity: -1,
        reliability: { source: 'B', why: 'seen' },
      }),
    ),
    layer(bob, annotation(bob, 2, [0, 30], { actors: ['a-y'], polarity: -2, reliability: { source: 'C' } })),
  );
}

test('a merge waits for what is said in two ways, and is decided when it is chosen', () => {
  const at = table();
  const place = at.comparison.places[0]!;
  const merged = mergeDraft(place, same);
  expect(openChoices(merged, same).map(({ kind }) => kind)).toEqual(['polarity', 'source']);
  const [polarity, source] = merged.toChoose;
  if (polarity?.kind !== 'polarity' || source?.kind !== 'source') throw new Error('other choices');

  const strong = choosePolarity(merged, polarity.claim, polarity.stances[1]!, same);
  expect(shownJudgement(strong).stances.map((stance) => stance.polarity)).toEqual([-2]);
  // Chosen otherwise again: the other one comes back.
  const weak = choosePolarity(strong, polarity.claim, polarity.stances[0]!, same);
  expect(shownJudgement(weak).stances.map((stance) => stance.polarity)).toEqual([-1]);

  const graded = chooseValue(weak, source, 'C');
  expect(shownJudgement(graded).reliability).toMatchObject({ source: 'C' });
  expect(openChoices(graded, same)).toEqual([]);
  const none = chooseValue(graded, source, null);
  expect(shownJudgement(none)).not.toHaveProperty('reliability');
  expect(isChosen(none, source, same)).toBe(true);
  expect(isChosen(chooseValue(none, source, 'B'), source, same)).toBe(true);

  at.apply(
    decide(at.desk, place, {
      outcome: graded.outcome,
      taken: graded.taken,
      results: graded.judgements,
    }),
  );
  expect(at.adjudicated.annotations).toHaveLength(1);
  expect(at.adjudicated.annotations[0]).toMatchObject({
    actors: [{ actorId: 'a-x' }, { actorId: 'a-y' }],
    reliability: { source: 'C' },
    stances: [{ polarity: -1 }],
  });
});

test('an edit begins with what was decided, each result by itself, or with one annotator’s', () => {
  const at = table();
  const open = at.comparison.places[0]!;
  expect(editDraft(open, null)).toMatchObject({ outcome: 'edited', taken: [open.members[0]!.id] });
  expect(editDraft(open, open.members[1]!)).toMatchObject({ taken: [open.members[1]!.id] });
  at.apply(
    take(
      at.desk,
      open,
      open.members.flatMap((member) => member?.id ?? []),
    ),
  );
  const decided = editDraft(at.comparison.places[0]!, null)!;
  expect(decided.judgements).toHaveLength(2);
  expect(decided.taken).toHaveLength(2);
  const second = withOptional({ ...decided, at: 1 }, 'note', 'so');
  expect(second.judgements.map(({ note }) => note)).toEqual([undefined, 'so']);
  expect(withOptional(second, 'note', undefined).judgements[1]).not.toHaveProperty('note');
});

test('boundaries and stances are replaced, never emptied by a click beside the text', () => {
  const draft = editDraft(table().comparison.places[0]!, null)!;
  expect(withRanges(draft, [])).toBe(draft);
  expect(shownJudgement(withRanges(draft, [{ start: 4, end: 12 }])).ranges).toEqual([{ start: 4, end: 12 }]);
  const [stance] = shownJudgement(draft).stances;
  const changed = withStance(draft, { ...stance!, polarity: 'unclear' });
  expect(shownJudgement(changed).stances.map(({ polarity }) => polarity)).toEqual(['unclear']);
});
