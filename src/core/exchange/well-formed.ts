import type { Annotation } from '../annotation/annotation.ts';
import { hasLoneSurrogate } from './read-json.ts';

/** No file in UTF-8 holds half of a surrogate pair; it becomes U+FFFD, as in every decoder. */
export const LONE_SURROGATE_LOSS = 'a text with half of a surrogate pair (it becomes U+FFFD)';

/** The annotation with well-formed texts; the same object where they all are. */
export function wellFormed(annotation: Annotation): Annotation {
  const { exact, prefix, suffix } = annotation.target.quote;
  const { note, reliability, stances } = annotation;
  const texts = [exact, prefix, suffix, note, reliability?.why, ...stances.map((stance) => stance.note)];
  if (!texts.some((text) => text !== undefined && hasLoneSurrogate(text))) return annotation;
  return {
    ...annotation,
    target: {
      ...annotation.target,
      quote: { exact: mend(exact), prefix: mend(prefix), suffix: mend(suffix) },
    },
    stances: stances.map((stance) =>
      stance.note === undefined ? stance : { ...stance, note: mend(stance.note) },
    ),
    ...(reliability?.why === undefined
      ? {}
      : { reliability: { ...reliability, why: mend(reliability.why) } }),
    ...(note === undefined ? {} : { note: mend(note) }),
  };
}

export function mend(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\ufffd');
}
