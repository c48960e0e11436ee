import type { TextRange } from '../../../../src/core/annotation/annotation.ts';
import type {
  ComparedAnnotation,
  ComparedDocument,
  ComparedStance,
} from '../../../../src/core/agreement/project/compared.ts';
import {
  actorIdSchema,
  annotationIdSchema,
  annotatorIdSchema,
  codeIdSchema,
  documentIdSchema,
} from '../../../../src/core/ids.ts';

export const ANN = annotatorIdSchema.parse('ann');
export const BOB = annotatorIdSchema.parse('bob');
export const CAT = annotatorIdSchema.parse('cat');
const ANNOTATORS = [ANN, BOB, CAT];

let made = 0;

interface Tags {
  readonly actors?: readonly string[];
  readonly codes?: readonly string[];
  readonly stances?: readonly (readonly [string, string, ComparedStance['polarity']])[];
  readonly source?: ComparedAnnotation['source'];
  readonly information?: number;
}

/** A passage of one range, or of several. */
export function passage(
  ranges: readonly [number, number] | readonly TextRange[],
  { actors = [], codes = [], stances = [], source = null, information }: Tags = {},
): ComparedAnnotation {
  made++;
  return {
    id: annotationIdSchema.parse(`00000000-0000-7000-8000-${String(made).padStart(12, '0')}`),
    ranges:
      typeof ranges[0] === 'number'
        ? [{ start: ranges[0], end: ranges[1] as number }]
        : (ranges as readonly TextRange[]),
    actors: actors.map((actor) => actorIdSchema.parse(`a-${actor}`)).sort(),
    codes: codes.map((code) => codeIdSchema.parse(`c-${code}`)).sort(),
    stances: stances.map(([holder, target, polarity]) => ({
      holder: holder === 'author' ? holder : actorIdSchema.parse(`a-${holder}`),
      target: actorIdSchema.parse(`a-${target}`),
      polarity,
    })),
    source,
    information: information ?? null,
  };
}

/** @param layers of Ann, Bob and Cat; null: did not read it */
export function documentOf(
  name: string,
  length: number,
  ...layers: readonly (readonly ComparedAnnotation[] | null)[]
): ComparedDocument {
  return {
    documentId: documentIdSchema.parse(name),
    length,
    layers: layers.flatMap((annotations, i) =>
      annotations === null ? [] : [{ annotator: ANNOTATORS[i]!, isDone: true, annotations }],
    ),
  };
}
