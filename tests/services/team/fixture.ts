import { adjudicatedAnnotator, adjudicatedIdOf } from '../../../src/core/adjudication/adjudicated-id.ts';
import type { Desk } from '../../../src/core/adjudication/decide.ts';
import { comparePlaces, type Comparison } from '../../../src/core/adjudication/places.ts';
import type { Edit } from '../../../src/core/project/edit.ts';
import { emptyMemoBook, type Memo, type MemoBook } from '../../../src/core/memo/memo.ts';
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PostilError } from '../../../src/core/errors.ts';
import type { Annotation } from '../../../src/core/annotation/annotation.ts';
import { emptyLayer, type Layer } from '../../../src/core/annotation/layer.ts';
import { makeTarget } from '../../../src/core/annotation/target.ts';
import type { Actor, Codebook } from '../../../src/core/codebook/codebook.ts';
import { emptyCodebook } from '../../../src/core/codebook/scales.ts';
import type { DocumentRecord, Source } from '../../../src/core/document/document.ts';
import {
  actorIdSchema,
  annotationIdSchema,
  annotatorIdSchema,
  documentIdSchema,
  memoIdSchema,
  projectIdSchema,
  type AnnotatorId,
  type DocumentId,
} from '../../../src/core/ids.ts';
import type { DocumentSet } from '../../../src/core/sets/document-set.ts';
import type { SavedFilter } from '../../../src/core/sets/saved-filter.ts';
import type { Job } from '../../../src/core/ports.ts';
import { makePublished, type PublishedFile, type Unsigned } from '../../../src/core/team/published.ts';
import type { Annotator, Project } from '../../../src/core/project/project.ts';
import type { StoreEnvironment } from '../../../src/main/services/store/environment.ts';
import type { FileSystem } from '../../../src/main/services/store/file-system.ts';
import { faultOfDocument } from '../../../src/main/services/store/add-document.ts';
import { makeFolders } from '../../../src/main/services/store/make-folders.ts';
import { layerKey, planChange } from '../../../src/main/services/store/plan-change.ts';
import { openIdentity, type Identity } from '../../../src/main/services/team/identity.ts';
import { openTeam } from '../../../src/main/services/team/team.ts';
import type { Team } from '../../../src/main/services/team/team-types.ts';
import type { TeamProject } from '../../../src/main/services/team/team-project.ts';
import { sha256, uuidSource } from '../../../src/main/services/workbench/machine.ts';
import { makeMemoryDisk, type MemoryDisk } from '../../faults/memory-disk.ts';

export const QUIET: Job = {
  progress: () => undefined,
  signal: { aborted: false, throwIfAborted: () => undefined },
};
export const PROJECT = projectIdSchema.parse('0192f3a4-0000-7000-8000-000000000001');
export const TEXT =
  'The port authority of Velmora denied the claim. Two unions called it a pretext; a third kept silent.\n';

export function makeRecord(name: string): DocumentRecord {
  const hash = createHash('sha256').update(TEXT).digest('hex');
  return {
    id: documentIdSchema.parse(name),
    fileName: `${name}.txt`,
    mediaType: 'text/plain',
    importedAt: '2026-01-02T03:04:05.006Z',
    text: { sha256: hash, length: TEXT.length },
    original: { sha256: hash, bytes: Buffer.byteLength(TEXT), encoding: 'utf-8', lineEnds: 'lf' },
    structure: { blocks: [{ kind: 'paragraph', start: 0, end: TEXT.length - 1 }], inlines: [] },
    settings: { metadata: {}, zones: [] },
  };
}

export function makeAnnotation(
  documentId: DocumentId,
  annotator: AnnotatorId,
  start: number,
  end: number,
  changes: Partial<Annotation> = {},
): Annotation {
  const at = '2026-02-03T04:05:06.007Z';
  return {
    id: annotationIdSchema.parse(uuidSource.uuid()),
    documentId,
    annotator,
    target: makeTarget(TEXT, sha256(TEXT), [{ start, end }]),
    actors: [],
    stances: [],
    codes: [],
    codebookRevision: 0,
    createdAt: at,
    updatedAt: at,
    ...changes,
  };
}

/** @param before whose next state it is; a new one without */
export function makeMemo(author: AnnotatorId, title: string, before: Memo | null = null): Memo {
  const at = '2026-02-03T04:05:06.007Z';
  const id = before?.id ?? memoIdSchema.parse(uuidSource.uuid());
  return { id, author, title, target: { kind: 'project' }, content: [], createdAt: at, updatedAt: at };
}

