import { LANGUAGES, type Settings } from './calls.ts';

export type Language = (typeof LANGUAGES)[number];

/**
 * The language of the interface: the one asked for, or the first of the system's that Postil has, or English.
 * @param system the system's languages as tags, the preferred first (`de-AT`)
 */
export function languageFor(asked: Settings['language'], system: readonly string[]): Language {
  if (asked !== 'system') return asked;
  for (const tag of system) {
    const known = LANGUAGES.find((language) => language === primaryLanguage(tag));
    if (known) return known;
  }
  return 'en';
}

/** `de` of `de-AT`. */
export function primaryLanguage(tag: string): string {
  return tag.split('-')[0]!.toLowerCase();
}
