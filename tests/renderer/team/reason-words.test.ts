import { afterEach, expect, test } from 'vitest';
import { because, REASON_IDS } from '../../../src/core/team/reasons.ts';
import { setLanguage } from '../../../src/renderer/i18n/texts.ts';
import { reasonWords } from '../../../src/renderer/team/reason-words.ts';

afterEach(() => setLanguage('en'));

test('every reason that the services give is said in the interface’s language, with what it names', () => {
  for (const id of REASON_IDS) {
    const reason = because(id, 'Velmora');
    setLanguage('en');
    expect(reasonWords(reason), id).toBe(reason.why);
    setLanguage('de');
    expect(reasonWords(reason), id).not.toBe(reason.why);
    expect(reasonWords(reason).includes('Velmora'), id).toBe(reason.why.includes('Velmora'));
  }
});
