import { currentLocale } from './texts.ts';

const makers = new Map<
  string,
  Intl.DateTimeFormat | Intl.NumberFormat | Intl.ListFormat | Intl.PluralRules
>();

/** Making one takes longer than using it a thousand times. */
function cached<T extends Intl.DateTimeFormat | Intl.NumberFormat | Intl.ListFormat>(
  key: string,
  make: (locale: string) => T,
): T {
  const locale = currentLocale();
  const name = `${locale} ${key}`;
  let maker = makers.get(name);
  if (!maker) makers.set(name, (maker = make(locale)));
  return maker as T;
}

/** 12,345 as the interface's language writes it. */
export function formatNumber(value: number): string {
  return cached('number', (locale) => new Intl.NumberFormat(locale)).format(value);
}

/** A number that may not be known, for a hint beside a name. */
export function formatKnown(value: number | undefined): string | undefined {
  return value === undefined ? undefined : formatNumber(value);
}

/** A coefficient to three digits: 0.708, with a true minus where it is below nought. */
export function formatAgreement(value: number): string {
  return cached(
    'agreement',
    (locale) => new Intl.NumberFormat(locale, { minimumFractionDigits: 3, maximumFractionDigits: 3 }),
  )
    .format(value)
    .replace('-', '−');
}

/** 0.42 as 42 %. */
export function formatPercent(share: number): string {
  return cached('percent', (locale) => new Intl.NumberFormat(locale, { style: 'percent' })).format(share);
}

/** The day of a moment, where the user is. */
export function formatDate(at: Date | string): string {
  return cached('date', (locale) => new Intl.DateTimeFormat(locale, { dateStyle: 'medium' })).format(
    new Date(at),
  );
}

export function formatTime(at: Date | string): string {
  return cached('time', (locale) => new Intl.DateTimeFormat(locale, { timeStyle: 'short' })).format(
    new Date(at),
  );
}

export function formatDateTime(at: Date | string): string {
  return cached(
    'dateTime',
    (locale) => new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }),
  ).format(new Date(at));
}

/** `a, b and c`. */
export function formatList(items: readonly string[]): string {
  return cached('list', (locale) => new Intl.ListFormat(locale)).format(items);
}

/** `a, b or c`. */
export function formatAlternatives(items: readonly string[]): string {
  return cached('or', (locale) => new Intl.ListFormat(locale, { type: 'disjunction' })).format(items);
}
