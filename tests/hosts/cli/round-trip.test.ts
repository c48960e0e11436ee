import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { annotationSchema, type Annotation } from '../../../src/core/annotation/annotation.ts';
import { actorSchema } from '../../../src/core/codebook/codebook.ts';
import { requireBuild, root, runPostil, type Ended } from './run-postil.ts';

/*
 * What a team does by script: import, read coding sheets, export, read the export elsewhere; and the annotations are
 * the same there, one by one. Over the sample corpus, and over the seed corpus where it is.
 */

const corpora = [
  { name: 'the sample corpus', folder: join(root, 'corpus') },
  { name: 'the seed corpus', folder: join(root, '..', 'shared', 'seed-corpus') },
];

const documentSchema = z.object({ id: z.string(), fileName: z.string(), annotationCount: z.int() });

let folder: string;

beforeAll(requireBuild, 300_000);
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'postil-round-trip-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function postil(...args: string[]): Promise<Ended> {
  return runPostil(args, { home: join(folder, 'home') });
}

async function well(...args: string[]): Promise<Ended> {
  const ended = await postil(...args);
  expect(ended.status, `${args.join(' ')}\n${ended.error}`).toBe(0);
  return ended;
}

async function json<T>(schema: z.ZodType<T>, ...args: string[]): Promise<T[]> {
  return z.array(schema).parse(JSON.parse((await well(...args, '--json')).out));
}

/** Without what is another project's own: its codebook's revision. */
function content({ codebookRevision: _revision, ...annotation }: Annotation) {
  return annotation;
}

/** A sheet over whatever texts there are: sentences that occur once, tagged by turns with all that a sheet can hold. */
async function makeSheet(project: string): Promise<{ readonly sheet: string; readonly rows: number }> {
  const header =
    'document,quote,prefix,suffix,actors,holder,target,polarity,source,information,codes,note'.split(',');
  const rows = [header];
  for (const { id, fileName } of await json(documentSchema, 'documents', project)) {
    const text = await readFile(join(project, 'documents', `${id}.txt`), 'utf8');
    const sentences = (text.match(/\p{L}[^.!?۔\n]{30,140}/gu) ?? []).filter(
      (sentence) => text.split(sentence).length === 2 && sentence === sentence.trim(),
    );
    for (const [i, quote] of sentences
      .filter((_, i) => i % 4 === 0)
      .slice(0, 12)
      .entries()) {
      rows.push([
        [id, fileName][i % 2]!,
        quote,
        '',
        '',
        ['Border Council', 'Border Council;The Envoy', ''][i % 3]!,
        i % 3 === 2 ? '' : ['author', 'The Envoy'][i % 2]!,
        i % 3 === 2 ? '' : 'Border Council',
        i % 3 === 2 ? '' : ['-2', '-1', '0', '1', '2', 'unclear'][i % 6]!,
        ['A', 'F', ''][i % 3]!,
        ['1', '', '6'][i % 3]!,
        ['Ceasefire', 'Ceasefire;Border', ''][i % 3]!,
        ['', 'a “note”, with a comma', '=1+1', 'ایک نوٹ'][i % 4]!,
      ]);
    }
  }
  const sheet = rows.map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')).join('\n');
  return { sheet: `${sheet}\n`, rows: rows.length - 1 };
}

describe.each(corpora)('$name', ({ name, folder: corpus }) => {
  // Some twenty processes one after the other: a busy machine takes its time.
  test(
    'goes through import, sheet, export and reading back, and nothing is lost',
    { timeout: 300_000 },
    async () => {
      if (!existsSync(corpus)) {
        console.warn(`Not tested with ${name}, which is not beside this clone.`);
        return;
      }
      const first = join(folder, 'first');
      await well('init', first, '--name', 'First');
      const texts = (await readdir(corpus)).filter(
        (file) => /\.(txt|md)$/.test(file) && file !== 'README.md',
      );
      await well('import', first, ...texts.map((file) => join(corpus, file)));
      const { sheet, rows } = await makeSheet(first);
      const sheetFile = join(folder, 'sheet.csv');
      await writeFile(sheetFile, sheet);
      const taken = await json(
        annotationSchema,
        'read',
        first,
        '--format',
        'coding-sheet',
        sheetFile,
        '--annotator',
        'Zoya',
      );
      expect(rows).toBeGreaterThan(10);
      expect(taken).toHaveLength(rows);
      const annotations = await json(annotationSchema, 'annotations', first);
      expect(annotations.map(({ id }) => id).sort()).toEqual(taken.map(({ id }) => id).sort());
      expect(new Set(annotations.map(({ annotator }) => annotator))).toHaveLength(1);
      expect(annotations[0]!.annotator).toMatch(/^zoya-[0-9a-f]{6}$/);
      const documents = await json(documentSchema, 'documents', first);
      expect(documents.reduce((sum, document) => sum + document.annotationCount, 0)).toBe(rows);
      const actors = await json(actorSchema, 'actors', first);
      expect(actors.map((actor) => actor.name).sort()).toEqual(['Border Council', 'The Envoy']);
      for (const { target } of annotations) {
        const text = await readFile(
          join(first, 'documents', `${annotations.find((a) => a.target === target)!.documentId}.txt`),
          'utf8',
        );
        expect(target.ranges.map(({ start, end }) => text.slice(start, end)).join(' … ')).toBe(
          target.quote.exact,
        );
      }

      // Twice changes nothing.
      expect(
        (await well('read', first, '--format', 'coding-sheet', sheetFile, '--annotator', 'zoya')).out,
      ).toBe(`0 taken, ${rows} there already, 0 refused.\n`);
      expect(await json(annotationSchema, 'annotations', first)).toEqual(annotations);

      await well('export', first, '--format', 'csv', '--out', join(folder, 'tables'));
      expect(await readdir(join(folder, 'tables'))).toContain('annotations.csv');
      for (const format of ['jsonl', 'w3c']) {
        const exported = join(folder, `export.${format}`);
        await well('export', first, '--format', format, '--out', exported);
        const second = join(folder, `second-${format}`);
        await well('init', second);
        await well('import', second, ...texts.map((file) => join(corpus, file)));
        await well('read', second, '--format', format, exported);
        const read = await json(annotationSchema, 'annotations', second);
        expect(read.map(content)).toEqual(annotations.map(content));
        expect(await json(actorSchema, 'actors', second)).toEqual(actors);
        await well('check', second);
      }
      await well('check', first);
    },
  );
});

