import { useMemo, useRef } from 'react';
import type { Annotation } from '../../core/annotation/annotation.ts';
import type { AnnotatorId } from '../../core/ids.ts';
import type { PassageLook, ReaderPassage } from '../reader/passage.ts';
import { usePostil, visibleAnnotations, type OpenDocument } from './state.ts';

/** A document's annotations in text order, of the layers that are shown. */
export function useVisibleAnnotations(open: OpenDocument | null): readonly Annotation[] {
  const hiddenAnnotators = usePostil((state) => state.hiddenAnnotators);
  return useMemo(() => visibleAnnotations({ open, hiddenAnnotators }), [open, hiddenAnnotators]);
}

/** The reader diffs by identity, so an annotation that did not change keeps its wrapper. */
export function useReaderPassages(
  annotations: readonly Annotation[],
  own: AnnotatorId,
): readonly ReaderPassage[] {
  const wrappers = useRef(new WeakMap<Annotation, ReaderPassage>());
  return useMemo(
    () =>
      annotations.map((annotation) => {
        const known = wrappers.current.get(annotation);
        if (known) return known;
        const passage: ReaderPassage = {
          annotation,
          look: lookOf(annotation),
          isOwn: annotation.annotator === own,
        };
        wrappers.current.set(annotation, passage);
        return passage;
      }),
    [annotations, own],
  );
}

/** What a passage is tagged with most tellingly: a stance says more than an actor, an actor more than a code. */
function lookOf(annotation: Annotation): PassageLook {
  if (annotation.stances.length > 0) return 'stance';
  if (annotation.actors.length > 0) return 'actor';
  if (annotation.codes.length > 0) return 'code';
  if (annotation.reliability) return 'reliability';
  return 'plain';
}
