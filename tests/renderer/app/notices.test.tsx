import { afterEach, expect, test } from 'vitest';
import { renderToStaticMarkup } from 'react-dom/server';
import { ERROR_CODES, PostilError } from '../../../src/core/errors.ts';
import { messageOf, problemText, readOnlyText } from '../../../src/renderer/app/notices.ts';
import { setLanguage } from '../../../src/renderer/i18n/texts.ts';
import { MessageText } from '../../../src/renderer/ui/message-text.tsx';

afterEach(() => setLanguage('en'));

const SAID = '“a & b” is outside the folders that Postil may use here. Nothing was read or written.';

test('in English a failure is the service’s sentence and nothing else', () => {
  for (const code of ERROR_CODES) expect(messageOf(new PostilError(code, SAID))).toBe(SAID);
  expect(problemText({ code: 'backup-failed', message: SAID })).toBe(SAID);
  expect(readOnlyText({ code: 'locked', message: SAID, faults: [] })).toBe(SAID);
});

test('in German it is said by its code what failed, and the service’s sentence stands whole beneath', () => {
  setLanguage('de');
  for (const code of ERROR_CODES) {
    const [own, ...rest] = messageOf(new PostilError(code, SAID)).split('\n');
    expect(own).toMatch(/^[A-ZÄÖÜ].*\.$/);
    expect(own).not.toContain('Postil may');
    expect(rest).toEqual([SAID]);
  }
  expect(messageOf(new PostilError('stale', SAID))).toMatch(/nichts wurde überschrieben/);
  expect(problemText({ code: 'lock', message: SAID })).toMatch(/^Die Sperre .*\n“a & b”/);
  expect(readOnlyText({ code: 'not-writable', message: SAID, faults: [] })).toMatch(/^In den Ordner/);
});

test('a problem of a code that this page does not know is still told', () => {
  setLanguage('de');
  expect(problemText({ code: 'of-a-later-postil', message: SAID })).toBe(SAID);
});

test('what holes hold is no text of ours: braces and dollars come through', () => {
  setLanguage('de');
  const odd = '“{{message}} $t(app.cancel)” is missing.';
  expect(messageOf(new PostilError('not-found', odd))).toBe(`Das gibt es hier nicht.\n${odd}`);
});

test('the service’s sentence is marked as English, beneath the own one', () => {
  expect(renderToStaticMarkup(<MessageText>{'Das gibt es hier nicht.\nIt is not here.'}</MessageText>)).toBe(
    'Das gibt es hier nicht.<span class="message-detail" lang="en" dir="ltr">It is not here.</span>',
  );
  expect(renderToStaticMarkup(<MessageText>It is not here.</MessageText>)).toBe('It is not here.');
});
