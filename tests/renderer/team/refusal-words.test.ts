import { afterEach, expect, test } from 'vitest';
import { REFUSAL_IDS } from '../../../src/core/team/refusals.ts';
import { setLanguage } from '../../../src/renderer/i18n/texts.ts';
import { refusalWords } from '../../../src/renderer/team/refusal-words.ts';

afterEach(() => setLanguage('en'));

test('why a file is refused is said in each language, with what it names', () => {
  const names = REFUSAL_IDS.map((refusal) => {
    setLanguage('en');
    const english = refusalWords({ refusal, about: 'Velmora' });
    setLanguage('de');
    const german = refusalWords({ refusal, about: 'Velmora' });
    // A text that is not there is its key.
    for (const text of [english, german]) expect(text, refusal).not.toContain('refusal.');
    // What fits no other is the failure's own sentence.
    if (refusal !== 'other') expect(german, refusal).not.toBe(english);
    expect(german.includes('Velmora'), refusal).toBe(english.includes('Velmora'));
    return english.includes('Velmora') ? [refusal] : [];
  });
  expect(names.flat()).toEqual([
    'ownUnreadable',
    'content',
    'signature',
    'tooLarge',
    'noLayer',
    'noMemo',
    'sealed',
    'other',
  ]);
});
