import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import * as fc from 'fast-check';
import { v7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ExportReport } from '../../../src/contract/calls.ts';
import { canonicalJson } from '../../../src/core/exchange/exchange.ts';
import {
  EXPORT_FORMATS,
  READ_FORMATS,
  writeEntry,
  type ExportFormat,
  type ReadFormat,
} from '../../../src/core/exchange/format-table.ts';
import type { ExchangeFiles } from '../../../src/core/exchange/format.ts';
import type { Job } from '../../../src/core/ports.ts';
import { WRITABLE_FORMATS } from '../../../src/main/services/exchange/formats.ts';
import { openExchangeFiles } from '../../../src/main/services/exchange/open-exchange-files.ts';
import { readAnnotations } from '../../../src/main/services/exchange/read-annotations.ts';
import { runExport } from '../../../src/main/services/exchange/run-export.ts';
import { heldParts } from '../../../src/main/services/exchange/self-check.ts';
import { nodeFileSystem } from '../../../src/main/services/store/file-system.ts';
import { anyProject, documentsOf, makeProject } from '../../core/exchange/any-project.ts';
import {
  AT,
  collect,
  MemoryProject,
  SELF,
  sha256,
  type MemoryDocument,
} from '../../core/exchange/memory-project.ts';
import { CONFORMANCE_DOCUMENTS, conformanceProject } from './conformance-project.ts';

/*
 * What every format must do. A format joins by standing in the table; nothing here knows one by its name.
 */

const ENV = { fs: nodeFileSystem, clock: { now: () => Date.parse(AT) }, ids: { uuid: () => v7() }, sha256 };
const JOB: Job = { progress() {}, signal: { aborted: false, throwIfAborted() {} } };
const RUNS = 25;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'postil-conformance-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

let count = 0;
async function write(
  project: MemoryProject,
  format: ExportFormat,
): Promise<{ out: string; report: ExportReport }> {
  const out = join(folder, `${++count}${writeEntry(format).extension}`);
  const report = await runExport(
    project,
    { format, scope: { layers: 'all' }, out, overwrite: false },
    ENV,
    JOB,
  );
  return { out, report };
}

function read(project: MemoryProject, format: ReadFormat, path: string, preview = false) {
  const options = { format, path, fileName: 'given', self: SELF, preview } as const;
  return readAnnotations(project, options, ENV, JOB);
}

/** The files of an export by name, an archive's entries too, and what a library made as the text before it. */
async function contents(format: ExportFormat, out: string): Promise<Map<string, string>> {
  const { shape } = writeEntry(format);
  const isPart = (name: string): boolean => name !== 'README.md';
  const opened = await openExchangeFiles(
    nodeFileSystem,
    out,
    { label: 'export', from: [shape], isPart },
    JOB,
  );
  try {
    const { codec } = WRITABLE_FORMATS[format];
    const files: ExchangeFiles = codec ? await codec.decode(opened, JOB) : opened;
    const texts = new Map<string, string>();
    for (const name of files.names) texts.set(name, await collect(files.text(name)));
    return texts;
  } finally {
    await opened.close();
  }
}

/** What identifies rather than says: it may be another in another project. */
const IDENTITY = new Set([
  'id',
  'documentId',
  'document',
  'annotator',
  'annotatorId',
  'codebookRevision',
  'createdAt',
  'updatedAt',
  // What is exported beside annotations and not read again.
  'origin',
]);

function withoutIdentity(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutIdentity);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !IDENTITY.has(key))
      .map(([key, item]) => [key, withoutIdentity(item)]),
  );
}

/** All that a project holds in the eyes of a format, in no order. */
async function holds(format: ExportFormat, project: MemoryProject): Promise<string[]> {
  const input = project.exportInput();
  const parts: string[] = [];
  for await (const document of input.documents) {
    for (const { held } of await heldParts(WRITABLE_FORMATS[format], document, input)) {
      parts.push(canonicalJson(withoutIdentity(held)));
    }
  }
  return parts.toSorted();
}

/** A project to read into: with the texts where the format brings none. */
function emptyProject(format: ExportFormat, documents: readonly MemoryDocument[]): MemoryProject {
  return new MemoryProject(writeEntry(format).texts === 'never' ? documents : [], undefined, undefined, 2);
}

