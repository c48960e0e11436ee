import { dirname } from 'node:path/posix';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson } from '../../../src/core/exchange/exchange.ts';
import { documentIdSchema } from '../../../src/core/ids.ts';
import { seededRandom } from '../../../src/core/team/assign.ts';
import type { FileSystem } from '../../../src/main/services/store/file-system.ts';
import type { Identity } from '../../../src/main/services/team/identity.ts';
import { makeFolders } from '../../../src/main/services/store/make-folders.ts';
import { makeMemoryDisk } from '../../faults/memory-disk.ts';
import { reject, take } from '../../../src/core/adjudication/decide.ts';
import {
  adjudicate,
  annotate,
  annotatorOf,
  makeActor,
  makeAnnotation,
  makeIdentity,
  makeMachine,
  makeMemo,
  QUIET,
  type Machine,
} from './fixture.ts';

const ANNOTATORS = 10;
const SHUFFLES = 1000;
const DOCUMENTS = ['harbour', 'strike', 'ballot'];
const TEN_YEARS = 10 * 365 * 86_400_000;

interface Exchanged {
  readonly name: string;
  readonly bytes: Uint8Array;
}

async function exchangedIn(fs: FileSystem, folder: string, within = ''): Promise<Exchanged[]> {
  const found: Exchanged[] = [];
  for (const { name, kind } of await fs.list(within === '' ? folder : `${folder}/${within}`)) {
    const path = within === '' ? name : `${within}/${name}`;
    if (kind === 'folder') found.push(...(await exchangedIn(fs, folder, path)));
    else found.push({ name: path, bytes: await fs.readFile(`${folder}/${path}`) });
  }
  return found;
}

/** Ten people who annotate, rename and delete at the same time, some having heard of each other and some not. */
async function makeTeam(): Promise<{
  readonly files: readonly Exchanged[];
  readonly layers: number;
  readonly annotations: Set<string>;
  /** The titles of those that are there in the end. */
  readonly memos: Set<string>;
}> {
  const { fs } = makeMemoryDisk();
  await fs.makeFolder('/shared');
  const random = seededRandom(5);
  const machines: Machine[] = [];
  const annotations = new Set<string>();
  const memos = new Set<string>();
  for (let i = 0; i < ANNOTATORS; i++) {
    await fs.makeFolder(`/m${i}`);
    const clockShift = Math.round((random() * 2 - 1) * TEN_YEARS);
    machines.push(
      await makeMachine(fs, `/m${i}`, annotatorOf(`Person${i}`), await makeIdentity(), {
        documents: DOCUMENTS,
        clockShift,
      }),
    );
  }
  let layers = 0;
  for (let round = 0; round < 2; round++) {
    for (const [i, machine] of machines.entries()) {
      const { id } = machine.project.annotator;
      const { actors } = machine.project.codebook();
      const known = actors.find((actor) => actor.id === 'a-common');
      const after = makeActor('a-common', `Name by ${i}, ${round}`);
      await machine.project.apply(
        { label: 'name', edits: [{ kind: 'actor', before: known ?? null, after }] },
        [],
      );
      const own = makeActor(`a-own-${i}-${round}`, `Own ${i} ${round}`, { parent: after.id });
      await machine.project.apply({ label: 'own', edits: [{ kind: 'actor', before: null, after: own }] }, []);
      const documentId = documentIdSchema.parse(DOCUMENTS[(i + round) % DOCUMENTS.length]);
      const annotation = makeAnnotation(documentId, id, 4 + i, 18 + i, {
        actors: [{ actorId: own.id, role: 'about' }],
        codebookRevision: machine.project.codebook().revision,
      });
      annotations.add(annotation.id);
      await annotate(machine, annotation);
      // One memo for each round: begun in the first, changed by all in the second, by every third deleted.
      const written = machine.project.memos().find((memo) => memo.author === id) ?? null;
      const memo = makeMemo(id, `Memo ${i}, ${round}`, written);
      const isDeleted = round > 0 && i % 3 === 0;
      await machine.project.apply(
        {
          label: 'memo',
          edits: [{ kind: 'memo', annotator: id, before: written, after: isDeleted ? null : memo }],
        },
        [],
      );
      if (isDeleted) memos.delete(`Memo ${i}, 0`);
      else memos.add(memo.title).delete(`Memo ${i}, ${round - 1}`);
      const made = await machine.team.publish('/shared', { isDryRun: false, withDocuments: i === 0 }, QUIET);
      layers += made.made.filter(({ kind }) => kind === 'layer').length;
      if (random() < 0.4) await machine.team.receive('/shared', { isDryRun: false }, QUIET);
    }
  }
  // One of them adjudicates what has come so far; afterwards somebody goes on, which changes no decision.
  const adjudicator = machines[0]!;
  await adjudicator.team.receive('/shared', { isDryRun: false }, QUIET);
  for (const name of DOCUMENTS) {
    await adjudicate(adjudicator, documentIdSchema.parse(name), (desk, { places }) =>
      places.flatMap((place, i) => {
        const edits =
          i % 3 === 0
            ? reject(desk, place)
            : take(
                desk,
                place,
                place.members.flatMap((one) => one?.id ?? []),
              );
        return i === 0 ? edits : edits.filter(({ kind }) => kind !== 'readingState');
      }),
    );
  }
  for (const machine of [adjudicator, machines[1]!]) {
    const { id } = machine.project.annotator;
    if (machine !== adjudicator) {
      const late = makeAnnotation(documentIdSchema.parse('strike'), id, 60, 70);
      annotations.add(late.id);
      await annotate(machine, late);
    }
    const { made } = await machine.team.publish('/shared', { isDryRun: false, withDocuments: false }, QUIET);
    layers += made.filter(({ kind }) => kind === 'layer').length;
  }
  for (const [key, { annotations: decided }] of adjudicator.project.state.layers) {
    if (key.includes('adj--')) for (const { id } of decided) annotations.add(id);
  }
  return { files: await exchangedIn(fs, '/shared'), layers, annotations, memos };
}

