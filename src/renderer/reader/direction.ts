const RIGHT_TO_LEFT =
  /^\P{L}*[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;
/** Letters that Pashto has and Urdu has not, and the other way round. */
const PASHTO = /[ټډړږښڼځڅېۍ]/u;
const URDU = /[ٹڈڑںےۓھ]/u;

export interface BlockDirection {
  readonly dir: 'rtl' | null;
  /** Only where the script tells it and the document's own language does not fit. */
  readonly lang: string | null;
}

const LEFT_TO_RIGHT: BlockDirection = { dir: null, lang: null };

/**
 * What `dir="auto"` would find: the direction of the first letter. Asked once when the document is built, because the
 * browser would ask again at each layout of each block.
 * @param documentLanguage a BCP 47 tag, or empty
 */
export function blockDirection(blockText: string, documentLanguage: string): BlockDirection {
  if (!RIGHT_TO_LEFT.test(blockText.length > 400 ? blockText.slice(0, 400) : blockText)) return LEFT_TO_RIGHT;
  if (/^(?:ur|ps|ar|fa|he)\b/u.test(documentLanguage)) return { dir: 'rtl', lang: null };
  return { dir: 'rtl', lang: PASHTO.test(blockText) ? 'ps' : URDU.test(blockText) ? 'ur' : null };
}
