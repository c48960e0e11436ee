import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ExportFormat, ExportReport, ReadFormat, ReadReport } from '../../../src/contract/calls.ts';
import { exportReportSchema, readReportSchema } from '../../../src/contract/exchange-calls.ts';
import { writeEntry } from '../../../src/core/exchange/format-table.ts';
import { PostilError } from '../../../src/core/errors.ts';
import type { ActorId, AnnotatorId, DocumentId } from '../../../src/core/ids.ts';
import type { Job } from '../../../src/core/ports.ts';
import { READ_LIMIT_BYTES } from '../../../src/main/services/exchange/open-exchange-files.ts';
import { previewExport } from '../../../src/main/services/exchange/preview-export.ts';
import { readAnnotations } from '../../../src/main/services/exchange/read-annotations.ts';
import { runExport } from '../../../src/main/services/exchange/run-export.ts';
import {
  nodeFileSystem,
  type FileReader,
  type FileSystem,
} from '../../../src/main/services/store/file-system.ts';
import { GOLDEN_DOCUMENTS, goldenProject } from '../../core/exchange/golden.ts';
import { AT, MemoryProject, SELF, sha256, withoutRevision } from '../../core/exchange/memory-project.ts';

const FORMATS = ['jsonl', 'w3c', 'csv'] as const;
const ENV = { fs: nodeFileSystem, clock: { now: () => Date.parse(AT) }, ids: { uuid: () => v7() }, sha256 };
const JOB: Job = { progress() {}, signal: { aborted: false, throwIfAborted() {} } };

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'postil-exchange-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

function exportTo(
  project: MemoryProject,
  format: ExportFormat,
  changes: Partial<Parameters<typeof runExport>[1]> = {},
  env: typeof ENV = ENV,
  job = JOB,
): Promise<ExportReport> {
  const options = { format, scope: {}, out: join(folder, `out-${format}`), overwrite: false, ...changes };
  return runExport(project, options, env, job);
}

async function readFileInto(
  project: MemoryProject,
  format: ReadFormat,
  path: string,
  changes: Partial<Parameters<typeof readAnnotations>[1]> = {},
  job = JOB,
): Promise<ReadReport> {
  const options = { format, path, fileName: 'given.file', self: SELF, preview: false, ...changes };
  return readAnnotations(project, options, ENV, job);
}

async function readText(
  project: MemoryProject,
  format: ReadFormat,
  content: string | Uint8Array,
  changes = {},
) {
  const path = join(folder, 'given.file');
  await writeFile(path, content);
  return readFileInto(project, format, path, changes);
}

