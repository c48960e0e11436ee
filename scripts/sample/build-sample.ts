import { existsSync } from 'node:fs';
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { connect, type Client } from '../../src/contract/client.ts';
import { memoryWire } from '../../tests/contract/transports.ts';
import { sourceGradeSchema } from '../../src/core/annotation/annotation.ts';
import {
  actorSchema,
  aliasSchema,
  actorKindSchema,
  codeColourSchema,
} from '../../src/core/codebook/codebook.ts';
import { SOURCE_KINDS, type DocumentSettings, type Metadata } from '../../src/core/document/document.ts';
import {
  actorIdSchema,
  annotatorIdSchema,
  codeIdSchema,
  slugify,
  sourceIdSchema,
  type ActorId,
} from '../../src/core/ids.ts';
import type { Edit } from '../../src/core/project/edit.ts';
import type { CallArgs } from '../../src/contract/calls.ts';
import { createWorkbench } from '../../src/main/services/workbench/create-workbench.ts';

const corpus = join(import.meta.dirname, '../../corpus');
const SAMPLE = join(corpus, 'sample-project');

const actorsFile = z.array(
  z.object({
    name: z.string(),
    kind: actorKindSchema,
    parent: z.string().nullable(),
    aliases: z.array(aliasSchema),
    note: z.string().optional(),
  }),
);
const codesFile = z.array(
  z.object({
    name: z.string(),
    parent: z.string().nullable(),
    definition: z.string(),
    colour: codeColourSchema,
  }),
);
const sourcesFile = z.array(
  z.object({
    name: z.string(),
    kind: z.string(),
    grade: sourceGradeSchema,
    why: z.string(),
    documents: z.array(z.string()),
  }),
);
const documentsFile = z.array(
  z.object({
    file: z.string(),
    title: z.string(),
    author: z.string().nullish(),
    outlet: z.string().nullish(),
    date: z.string().nullish(),
    language: z.string(),
  }),
);

/** How the corpus's own words for kinds of sources stand in Postil's list. */
function sourceKind(kind: string): (typeof SOURCE_KINDS)[number] {
  const known: readonly (readonly [RegExp, (typeof SOURCE_KINDS)[number]])[] = [
    [/wire|agency/i, 'wire'],
    [/tank|institute|field monitoring/i, 'thinkTank'],
    [/journal/i, 'journal'],
    [/broadcast|radio/i, 'broadcaster'],
    [/government|official/i, 'government'],
    [/group|shura|statement/i, 'group'],
    [/social|digest|monitoring service/i, 'socialMedia'],
    [/paper|opinion|news|magazine|column/i, 'newspaper'],
    [/person/i, 'person'],
  ];
  return known.find(([pattern]) => pattern.test(kind))?.[1] ?? 'other';
}

