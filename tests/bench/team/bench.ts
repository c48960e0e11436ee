import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { AnnotatorId, DocumentId, ProjectId } from '../../../src/core/ids.ts';
import { annotatorIdSchema, documentIdSchema } from '../../../src/core/ids.ts';
import type { Job } from '../../../src/core/ports.ts';
import type { Layer } from '../../../src/core/annotation/layer.ts';
import {
  makePublished,
  publishedName,
  type PublishedFile,
  type PublishedKind,
} from '../../../src/core/team/published.ts';
import { decodeFile } from '../../../src/main/services/store/envelope.ts';
import { layerFile } from '../../../src/main/services/store/project-paths.ts';
import { openProject } from '../../../src/main/services/store/project-store.ts';
import { layerFormat } from '../../../src/main/services/store/record-formats.ts';
import { openIdentity, type Identity } from '../../../src/main/services/team/identity.ts';
import type { ReceiveReport, Team } from '../../../src/main/services/team/team-types.ts';
import { machineEnvironment, sha256 } from '../../../src/main/services/workbench/machine.ts';
import { openSession } from '../../../src/main/services/workbench/open-session.ts';
import type { ProjectSession } from '../../../src/main/services/workbench/project-session.ts';
import { teamOf } from '../../../src/main/services/workbench/session-team.ts';
import { generateProject } from '../generate-project.ts';
import { median } from '../median.ts';
import type { BenchOptions, BenchReport } from '../report.ts';

const PEOPLE = 10;
const DOCUMENTS = 1000;
const LAYERS = PEOPLE * DOCUMENTS;
const ANNOTATIONS = 100_000;
const READER = { id: annotatorIdSchema.parse('reader'), name: 'Reader' };
const JOB: Job = { progress: () => undefined, signal: { aborted: false, throwIfAborted: () => undefined } };