test('what a sheet has wrong is listed with file and line, and the rest is taken', async () => {
  const project = join(folder, 'project');
  await well('init', project);
  await writeFile(
    join(folder, 'talks.txt'),
    'The council met. The envoy spoke. The envoy spoke. The council left.\n',
  );
  await well('import', project, join(folder, 'talks.txt'));
  const sheet = join(folder, 'sheet.csv');
  await writeFile(
    sheet,
    [
      'document,quote,prefix,suffix,actors',
      'talks.txt,The council met,,,Council',
      'talks.txt,The envoy spoke,,,Envoy',
      'talks.txt,The envoy spoke,met. ,,Envoy',
      'talks.txt,Nobody ever said this,,,',
      'other.txt,The council met,,,',
      '',
    ].join('\n'),
  );
  const ended = await postil('read', project, '--format', 'coding-sheet', sheet, '--annotator', 'Ali');
  expect(ended.status).toBe(1);
  expect(ended.out).toBe('2 taken, 0 there already, 3 refused.\n');
  for (const line of [3, 5, 6]) expect(ended.error).toMatch(new RegExp(`^${sheet}:${line}: refused: `, 'm'));
  expect(ended.error).toContain('new actor: Council');
  const taken = await json(annotationSchema, 'annotations', project);
  expect(taken.map(({ target }) => target.ranges[0]!.start)).toEqual([0, 17]);
});

test('an export can be narrowed to annotators and documents, and refuses what is not there', async () => {
  const project = join(folder, 'project');
  await well('init', project);
  for (const name of ['a', 'b']) await writeFile(join(folder, `${name}.txt`), `Text ${name} is short.\n`);
  await well('import', project, join(folder, 'a.txt'), join(folder, 'b.txt'));
  const sheet = join(folder, 'sheet.csv');
  await writeFile(sheet, 'document,quote\na.txt,is short\nb.txt,is short\n');
  for (const name of ['Ali', 'Zoya']) {
    await well('read', project, '--format', 'coding-sheet', sheet, '--annotator', name);
  }
  const [first] = await json(documentSchema, 'documents', project);
  const out = join(folder, 'out.jsonl');
  const exportWith = (...args: string[]) =>
    postil('export', project, '--format', 'jsonl', '--out', out, ...args);
  expect((await exportWith()).out).toContain('4 annotations of 2 documents');
  expect(await exportWith()).toMatchObject({ status: 1, error: expect.stringContaining('exists already') });
  const again = (...args: string[]) => exportWith('--overwrite', ...args);
  expect((await again('--annotator', 'ali')).out).toContain('2 annotations');
  expect((await again('--annotator', 'Zoya', '--document', first!.id)).out).toContain(
    '1 annotations of 1 doc',
  );
  expect((await again('--filter', `{"documents":["${first!.id}"]}`)).out).toContain('2 annotations of 1 doc');
  expect((await again('--pseudonyms', '--no-notes')).out).toContain('4 read back and compared, 0 different');
  expect(await readFile(out, 'utf8')).not.toMatch(/ali|zoya/i);
  const before = await readFile(out);
  for (const args of [
    ['--annotator', 'Nobody'],
    ['--document', 'nothing'],
  ]) {
    const ended = await exportWith(...args);
    expect(ended).toMatchObject({ status: 1, out: '' });
    expect(ended.error).toContain(args[1]);
  }
  expect(await readFile(out)).toEqual(before);
  const inside = join(project, 'documents', `${first!.id}.txt`);
  expect(await postil('export', project, '--format', 'jsonl', '--out', inside)).toMatchObject({
    status: 1,
    out: '',
  });
  await well('check', project);
});
