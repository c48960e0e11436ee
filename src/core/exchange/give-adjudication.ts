import type { Adjudication } from '../adjudication/adjudication.ts';
import type { Annotation } from '../annotation/annotation.ts';
import type { AnnotatorId } from '../ids.ts';
import { mend, wellFormed } from './well-formed.ts';

/** What an export's options make of what is in it. */
export interface Give {
  /** What an annotator is called in the export. */
  called(annotator: AnnotatorId): AnnotatorId;
  annotation(original: Annotation): Annotation;
  /** Whether what people wrote in words of their own goes along. */
  readonly notes: boolean;
}

/**
 * A decision as it goes into an export: the annotations that it was about, whole, are others' work, and go by the same
 * pseudonyms and lose the same notes as those that are in the export themselves.
 */
export function giveAdjudication(adjudication: Adjudication, give: Give): Adjudication {
  const { reason, ...rest } = adjudication;
  return {
    ...rest,
    of: adjudication.of.map((original) => wellFormed(give.annotation(original))),
    readers: adjudication.readers.map(give.called),
    by: give.called(adjudication.by),
    ...(give.notes && reason !== undefined && { reason: mend(reason) }),
  };
}
