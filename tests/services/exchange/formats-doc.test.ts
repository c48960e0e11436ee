import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { groupFormats } from '../../../src/core/exchange/format-groups.ts';
import {
  EXPORT_FORMATS,
  FORMATS,
  labelOf,
  type FormatEntry,
} from '../../../src/core/exchange/format-table.ts';
import type { Loss } from '../../../src/core/exchange/exchange.ts';
import type { Job } from '../../../src/core/ports.ts';
import type { ExchangeSource } from '../../../src/main/services/exchange/exchange-source.ts';
import { previewExport } from '../../../src/main/services/exchange/preview-export.ts';
import { openProjectIndex } from '../../../src/main/services/index/project-index.ts';
import { nodeFileSystem } from '../../../src/main/services/store/file-system.ts';
import { nodeStoreEnvironment } from '../../../src/main/services/store/node-environment.ts';
import { openProject } from '../../../src/main/services/store/project-store.ts';
import { AT, sha256 } from '../../core/exchange/memory-project.ts';
import { conformanceProject } from './conformance-project.ts';

/*
 * docs/formats.md, made of the table of formats and of what their loss counters say of two projects. It is a baseline
 * like any other: `npm run formats` writes it anew.
 */

const ROOT = join(import.meta.dirname, '../../..');
const JOB: Job = { progress() {}, signal: { aborted: false, throwIfAborted() {} } };
const ENV = { clock: { now: () => Date.parse(AT) }, sha256 };

it('docs/formats.md says what the formats are and lose (`npm run formats` writes it)', async () => {
  const sample = await sampleProject(lossesOf);
  const hard = await lossesOf(conformanceProject());
  await expect(page(sample, hard)).toMatchFileSnapshot(join(ROOT, 'docs/formats.md'));
});

interface Losses {
  readonly size: string;
  get(format: string): readonly Loss[] | undefined;
}

async function lossesOf(source: ExchangeSource): Promise<Losses> {
  const losses = new Map<string, readonly Loss[]>();
  let size = '';
  for (const format of EXPORT_FORMATS) {
    const preview = await previewExport(source, { format, scope: { layers: 'all' } }, ENV, JOB);
    losses.set(format, preview.losses);
    size = `${preview.documents} documents, ${preview.annotations} annotations`;
  }
  return { size, get: (format) => losses.get(format) };
}

/** The sample project as it is shipped, in a copy: opening locks it. */
async function sampleProject<T>(use: (source: ExchangeSource) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'postil-formats-'));
  try {
    const project = join(folder, 'project');
    await cp(join(ROOT, 'corpus/sample-project'), project, { recursive: true });
    const onProblem = ({ message }: { readonly message: string }): never => {
      throw new Error(message);
    };
    const store = await openProject(
      nodeStoreEnvironment({ backupsFolder: join(folder, 'backups'), onProblem }),
      project,
    );
    const index = await openProjectIndex(store, {
      fs: nodeFileSystem,
      clock: { now: () => Date.now() },
      cacheFolder: join(folder, 'cache'),
      onFault: onProblem,
    });
    try {
      return await use({
        project: () => store.project(),
        codebook: () => store.codebook(),
        sources: () => store.sources(),
        documents: () => index.summaries(),
        readDocument: (id) => store.readDocument(id),
        readText: (id) => store.readText(id),
        layersOf: (id) => store.layersOf(id),
        readLayer: (id, annotator) => store.readLayer(id, annotator),
        ensureAnnotator: (annotator) => store.ensureAnnotator(annotator),
        addDocument: (document) => store.addDocument(document),
        apply: (change, annotator) => store.apply(change, annotator),
      });
    } finally {
      await index.close();
      await store.close();
    }
  } finally {
    await rm(folder, { recursive: true });
  }
}

function page(sample: Losses, hard: Losses): string {
  const entries: readonly FormatEntry[] = FORMATS;
  const ordered = groupFormats(FORMATS.map(({ name }) => name)).flatMap(({ names }) =>
    names.map((name) => entries.find((entry) => entry.name === name)!),
  );
  return `${[
    '# Formats',
    '',
    'Made by `npm run formats` from the table of formats and their loss counters; how each maps Postil’s records is in',
    '[exchange.md](exchange.md).',
    '',
    '| `--format` | what | written as | read from | offsets | texts | what for |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...ordered.map(({ name, label, write, read }) =>
      row([
        `\`${name}\``,
        label,
        write ? `${write.shape}${write.extension && `, \`${write.extension}\``}` : '–',
        read ? read.from.join(', ') : '–',
        write?.offsets ?? 'quotes',
        write ? TEXTS[write.texts] : '–',
        write?.about ?? read!.about,
      ]),
    ),
    '',
    '## What each cannot hold',
    '',
    'Every export counts what its format cannot hold, shows it before, and writes it into its dataset card. Here: the',
    `sample project (${sample.size}), and a test project that has everything that is hard to carry (${hard.size}).`,
    '',
    '| `--format` | cannot hold | sample project | test project |',
    '| --- | --- | ---: | ---: |',
    ...ordered.flatMap(({ name, write }) =>
      write ? lossRows(name, sample.get(name)!, hard.get(name)!) : [],
    ),
    '',
    'A self-check reads every export back and compares, annotation by annotation, all that the format holds; a difference',
    'is told, in the card too.',
    '',
  ].join('\n')}`;
}

const TEXTS = { always: 'always', optional: 'if wanted', never: 'no' } as const;

function lossRows(name: string, sample: readonly Loss[], hard: readonly Loss[]): string[] {
  const all = [...new Set([...sample, ...hard].map(({ what }) => what))];
  const count = (losses: readonly Loss[], what: string): string =>
    String(losses.find((loss) => loss.what === what)?.count ?? 0);
  if (all.length === 0) return [row([`\`${name}\``, 'nothing is lost', '', ''])];
  return all.map((what, i) =>
    row([i === 0 ? `\`${name}\`` : '', what, count(sample, what), count(hard, what)]),
  );
}

function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

it('every format has a label of its own', () => {
  const labels = FORMATS.map(({ name }) => labelOf(name));
  expect(new Set(labels).size).toBe(labels.length);
});
