import type { Annotation } from '../../core/annotation/annotation.ts';

export const PASSAGE_LOOKS = ['plain', 'actor', 'stance', 'reliability', 'code'] as const;
/** What a passage is tagged with most tellingly: decides its colour and the style of its underline. */
export type PassageLook = (typeof PASSAGE_LOOKS)[number];

export interface ReaderPassage {
  readonly annotation: Annotation;
  readonly look: PassageLook;
  /** Mine, or another annotator's. */
  readonly isOwn: boolean;
}
