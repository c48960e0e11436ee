// Latin-1 letters above ASCII have accents or other cases too, so only pure ASCII may skip normalisation.
// oxlint-disable-next-line no-control-regex -- the whole of ASCII is meant, its controls too
const ASCII = /^[\u0000-\u007f]*$/;
// oxlint-disable-next-line no-control-regex -- the same
const NOT_ASCII = /[^\u0000-\u007f]+/g;
const TYPOGRAPHIC = /[‘’ʼ“”‐‑–—]/g;
const IGNORABLE = /[\p{M}\p{Cf}]+/gu;

/**
 * Text as the evidence search compares it: NFKD, lower case, without marks (accents, harakat) and without invisible
 * format characters (soft hyphen, zero-width joiners); typographic quotes and dashes as a keyboard has them; final
 * sigma as sigma. Its length is not that of the text.
 */
export function foldForSearch(text: string): string {
  if (ASCII.test(text)) return text.toLowerCase();
  // Most English prose is ASCII but for these, and then takes half the memory and a third of the time.
  const plain = text.replace(TYPOGRAPHIC, asTyped);
  if (ASCII.test(plain)) return plain.toLowerCase();
  // Run by run: an ASCII character neither decomposes nor lets a mark past it, and most of a text is ASCII.
  return plain.toLowerCase().replace(NOT_ASCII, foldRun);
}

function foldRun(run: string): string {
  return run.normalize('NFKD').toLowerCase().replace(IGNORABLE, '').replaceAll('ς', 'σ');
}

function asTyped(character: string): string {
  return '“”'.includes(character) ? '"' : '‘’ʼ'.includes(character) ? "'" : '-';
}

/** The words of a search, folded, each once; split at white space, so that none holds any. */
export function foldedWords(query: string): string[] {
  return [...new Set(foldForSearch(query).split(/\s+/u))].filter((word) => word !== '');
}
