import { afterEach, expect, test } from 'vitest';
import { STEP_IDS, stepOf } from '../../../src/core/progress-steps.ts';
import { stepWords } from '../../../src/renderer/app/step-words.ts';
import { setLanguage } from '../../../src/renderer/i18n/texts.ts';

afterEach(() => setLanguage('en'));

test('every step of a job is said in the interface’s language, with what it names', () => {
  for (const id of STEP_IDS) {
    const step = stepOf(id, '$& of Velmora');
    expect(step.message, id).not.toContain('{');
    setLanguage('en');
    expect(stepWords(step), id).toBe(step.message);
    setLanguage('de');
    expect(stepWords(step), id).not.toBe(step.message);
    expect(stepWords(step), id).not.toContain('step.');
    expect(stepWords(step).includes('$& of Velmora'), id).toBe(step.message.includes('Velmora'));
  }
});

test('a message without a step is a name, the same in every language', () => {
  setLanguage('de');
  expect(stepWords({ message: 'The Ninth Gate' })).toBe('The Ninth Gate');
});
