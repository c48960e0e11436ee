import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ZipFile } from 'yazl';
import { documentIdSchema } from '../../../src/core/ids.ts';
import { nodeFileSystem } from '../../../src/main/services/store/file-system.ts';
import {
  annotate,
  annotatorOf,
  makeAnnotation,
  makeIdentity,
  makeMachine,
  QUIET,
  type Machine,
} from './fixture.ts';

const DOCUMENT = documentIdSchema.parse('harbour');
const RECEIVE = { isDryRun: false };
const PUBLISH = { isDryRun: false, withDocuments: true };

let root: string;
let bundle: string;
let ana: Machine;
let ben: Machine;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'postil-bundle-'));
  bundle = join(root, 'for ben.postil-bundle');
  for (const name of ['ana', 'ben']) await mkdir(join(root, name));
  const documents = ['harbour'];
  const at = (name: string) => join(root, name.toLowerCase());
  ana = await makeMachine(nodeFileSystem, at('Ana'), annotatorOf('Ana'), await makeIdentity(), { documents });
  ben = await makeMachine(nodeFileSystem, at('Ben'), annotatorOf('Ben'), await makeIdentity(), { documents });
  await annotate(ana, makeAnnotation(DOCUMENT, ana.project.annotator.id, 4, 18));
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function pack(
  entries: readonly (readonly [name: string, content: string | Buffer, mode?: number])[],
  change: (bytes: Buffer) => Buffer = (bytes) => bytes,
): Promise<string> {
  const zip = new ZipFile();
  for (const [name, content, mode = 0o100644] of entries) zip.addBuffer(Buffer.from(content), name, { mode });
  zip.end();
  const parts: Buffer[] = [];
  for await (const part of zip.outputStream as AsyncIterable<Buffer>) parts.push(part);
  const path = join(root, 'given.postil-bundle');
  await writeFile(path, change(Buffer.concat(parts)));
  return path;
}

/** A name of as many bytes put into the archive's own lists in place of an honest one. */
const rename = (from: string, to: string) => (bytes: Buffer) =>
  Buffer.from(bytes.toString('latin1').replaceAll(from, to), 'latin1');

describe('writing a bundle', () => {
  test('what is there is not replaced unasked, be it a bundle or anything else', async () => {
    await writeFile(bundle, 'somebody’s');
    await expect(ana.team.publish(bundle, PUBLISH, QUIET)).rejects.toMatchObject({
      code: 'refused',
      details: { exists: true, file: bundle },
    });
    expect(await readFile(bundle, 'utf8')).toBe('somebody’s');
    // Said before anything was made for it.
    expect(await readdir(join(root, 'ana'))).toEqual([]);
    await ana.team.publish(bundle, { ...PUBLISH, overwrite: true }, QUIET);
    const report = await ben.team.receive(bundle, RECEIVE, QUIET);
    expect(report.layers).toEqual([expect.objectContaining({ annotator: 'ana', added: 1 })]);
    expect((await readdir(root)).filter((name) => name.includes('.tmp'))).toEqual([]);
  });

  test('a folder or a link of that name is refused, whatever was said', async () => {
    await mkdir(bundle);
    await expect(ana.team.publish(bundle, { ...PUBLISH, overwrite: true }, QUIET)).rejects.toThrow(
      /is no file/,
    );
    await rm(bundle, { recursive: true });
    await writeFile(join(root, 'elsewhere'), 'kept');
    await symlink(join(root, 'elsewhere'), bundle);
    await expect(ana.team.publish(bundle, { ...PUBLISH, overwrite: true }, QUIET)).rejects.toThrow(
      /is no file/,
    );
    expect(await readFile(join(root, 'elsewhere'), 'utf8')).toBe('kept');
    await expect(ana.team.publish(join(root, 'no', 'x.postil-bundle'), PUBLISH, QUIET)).rejects.toMatchObject(
      {
        code: 'not-found',
      },
    );
  });
});

describe('a bundle that came', () => {
  test('cut off anywhere, it is refused whole, and the project is as it was', async () => {
    await ana.team.publish(bundle, PUBLISH, QUIET);
    const bytes = await readFile(bundle);
    for (const part of [0, 0.2, 0.6, 0.99]) {
      await writeFile(bundle, bytes.subarray(0, Math.floor(bytes.length * part)));
      await expect(ben.team.receive(bundle, RECEIVE, QUIET)).rejects.toMatchObject({ code: 'refused' });
    }
    expect(await readdir(join(root, 'ben'))).toEqual([]);
    await writeFile(bundle, bytes);
    expect((await ben.team.receive(bundle, RECEIVE, QUIET)).layers).toHaveLength(1);
  });

  test.each([
    ['climbs out', 'aa/evil.json', '../evil.json'],
    ['is absolute', 'aevil.json', '/evil.json'],
    ['is absolute on Windows', 'aa/evil.json', 'C:/evil.json'],
    ['climbs out with backslashes', 'aa/evil.json', '..\\evil.json'],
  ])('whose entry %s is refused whole', async (_, honest, evil) => {
    const path = await pack([[honest, 'x']], rename(honest, evil));
    await expect(ben.team.receive(path, RECEIVE, QUIET)).rejects.toMatchObject({ code: 'refused' });
    expect((await readdir(root)).sort()).toEqual(['ana', 'ben', 'given.postil-bundle']);
  });

  test('with a link is refused whole', async () => {
    const path = await pack([['layers/harbour/ana/1-0123456789ab.json', '/etc/passwd', 0o120777]]);
    await expect(ben.team.receive(path, RECEIVE, QUIET)).rejects.toThrow(/holds a link/);
  });

  test('with other entries names them, and one that is packed too well is refused by name', async () => {
    const bomb = 'layers/harbour/ana/1-0123456789ab.json';
    const path = await pack([
      ['run.exe', 'MZ'],
      ['layers/harbour/ana/1-0123456789ab.sync-conflict.json', 'x'],
      [bomb, Buffer.alloc(8 * 1024 ** 2, ' ')],
    ]);
    const report = await ben.team.receive(path, RECEIVE, QUIET);
    expect(report.notRecognised).toEqual(['layers/harbour/ana/1-0123456789ab.sync-conflict.json', 'run.exe']);
    expect(report.refused).toMatchObject([
      { name: bomb, reason: expect.stringContaining('400 times its size') },
    ]);
    expect(report).toMatchObject({ accepted: 0, layers: [] });
  });
});
