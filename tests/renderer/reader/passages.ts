import type { TextRange } from '../../../src/core/annotation/annotation.ts';
import type { AnnotationId, AnnotatorId, DocumentId } from '../../../src/core/ids.ts';
import type { PassageLook, ReaderPassage } from '../../../src/renderer/reader/passage.ts';

export function passage(n: number, ranges: readonly TextRange[], look: PassageLook = 'plain'): ReaderPassage {
  return {
    annotation: {
      id: `00000000-0000-7000-8000-${String(n).padStart(12, '0')}` as AnnotationId,
      documentId: 'd' as DocumentId,
      annotator: 'a' as AnnotatorId,
      target: { ranges, quote: { exact: 'x', prefix: '', suffix: '' }, textHash: '0'.repeat(64) },
      actors: [],
      stances: [],
      codes: [],
      codebookRevision: 0,
      createdAt: '2026-01-01T00:00:00.000Z',
      updatedAt: '2026-01-01T00:00:00.000Z',
    },
    look,
    isOwn: true,
  };
}
