/** For reports: one line, at most 80 characters. */
export function shorten(text: string): string {
  const line = text.replace(/\s+/gu, ' ').trim();
  return line.length <= 80 ? line : `${Array.from(line).slice(0, 79).join('')}…`;
}
