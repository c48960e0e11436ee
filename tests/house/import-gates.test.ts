import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative, sep } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { tools } from '../../scripts/run.mjs';
import { CLEAN_TREE, FORBIDDEN_DIRECTIONS, PLANTS, ROOMS, type Plant } from './plants.ts';

const root = join(import.meta.dirname, '../..');

/** Which files each gate fails on, relative to `src`, with `/`. */
interface Verdict {
  readonly types: ReadonlyMap<string, string>;
  readonly lint: ReadonlyMap<string, string>;
}

let folder: string;
let clean: Verdict;
let planted: Verdict;

beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'postil-house-')));
  await makeTree();
  clean = { types: await runTypes(), lint: await runLint() };
  planted = await plantAll();
}, 120_000);

/**
 * One plant a room at a time, since a project is checked as a whole: what one plant drags in (Node's types, another
 * room's files) would hide what is wrong with the next.
 */
async function plantAll(): Promise<Verdict> {
  const types = new Map<string, string>();
  const lint = new Map<string, string>();
  const waiting = new Map<string, Plant[]>();
  for (const plant of PLANTS) {
    const room = roomOf(plant.file);
    waiting.set(room, [...(waiting.get(room) ?? []), plant]);
  }
  for (let round = 0; [...waiting.values()].some((plants) => round < plants.length); round++) {
    const plants = [...waiting.values()].flatMap((all) => all[round] ?? []);
    for (const { file, code } of plants) await write(file, code);
    const [roundTypes, roundLint] = await Promise.all([runTypes(), runLint()]);
    for (const [file, fault] of roundTypes) types.set(file, fault);
    for (const [file, fault] of roundLint) lint.set(file, fault);
    for (const { file } of plants) await rm(join(folder, 'src', file));
  }
  return { types, lint };
}

afterAll(() => rm(folder, { recursive: true, force: true }));

/** The real gates' configurations over a tree of tiny files; nothing is planted in the real one. */
async function makeTree(): Promise<void> {
  for (const name of ['tsconfig.base.json', '.oxlintrc.json', 'package.json']) {
    await cp(join(root, name), join(folder, name));
  }
  const config = projectsSchema.parse(JSON.parse(await readFile(join(root, 'tsconfig.json'), 'utf8')));
  const rooms = config.references.filter(({ path }) => path.startsWith('src/'));
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ ...config, references: rooms }));
  for (const { path } of rooms) {
    await cp(join(root, path, 'tsconfig.json'), join(folder, path, 'tsconfig.json'));
  }
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction');
  for (const [file, code] of Object.entries(CLEAN_TREE)) await write(file, code);
  for (const room of ROOMS) await write(`${room}/leaf.ts`, 'export const leaf = 1;');
}

const projectsSchema = z.object({
  files: z.array(z.string()),
  references: z.array(z.object({ path: z.string() })),
});

async function write(file: string, code: string): Promise<void> {
  const path = join(folder, 'src', file);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, `${code}\n`);
}

async function runTypes(): Promise<Map<string, string>> {
  const output = await run(tools.tsc, ['-b', '--pretty', 'false']);
  const faults = new Map<string, string>();
  for (const line of output.split('\n').filter((text) => /error TS\d+/.test(text))) {
    // A fault without a file is a fault of the set-up, and must not be mistaken for silence.
    const [, file, message] = /^(.+?)\(\d+,\d+\): (error .*)$/.exec(line) ?? ['', line, line];
    if (file !== undefined) faults.set(file.replace(/^src\//, ''), message ?? '');
  }
  return faults;
}

const lintSchema = z.object({
  number_of_files: z.int().positive(),
  diagnostics: z.array(
    z.object({ filename: z.string(), severity: z.string(), code: z.string(), message: z.string() }),
  ),
});

async function runLint(): Promise<Map<string, string>> {
  const output = await run(tools.oxlint, ['--format', 'json', 'src']);
  const report = lintSchema.parse(JSON.parse(output));
  const faults = new Map<string, string>();
  for (const { filename, severity, code, message } of report.diagnostics) {
    if (severity !== 'error') continue;
    faults.set(filename.replace(/^src\//, ''), `${code} ${message}`);
  }
  return faults;
}

/** stdout, whatever the exit status: both gates end with 1 when they fail. */
function run(tool: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      [tool, ...args],
      { cwd: folder, maxBuffer: 64 * 1024 * 1024 },
      (error, stdout, stderr) => {
        if (error && typeof error.code !== 'number') reject(error);
        else if (stdout === '' && stderr !== '') reject(new Error(stderr));
        else resolve(stdout);
      },
    );
  });
}

describe('the gates of the import table', () => {
  test('let everything through that the table allows', () => {
    expect(Object.fromEntries(clean.types)).toEqual({});
    expect(Object.fromEntries(clean.lint)).toEqual({});
  });

  test.each(PLANTS.map((plant) => [plant.rule, plant] as const))('stop %s', (_rule, { file }) => {
    const verdict = [planted.types.get(file), planted.lint.get(file)].filter((text) => text !== undefined);
    expect(verdict, `neither tsc nor oxlint saw src/${file}`).not.toEqual([]);
  });

  test('fail on the planted files only', () => {
    const faulty = new Set([...planted.types.keys(), ...planted.lint.keys()]);
    expect([...faulty].sort()).toEqual(PLANTS.map(({ file }) => file).sort());
  });

  test.each(FORBIDDEN_DIRECTIONS.map((plant) => [plant.rule, plant] as const))(
    'the linter alone stops %s',
    (_rule, { file }) => {
      expect(planted.lint.get(file)).toContain('no-restricted-imports');
    },
  );

  // A project sees what the projects that it references were built from: preload sees core through contract.
  const outOfSight = FORBIDDEN_DIRECTIONS.filter(({ rule }) => !rule.startsWith('preload: ../core/'));
  test.each(outOfSight.map((plant) => [plant.rule, plant] as const))(
    'the types alone stop %s',
    (_rule, { file }) => {
      expect(planted.types.get(file)).toContain('TS6307');
    },
  );

  test('both work: each stops what the other cannot see', () => {
    const files = PLANTS.map(({ file }) => file);
    expect(files.some((file) => planted.types.has(file) && !planted.lint.has(file))).toBe(true);
    expect(files.some((file) => planted.lint.has(file) && !planted.types.has(file))).toBe(true);
  });

  test('cover every room: each folder of code has a project and a row in the linter', async () => {
    const config = projectsSchema.parse(JSON.parse(await readFile(join(root, 'tsconfig.json'), 'utf8')));
    const projects = config.references.map(({ path }) => path);
    const lint = await readFile(join(root, '.oxlintrc.json'), 'utf8');
    const rooms = await roomFolders();
    for (const room of rooms) {
      expect(projects).toContain(`src/${room}`);
      expect(lint).toContain(`"src/${room}/**"`);
    }
    expect(rooms.sort()).toEqual([...ROOMS].sort());
  });
});

/** `core`, `main/services` …: what stands in `src`, and one level deeper in `src/main`. */
async function roomFolders(): Promise<string[]> {
  const rooms: string[] = [];
  for (const parent of ['src', join('src', 'main')]) {
    for (const entry of await readdir(join(root, parent), { withFileTypes: true })) {
      const path = relative('src', join(parent, entry.name)).split(sep).join('/');
      if (entry.isDirectory() && path !== 'main') rooms.push(path);
    }
  }
  return rooms;
}

function roomOf(file: string): string {
  if (!file.startsWith('main/')) return file.split('/')[0] ?? '';
  const parts = file.split('/');
  return parts.length > 2 ? `main/${parts[1]}` : '';
}
