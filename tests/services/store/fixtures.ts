import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 } from 'uuid';
import type { Annotation } from '../../../src/core/annotation/annotation.ts';
import { makeTarget } from '../../../src/core/annotation/target.ts';
import type { Actor, Code } from '../../../src/core/codebook/codebook.ts';
import type { DocumentRecord } from '../../../src/core/document/document.ts';
import {
  actorIdSchema,
  annotationIdSchema,
  annotatorIdSchema,
  codeIdSchema,
  documentIdSchema,
  stanceIdSchema,
  type AnnotatorId,
  type DocumentId,
} from '../../../src/core/ids.ts';
import type { CancelSignal, Job } from '../../../src/core/ports.ts';
import type { Edit } from '../../../src/core/project/edit.ts';
import type { Annotator } from '../../../src/core/project/project.ts';
import type { StoreEnvironment, StoreProblem } from '../../../src/main/services/store/environment.ts';
import { nodeFileSystem, type FileSystem } from '../../../src/main/services/store/file-system.ts';

export const ANNA: Annotator = { id: annotatorIdSchema.parse('anna'), name: 'Anna' };
export const BORIS: Annotator = { id: annotatorIdSchema.parse('boris'), name: 'Boris' };
export const REPORT = documentIdSchema.parse('report');
const AT = '2026-02-03T04:05:06.789Z';

export function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

export interface TestEnvironment extends StoreEnvironment {
  readonly problems: StoreProblem[];
}

export function testEnvironment(
  backupsFolder: string,
  changes: Partial<StoreEnvironment> & { fs?: FileSystem } = {},
): TestEnvironment {
  const problems: StoreProblem[] = [];
  return {
    fs: nodeFileSystem,
    clock: { now: () => Date.now() },
    ids: { uuid: () => v7() },
    sha256,
    backupsFolder,
    hostName: 'test-host',
    pid: process.pid,
    onProblem: (problem) => problems.push(problem),
    problems,
    ...changes,
  };
}

/** A folder of its own under the system's temporary one, removed when `use` is done. */
export async function withFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'postil-store-'));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

export const TEXT = 'The council met on Monday.\n\nThe militia 🕊️ opposes the council, its envoy said.\n';

export function documentInput(id: DocumentId = REPORT, text = TEXT) {
  const original = Buffer.from(text, 'utf8');
  const blocks = [];
  for (const match of text.matchAll(/[^\n]+/g)) {
    blocks.push({ kind: 'paragraph' as const, start: match.index, end: match.index + match[0].length });
  }
  const record: DocumentRecord = {
    id,
    fileName: `${id}.txt`,
    mediaType: 'text/plain',
    importedAt: AT,
    text: { sha256: sha256(text), length: text.length },
    original: { sha256: sha256(original), bytes: original.byteLength, encoding: 'utf-8', lineEnds: 'lf' },
    structure: { blocks, inlines: [] },
    settings: { metadata: {}, zones: [] },
  };
  return { record, text, original };
}

export function actor(slug: string, changes: Partial<Actor> = {}): Actor {
  return { id: actorIdSchema.parse(`a-${slug}`), name: slug, kind: 'other', aliases: [], ...changes };
}

export function code(slug: string, changes: Partial<Code> = {}): Code {
  return { id: codeIdSchema.parse(`c-${slug}`), name: slug, colour: 'blue', ...changes };
}

export function annotation(
  start: number,
  end: number,
  changes: Partial<Annotation> = {},
  text = TEXT,
): Annotation {
  return {
    id: annotationIdSchema.parse(v7()),
    documentId: REPORT,
    annotator: ANNA.id,
    target: makeTarget(text, sha256(text), [{ start, end }]),
    actors: [],
    stances: [],
    codes: [],
    codebookRevision: 0,
    createdAt: AT,
    updatedAt: AT,
    ...changes,
  };
}

export function stance(holder: Actor, target: Actor | Code) {
  return {
    id: stanceIdSchema.parse(v7()),
    holder: holder.id,
    target: target.id,
    polarity: -1 as const,
    expression: 'stated' as const,
    attribution: ['author' as const, holder.id],
  };
}

export function adding(after: Annotation): Edit {
  return {
    kind: 'annotation',
    documentId: after.documentId,
    annotator: after.annotator,
    before: null,
    after,
  };
}

export function removing(before: Annotation): Edit {
  return {
    kind: 'annotation',
    documentId: before.documentId,
    annotator: before.annotator,
    before,
    after: null,
  };
}

export function layerEdit(before: Annotation, after: Annotation): Edit {
  return { kind: 'annotation', documentId: before.documentId, annotator: before.annotator, before, after };
}

const never: CancelSignal = { aborted: false, throwIfAborted() {} };
export const quietJob: Job = { progress() {}, signal: never };

export function idsOf(layer: { readonly annotations: readonly Annotation[] }): string[] {
  return layer.annotations.map(({ id }) => id);
}

export type { AnnotatorId };
