import i18next from 'i18next';
import { LANGUAGES, type Settings } from '../../contract/calls.ts';
import { languageFor, primaryLanguage, type Language } from '../../contract/language.ts';
import type { Holes, TextKey } from './catalogue.ts';
import { de } from './de/index.ts';
import { en } from './en/index.ts';
import { ur } from './ur/index.ts';

/** Each language by its own name: whoever cannot read the interface finds the way out of it. */
export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = {
  en: 'English',
  de: 'Deutsch',
  ur: 'اردو',
};

/** Isolates of Unicode: an English text in a right-to-left interface keeps its full stop at its own end. */
const LEFT_TO_RIGHT = '\u2066';
const END = '\u2069';
let isMirrored = false;

const texts = i18next.createInstance();
// Everything is bundled, so this is done when it returns.
void texts.init({
  lng: 'en',
  fallbackLng: 'en',
  supportedLngs: LANGUAGES,
  resources: { en: { translation: en }, de: { translation: de }, ur: { translation: ur } },
  // A key is looked up whole in its room: `app.screen.start` is `screen.start` of the room `app`.
  ignoreJSONStructure: true,
  // React escapes.
  interpolation: { escapeValue: false },
  returnNull: false,
  initAsync: false,
});

type Arguments<Key extends TextKey> = keyof Holes<Key> extends never ? [] : [holes: Holes<Key>];

/**
 * A text of the interface in its present language, in English where that has none yet. Call it where the text is shown
 * and not in a module's top level: there the language is not known yet.
 */
export function t<Key extends TextKey>(key: Key, ...[holes]: Arguments<Key>): string {
  const text = texts.t(key, holes as Record<string, unknown> | undefined);
  return isMirrored && !texts.exists(key, { ...holes, lng: texts.language, fallbackLng: [] })
    ? `${LEFT_TO_RIGHT}${text}${END}`
    : text;
}

/** The language that the interface has, asked for or the system's; English where Postil does not have the system's. */
export function languageOf(asked: Settings['language']): Language {
  return languageFor(asked, systemLanguages());
}

export function currentLanguage(): Language {
  return LANGUAGES.find((language) => language === texts.language) ?? 'en';
}

/** For Intl: as the system writes the language (`en-GB`), if it is the interface's at all. */
export function currentLocale(): string {
  const language = currentLanguage();
  return systemLanguages().find((tag) => primaryLanguage(tag) === language) ?? language;
}

/** Puts the interface into a language, and the page into its direction. Who draws must draw anew. */
export function setLanguage(language: Language): void {
  void texts.changeLanguage(language);
  isMirrored = texts.dir(language) === 'rtl';
  if (typeof document === 'undefined') return;
  document.documentElement.lang = language;
  document.documentElement.dir = texts.dir(language);
}

function systemLanguages(): readonly string[] {
  return typeof navigator === 'undefined' ? [] : navigator.languages;
}
