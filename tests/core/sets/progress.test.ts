import { expect, test } from 'vitest';
import type { ReadingState } from '../../../src/core/annotation/layer.ts';
import { annotatorIdSchema, documentIdSchema } from '../../../src/core/ids.ts';
import type { DocumentSummary } from '../../../src/core/project/project.ts';
import { progressOf, totalOf } from '../../../src/core/sets/progress.ts';

const anna = annotatorIdSchema.parse('anna');
const boris = annotatorIdSchema.parse('boris');

function summary(id: string, characters: number, layers: DocumentSummary['layers'], removed = false) {
  return {
    id: documentIdSchema.parse(id),
    title: id,
    fileName: `${id}.txt`,
    metadata: {},
    importedAt: '2026-01-02T03:04:05.006Z',
    textHash: '0'.repeat(64),
    characters,
    layers,
    ...(removed && { removedAt: '2026-01-02T03:04:05.006Z' }),
  } satisfies DocumentSummary;
}
const layer = (annotator: typeof anna, state: ReadingState, annotations: number) => ({
  annotator,
  state,
  annotations,
});

const SUMMARIES = [
  summary('one', 100, [layer(anna, 'done', 3), layer(boris, 'unread', 0)]),
  summary('two', 20, [layer(anna, 'unread', 2)]),
  summary('three', 3, []),
  summary('gone', 1000, [layer(anna, 'done', 9)], true),
];

test('documents, characters and annotations by the annotator’s own state', () => {
  expect(progressOf(SUMMARIES, anna)).toEqual({
    unread: { documents: 1, characters: 3, annotations: 0 },
    // Passages that nobody marked: reading has begun.
    inProgress: { documents: 1, characters: 20, annotations: 2 },
    done: { documents: 1, characters: 100, annotations: 3 },
  });
  expect(progressOf(SUMMARIES, boris).unread).toEqual({ documents: 3, characters: 123, annotations: 0 });
});

test('the total leaves out what was removed', () => {
  expect(totalOf(progressOf(SUMMARIES, anna))).toEqual({ documents: 3, characters: 123, annotations: 5 });
});
