import { findDates } from './dates.ts';

const PARTICLE = String.raw`(?:al|ul|ud|ur|e|bin|ibn|von|van|der|den|de|del|da|di|du|la|le|el|ash|az)`;
const NAME_WORD = String.raw`(?:\p{Lu}[\p{L}\p{M}'’-]*\.?|${PARTICLE}-?\p{Lu}[\p{L}\p{M}'’-]*)`;
const NAME = String.raw`${NAME_WORD}(?:\s(?:${PARTICLE}\s)?${NAME_WORD}){1,4}`;
const NAMES = new RegExp(
  String.raw`^${NAME}(?:(?:,\s|\s?&\s|\s(?:and|und|et|with)\s|,\s(?:and|&)\s)${NAME}){0,5}$`,
  'u',
);
const NO_NAME =
  /\b(?:the|a|an|of|for|in|on|pakistan|pakistani|afghan|afghanistan|taliban|islamic|state|army|government|war|border|introduction|summary|conclusion|abstract|analysis|opinion|background|report|press|news|times|institute|staff)\b/i;

/** One or more full names and nothing else, as they stand under a title. */
export function looksLikeNames(text: string): boolean {
  return text.length <= 120 && NAMES.test(text) && !NO_NAME.test(text);
}

/** A line that says whom the text is by. */
export function isByline(text: string): boolean {
  return (
    /^(?:by|written by|author|authors|from our|interview by|compiled by|تحریر|از)\b[:\s]/iu.test(text) ||
    /^(?:تحریر|بقلم|نویسنده|لیکوال)\s*[:：]/u.test(text)
  );
}

/** A line that is little more than a date: "Aug 24, 2015, 10:15 am IST", "Saima Khan December 08, 2014". */
export function isDateLine(text: string): boolean {
  if (text.length > 120) return false;
  const dates = findDates(text);
  const covered = dates.reduce((sum, date) => sum + date.end - date.start, 0);
  return dates.length > 0 && text.length - covered <= 60 && covered * 4 >= text.length;
}