describe('an export', () => {
  it.each(FORMATS)('to %s is checked, counted and put in its place', async (format) => {
    const report = await exportTo(goldenProject(), format);
    expect(exportReportSchema.parse(report)).toEqual(report);
    expect(report).toMatchObject({
      documents: 2,
      annotations: 8,
      stances: 3,
      selfCheck: { compared: 8, differences: [] },
    });
    expect(await readdir(folder)).toEqual(placed(format));
    for (const file of report.files) expect((await readFile(file.path)).byteLength).toBe(file.bytes);
    const preview = await previewExport(goldenProject(), { format, scope: {} }, ENV, JOB);
    expect(preview).toMatchObject({ documents: 2, annotations: 8, stances: 3, losses: report.losses });
    expect(preview.sample).toContain('مُعاہَدہ قائم');
  });

  it('says what is lost, and how often', async () => {
    const losses = async (format: ExportFormat): Promise<number[]> =>
      (await exportTo(goldenProject(), format)).losses.map((loss) => loss.count);
    expect([await losses('jsonl'), await losses('w3c'), await losses('csv')]).toEqual([[], [2], [2, 2]]);
    const project = goldenProject();
    const layer = [...project.layers.values()][0]!;
    project.putLayer({ ...layer, annotations: [{ ...layer.annotations[0]!, note: 'half \ud83e' }] });
    const report = await exportTo(project, 'jsonl', { out: join(folder, 'half') });
    expect(report.losses).toEqual([{ what: expect.stringContaining('surrogate'), count: 1 }]);
    expect(report.selfCheck.differences).toEqual([]);
  });

  it('holds what its scope names', async () => {
    const project = goldenProject();
    const annotations = async (scope: object): Promise<[number, number]> => {
      const report = await exportTo(project, 'jsonl', { scope, overwrite: true });
      expect(report.selfCheck).toEqual({ compared: report.annotations, differences: [] });
      return [report.documents, report.annotations];
    };
    expect(await annotations({ documents: ['plain'] })).toEqual([1, 1]);
    expect(await annotations({ annotators: ['o-neil'] })).toEqual([1, 3]);
    expect(await annotations({ filter: { actors: ['a-wing' as ActorId], roles: ['holder'] } })).toEqual([
      1, 1,
    ]);
    expect(await annotations({ filter: { text: 'no such word' } })).toEqual([0, 0]);
    await expect(annotations({ documents: ['nowhere'] })).rejects.toMatchObject({ code: 'not-found' });
    await expect(annotations({ annotators: ['nobody'] })).rejects.toMatchObject({ code: 'not-found' });
  });

  it('leaves notes out, and names', async () => {
    const project = goldenProject();
    project.sourceList = [
      {
        id: 's-one' as never,
        name: 'One',
        kind: 'wire',
        note: 'noted of one',
        grades: [{ grade: 'B', at: AT, annotator: SELF.id, why: 'why of B' }],
      },
    ];
    const out = join(folder, 'bare');
    const options = { texts: true, notes: false, pseudonyms: true };
    const scope = { annotators: [SELF.id], filter: { annotators: [SELF.id] } };
    const report = await exportTo(project, 'jsonl', { out, options, scope });
    expect(report).toMatchObject({ annotations: 5, selfCheck: { compared: 5, differences: [] } });
    for (const path of [out, `${out}.README.md`]) {
      const text = await readFile(path, 'utf8');
      for (const secret of [
        'tess',
        'Tess',
        'o-neil',
        'Séan',
        '=1+1',
        '@why',
        "'=quoted",
        '-not a',
        'noted of',
        'why of',
      ])
        expect(text).not.toContain(secret);
      expect(text).toMatch(/[Aa]nnotator[ -][12]/);
    }
    const card = await readFile(`${out}.README.md`, 'utf8');
    expect(card).toContain('- Annotations of 1 of 2 annotators only.');
    expect(card).toContain('- Notes were left out.');
    // Another export has other pseudonyms: over some, each of the two is first.
    const firsts = new Set<string>();
    for (let day = 1; day < 10; day++) {
      const env = { ...ENV, clock: { now: () => Date.parse(AT) + day * 86_400_000 } };
      const { files } = await exportTo(
        goldenProject(),
        'jsonl',
        { options, out: join(folder, `${day}`) },
        env,
      );
      const text = await readFile(files[0]!.path, 'utf8');
      firsts.add(/"annotator":"(annotator-\d)","state":"inProgress"/.exec(text)![1]!);
    }
    expect([...firsts].toSorted()).toEqual(['annotator-1', 'annotator-2']);
  });

  it.each(FORMATS)('of nothing to %s is whole too', async (format) => {
    const report = await exportTo(new MemoryProject([]), format);
    expect(report).toMatchObject({ annotations: 0, selfCheck: { compared: 0, differences: [] } });
  });

  it.each(FORMATS)('to %s replaces an export only when asked', async (format) => {
    await exportTo(goldenProject(), format);
    const before = await contents();
    await expect(exportTo(new MemoryProject([]), format)).rejects.toMatchObject({ code: 'refused' });
    expect(await contents()).toEqual(before);
    await exportTo(new MemoryProject([]), format, { overwrite: true });
    expect(await contents()).not.toEqual(before);
    expect(await readdir(folder)).toEqual(placed(format));
  });

  it('never replaces what is no export', async () => {
    const out = join(folder, 'mine');
    await mkdir(out);
    await exportTo(goldenProject(), 'csv', { out });
    await writeFile(join(out, 'thesis.docx'), 'years of work');
    await expect(exportTo(goldenProject(), 'csv', { out, overwrite: true })).rejects.toThrow('thesis.docx');
    await expect(exportTo(goldenProject(), 'jsonl', { out, overwrite: true })).rejects.toThrow('is a folder');
    await writeFile(join(folder, 'file'), 'x');
    await expect(
      exportTo(goldenProject(), 'csv', { out: join(folder, 'file'), overwrite: true }),
    ).rejects.toThrow('is a file');
    await expect(
      exportTo(goldenProject(), 'jsonl', { out: join(folder, 'no', 'such') }),
    ).rejects.toMatchObject({ code: 'not-found' });
    expect(await readFile(join(out, 'thesis.docx'), 'utf8')).toBe('years of work');
  });

  it.each(FORMATS)('to %s leaves nothing when it is cancelled at any point', async (format) => {
    for (let calls = 0; ; calls++) {
      let left = calls;
      const cancelled = new PostilError('cancelled', 'Cancelled.');
      const signal = {
        aborted: false,
        throwIfAborted: () => {
          if (left-- === 0) throw cancelled;
        },
      };
      const outcome = await exportTo(goldenProject(), format, {}, ENV, { progress() {}, signal }).catch(
        (e: unknown) => e,
      );
      if (outcome !== cancelled) break;
      expect(await readdir(folder)).toEqual([]);
      expect(calls).toBeLessThan(100);
    }
    expect(await readdir(folder)).toEqual(placed(format));
  });

  it.each(FORMATS)('to %s leaves what was there when any call to the file system fails', async (format) => {
    await exportTo(new MemoryProject([]), format);
    const before = await contents();
    const complete = await whole(format);
    for (let k = 0; ; k++) {
      const { fs, calls } = failing(k);
      const outcome = await exportTo(goldenProject(), format, { overwrite: true }, { ...ENV, fs }).catch(
        (e: unknown) => e,
      );
      if (calls() <= k) {
        expect(outcome).toMatchObject({ annotations: 8 });
        break;
      }
      expect(outcome).toBeInstanceOf(PostilError);
      expect((outcome as PostilError).message).not.toContain('undefined');
      const after = await contents();
      // Only the folder's fsync can fail past the rename; then the new export is in its place, whole.
      expect([before, complete]).toContainEqual(after);
      expect((await readdir(folder)).filter((name) => !name.includes('.tmp'))).toEqual(placed(format));
      expect(k).toBeLessThan(200);
      for (const name of placed(format)) await rm(join(folder, name), { recursive: true });
      await exportTo(new MemoryProject([]), format);
    }
  });

  it('tells a difference when the reader does not find what was written', async () => {
    const project = goldenProject();
    const first = project.annotations()[0]!;
    // Somebody writes while the file is on its way: the check must see it, and say where.
    const tampering: FileSystem = {
      ...nodeFileSystem,
      openFile: (path) => opened(path, (text) => text.replace('"=1+1"', '"=1+2"')),
    };
    const report = await exportTo(project, 'jsonl', {}, { ...ENV, fs: tampering });
    expect(report.selfCheck.compared).toBe(8);
    expect(report.selfCheck.differences).toEqual([expect.stringContaining(`${first.id} `)]);
    expect(report.selfCheck.differences[0]).toContain('another note');
    const cutting: FileSystem = {
      ...nodeFileSystem,
      openFile: (path) => opened(path, (text) => text.slice(0, 1500)),
    };
    for (const format of FORMATS) {
      const cut = await exportTo(project, format, { overwrite: true }, { ...ENV, fs: cutting });
      expect(cut.selfCheck.differences.length).toBeGreaterThan(0);
    }
  });
});

