import { projectSnapshotSchema, type ProjectSnapshot } from '../../src/contract/calls.ts';
import { emptyCodebook } from '../../src/core/codebook/scales.ts';

/** When everything in it was made. */
export const AT = '2026-01-02T03:04:05.678Z';

/** Mina's project as the page has it: empty, but for what is given. */
export function snapshotOf(parts: Partial<Record<keyof ProjectSnapshot, unknown>>): ProjectSnapshot {
  return projectSnapshotSchema.parse({
    folder: '/p',
    project: {
      id: '01890000-0000-7000-8000-000000000000',
      title: 'P',
      createdAt: AT,
      annotators: [{ id: 'mina', name: 'Mina' }],
    },
    codebook: emptyCodebook(),
    sources: [],
    documentSets: [],
    savedFilters: [],
    memos: [],
    hidden: { layers: [], memos: 0 },
    documents: [],
    annotator: { id: 'mina', name: 'Mina' },
    readOnly: null,
    ...parts,
  });
}

/** A document that nobody has read, with nothing known of it. */
export function summaryOf(id: string, title: string) {
  return {
    id,
    title,
    fileName: `${title.toLowerCase()}.txt`,
    metadata: {},
    importedAt: AT,
    textHash: 'x',
    characters: 3,
    layers: [],
  };
}