async function put(fs: FileSystem, name: string, bytes: Uint8Array): Promise<void> {
  const path = `/shared/${name}`;
  await makeFolders(fs, dirname(path));
  try {
    await fs.unlink(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  const writer = await fs.createFile(path);
  await writer.write(bytes);
  await writer.close();
}

/** All that a copy of the project holds now, and what it says is open. */
async function stateOf(machine: Machine): Promise<string> {
  const { codebook, layers, documents } = machine.project.state;
  const { conflicts, forks, held, people } = await machine.team.status();
  return canonicalJson({
    actors: codebook.actors.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    codes: codebook.codes,
    scales: codebook.scales,
    memos: machine.project.memos().toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    layers: [...layers].sort(([a], [b]) => (a < b ? -1 : 1)),
    documents: [...documents.keys()].sort(),
    conflicts,
    forks,
    held,
    people: people.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
  });
}

test(`${SHUFFLES} shuffles of ten annotators’ files give one project, with nothing lost, and again nothing changes`, async () => {
  const { files, layers, annotations, memos } = await makeTeam();
  const identity: Identity = await makeIdentity();
  expect(files.filter(({ name }) => name.startsWith('layers/'))).toHaveLength(layers);
  let reference: string | null = null;

  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: 2 ** 31 }), async (seed) => {
      const random = seededRandom(seed);
      const { fs } = makeMemoryDisk();
      for (const folder of ['/shared', '/reader']) await fs.makeFolder(folder);
      const clockShift = Math.round((random() * 2 - 1) * TEN_YEARS);
      const reader = await makeMachine(fs, '/reader', annotatorOf('Reader'), identity, { clockShift });
      await put(fs, 'postil-team.json', files.find(({ name }) => name === 'postil-team.json')!.bytes);
      const order = files
        .filter(({ name }) => name !== 'postil-team.json')
        .map((file) => ({ file, at: random() }))
        .toSorted((a, b) => a.at - b.at);
      const stages = 1 + Math.floor(random() * 3);
      for (const [i, { file }] of order.entries()) {
        const kind = random();
        const bare = file.name.replace(/\.json$/, '');
        if (kind < 0.1) await put(fs, `${bare}.sync-conflict-20260101-000000-ABCDEFG.json`, file.bytes);
        if (kind < 0.2)
          await put(
            fs,
            `${bare} (conflicted copy).json`,
            file.bytes.subarray(0, Math.floor(random() * file.bytes.length)),
          );
        // Half written for now; the rest comes at the end.
        const isCut = kind > 0.85;
        await put(
          fs,
          file.name,
          isCut ? file.bytes.subarray(0, Math.floor(random() * file.bytes.length)) : file.bytes,
        );
        if ((i + 1) % Math.ceil(order.length / stages) === 0 && i + 1 < order.length) {
          await reader.team.receive('/shared', { isDryRun: false }, QUIET);
        }
      }
      for (const { file } of order) await put(fs, file.name, file.bytes);
      const last = await reader.team.receive('/shared', { isDryRun: false }, QUIET);
      expect(last.refused).toEqual([]);
      expect(last.waiting).toEqual([]);
      expect(last.waitingMemos).toEqual([]);

      const state = await stateOf(reader);
      reference ??= state;
      expect(state).toBe(reference);
      const here = [...reader.project.state.layers.values()].flatMap((layer) =>
        layer.annotations.map(({ id }) => id),
      );
      expect(new Set(here)).toEqual(annotations);
      expect(new Set(reader.project.memos().map(({ title }) => title))).toEqual(memos);

      const again = await reader.team.receive('/shared', { isDryRun: false }, QUIET);
      expect(again).toMatchObject({ accepted: 0, layers: [], memos: [], documents: [], registryChanges: [] });
      expect(await stateOf(reader)).toBe(reference);
    }),
    { numRuns: SHUFFLES },
  );
}, 600_000);