/** An export and, beside a single file, its card. */
function placed(format: ExportFormat): string[] {
  const card = writeEntry(format).shape === 'folder' ? [] : [`out-${format}.README.md`];
  return [`out-${format}`, ...card];
}

async function contents(): Promise<Record<string, string>> {
  const files: Record<string, string> = {};
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || entry.parentPath.includes('.tmp') || entry.name.includes('.tmp')) continue;
    files[entry.name] = sha256(await readFile(join(entry.parentPath, entry.name), 'utf8'));
  }
  return files;
}

async function whole(format: ExportFormat): Promise<Record<string, string>> {
  const own = folder;
  folder = await mkdtemp(join(tmpdir(), 'postil-exchange-'));
  try {
    await exportTo(goldenProject(), format);
    return await contents();
  } finally {
    await rm(folder, { recursive: true });
    folder = own;
  }
}

/** A file that reads as something else. */
async function opened(path: string, change: (text: string) => string): Promise<FileReader> {
  const bytes = Buffer.from(change(await readFile(path, 'utf8')));
  return {
    size: bytes.length,
    read: async (position, length) => bytes.subarray(position, position + length),
    close: async () => {},
  };
}

/** The k-th call fails, but for those that clean up after it. */
function failing(k: number): { readonly fs: FileSystem; calls(): number } {
  let calls = 0;
  const guard =
    <A extends unknown[], R>(call: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      if (calls++ === k) throw Object.assign(new Error('no'), { code: 'ENOSPC' });
      return call(...args);
    };
  const fs: FileSystem = {
    ...nodeFileSystem,
    stat: guard(nodeFileSystem.stat),
    list: guard(nodeFileSystem.list),
    makeFolder: guard(nodeFileSystem.makeFolder),
    rename: guard(nodeFileSystem.rename),
    readFile: guard(nodeFileSystem.readFile),
    openFile: guard(async (path: string) => {
      const reader = await nodeFileSystem.openFile(path);
      return { ...reader, read: guard((position: number, length: number) => reader.read(position, length)) };
    }),
    syncFolder: guard(nodeFileSystem.syncFolder),
    createFile: guard(async (path: string) => {
      const writer = await nodeFileSystem.createFile(path);
      return {
        write: guard((data: Uint8Array) => writer.write(data)),
        sync: guard(() => writer.sync()),
        size: guard(() => writer.size()),
        close: () => writer.close(),
      };
    }),
  };
  return { fs, calls: () => calls };
}

