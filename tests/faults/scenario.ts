import {
  documentIdSchema,
  documentSetIdSchema,
  memoIdSchema,
  savedFilterIdSchema,
} from '../../src/core/ids.ts';
import type { Change } from '../../src/core/project/edit.ts';
import type { Memo } from '../../src/core/memo/memo.ts';
import type { DocumentSet } from '../../src/core/sets/document-set.ts';
import type { SavedFilter } from '../../src/core/sets/saved-filter.ts';
import {
  openProject,
  type ProjectStore,
  type StoreEnvironment,
} from '../../src/main/services/store/project-store.ts';
import {
  actor,
  adding,
  ANNA,
  annotation,
  documentInput,
  removing,
  REPORT,
  testEnvironment,
} from '../services/store/fixtures.ts';
import type { MemoryDisk } from './memory-disk.ts';

export const FOLDER = '/home/project';
export const BACKUPS = '/home/backups';
export const SECOND = documentIdSchema.parse('second');

/** A clock and ids that are the same in every run, so that the k-th call is the same call. */
export function environmentOn(disk: MemoryDisk, pid: number, changes: Partial<StoreEnvironment> = {}) {
  let id = 0;
  return testEnvironment(BACKUPS, {
    fs: disk.fs,
    pid,
    clock: { now: () => Date.parse('2026-03-04T05:06:07Z') },
    ids: { uuid: () => `00000000-0000-7000-8000-${String(pid * 1_000_000 + id++).padStart(12, '0')}` },
    // Every other process is dead: what it left is what a crash left.
    isProcessAlive: () => false,
    ...changes,
  });
}

export const MILITIA = actor('militia');
export const TAGGED = annotation(28, 39, { actors: [{ actorId: MILITIA.id, role: 'acts' }] });
export const PLAIN = annotation(4, 11);

const WAVE: DocumentSet = {
  id: documentSetIdSchema.parse('00000000-0000-7000-8000-00000000d0c5'),
  name: 'First wave',
  documents: [REPORT],
};
const QUESTION: SavedFilter = {
  id: savedFilterIdSchema.parse('00000000-0000-7000-8000-00000000f117'),
  name: 'First wave',
  kind: 'evidence',
  filter: { sets: [WAVE.id] },
  sort: { by: 'document', descending: false },
};

const MEMO: Memo = {
  id: memoIdSchema.parse('00000000-0000-7000-8000-00000000e300'),
  author: ANNA.id,
  title: '',
  target: { kind: 'actor', actorId: MILITIA.id },
  content: [
    {
      kind: 'paragraph',
      content: [
        { kind: 'text', text: 'See ' },
        { kind: 'link', to: { kind: 'actor', actorId: MILITIA.id }, name: 'militia' },
      ],
    },
  ],
  createdAt: '2026-03-04T05:06:07.000Z',
  updatedAt: '2026-03-04T05:06:07.000Z',
};

/** One of each kind: three files at once, one file, one that adds and one that removes what is referred to. */
export const CHANGES: readonly Change[] = [
  { label: 'plain', edits: [adding(PLAIN)] },
  {
    label: 'with a new actor',
    edits: [
      { kind: 'title', before: 'Test', after: 'Renamed' },
      { kind: 'actor', before: null, after: MILITIA },
      adding(TAGGED),
    ],
  },
  {
    label: 'read',
    edits: [
      { kind: 'readingState', documentId: REPORT, annotator: ANNA.id, before: 'unread', after: 'inProgress' },
      { kind: 'documentSet', before: null, after: WAVE },
      { kind: 'savedFilter', before: null, after: QUESTION },
      { kind: 'memo', annotator: ANNA.id, before: null, after: MEMO },
    ],
  },
  {
    label: 'without the actor',
    edits: [
      removing(TAGGED),
      { kind: 'actor', before: MILITIA, after: null },
      { kind: 'documentSet', before: WAVE, after: null },
      { kind: 'memo', annotator: ANNA.id, before: MEMO, after: { ...MEMO, title: 'Second thought' } },
      {
        kind: 'document',
        documentId: REPORT,
        before: { metadata: {}, zones: [] },
        after: { metadata: { title: { value: 'T', status: 'accepted' } }, zones: [] },
      },
    ],
  },
];

export const INPUT = documentInput();

/** All that a store says of itself, to compare memory with disk, and before with after. */
export async function contentOf(store: ProjectStore): Promise<string> {
  const documents = [];
  for (const id of store.documentIds().toSorted()) {
    const layers = [];
    for (const annotator of await store.layersOf(id)) layers.push(await store.readLayer(id, annotator));
    documents.push({
      record: await store.readDocument(id),
      text: await store.readText(id),
      original: Buffer.from(await store.readOriginal(id)).toString('latin1'),
      layers: layers.filter((layer) => layer.annotations.length > 0 || layer.state !== 'unread'),
    });
  }
  const { actors, codes } = store.codebook();
  return JSON.stringify({
    title: store.project().title,
    actors,
    codes,
    sources: store.sources(),
    sets: store.documentSets(),
    filters: store.savedFilters(),
    memos: store.memos(),
    documents,
  });
}

/** What is on a disk, read by a process that comes later. */
export async function contentOn(disk: MemoryDisk, pid = 99): Promise<string> {
  const store = await openProject(environmentOn(disk, pid), FOLDER);
  try {
    if (store.readOnly) throw new Error(`Opened read-only: ${JSON.stringify(store.readOnly)}`);
    return await contentOf(store);
  } finally {
    await store.close();
  }
}
