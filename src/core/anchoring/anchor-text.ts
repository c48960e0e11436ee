import { normaliseText, type NormalText } from './normal-text.ts';

/** A document's text with what anchoring derives from it, each made when first asked for and kept for the next quote. */
export interface AnchorText {
  readonly text: string;
  normal(): NormalText;
  folded(): NormalText;
}

export function prepareText(text: string): AnchorText {
  let normal: NormalText | undefined;
  let folded: NormalText | undefined;
  return {
    text,
    normal: () => (normal ??= normaliseText(text)),
    folded: () => (folded ??= normaliseText(text, true)),
  };
}