describe('reading', () => {
  it.each(['jsonl', 'w3c'] as const)(
    '%s: preview changes nothing, then it is one change, then nothing',
    async (format) => {
      const project = goldenProject();
      const { files } = await exportTo(project, format);
      const other = new MemoryProject(GOLDEN_DOCUMENTS, undefined, undefined, 2);
      const preview = await readFileInto(other, format, files[0]!.path, { preview: true });
      expect(preview).toMatchObject({
        edits: [],
        refused: [],
        newActors: ['The Council; upper', 'Armed Wing 🦅'],
      });
      expect([other.changes, other.project().annotators]).toEqual([[], [SELF]]);
      const report = await readFileInto(other, format, files[0]!.path);
      expect(readReportSchema.parse(report)).toEqual(report);
      expect(report.taken).toEqual(preview.taken);
      expect(other.changes).toHaveLength(1);
      expect(other.changes[0]).toMatchObject({
        label: 'read annotations from given.file',
        edits: report.edits,
      });
      expect(withoutRevision(other.annotations())).toEqual(withoutRevision(project.annotations()));
      const again = await readFileInto(other, format, files[0]!.path);
      expect(again).toMatchObject({ taken: [], already: 8, edits: [] });
      expect(other.changes).toHaveLength(1);
    },
  );

  it('gives all to the annotator who is named', async () => {
    const project = goldenProject();
    const { files } = await exportTo(project, 'jsonl');
    const annotator = { id: 'ann' as AnnotatorId, name: 'Ann' };
    await readFileInto(project, 'jsonl', files[0]!.path, { annotator });
    expect((await project.readLayer('golden' as DocumentId, annotator.id)).annotations).toHaveLength(7);
    expect(project.project().annotators.at(-1)).toEqual(annotator);
    expect(await readFileInto(project, 'jsonl', files[0]!.path, { annotator })).toMatchObject({
      taken: [],
      already: 8,
    });
  });

  it('refuses what is not in the project, line by line', async () => {
    const { files } = await exportTo(goldenProject(), 'jsonl');
    const report = await readFileInto(new MemoryProject([GOLDEN_DOCUMENTS[1]!]), 'jsonl', files[0]!.path);
    expect(report.taken).toHaveLength(1);
    expect(report.refused).toHaveLength(7);
    expect(report.refused[0]).toEqual({
      line: 11,
      what: '<b>this</b> is not bold & "quoted"',
      reason: 'its document “Golden, "quoted"; and more” is not in this project',
    });
  });

  it('finds passages in a text that was changed, and says how sure', async () => {
    const { files } = await exportTo(goldenProject(), 'jsonl');
    const [golden, plain] = GOLDEN_DOCUMENTS;
    const changed = {
      ...golden!,
      text: `A new first line.\n\n${golden!.text.replaceAll('“', '"').replaceAll('\u00ad', '')}`,
    };
    const other = new MemoryProject([changed, plain!], undefined, undefined, 2);
    const report = await readFileInto(other, 'jsonl', files[0]!.path);
    expect(report.refused).toEqual([]);
    const confidence = report.taken.map((one) => one.confidence);
    expect(confidence.filter((one) => one === 1).length).toBeGreaterThan(0);
    expect(confidence.filter((one) => one < 1).length).toBeGreaterThan(0);
    for (const { target, documentId } of other.annotations()) {
      const text = other.texts.get(documentId)!;
      expect(target.quote.exact).toBe(target.ranges.map((r) => text.slice(r.start, r.end)).join(' … '));
    }
  });

  it('lists damaged lines of JSONL, and refuses a file that was cut or is another', async () => {
    const { files } = await exportTo(goldenProject(), 'jsonl');
    const lines = (await readFile(files[0]!.path, 'utf8')).trimEnd().split('\n');
    const project = (): MemoryProject => new MemoryProject(GOLDEN_DOCUMENTS, undefined, undefined, 2);
    const damaged = lines.map((line) => line.replace('"information":6', '"information":7'));
    const report = await readText(project(), 'jsonl', damaged.join('\n'));
    expect(report.taken).toHaveLength(7);
    expect(report.refused).toEqual([
      {
        line: expect.any(Number),
        what: expect.stringMatching(/^annotation 0190/),
        reason: expect.stringContaining('reliability.information'),
      },
    ]);
    const fewer = lines.filter((line) => !line.includes('"plain"'));
    expect((await readText(project(), 'jsonl', fewer.join('\n'))).notices[0]!.notice).toContain(
      'somebody changed it',
    );
    const newer = [lines[0]!.replace('"version":1', '"version":2'), ...lines.slice(1)];
    await expect(readText(project(), 'jsonl', newer.join('\n'))).rejects.toMatchObject({
      code: 'newer-format',
    });
    for (const [content, message] of [
      [lines.slice(0, -1).join('\n'), 'was cut off'],
      [[...lines, lines[5]].join('\n'), 'Something follows'],
      [lines.slice(1).join('\n'), 'not the beginning'],
      [
        lines.map((line, i) => (i === 9 ? line.slice(0, -2) : line)).join('\n'),
        'Line 10: The line is not JSON',
      ],
      [
        lines.map((line, i) => (i === 9 ? line.replace('{', '{"__proto__":{},') : line)).join('\n'),
        '__proto__',
      ],
      ['document,quote\na,b', 'not the beginning'],
    ] as const) {
      const untouched = project();
      await expect(readText(untouched, 'jsonl', content)).rejects.toThrow(message);
      expect(untouched.changes).toEqual([]);
    }
  });

  it('refuses a known id with other content, and keeps what is here', async () => {
    const project = goldenProject();
    const { files } = await exportTo(project, 'jsonl');
    const other = goldenProject();
    const layer = await other.readLayer('plain' as DocumentId, SELF.id);
    other.putLayer({ ...layer, annotations: [{ ...layer.annotations[0]!, note: 'mine' }] });
    const report = await readFileInto(other, 'jsonl', files[0]!.path);
    expect(report).toMatchObject({
      already: 7,
      taken: [],
      refused: [{ what: 'Nothing', reason: 'differs from the one here in note' }],
    });
    expect((await other.readLayer('plain' as DocumentId, SELF.id)).annotations[0]!.note).toBe('mine');
  });

  it.each([
    [
      'a byte that is not UTF-8',
      Buffer.from([...Buffer.from('document,quote\nplain,"A\nb '), 0xff, 0x0a]),
      'given.file” is not UTF-8 (line 3)',
    ],
    [
      'an encoded surrogate',
      Buffer.from([...Buffer.from('document,quote\nx,'), 0xed, 0xa0, 0x80]),
      'is not UTF-8 (line 2)',
    ],
    [
      'a cut character at the end',
      Buffer.from([...Buffer.from('document,quote\n'), 0xf0, 0x9f]),
      'is not UTF-8 (line 2)',
    ],
    ['nothing', Buffer.alloc(0), 'is empty'],
    ['white space only', Buffer.from('\n \n'), 'given.file”: The sheet is empty'],
  ])('refuses %s, with file and line', async (_, bytes, message) => {
    const project = goldenProject();
    await expect(readText(project, 'coding-sheet', bytes)).rejects.toThrow(message);
    await expect(readText(project, 'coding-sheet', bytes)).rejects.toMatchObject({
      details: { file: 'given.file' },
    });
    expect(project.changes).toEqual([]);
  });

  it('refuses a file that is too large before it reads it', async () => {
    const fs: FileSystem = {
      ...nodeFileSystem,
      stat: async () => ({ kind: 'file', size: READ_LIMIT_BYTES + 1, mtimeMs: 0 }),
      readFile: () => Promise.reject(new Error('was read')),
    };
    const options = {
      format: 'jsonl',
      path: join(folder, 'x'),
      fileName: 'x',
      self: SELF,
      preview: false,
    } as const;
    await expect(readAnnotations(goldenProject(), options, { ...ENV, fs }, JOB)).rejects.toThrow(
      'has 4097 MB',
    );
    await expect(readAnnotations(goldenProject(), options, ENV, JOB)).rejects.toMatchObject({
      code: 'not-found',
    });
    await expect(readAnnotations(goldenProject(), { ...options, path: folder }, ENV, JOB)).rejects.toThrow(
      'is no file',
    );
  });

  it('reads sheets in UTF-16, with semicolons, tabs, and as a JSON array', async () => {
    const rows = ['document;quote;note', 'plain;Nothing else;a ؟ 🦅'];
    const utf16 = Buffer.from(`\ufeff${rows.join('\r\n')}`, 'utf16le');
    for (const content of [
      utf16,
      `\ufeff${rows.join('\n')}`,
      rows.join('\r').replaceAll(';', '\t'),
      JSON.stringify([{ document: 'plain', quote: 'Nothing else', note: 'a ؟ 🦅' }], null, 2),
    ]) {
      const project = goldenProject();
      const report = await readText(project, 'coding-sheet', content);
      expect(report).toMatchObject({
        refused: [],
        notices: [],
        taken: [{ quote: 'Nothing else', confidence: 1 }],
      });
      expect(project.annotations().map((one) => one.note)).toContain('a ؟ 🦅');
    }
  });

  it('stops when it is cancelled, and has changed nothing', async () => {
    const project = goldenProject();
    const path = join(folder, 'sheet.csv');
    await writeFile(path, `document,quote\n${'plain,Nothing else\n'.repeat(10_000)}`);
    let pieces = 0;
    const cancelled = new PostilError('cancelled', 'Cancelled.');
    const signal = {
      aborted: false,
      throwIfAborted: () => {
        if (++pieces > 3) throw cancelled;
      },
    };
    await expect(readFileInto(project, 'coding-sheet', path, {}, { progress() {}, signal })).rejects.toBe(
      cancelled,
    );
    expect(project.changes).toEqual([]);
  });
});
