import { describe, expect, test } from 'vitest';
import { UNDEFINED_REASONS } from '../../../src/core/agreement/outcome.ts';
import { DECISIONS } from '../../../src/core/agreement/project/decision.ts';
import { COEFFICIENTS } from '../../../src/core/agreement/project/report.ts';
import type { Codebook } from '../../../src/core/codebook/codebook.ts';
import { emptyCodebook } from '../../../src/core/codebook/scales.ts';
import { actorIdSchema, annotatorIdSchema, documentIdSchema } from '../../../src/core/ids.ts';
import { currentScope, useAgreement } from '../../../src/renderer/agreement/agreement-state.ts';
import {
  categoryWord,
  coefficientWord,
  decisionWord,
  HEADLINES,
  readingWords,
  stanceWords,
  valueWord,
} from '../../../src/renderer/agreement/agreement-words.ts';
import { t } from '../../../src/renderer/i18n/texts.ts';

const ttp = actorIdSchema.parse('a-ttp');
const codebook: Codebook = {
  ...emptyCodebook(),
  actors: [{ id: ttp, name: 'TTP', kind: 'armed-group', aliases: [] }],
};

describe('words of agreement', () => {
  test('every decision, coefficient and reason has one of its own', () => {
    const words = [
      ...DECISIONS.map(decisionWord),
      ...COEFFICIENTS.map(coefficientWord),
      ...UNDEFINED_REASONS.map((reason) => t(`agreement.reason.${reason}`)),
    ];
    expect(new Set(words).size).toBe(words.length);
    expect(words.join(' ')).not.toContain('agreement.');
    for (const decision of DECISIONS) expect(COEFFICIENTS).toContain(HEADLINES[decision]);
  });

  test('a value to three digits, with a true minus; undefined in words', () => {
    const result = { coefficient: 'alpha-u', reason: null, interval: null } as const;
    expect(valueWord({ ...result, value: -0.25 })).toBe('−0.250');
    expect(valueWord({ ...result, value: 0.70849 })).toBe('0.708');
    expect(valueWord({ ...result, value: null, reason: 'no-pairs' })).toBe('undefined');
    expect(valueWord(undefined)).toBe('undefined');
  });

  test('readings: names of tags, grades with their words, and what was not said', () => {
    expect(readingWords('actor', ['a-ttp', 'a-gone'], codebook)).toBe('TTP · a-gone');
    expect(readingWords('actor', [], codebook)).toBe('no actor');
    expect(readingWords('code', [], codebook)).toBe('no code');
    expect(readingWords('polarity', ['-1'], codebook)).toBe('−1 Opposes');
    expect(readingWords('polarity', ['unclear'], codebook)).toContain('Unclear');
    expect(readingWords('source', ['F'], codebook)).toContain('F ');
    expect(readingWords('information', null, codebook)).toBe('said nothing of it');
    expect(categoryWord('boundaries', null, codebook)).toBe('not marked');
    expect(categoryWord('code', null, codebook)).toBe('nothing');
    expect(stanceWords({ holder: 'author', target: ttp }, codebook)).toBe('the author → TTP');
  });
});

test('what is asked for: nobody left out and any revision is everything', () => {
  const [ann, bob, cat] = ['ann', 'bob', 'cat'].map((id) => annotatorIdSchema.parse(id));
  const all = [ann!, bob!, cat!];
  const state = useAgreement.getState();
  expect(currentScope(state, all)).toEqual({});
  const document = documentIdSchema.parse('one');
  expect(
    currentScope(
      {
        ...state,
        leftOut: new Set([bob!]),
        within: { kind: 'document', id: document },
        revision: { side: 'since', revision: 4 },
      },
      all,
    ),
  ).toEqual({ annotators: [ann, cat], documents: [document], revisions: { from: 4 } });
  expect(currentScope({ ...state, revision: { side: 'until', revision: 3 } }, all)).toEqual({
    revisions: { to: 3 },
  });
});
