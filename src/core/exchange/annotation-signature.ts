import type { Annotation } from '../annotation/annotation.ts';

/** What a file that holds everything says of an annotation. */
export const ALL_BUT_REVISION = [
  'documentId',
  'annotator',
  'target',
  'actors',
  'stances',
  'reliability',
  'codes',
  'note',
  'certainty',
  'createdAt',
  'updatedAt',
] as const satisfies readonly (keyof Annotation)[];

/** Place and tags, blind to ids, times and the order of sets: what makes two unnamed annotations the same. */
export function signatureOf(annotation: Annotation): string {
  const { target, actors, stances, reliability, codes, note, certainty } = annotation;
  const rating = reliability && [
    reliability.source ?? '',
    reliability.information ?? '',
    reliability.why ?? '',
  ];
  return JSON.stringify([
    target.ranges.map((range) => [range.start, range.end]),
    actors.map((reference) => `${reference.actorId} ${reference.role}`).toSorted(),
    stances
      .map((s) => JSON.stringify([s.holder, s.target, s.polarity, s.expression, s.attribution, s.note ?? '']))
      .toSorted(),
    rating ?? null,
    codes.toSorted(),
    note ?? '',
    certainty ?? '',
  ]);
}
