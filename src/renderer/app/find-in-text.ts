import type { TextRange } from '../../core/annotation/annotation.ts';

/** More hits than anyone steps through; keeps a one-letter query from painting a whole book. */
const MAX_HITS = 5000;

/**
 * Where a query stands in a text, blind to case, with any run of white space for a space, straight or curly quotes
 * alike. UTF-16 offsets into `text`.
 */
export function findInText(text: string, query: string): TextRange[] {
  const trimmed = query.trim();
  if (trimmed === '') return [];
  const pattern = trimmed
    .split(/\s+/)
    .map((word) =>
      word
        .replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
        .replace(/['’‘]/g, "['’‘]")
        .replace(/["“”]/g, '["“”]')
        .replace(/[-‐‑–—]/g, '[-‐‑–—]'),
    )
    .join(String.raw`\s+`);
  const ranges: TextRange[] = [];
  for (const match of text.matchAll(new RegExp(pattern, 'giu'))) {
    ranges.push({ start: match.index, end: match.index + match[0].length });
    if (ranges.length === MAX_HITS) break;
  }
  return ranges;
}
