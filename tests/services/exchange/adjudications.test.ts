import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ExportFormat, ExportScope } from '../../../src/contract/calls.ts';
import type { Adjudication } from '../../../src/core/adjudication/adjudication.ts';
import { emptyCodebook } from '../../../src/core/codebook/scales.ts';
import { PostilError } from '../../../src/core/errors.ts';
import type { ExportOptions } from '../../../src/core/exchange/export-options.ts';
import { documentIdSchema } from '../../../src/core/ids.ts';
import { WRITABLE_FORMATS } from '../../../src/main/services/exchange/formats.ts';
import { EXPORT_FORMATS } from '../../../src/core/exchange/format-table.ts';
import type { WritableFormat } from '../../../src/core/exchange/format.ts';
import { previewExport } from '../../../src/main/services/exchange/preview-export.ts';
import { readAnnotations, type ReadOptions } from '../../../src/main/services/exchange/read-annotations.ts';
import { runExport } from '../../../src/main/services/exchange/run-export.ts';
import { nodeFileSystem } from '../../../src/main/services/store/file-system.ts';
import {
  adjudicate,
  ADJUDICATED,
  ADJUDICATED_TEXT,
  ANN,
  annotatorsLayers,
  BOB,
  JUDGE,
} from '../adjudication/adjudicated-layers.ts';
import {
  AT,
  countingIds,
  MemoryProject,
  SELF,
  sha256,
  withoutRevision,
} from '../../core/exchange/memory-project.ts';
import { actor, code, quietJob } from '../store/fixtures.ts';

const REPORT = documentIdSchema.parse('report');
const OTHER = documentIdSchema.parse('other');
const ENV = { fs: nodeFileSystem, clock: { now: () => Date.parse(AT) }, ids: countingIds(), sha256 };
const BOOK = { ...emptyCodebook(), actors: [actor('ministry'), actor('movement')], codes: [code('talks')] };

/** One document adjudicated, one read by Ann alone. */
function source(): MemoryProject {
  const documents = [
    { id: REPORT, text: ADJUDICATED_TEXT },
    { id: OTHER, text: `${ADJUDICATED_TEXT}More.\n` },
  ];
  const project = new MemoryProject(documents, BOOK, [ANN, BOB, JUDGE, ADJUDICATED]);
  const layers = annotatorsLayers(REPORT);
  for (const layer of layers) project.putLayer(layer);
  project.putLayer(adjudicate(layers).layer);
  const id = '01a203aa-ba13-7514-ba32-00000000aaaa' as never;
  const [first] = layers[0].annotations;
  const target = { ...first!.target, textHash: sha256(`${ADJUDICATED_TEXT}More.\n`) };
  project.putLayer({
    documentId: OTHER,
    annotator: ANN.id,
    state: 'inProgress',
    annotations: [{ ...first!, id, documentId: OTHER, target }],
  });
  return project;
}

const empty = (): MemoryProject =>
  new MemoryProject([{ id: REPORT, text: ADJUDICATED_TEXT }], BOOK, undefined, 2);

let folder: string;
let out: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'postil-adjudications-'));
  out = join(folder, 'all.jsonl');
});
afterEach(() => rm(folder, { recursive: true }));

const exported = (
  project: MemoryProject,
  scope: ExportScope,
  format: ExportFormat = 'jsonl',
  options?: ExportOptions,
) => runExport(project, { format, scope, options, out, overwrite: true }, ENV, quietJob);
const read = (project: MemoryProject, changes: Partial<ReadOptions> = {}) =>
  readAnnotations(
    project,
    { format: 'jsonl', path: out, fileName: 'all', self: SELF, preview: false, ...changes },
    ENV,
    quietJob,
  );
const adjudicated = (project: MemoryProject) => project.readLayer(REPORT, ADJUDICATED.id);
const records = async (): Promise<Record<string, unknown>[]> =>
  (await readFile(out, 'utf8'))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

