/** A date as found in a text: `value` is YYYY, YYYY-MM or YYYY-MM-DD; offsets are relative to what was searched. */
interface FoundDate {
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

const MONTHS: Readonly<Record<string, number>> = Object.fromEntries(
  [
    ['january', 'jan', 'januar', 'jänner', 'janvier', 'janv', 'جنوری', 'يناير', 'ژانویه', 'جنوري'],
    ['february', 'feb', 'februar', 'février', 'fév', 'févr', 'فروری', 'فبراير', 'فوریه', 'فبروري'],
    ['march', 'mar', 'märz', 'mars', 'مارچ', 'مارس'],
    ['april', 'apr', 'avril', 'avr', 'اپریل', 'أبريل', 'ابريل', 'آوریل', 'اپریل', 'اپرېل'],
    ['may', 'mai', 'مئی', 'مايو', 'مه', 'می'],
    ['june', 'jun', 'juni', 'juin', 'جون', 'يونيو', 'ژوئن'],
    ['july', 'jul', 'juli', 'juillet', 'juil', 'جولائی', 'يوليو', 'ژوئیه', 'جولای'],
    ['august', 'aug', 'août', 'اگست', 'أغسطس', 'اغسطس', 'اوت', 'اګست'],
    ['september', 'sep', 'sept', 'septembre', 'ستمبر', 'سبتمبر', 'سپتامبر', 'سپتمبر'],
    ['october', 'oct', 'oktober', 'okt', 'octobre', 'اکتوبر', 'أكتوبر', 'اكتوبر', 'اکتبر'],
    ['november', 'nov', 'novembre', 'نومبر', 'نوفمبر', 'نوامبر'],
    ['december', 'dec', 'dezember', 'dez', 'décembre', 'déc', 'دسمبر', 'ديسمبر', 'دسامبر', 'ډسمبر'],
  ].flatMap((names, index) => names.map((name) => [name, index + 1] as const)),
);

const NAMES = Object.keys(MONTHS)
  .toSorted((a, b) => b.length - a.length)
  .join('|');
const MONTH = String.raw`(?<month>${NAMES})\.?`;
const DAY = String.raw`(?<day>\d{1,2})(?:st|nd|rd|th|er)?\.?`;
const YEAR = String.raw`(?<year>(?:1[5-9]|20)\d{2})`;
const EDGE = String.raw`(?<![\p{L}\p{N}])`;
const CLOSE = String.raw`(?![\p{L}\p{N}]|[-/.]\d)`;

/** The first that fits at the earliest place wins; where two begin together, the fuller stands first. */
const FORMS: readonly RegExp[] = [
  String.raw`${EDGE}${YEAR}-(?<month>\d{2})-(?<day>\d{2})(?!\d)`,
  String.raw`${EDGE}${YEAR}/(?<month>\d{1,2})/(?<day>\d{1,2})(?!\d)`,
  // Read as day and month only where they cannot be confused, or where dots show that it is no American date.
  String.raw`${EDGE}(?<day>\d{1,2})\.\s?(?<month>\d{1,2})\.\s?${YEAR}${CLOSE}`,
  String.raw`${EDGE}(?<a>\d{1,2})/(?<b>\d{1,2})/${YEAR}${CLOSE}`,
  String.raw`${EDGE}${DAY}\s{1,3}(?:of\s|de\s)?${MONTH},?،?\s{1,3}${YEAR}${CLOSE}`,
  String.raw`${EDGE}${MONTH}\s{1,3}${DAY},?،?\s{1,3}${YEAR}${CLOSE}`,
  String.raw`${EDGE}${MONTH},?\s{1,3}${YEAR}${CLOSE}`,
  String.raw`${EDGE}${YEAR}-(?<month>\d{2})${CLOSE}`,
].map((source) => new RegExp(source, 'giu'));

/** Arabic-Indic and Persian digits as ASCII; each is one code unit, so that offsets stay. */
function asciiDigits(text: string): string {
  return text.replace(/[٠-٩۰-۹]/g, (digit) => {
    const code = digit.charCodeAt(0);
    return String(code - (code < 0x6f0 ? 0x660 : 0x6f0));
  });
}

/** Every date of a short text (its first 600 characters), in order. A date needs a year and at least a month. */
export function findDates(text: string): FoundDate[] {
  const content = asciiDigits(text.slice(0, 600));
  // What a fuller form takes and finds wrong ("31 February 2021") is no date of a shorter form either.
  const taken: { value: string | null; start: number; end: number }[] = [];
  for (const form of FORMS) {
    for (const match of content.matchAll(form)) {
      const start = match.index;
      const end = start + match[0].length;
      if (taken.some((other) => start < other.end && end > other.start)) continue;
      taken.push({ value: readDate(match.groups ?? {}), start, end });
    }
  }
  return taken.filter((date): date is FoundDate => date.value !== null).toSorted((a, b) => a.start - b.start);
}

function readDate(groups: Readonly<Record<string, string | undefined>>): string | null {
  const { year } = groups;
  let { month, day } = groups;
  if (groups['a'] !== undefined && groups['b'] !== undefined) {
    if (Number(groups['a']) > 12) [day, month] = [groups['a'], groups['b']];
    else if (Number(groups['b']) > 12) [month, day] = [groups['a'], groups['b']];
    else return null; // 03/04/2021 is two dates
  }
  if (year === undefined || month === undefined) return null;
  const monthNumber = /^\d/.test(month) ? Number(month) : MONTHS[month.toLowerCase()];
  if (monthNumber === undefined || monthNumber < 1 || monthNumber > 12) return null;
  const stem = `${year}-${String(monthNumber).padStart(2, '0')}`;
  if (day === undefined) return stem;
  return isDay(Number(year), monthNumber, Number(day)) ? `${stem}-${day.padStart(2, '0')}` : null;
}

function isDay(year: number, month: number, day: number): boolean {
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]!;
  return day >= 1 && day <= days;
}

/** A date's own value written in a front matter or a field: also a year alone. */
export function readDateValue(text: string): string | null {
  const first = findDates(text)[0];
  if (first) return first.value;
  const year = /^\s*((?:1[5-9]|20)\d{2})\s*$/.exec(text);
  return year?.[1] ?? null;
}
