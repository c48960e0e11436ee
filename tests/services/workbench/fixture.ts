import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Annotation } from '../../../src/core/annotation/annotation.ts';
import { makeTarget } from '../../../src/core/annotation/target.ts';
import type { DocumentRecord } from '../../../src/core/document/document.ts';
import {
  annotationIdSchema,
  annotatorIdSchema,
  documentIdSchema,
  type AnnotatorId,
  type DocumentId,
} from '../../../src/core/ids.ts';
import {
  createWorkbench,
  type Workbench,
  type WorkbenchOptions,
} from '../../../src/main/services/workbench/create-workbench.ts';
import { machineEnvironment, sha256, uuidSource } from '../../../src/main/services/workbench/machine.ts';
import { createProject } from '../../../src/main/services/store/project-store.ts';

export const TEXT =
  'Reporters in Kabul\n\nThe council rejected the offer. “We will not talk,” its speaker said. 👩‍👩‍👧 stayed.\n\nمذاکرات ختم ہو گئے۔\n';
export const DOCUMENT_ID = documentIdSchema.parse('reporters-in-kabul');

/** A temporary folder with what a host needs; `remove` takes all of it away. */
export interface Place {
  readonly root: string;
  readonly userData: string;
  readonly sample: string;
  readonly renderer: string;
  readonly outside: string;
  readonly faults: unknown[];
  options(changes?: Partial<WorkbenchOptions>): WorkbenchOptions;
  workbench(changes?: Partial<WorkbenchOptions>): Workbench;
  remove(): Promise<void>;
}

/** @param searchWorkerFile needed by whoever searches, or has a project open for longer than a second */
export async function makePlace(searchWorkerFile?: string): Promise<Place> {
  const base = await realpath(await mkdtemp(join(tmpdir(), 'postil-workbench-')));
  const root = join(base, 'allowed');
  const outside = join(base, 'outside');
  const renderer = join(base, 'renderer');
  for (const folder of [root, outside, renderer]) await mkdir(folder);
  await writeFile(join(renderer, 'index.html'), '<!doctype html>');
  const sample = join(base, 'sample-project');
  await makeProject(sample, 'Sample');
  const faults: unknown[] = [];
  const userData = join(base, 'user-data');
  const open: Workbench[] = [];
  const options = (changes: Partial<WorkbenchOptions> = {}): WorkbenchOptions => ({
    host: 'memory',
    version: '0.0.0-test',
    platform: process.platform,
    userDataFolder: userData,
    cacheFolder: join(base, 'cache'),
    sampleFolder: sample,
    dialogs: null,
    allowedRoots: [root],
    ...(searchWorkerFile === undefined ? {} : { searchWorkerFile }),
    onFault: (fault) => void faults.push(fault),
    ...changes,
  });
  return {
    root,
    userData,
    sample,
    renderer,
    outside,
    faults,
    options,
    workbench(changes) {
      const workbench = createWorkbench(options(changes));
      open.push(workbench);
      return workbench;
    },
    async remove() {
      for (const workbench of open) await workbench.close();
      await rm(base, { recursive: true, force: true });
    },
  };
}

/** A project with one document and no annotation, made through the real store. */
export async function makeProject(folder: string, title: string): Promise<void> {
  const backups = await mkdtemp(join(tmpdir(), 'postil-backups-'));
  const environment = machineEnvironment(backups, (problem) => {
    throw new Error(problem.message);
  });
  const store = await createProject(environment, folder, {
    title,
    annotator: { id: annotatorIdSchema.parse('maker'), name: 'Maker' },
  });
  await store.addDocument({ record: makeRecord(DOCUMENT_ID, TEXT), text: TEXT, original: Buffer.from(TEXT) });
  await store.close();
  await rm(backups, { recursive: true });
}

export function makeRecord(id: DocumentId, text: string): DocumentRecord {
  const hash = createHash('sha256').update(text).digest('hex');
  return {
    id,
    fileName: `${id}.txt`,
    mediaType: 'text/plain',
    importedAt: '2026-01-02T03:04:05.006Z',
    text: { sha256: hash, length: text.length },
    original: { sha256: hash, bytes: Buffer.byteLength(text), encoding: 'utf-8', lineEnds: 'lf' },
    structure: { blocks: [{ kind: 'paragraph', start: 0, end: text.trimEnd().length }], inlines: [] },
    settings: { metadata: {}, zones: [] },
  };
}

export function makeAnnotation(
  annotator: AnnotatorId,
  quote: string,
  changes: Partial<Annotation> = {},
): Annotation {
  const start = TEXT.indexOf(quote);
  const at = '2026-02-03T04:05:06.007Z';
  return {
    id: annotationIdSchema.parse(uuidSource.uuid()),
    documentId: DOCUMENT_ID,
    annotator,
    target: makeTarget(TEXT, sha256(TEXT), [{ start, end: start + quote.length }]),
    actors: [],
    stances: [],
    codes: [],
    codebookRevision: 0,
    createdAt: at,
    updatedAt: at,
    ...changes,
  };
}