describe('the layers in an export', () => {
  test.each<[string, ExportScope, { annotations: number; documents: number }, object[]]>([
    [
      'the annotators’ own by default',
      {},
      { annotations: 8, documents: 2 },
      [{ kind: 'adjudicatedLeftOut', documents: 1, annotations: 3 }],
    ],
    [
      'the adjudicated one',
      { layers: 'adjudicated' },
      { annotations: 3, documents: 1 },
      [
        { kind: 'ownLeftOut', documents: 1, annotations: 7 },
        { kind: 'notAdjudicated', documents: 1, annotations: 1 },
      ],
    ],
    [
      'all',
      { layers: 'all' },
      { annotations: 11, documents: 2 },
      [{ kind: 'mixed', documents: 1, annotations: 3 }],
    ],
    ['one annotator’s', { annotators: [BOB.id] }, { annotations: 3, documents: 1 }, []],
    ['an adjudicator’s, by its name', { annotators: [ADJUDICATED.id] }, { annotations: 3, documents: 1 }, []],
    [
      'those that a filter lets through, of the annotators’ own',
      { filter: { codes: [code('talks').id] } },
      { annotations: 4, documents: 2 },
      [{ kind: 'adjudicatedLeftOut', documents: 1, annotations: 3 }],
    ],
    [
      'those of a filter that chooses',
      { filter: { layers: 'adjudicated', codes: [code('talks').id] } },
      { annotations: 2, documents: 1 },
      [
        { kind: 'ownLeftOut', documents: 1, annotations: 7 },
        { kind: 'notAdjudicated', documents: 1, annotations: 1 },
      ],
    ],
    [
      'a filter within a scope that chooses',
      { layers: 'adjudicated', filter: { codes: [code('talks').id] } },
      { annotations: 2, documents: 1 },
      [
        { kind: 'ownLeftOut', documents: 1, annotations: 7 },
        { kind: 'notAdjudicated', documents: 1, annotations: 1 },
      ],
    ],
  ])('%s', async (_, scope, counts, layers) => {
    const report = await exported(source(), scope);
    expect(report).toMatchObject({ ...counts, layers, selfCheck: { differences: [] } });
    const preview = await previewExport(source(), { format: 'jsonl', scope }, ENV, quietJob);
    expect(preview).toMatchObject({ ...counts, layers });
  });

  test('what is left out stands in the dataset card', async () => {
    await exported(source(), {});
    expect(await readFile(join(folder, 'all.jsonl.README.md'), 'utf8')).toContain(
      'The annotators’ own layers; the adjudicated layer of 1 document (3 annotations) was left out.',
    );
    await exported(source(), { layers: 'adjudicated' });
    expect(await readFile(join(folder, 'all.jsonl.README.md'), 'utf8')).toContain(
      'What nobody adjudicated was left out: 1 document (1 annotation).',
    );
  });

  test('a project in which nobody adjudicated says nothing of it', async () => {
    const project = source();
    project.layers.delete(`${REPORT}/${ADJUDICATED.id}`);
    expect((await exported(project, {})).layers).toEqual([]);
  });

  test('two adjudicated layers of a document are no adjudicated layer, and one of them is', async () => {
    const project = source();
    const second = adjudicate(annotatorsLayers(REPORT), ANN, 0x3000).layer;
    project.putLayer(second);
    await project.ensureAnnotator({ id: second.annotator, name: 'Adjudicated (Ann)' });
    await expect(exported(project, { layers: 'adjudicated' })).rejects.toMatchObject({
      code: 'refused',
      message: expect.stringMatching(
        /“Adjudicated \(Ann\)” \(adj--ann-1\) and “Adjudicated \(Judge\)” \(adj--judge-9\)/,
      ) as string,
    });
    expect(await exported(project, { annotators: [second.annotator] })).toMatchObject({ annotations: 3 });
  });
});

