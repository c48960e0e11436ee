import type { Annotation } from '../../core/annotation/annotation.ts';
import type { AnnotatorId } from '../../core/ids.ts';

export const PASSAGE_LOOKS = ['plain', 'actor', 'stance', 'reliability', 'code'] as const;
/** What a passage is tagged with most tellingly: decides its colour and the style of its underline. */
export type PassageLook = (typeof PASSAGE_LOOKS)[number];

/** A lane of its own beside the text for one annotator's passages. */
export interface ReaderTrack {
  readonly annotator: AnnotatorId;
  /** One letter or sign, over the lane. */
  readonly sign: string;
  readonly name: string;
}

export interface ReaderPassage {
  readonly annotation: Annotation;
  readonly look: PassageLook;
  /** Mine, or another annotator's. */
  readonly isOwn: boolean;
}