export function makeActor(id: string, name: string, changes: Partial<Actor> = {}): Actor {
  return { id: actorIdSchema.parse(id), name, kind: 'organisation', aliases: [], ...changes };
}

/** A copy of a project in memory: the very rules of the store, and no disk. */
export interface MemoryProject extends TeamProject {
  state: {
    project: Project;
    codebook: Codebook;
    sources: readonly Source[];
    sets: readonly DocumentSet[];
    filters: readonly SavedFilter[];
    readonly documents: Map<DocumentId, DocumentRecord>;
    readonly layers: Map<string, Layer>;
    readonly memos: Map<AnnotatorId, MemoBook>;
  };
}

export function makeMemoryProject(
  folder: string,
  annotator: Annotator,
  documents: readonly string[],
): MemoryProject {
  const state: MemoryProject['state'] = {
    project: { id: PROJECT, title: 'Team', createdAt: '2026-01-02T03:04:05.006Z', annotators: [annotator] },
    codebook: emptyCodebook(),
    sources: [],
    sets: [],
    filters: [],
    documents: new Map(documents.map((name) => [documentIdSchema.parse(name), makeRecord(name)])),
    layers: new Map(),
    memos: new Map(),
  };
  const ensure = (one: Annotator): void => {
    if (state.project.annotators.some(({ id }) => id === one.id)) return;
    state.project = { ...state.project, annotators: [...state.project.annotators, one] };
  };
  const layer = (id: DocumentId, owner: AnnotatorId): Layer =>
    state.layers.get(layerKey(id, owner)) ?? emptyLayer(id, owner);
  const project: MemoryProject = {
    folder,
    id: PROJECT,
    annotator,
    state,
    codebook: () => state.codebook,
    sources: () => state.sources,
    documents: () =>
      [...state.documents.values()].map((record) => ({
        id: record.id,
        title: record.fileName,
        fileName: record.fileName,
        metadata: record.settings.metadata,
        importedAt: record.importedAt,
        textHash: record.text.sha256,
        characters: record.text.length,
        layers: [...state.layers.values()]
          .filter((one) => one.documentId === record.id)
          .map((one) => ({
            annotator: one.annotator,
            state: one.state,
            annotations: one.annotations.length,
          })),
      })),
    documentSets: () => state.sets,
    readDocument: async (id) => state.documents.get(id)!,
    readText: async () => TEXT,
    readOriginal: async () => Buffer.from(TEXT),
    memos: () => [...state.memos.values()].flatMap((book) => book.memos),
    layersOf: async (id) =>
      [...state.layers.values()].filter((one) => one.documentId === id).map((one) => one.annotator),
    readLayer: async (id, owner) => layer(id, owner),
    async addDocument(input) {
      const { record } = input;
      const fault = await faultOfDocument(input);
      if (fault !== null) throw new PostilError('bad-request', fault);
      state.documents.set(record.id, record);
    },
    ensureAnnotator: async (one) => ensure(one),
    async apply(change, owners) {
      const writers = [annotator, adjudicatedAnnotator(annotator), ...owners];
      for (const owner of writers) ensure(owner);
      const allowed = new Set(writers.map(({ id }) => id));
      for (const edit of change.edits) {
        if ('annotator' in edit && !allowed.has(edit.annotator))
          throw new Error('Writes somebody else’s layer.');
      }
      const plan = planChange(
        {
          project: state.project,
          codebook: state.codebook,
          sources: state.sources,
          documentSets: state.sets,
          savedFilters: state.filters,
          isDocument: (id) => state.documents.has(id),
          memos: (author) => state.memos.get(author) ?? emptyMemoBook(author),
          document: (id) => state.documents.get(id)!,
          layer,
        },
        change,
        { at: '2026-02-03T04:05:06.007Z', annotator: annotator.id, label: change.label },
      );
      for (const step of [plan.first, plan.last]) {
        if (step.codebook) state.codebook = step.codebook;
        if (step.sources) state.sources = step.sources;
      }
      if (plan.documentSets) state.sets = plan.documentSets;
      if (plan.savedFilters) state.filters = plan.savedFilters;
      for (const [id, record] of plan.documents) state.documents.set(id, record);
      for (const [author, book] of plan.memos) state.memos.set(author, book);
      for (const [key, one] of plan.layers) state.layers.set(key, one);
    },
  };
  return project;
}