describe('decisions of adjudicators', () => {
  test.each(EXPORT_FORMATS)('in %s are whole, or counted as a loss', async (format) => {
    const { holdsAdjudications }: WritableFormat = WRITABLE_FORMATS[format];
    const { losses, selfCheck } = await exported(source(), { layers: 'adjudicated' }, format);
    expect(selfCheck.differences).toEqual([]);
    const counts = losses.filter(({ what }) => what.includes('adjudicated')).map(({ count }) => count);
    expect(counts).toEqual(holdsAdjudications === 'whole' ? [] : [4]);
  });

  test('go out in JSONL and come into another project and back, with all that they say', async () => {
    const before = source();
    await exported(before, { layers: 'adjudicated' });
    const other = empty();
    const report = await read(other);
    expect(report.refused).toEqual([]);
    expect(report.notices.map(({ notice }) => notice)).toEqual([
      '4 decisions of adjudicators are read in with it.',
    ]);
    expect(report.newAnnotators.toSorted()).toEqual(['Adjudicated (Judge)', 'Ann', 'Bob', 'Judge']);
    expect(comparable(await adjudicated(other))).toEqual(comparable(await adjudicated(before)));

    await exported(other, { layers: 'adjudicated' });
    const back = source();
    back.layers.delete(`${REPORT}/${ADJUDICATED.id}`);
    await read(back);
    expect(comparable(await adjudicated(back))).toEqual(comparable(await adjudicated(before)));
  });

  test.each([
    ['jsonl', empty],
    // It brings its documents.
    ['qdpx', () => new MemoryProject([], BOOK, undefined, 2)],
  ] as const)('that are not to be made here bring nothing with them: %s', async (format, make) => {
    await exported(source(), { layers: 'adjudicated' }, format);
    const other = make();
    const documents = other.documents();
    const refused = Object.assign(other, {
      check: () => {
        throw new PostilError('refused', 'Ask Ann.');
      },
    });
    for (const preview of [true, false])
      await expect(read(refused, { format, preview })).rejects.toMatchObject({
        code: 'refused',
        message: '“all”: Ask Ann.',
        details: { file: 'all' },
      });
    expect(other.documents()).toEqual(documents);
    expect(other.project().annotators).toEqual([SELF]);
    expect(other.changes).toEqual([]);
  });

  test('read twice change nothing; what is decided here otherwise stays unless the newer is asked for', async () => {
    await exported(source(), { layers: 'adjudicated' });
    const other = empty();
    await read(other);
    const once = await adjudicated(other);
    expect((await read(other)).edits).toEqual([]);
    const [first, ...rest] = once.adjudications!;
    const mine: Adjudication = { ...first!, reason: 'Ours.', at: '2026-01-15T00:00:00.000Z' };
    other.putLayer({ ...once, adjudications: [mine, ...rest] });
    const refused = await read(other);
    expect(refused.refused).toEqual([
      {
        line: expect.any(Number) as number,
        what: `adjudication ${mine.id}`,
        reason: 'differs from the one here',
      },
    ]);
    expect((await adjudicated(other)).adjudications![0]).toEqual(mine);
    await read(other, { changes: 'take' });
    expect((await adjudicated(other)).adjudications![0]).toEqual(first);
  });

  test('read into one annotator’s own layer are left out, which is said; into an adjudicated one nothing is read', async () => {
    await exported(source(), { layers: 'adjudicated' });
    const other = empty();
    const report = await read(other, { annotator: SELF });
    expect(report.taken).toHaveLength(3);
    expect(report.notices.map(({ notice }) => notice)).toEqual([
      '4 decisions of adjudicators are left out: everything goes to one annotator’s own layer.',
    ]);
    await expect(read(empty(), { annotator: ADJUDICATED })).rejects.toMatchObject({ code: 'refused' });
  });

  test('of a layer that is none, of another adjudicator, or about what is not in the text are refused', async () => {
    await exported(source(), { layers: 'adjudicated' });
    const lines = await records();
    const at = lines.findIndex(({ kind }) => kind === 'adjudication');
    const whole = lines[at] as { decision: Adjudication; annotator: string };
    const bad = [
      { ...whole, annotator: ANN.id },
      { ...whole, decision: { ...whole.decision, by: BOB.id } },
      {
        ...whole,
        decision: {
          ...whole.decision,
          of: whole.decision.of.map((one) => ({
            ...one,
            target: {
              ...one.target,
              textHash: 'f'.repeat(64),
              quote: { exact: 'never said', prefix: '', suffix: '' },
            },
          })),
        },
      },
    ];
    for (const record of bad) {
      await writeFile(
        out,
        `${lines
          .with(at, record as never)
          .map((line) => JSON.stringify(line))
          .join('\n')}\n`,
      );
      const other = empty();
      const { refused } = await read(other);
      expect(refused).toHaveLength(1);
      expect(refused[0]).toMatchObject({ line: at + 1 });
      expect((await adjudicated(other)).adjudications).toHaveLength(3);
    }
  });

  test('go by pseudonyms and lose notes as all else, and stay an adjudicated layer', async () => {
    await exported(source(), { layers: 'all' }, 'jsonl', { texts: false, notes: false, pseudonyms: true });
    const text = await readFile(out, 'utf8');
    for (const secret of [
      'ann-1',
      'bob-2',
      'judge-9',
      '"Ann"',
      '"Bob"',
      'Judge',
      'On the record',
      'Bob’s',
      'Whose',
    ])
      expect(text).not.toContain(secret);
    const lines = await records();
    const annotators = lines.filter(({ kind }) => kind === 'annotator');
    const adjudicators = annotators.filter(({ id }) => String(id).startsWith('adj--'));
    expect(adjudicators).toHaveLength(1);
    const number = /^adj--annotator-(\d)$/.exec(String(adjudicators[0]!['id']))![1]!;
    expect(adjudicators[0]!['name']).toBe(`Adjudicated (Annotator ${number})`);
    const decisions = lines.filter(({ kind }) => kind === 'adjudication');
    expect(decisions).toHaveLength(4);
    expect(decisions[0]).toMatchObject({
      annotator: `adj--annotator-${number}`,
      decision: { by: `annotator-${number}` },
    });
    const other = empty();
    expect((await read(other)).refused.map(({ reason }) => reason)).toEqual([
      'its document “other” is not in this project',
    ]);
    const layer = [...other.layers.values()].find(({ adjudications }) => adjudications !== undefined);
    expect(layer).toMatchObject({ annotator: `adj--annotator-${number}`, annotations: { length: 3 } });
  });
});

/** Decisions and annotations without what means something else in another project. */
function comparable({ annotations, adjudications = [] }: Awaited<ReturnType<typeof adjudicated>>) {
  return {
    annotations: withoutRevision(annotations),
    adjudications: adjudications.map((one) => ({ ...one, of: withoutRevision(one.of) })),
  };
}
