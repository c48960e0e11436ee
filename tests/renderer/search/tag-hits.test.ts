import { describe, expect, test } from 'vitest';
import type { Annotation } from '../../../src/core/annotation/annotation.ts';
import { makeTarget } from '../../../src/core/annotation/target.ts';
import {
  actorIdSchema,
  annotationIdSchema,
  annotatorIdSchema,
  codeIdSchema,
  documentIdSchema,
} from '../../../src/core/ids.ts';
import type { SearchLineValue } from '../../../src/contract/calls.ts';
import {
  ALL_LINES,
  countLines,
  isLineSelected,
  NO_LINES,
  selectLines,
  toggleLine,
} from '../../../src/renderer/search/line-selection.ts';
import {
  rangesByDocument,
  tagEdits,
  type DescribedPassage,
  type Tag,
} from '../../../src/renderer/search/tag-hits.ts';

const ANN = { id: annotatorIdSchema.parse('ann'), name: 'Ann' };
const DOCUMENT = documentIdSchema.parse('report');
const NOTE_OF = annotationIdSchema.parse('01890000-0000-7000-8000-000000000001');
const ACTOR = { id: actorIdSchema.parse('a-council'), name: 'Council', kind: 'other', aliases: [] } as const;
const CODE = { id: codeIdSchema.parse('c-talks'), name: 'Talks', colour: 'blue' } as const;
const NOW = '2026-02-03T04:05:06.007Z';
const TEXT = 'The council talks of talks.';
const target = makeTarget(TEXT, 'a'.repeat(64), [{ start: 12, end: 17 }]) as DescribedPassage['target'];

function line(start: number, isNote = false): SearchLineValue {
  return {
    documentId: DOCUMENT,
    memo: null,
    note: isNote ? { annotationId: NOTE_OF, annotator: ANN.id } : null,
    start,
    end: start + 5,
    left: '',
    hit: 'talks',
    right: '',
  };
}

describe('the selection of lines', () => {
  test('adds and takes away, of some and of all', () => {
    const some = toggleLine(selectLines([line(0), line(9)]), line(0));
    expect([line(0), line(9)].map((each) => isLineSelected(some, each))).toEqual([false, true]);
    expect(countLines(some, 50)).toBe(1);
    const most = toggleLine(ALL_LINES, line(0));
    expect(countLines(most, 50)).toBe(49);
    expect(countLines(toggleLine(most, line(0)), 50)).toBe(50);
    expect(countLines(NO_LINES, 50)).toBe(0);
  });

  test('tells a hit in a text from one at the same place in a note', () => {
    expect(isLineSelected(selectLines([line(0)]), line(0, true))).toBe(false);
  });
});

describe('tagging hits', () => {
  test('goes by document, each stretch once, without notes', () => {
    const other = { ...line(3), documentId: documentIdSchema.parse('other') };
    expect([...rangesByDocument([line(0), line(0), line(9), line(1, true), other])]).toEqual([
      [
        'report',
        [
          { start: 0, end: 5 },
          { start: 9, end: 14 },
        ],
      ],
      ['other', [{ start: 3, end: 8 }]],
    ]);
  });

  const edit = (tag: Tag, existing: Annotation | null) =>
    tagEdits(
      new Map([[DOCUMENT, [{ target, existing: existing as DescribedPassage['existing'] }]]]),
      tag,
      ANN,
      7,
      NOW,
    );

  test('makes a passage where there is none, and tags the one that is there', () => {
    const [made] = edit({ kind: 'actor', actor: ACTOR }, null);
    expect(made).toMatchObject({
      kind: 'annotation',
      documentId: DOCUMENT,
      annotator: 'ann',
      before: null,
      after: { target, actors: [{ actorId: 'a-council', role: 'about' }], codes: [], codebookRevision: 7 },
    });
    const existing = made?.kind === 'annotation' ? made.after! : null;
    const [tagged] = edit({ kind: 'code', code: CODE }, existing);
    expect(tagged).toMatchObject({ before: existing, after: { ...existing, codes: ['c-talks'] } });
  });

  test('changes nothing that has the tag', () => {
    const [made] = edit({ kind: 'code', code: CODE }, null);
    const existing = made?.kind === 'annotation' ? made.after : null;
    expect(edit({ kind: 'code', code: CODE }, existing)).toEqual([]);
  });
});