export async function buildSample(): Promise<void> {
  const work = await mkdtemp(join(tmpdir(), 'postil-sample-'));
  try {
    const folder = join(work, 'sample-project');
    const workbench = createWorkbench({
      host: 'memory',
      version: '0',
      platform: process.platform,
      userDataFolder: join(work, 'user'),
      cacheFolder: join(work, 'cache'),
      sampleFolder: SAMPLE,
      dialogs: null,
      allowedRoots: [work, corpus],
      onFault: (fault) => console.error(fault),
    });
    const wire = await memoryWire.start(workbench, '');
    const client = connect(await wire.open(), { checkValues: true });
    await fill(client, folder);
    await workbench.close();
    await rm(SAMPLE, { recursive: true, force: true });
    // Logs, locks, the history that the builder's own keys signed, and whatever else belongs to one machine stay behind.
    await cp(folder, SAMPLE, {
      recursive: true,
      filter: (source) => !/[/\\](?:logs|team|\.lock|postil\.lock)/.test(source),
    });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  if (!existsSync(join(SAMPLE, 'project.json'))) throw new Error('No sample project came of it.');
}

async function fill(client: Client, folder: string): Promise<void> {
  const apply = (label: string, edits: readonly Edit[]) =>
    client.call('project.apply', { label, edits: edits as CallArgs<'project.apply'>['edits'] });

  await client.call('settings.update', { annotator: person('Amina Rahimi') });
  await client.call('project.create', { folder, title: 'A truce in Marghan' });
  const documents = documentsFile.parse(await readJson('documents.json'));
  const report = await client.call('import.files', {
    files: documents.map(({ file }) => ({ kind: 'path', path: join(corpus, file) })),
  });
  if (report.refused.length > 0) throw new Error(JSON.stringify(report.refused));

  await apply('enter the actors', await actorEdits());
  await apply('enter the codes', await codeEdits());
  const sources = sourcesFile.parse(await readJson('sources.json'));
  const at = new Date().toISOString();
  await apply(
    'enter the sources',
    sources.map((source) => ({
      kind: 'source',
      before: null,
      after: {
        id: sourceIdSchema.parse(`s-${slugify(source.name)}`),
        name: source.name,
        kind: sourceKind(source.kind),
        grades: [
          { grade: source.grade, at, annotator: annotatorIdSchema.parse('amina-rahimi'), why: source.why },
        ],
      },
    })),
  );

  for (const summary of report.added) {
    const known = documents.find(({ file }) => file === summary.fileName)!;
    const { document } = await client.call('document.open', { documentId: summary.id });
    const before = document.settings;
    const metadata: Record<string, Metadata[keyof Metadata]> = {};
    for (const field of ['title', 'author', 'outlet', 'date', 'language'] as const) {
      const value = known[field];
      if (!value) continue;
      const proposed = before.metadata[field];
      metadata[field] =
        proposed?.value === value ? { ...proposed, status: 'accepted' } : { value, status: 'corrected' };
    }
    const source = sources.find((candidate) => candidate.documents.includes(known.file));
    const after: DocumentSettings = {
      ...before,
      metadata: metadata as Metadata,
      ...(source ? { sourceId: sourceIdSchema.parse(`s-${slugify(source.name)}`) } : {}),
    };
    await apply('describe a document', [
      { kind: 'document', documentId: document.id, before, after } as Edit,
    ]);
  }

  for (const [sheet, name] of [
    ['amina-rahimi', 'Amina Rahimi'],
    ['jonas-weber', 'Jonas Weber'],
  ] as const) {
    const read = await client.call('read.run', {
      format: 'coding-sheet',
      file: { kind: 'path', path: join(corpus, 'annotations', `${sheet}.csv`) },
      annotator: person(name),
    });
    console.log(`${name}: ${read.taken.length} annotations`);
    if (read.refused.length > 0) throw new Error(`${sheet}: ${JSON.stringify(read.refused, null, 2)}`);
    const made = [...read.newActors, ...read.newCodes];
    if (made.length > 0)
      throw new Error(`${sheet} names actors or codes that the registries lack: ${made.join(', ')}`);
  }
  const { faults } = await client.call('project.check', {});
  if (faults.length > 0) throw new Error(JSON.stringify(faults));
}

function person(name: string) {
  return { id: annotatorIdSchema.parse(slugify(name)), name };
}

async function readJson(name: string): Promise<unknown> {
  return JSON.parse(await readFile(join(corpus, name), 'utf8'));
}

async function actorEdits(): Promise<Edit[]> {
  const rows = actorsFile.parse(await readJson('actors.json'));
  const idOf = (name: string): ActorId => actorIdSchema.parse(`a-${slugify(name)}`);
  return rows.map((row) => ({
    kind: 'actor',
    before: null,
    after: actorSchema.parse({
      id: idOf(row.name),
      name: row.name,
      kind: row.kind,
      aliases: row.aliases,
      ...(row.parent ? { parent: idOf(row.parent) } : {}),
      ...(row.note ? { note: row.note } : {}),
    }),
  }));
}

async function codeEdits(): Promise<Edit[]> {
  const rows = codesFile.parse(await readJson('codes.json'));
  return rows.map((row) => ({
    kind: 'code',
    before: null,
    after: {
      id: codeIdSchema.parse(`c-${slugify(row.name)}`),
      name: row.name,
      definition: row.definition,
      colour: row.colour,
      ...(row.parent ? { parent: codeIdSchema.parse(`c-${slugify(row.parent)}`) } : {}),
    },
  }));
}
