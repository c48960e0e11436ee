import type { TextRange } from '../../core/annotation/annotation.ts';

const RIGHT_TO_LEFT =
  /^\P{L}*[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;
/** Letters that Pashto has and Urdu has not, and the other way round. */
const PASHTO = /[ټډړږښڼځڅېۍ]/u;
const URDU = /[ٹڈڑںےۓھ]/u;

export interface BlockDirection {
  /** `null`: as the document. */
  readonly dir: 'rtl' | 'ltr' | null;
  /** Only where the script tells it and the document's own language does not fit. */
  readonly lang: string | null;
}

/** Blocks and characters of each that decide the direction of a document. */
const SAMPLE_BLOCKS = 40;
const SAMPLE_CHARACTERS = 400;

export function isRightToLeft(blockText: string): boolean {
  return RIGHT_TO_LEFT.test(
    blockText.length > SAMPLE_CHARACTERS ? blockText.slice(0, SAMPLE_CHARACTERS) : blockText,
  );
}

/** The direction of most of the text in the first blocks: the side of the margin track. */
export function documentDirection(text: string, blocks: readonly TextRange[]): 'rtl' | 'ltr' {
  let balance = 0;
  for (const { start, end } of blocks.slice(0, SAMPLE_BLOCKS)) {
    balance += isRightToLeft(text.slice(start, end)) ? end - start : start - end;
  }
  return balance > 0 ? 'rtl' : 'ltr';
}

/**
 * What `dir="auto"` would find: the direction of the first letter. Asked once when the document is built, because the
 * browser would ask again at each layout of each block.
 * @param documentLanguage a BCP 47 tag, or empty
 */
export function blockDirection(
  blockText: string,
  documentLanguage: string,
  base: 'rtl' | 'ltr' = 'ltr',
): BlockDirection {
  // A block without any letter follows the document.
  if (!isRightToLeft(blockText)) {
    return { dir: base === 'rtl' && /\p{L}/u.test(blockText) ? 'ltr' : null, lang: null };
  }
  if (/^(?:ur|ps|ar|fa|he)\b/u.test(documentLanguage)) return { dir: 'rtl', lang: null };
  return { dir: 'rtl', lang: PASHTO.test(blockText) ? 'ps' : URDU.test(blockText) ? 'ur' : null };
}
