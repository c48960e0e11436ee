import { afterEach, describe, expect, test } from 'vitest';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { renderToStaticMarkup } from 'react-dom/server';
import { de } from '../../../src/renderer/i18n/de/index.ts';
import { en } from '../../../src/renderer/i18n/en/index.ts';
import { formatNumber } from '../../../src/renderer/i18n/format.ts';
import { BOLD, rich } from '../../../src/renderer/i18n/rich.tsx';
import { currentLanguage, languageOf, setLanguage, t } from '../../../src/renderer/i18n/texts.ts';
import { ur } from '../../../src/renderer/i18n/ur/index.ts';

afterEach(() => setLanguage('en'));

const PLURAL = /_(?:zero|one|two|few|many|other)$/;
const stem = (key: string) => key.replace(PLURAL, '');

function flat(catalogue: object): Map<string, string> {
  return new Map(
    Object.entries(catalogue).flatMap(([room, texts]) =>
      Object.entries(texts as Record<string, string>).map(([key, text]) => [`${room}.${key}`, text] as const),
    ),
  );
}

function holes(text: string): string[] {
  return [...new Set(Array.from(text.matchAll(/\{\{\s*([\w]+)/g), ([, name]) => name!))].toSorted();
}

test('a text is that of the language, and English where that has none', () => {
  expect(t('settings.language')).toBe('Language of the interface');
  setLanguage('de');
  expect(currentLanguage()).toBe('de');
  expect(t('settings.language')).toBe(de.settings?.language);
  setLanguage('ur');
  expect(t('settings.language')).toBe(ur.settings?.language);
  expect(ur.settings).not.toHaveProperty('language.systemCommand');
  // Isolated: its full stop stays at its own end.
  expect(t('settings.language.systemCommand')).toBe(`\u2066${en.settings['language.systemCommand']}\u2069`);
});

test('what fills a hole is taken as it is: no markup, no hole of its own', () => {
  const name = '<b>&amp; {{name}} $t(settings.language)';
  expect(t('settings.language.command', { name })).toBe(`Interface in ${name}`);
});

test('a missing or misspelt key, and a hole left open, are errors of type', () => {
  // @ts-expect-error: there is no such text
  expect(t('settings.languge')).toBe('settings.languge');
  // @ts-expect-error: the name is missing
  expect(t('settings.language.command')).toContain('{{');
  // @ts-expect-error: another hole
  expect(t('settings.language.command', { nam: 'x' })).toContain('{{');
});

test('numbers are written as the language writes them', () => {
  expect(formatNumber(12_345.5)).toBe('12,345.5');
  setLanguage('de');
  expect(formatNumber(12_345.5)).toBe('12.345,5');
});

test('a text of a number has the form that the language asks for', () => {
  expect(t('codebook.usedBy', { count: 1 })).toBe('Used by one annotation');
  expect(t('codebook.usedBy', { count: 1200 })).toBe('Used by 1,200 annotations');
});

test('the language asked for is taken, else a language of the system’s', () => {
  expect(languageOf('ur')).toBe('ur');
  expect(['en', 'de', 'ur']).toContain(languageOf('system'));
});

test('marked words are drawn by name; what was filled in is not', () => {
  expect(renderToStaticMarkup(rich('<b>Read only.</b> A <i>file</i> <x>', BOLD))).toBe(
    '<b>Read only.</b> A &lt;i&gt;file&lt;/i&gt; &lt;x&gt;',
  );
  expect(renderToStaticMarkup(rich('called <names/> too', { names: '“A”' }))).toBe('called “A” too');
});

describe.each([
  ['German', de],
  ['Urdu', ur],
])('%s', (_name, catalogue) => {
  const english = flat(en);
  const stems = new Map([...english].map(([key, text]) => [stem(key), text]));
  const texts = flat(catalogue);

  test('has the same holes and marked words as English', () => {
    const wrong = [...texts].filter(([key, text]) => {
      const original = english.get(key) ?? stems.get(stem(key));
      if (original === undefined) return true;
      const marks = (each: string) => Array.from(each.matchAll(/<\/?\w+>/g), String).toSorted();
      const own = holes(text).filter((hole) => !PLURAL.test(key) || hole !== 'count');
      const theirs = holes(original).filter((hole) => !PLURAL.test(key) || hole !== 'count');
      return String(own) !== String(theirs) || String(marks(text)) !== String(marks(original));
    });
    expect(wrong).toEqual([]);
  });

  test('has every plural form that its language asks for', () => {
    const language = catalogue === de ? 'de' : 'ur';
    const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    const begun = [...texts.keys()].filter((key) => PLURAL.test(key)).map(stem);
    const missing = begun
      .flatMap((key) => forms.map((form) => `${key}_${form}`))
      .filter((key) => !texts.has(key));
    expect([...new Set(missing)]).toEqual([]);
  });
});

test('German has every text of English', () => {
  const german = flat(de);
  const missing = [...flat(en).keys()].filter((key) => !german.has(key));
  expect(missing, 'These texts are shown in English amid a German interface.').toEqual([]);
});

test('every text of the catalogue is used', async () => {
  const renderer = join(import.meta.dirname, '../../../src/renderer');
  const files = (await readdir(renderer, { recursive: true })).filter(
    (file) => /\.tsx?$/.test(file) && !/^i18n[\\/]/.test(file),
  );
  const code = (await Promise.all(files.map((file) => readFile(join(renderer, file), 'utf8')))).join('\n');
  // A key may be put together: `t(`room.kind.${kind}`)` uses each of that beginning.
  const beginnings = Array.from(code.matchAll(/`([a-z]\w*\.[\w.]*)\$\{/g), ([, beginning]) => beginning!);
  const unused = [...flat(en).keys()]
    .map(stem)
    .filter(
      (key) =>
        !code.includes(`'${key}'`) &&
        !code.includes(`"${key}"`) &&
        !beginnings.some((beginning) => key.startsWith(beginning)),
    );
  expect([...new Set(unused)]).toEqual([]);
});