describe.each(EXPORT_FORMATS)('%s', (format) => {
  it('holds the golden project, as before', async () => {
    const project = conformanceProject();
    const { out, report } = await write(project, format);
    expect(report.selfCheck.differences).toEqual([]);
    expect(report.selfCheck.compared).toBeGreaterThan(0);
    expect(report).toMatchObject({ documents: 3, annotations: 18, stances: 3 });
    for (const { what, count: times } of report.losses) {
      expect(what).toMatch(/^\S.*\S$/);
      expect(times).toBeGreaterThan(0);
    }
    for (const [name, text] of await contents(format, out)) {
      const file = name === '' ? `export${writeEntry(format).extension}` : name;
      const baseline = join(import.meta.dirname, 'baselines', format, file);
      await mkdir(join(baseline, '..'), { recursive: true });
      await expect(text).toMatchFileSnapshot(baseline);
    }
    expect(report.losses).toMatchSnapshot('losses');
  });

  it('makes the same bytes of the same project', async () => {
    const [one, two] = [await write(conformanceProject(), format), await write(conformanceProject(), format)];
    expect(await bytesBelow(two.out)).toEqual(await bytesBelow(one.out));
  });

  it('holds nothing, and says so', async () => {
    const { report } = await write(new MemoryProject([]), format);
    expect(report).toMatchObject({ annotations: 0, losses: [], selfCheck: { compared: 0, differences: [] } });
  });

  it('holds any project, by its own reader', async () => {
    await fc.assert(
      fc.asyncProperty(anyProject, async (parts) => {
        const { report } = await write(makeProject(parts), format);
        expect(report.selfCheck.differences).toEqual([]);
      }),
      { numRuns: RUNS },
    );
  });
});

/** Of those that are also read. */
const BOTH_WAYS = EXPORT_FORMATS.filter((format) =>
  READ_FORMATS.some((name) => name === format),
) as readonly (ExportFormat & ReadFormat)[];

describe.each(BOTH_WAYS)('%s, read', (format) => {
  it('is read into another project, equal, and known the second time', async () => {
    const project = conformanceProject();
    const { out } = await write(project, format);
    await readsBack(project, out, emptyProject(format, CONFORMANCE_DOCUMENTS));
  });

  it('is read back into its own project as known', async () => {
    const project = conformanceProject();
    const { out } = await write(project, format);
    const report = await read(project, format, out);
    expect(report).toMatchObject({
      taken: [],
      changed: [],
      refused: [],
      newActors: [],
      newCodes: [],
      edits: [],
    });
  });

  it('any project is read into another, equal, and known the second time', async () => {
    await fc.assert(
      fc.asyncProperty(anyProject, async (parts) => {
        const project = makeProject(parts);
        const { out } = await write(project, format);
        await readsBack(project, out, emptyProject(format, documentsOf(parts.texts)));
      }),
      { numRuns: RUNS },
    );
  });

  it('changes nothing where it is cut off', async () => {
    const { out } = await write(conformanceProject(), format);
    const files = await filesBelow(out);
    const largest = (
      await Promise.all(files.map(async (path) => ({ path, bytes: await readFile(path) })))
    ).toSorted((a, b) => b.bytes.length - a.bytes.length)[0]!;
    for (const share of [0.3, 0.9]) {
      await writeFile(largest.path, largest.bytes.subarray(0, Math.floor(largest.bytes.length * share)));
      const project = emptyProject(format, CONFORMANCE_DOCUMENTS);
      const outcome = await read(project, format, out).catch((error: unknown) => error);
      // A format of lines without an end of its own is whole up to its last line.
      if (!(outcome instanceof Error)) continue;
      expect(outcome).toMatchObject({ code: 'refused' });
      expect(project.changes).toEqual([]);
    }
  });

  async function readsBack(project: MemoryProject, out: string, other: MemoryProject): Promise<void> {
    const preview = await read(other, format, out, true);
    expect(other.changes).toEqual([]);
    const first = await read(other, format, out);
    expect(first.refused).toEqual([]);
    expect([first.taken.length, first.newDocuments]).toEqual([preview.taken.length, preview.newDocuments]);
    expect(await holds(format, other)).toEqual(await holds(format, project));
    for (const { target, documentId } of other.annotations()) {
      const text = other.texts.get(documentId)!;
      expect(target.quote.exact).toBe(target.ranges.map((r) => text.slice(r.start, r.end)).join(' … '));
    }
    const second = await read(other, format, out);
    expect(second).toMatchObject({ taken: [], changed: [], refused: [], newDocuments: [], edits: [] });
  }
});

async function filesBelow(out: string): Promise<string[]> {
  const entries = await readdir(out, { recursive: true, withFileTypes: true }).catch(() => null);
  if (!entries) return [out];
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
}

async function bytesBelow(out: string): Promise<Record<string, string>> {
  const hashes: Record<string, string> = {};
  for (const path of await filesBelow(out)) {
    hashes[relative(out, path)] = sha256((await readFile(path)).toString('base64'));
  }
  return hashes;
}