/** Receiving what ten people published on a thousand documents, into a real project on a real disk. */
export async function run({ runs, log }: BenchOptions): Promise<BenchReport> {
  const folder = await mkdtemp(join(tmpdir(), 'postil-bench-'));
  try {
    log('generating …');
    const people = Array.from({ length: PEOPLE }, (_, i) => annotatorIdSchema.parse(`annotator-${i + 1}`));
    const template = join(folder, 'template');
    await generateProject(template, { documents: DOCUMENTS, annotations: ANNOTATIONS, annotators: PEOPLE });
    const shared = join(folder, 'shared');
    const bytes = await publishAll(template, shared, people, folder);

    const times = { receive: [] as number[], again: [] as number[], open: [] as number[] };
    for (let i = 0; i < runs; i++) {
      log(`receiving, ${i + 1} of ${runs} …`);
      const place = join(folder, `run-${i}`);
      const layers = join(template, 'layers');
      await cp(template, join(place, 'project'), { recursive: true, filter: (source) => source !== layers });
      await settleDisk();
      const first = await open(place);
      const received = await timed(times.receive, () => receive(first.team, shared));
      if (received.accepted !== LAYERS + PEOPLE || received.layers.length !== LAYERS) {
        throw new Error(`Only ${received.layers.length} layers came: ${received.refused[0]?.reason ?? ''}`);
      }
      const again = await timed(times.again, () => receive(first.team, shared));
      if (again.accepted !== 0 || again.layers.length !== 0) throw new Error('Again was not nothing.');
      await first.session.close();
      const second = await timed(times.open, () => open(place));
      const { published } = await second.team.status();
      if (published.length !== LAYERS) throw new Error('What was received is not there after a restart.');
      await second.session.close();
    }
    const seconds = (values: readonly number[]): string => (median(values) / 1000).toFixed(2);
    const value = Math.min(...times.receive) / 1000;
    return {
      title: 'Receiving what a team published',
      introduction: `${PEOPLE} people have published a layer each on ${DOCUMENTS} documents: ${LAYERS.toLocaleString('en')} files with ${ANNOTATIONS.toLocaleString('en')} annotations, ${Math.round(bytes / 1e6)} MB, in a folder on this machine’s disk. *Receive* lists the folder, checks every hash, schema and signature, keeps every file in the journal, and saves every layer and its place in the index; when it answers, all is on disk (fsync). What the preparation wrote is on disk before the clock starts. Medians of ${runs} runs, each into a fresh copy of the project. The folder’s files are in the system’s cache; a network drive is as slow as it is.`,
      columns: ['what', 's'],
      rows: [
        [`receive ${LAYERS.toLocaleString('en')} layer files`, seconds(times.receive)],
        [
          'the same, of the fastest run (what other work disturbed least)',
          (Math.min(...times.receive) / 1000).toFixed(2),
        ],
        ['receive them again: nothing new', seconds(times.again)],
        ['open the project with them in its journal, and its team', seconds(times.open)],
      ],
      goals: [
        {
          what: `receive ${LAYERS.toLocaleString('en')} layer files, of the fastest run`,
          value,
          limit: 10,
          unit: 's',
          kind: 'most',
          isMet: value <= 10,
        },
      ],
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * What was copied here is on disk before the clock starts: else the first fsyncs of what is measured wait for it. For the
 * same reason nothing is removed between the runs, which a disk that discards freed blocks feels for a while.
 */
async function settleDisk(): Promise<void> {
  if (process.platform !== 'win32') await promisify(execFile)('sync');
}

function receive(team: Team, shared: string): Promise<ReceiveReport> {
  return team.receive(shared, { isDryRun: false }, JOB);
}

async function timed<T>(times: number[], work: () => Promise<T>): Promise<T> {
  const start = performance.now();
  const result = await work();
  times.push(performance.now() - start);
  return result;
}

async function open(place: string): Promise<{ readonly session: ProjectSession; readonly team: Team }> {
  const userData = join(place, 'user-data');
  const fail = (fault: unknown): never => {
    throw fault instanceof Error ? fault : new Error((fault as { readonly message: string }).message);
  };
  const environment = machineEnvironment(userData, fail);
  const session = await openSession(
    await openProject(environment, join(place, 'project')),
    { environment, cacheFolder: join(place, 'cache'), annotator: READER, onProblem: fail, onFault: fail },
    JOB,
  );
  const team = await teamOf(session, {
    environment,
    userData,
    secretBox: null,
    onApplied: () => undefined,
    onAdded: () => undefined,
  });
  return { session, team };
}

/** Every layer of the template as its annotator publishes it, without the fsyncs. Answers the bytes of all files. */
async function publishAll(
  template: string,
  shared: string,
  people: readonly AnnotatorId[],
  folder: string,
): Promise<number> {
  const store = await openProject(
    machineEnvironment(join(folder, 'generator'), () => undefined),
    template,
  );
  const { id } = store.project();
  await store.close();
  let bytes = 0;
  const put = async (file: PublishedFile): Promise<void> => {
    const path = join(shared, ...publishedName(file).split('/'));
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, file.text, { flag: 'wx' });
    bytes += Buffer.byteLength(file.text);
  };
  for (const annotator of people) {
    const identity = await openIdentity(join(folder, 'identities', annotator), null);
    const { signKey, boxKey } = identity;
    const card = { id: annotator, name: annotator, signKey, boxKey };
    await put(sign(identity, id, annotator, 'person', null, card));
    for (let n = 1; n <= DOCUMENTS; n++) {
      const document = documentIdSchema.parse(`document-${String(n).padStart(6, '0')}`);
      await put(
        sign(identity, id, annotator, 'layer', document, await readLayer(template, document, annotator)),
      );
    }
  }
  await writeFile(
    join(shared, 'postil-team.json'),
    `${JSON.stringify({ format: 'postil-team-folder', project: id })}\n`,
  );
  return bytes;
}

async function readLayer(template: string, document: DocumentId, annotator: AnnotatorId): Promise<Layer> {
  const file = layerFile(document, annotator);
  return decodeFile(layerFormat, await readFile(join(template, file)), file, sha256).content;
}

function sign(
  identity: Identity,
  project: ProjectId,
  author: AnnotatorId,
  kind: PublishedKind,
  document: DocumentId | null,
  content: unknown,
): PublishedFile {
  return makePublished(
    {
      kind,
      project,
      author,
      document,
      revision: 1,
      previous: null,
      alsoAfter: [],
      createdAt: '2026-02-03T04:05:06.007Z',
      payload: { kind: 'plain', content: JSON.parse(JSON.stringify(content)) as never },
    },
    identity,
    sha256,
  );
}