export interface Machine {
  readonly project: MemoryProject;
  readonly identity: Identity;
  readonly environment: StoreEnvironment;
  readonly team: Team;
  /** Opened anew, as after a restart. */
  reopen(): Promise<Machine>;
}

/** What is real here: keys, signatures, sealing, the journal on the given disk. */
export async function makeMachine(
  fs: FileSystem,
  folder: string,
  annotator: Annotator,
  identity: Identity,
  options: { readonly documents?: readonly string[]; readonly clockShift?: number } = {},
): Promise<Machine> {
  let time = Date.parse('2026-03-04T05:06:07.008Z') + (options.clockShift ?? 0);
  const environment: StoreEnvironment = {
    fs,
    clock: { now: () => (time += 1000) },
    ids: uuidSource,
    sha256,
    backupsFolder: '/backups',
    hostName: 'test',
    pid: 1,
    onProblem: () => undefined,
  };
  const project = makeMemoryProject(folder, annotator, options.documents ?? []);
  async function open(): Promise<Machine> {
    const team = await openTeam(project, identity, environment);
    return { project, identity, environment, team, reopen: open };
  }
  return open();
}

/** Ana and Ben over one disk, each with the document `harbour`, and `/shared` between them. */
export async function makeAnaAndBen(keys: readonly Identity[]): Promise<{
  readonly memory: MemoryDisk;
  readonly ana: Machine;
  readonly ben: Machine;
}> {
  const memory = makeMemoryDisk();
  for (const folder of ['/shared', '/ana', '/ben']) await memory.fs.makeFolder(folder);
  const documents = ['harbour'];
  return {
    memory,
    ana: await makeMachine(memory.fs, '/ana', annotatorOf('Ana'), keys[0]!, { documents }),
    ben: await makeMachine(memory.fs, '/ben', annotatorOf('Ben'), keys[1]!, { documents }),
  };
}

/** A first layer of `harbour` by Ana, with nothing in it, but for `changes`. */
export function signed(identity: Identity, changes: Partial<Unsigned> = {}): PublishedFile {
  return makePublished(
    {
      kind: 'layer',
      project: PROJECT,
      author: annotatorOf('Ana').id,
      document: documentIdSchema.parse('harbour'),
      revision: 1,
      previous: null,
      alsoAfter: [],
      createdAt: '2026-03-04T05:06:07.008Z',
      payload: { kind: 'plain', content: null },
      ...changes,
    },
    identity,
    sha256,
  );
}

/** With the folders above it. */
export async function writeTo({ fs }: MemoryDisk, path: string, data: string | Uint8Array): Promise<void> {
  await makeFolders(fs, path.slice(0, path.lastIndexOf('/')));
  const writer = await fs.createFile(path);
  await writer.write(typeof data === 'string' ? Buffer.from(data) : data);
  await writer.close();
}

export function annotatorOf(name: string): Annotator {
  return { id: annotatorIdSchema.parse(name.toLowerCase()), name };
}

/** A real identity, in a folder that is removed again: the keys stay in memory. */
export async function makeIdentity(): Promise<Identity> {
  const folder = await mkdtemp(join(tmpdir(), 'postil-identity-'));
  try {
    return await openIdentity(folder, null);
  } finally {
    await rm(folder, { recursive: true });
  }
}

export async function annotate(machine: Machine, annotation: Annotation): Promise<void> {
  await machine.project.apply(
    {
      label: 'annotate',
      edits: [
        {
          kind: 'annotation',
          documentId: annotation.documentId,
          annotator: annotation.annotator,
          before: null,
          after: annotation,
        },
      ],
    },
    [],
  );
}

/** Decides as this machine's annotator about a document, over all the layers that are here. */
export async function adjudicate(
  machine: Machine,
  documentId: DocumentId,
  decideAll: (desk: Desk, comparison: Comparison) => readonly Edit[],
): Promise<void> {
  const { project, environment } = machine;
  const { id } = project.annotator;
  const layers = [...project.state.layers.values()].filter((layer) => layer.documentId === documentId);
  const layer = await project.readLayer(documentId, adjudicatedIdOf(id));
  const resolve = <Id extends string>(one: Id): Id => one;
  const comparison = comparePlaces(layers, layer, resolve);
  const desk: Desk = {
    adjudicator: id,
    layer,
    readers: comparison.readers,
    text: TEXT,
    textHash: sha256(TEXT),
    codebookRevision: project.codebook().revision,
    ids: environment.ids,
    clock: environment.clock,
    resolve,
  };
  await project.apply({ label: 'adjudicate', edits: [...decideAll(desk, comparison)] }, []);
}
