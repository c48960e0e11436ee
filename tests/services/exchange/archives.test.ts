import { mkdtemp, readdir, readFile, rm, symlink, writeFile, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ZipFile } from 'yazl';
import type { Job } from '../../../src/core/ports.ts';
import { openExchangeFiles } from '../../../src/main/services/exchange/open-exchange-files.ts';
import { openZip, ZIP_LIMITS, type ZipLimits } from '../../../src/main/services/exchange/open-zip.ts';
import { openStaging } from '../../../src/main/services/exchange/staging.ts';
import { nodeFileSystem } from '../../../src/main/services/store/file-system.ts';
import { collect } from '../../core/exchange/memory-project.ts';

const JOB: Job = { progress() {}, signal: { aborted: false, throwIfAborted() {} } };

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'postil-archives-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

async function zipOf(
  entries: readonly (readonly [name: string, content: string | Buffer, mode?: number])[],
  change: (bytes: Buffer) => void = () => {},
): Promise<string> {
  const zip = new ZipFile();
  for (const [name, content, mode = 0o100644] of entries) zip.addBuffer(Buffer.from(content), name, { mode });
  zip.end();
  const parts: Buffer[] = [];
  for await (const part of zip.outputStream as AsyncIterable<Buffer>) parts.push(part);
  const bytes = Buffer.concat(parts);
  change(bytes);
  const path = join(folder, 'given.zip');
  await writeFile(path, bytes);
  return path;
}

async function open(
  path: string,
  limits: ZipLimits = ZIP_LIMITS,
  isPart: (name: string) => boolean = () => true,
) {
  return openZip(await nodeFileSystem.openFile(path), 'given.zip', isPart, JOB, limits);
}

async function readAll(path: string, limits?: ZipLimits): Promise<string[]> {
  const files = await open(path, limits);
  try {
    const texts: string[] = [];
    for (const name of files.names) texts.push(await collect(files.text(name)));
    return texts;
  } finally {
    await files.close();
  }
}

function rename(from: string, to: string): (bytes: Buffer) => void {
  return (bytes) => {
    expect(Buffer.byteLength(to)).toBe(Buffer.byteLength(from));
    for (let at = bytes.indexOf(from); at !== -1; at = bytes.indexOf(from, at + 1)) bytes.write(to, at);
  };
}

/** Offset of the first entry's central header. */
const central = (bytes: Buffer): number => bytes.indexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02]));

describe('an archive that is read', () => {
  it('gives its files, and of them only what the format names', async () => {
    const path = await zipOf([
      ['project.qde', '<Project/>'],
      ['sources/one.txt', '🦅 one'],
      ['.DS_Store', 'x'],
      ['run.exe', 'MZ'],
    ]);
    const files = await open(path, ZIP_LIMITS, (name) => /\.(qde|txt)$/.test(name));
    expect(files.names).toEqual(['project.qde', 'sources/one.txt']);
    expect(files.skipped).toEqual(['run.exe']);
    expect(await collect(files.text('sources/one.txt'))).toBe('🦅 one');
    expect(Buffer.from(await files.bytes('project.qde')).toString()).toBe('<Project/>');
    await expect(files.bytes('run.exe')).rejects.toThrow('holds no file');
    await files.close();
  });

  it.each([
    ['climbs out', 'ab/evil.txt', '../evil.txt', 'invalid relative path'],
    ['climbs out in the middle', 'a/bb/evil.txt', 'a/../evil.txt', 'invalid relative path'],
    ['is absolute', 'xevil.txt', '/evil.txt', 'absolute path'],
    ['is absolute on Windows', 'xx/evil.txt', 'C:/evil.txt', 'absolute path'],
    ['climbs out with backslashes', 'xx/evil.txt', '..\\evil.txt', 'invalid relative path'],
  ])('is refused when a name %s', async (_, honest, evil, message) => {
    const path = await zipOf([[honest, 'x']], rename(honest, evil));
    await expect(open(path)).rejects.toMatchObject({
      code: 'refused',
      message: expect.stringContaining(message),
    });
  });

  it('is refused when it holds a link, a name twice, or something encrypted', async () => {
    await expect(open(await zipOf([['link', '/etc/passwd', 0o120777]]))).rejects.toThrow(
      'holds a link, “link”',
    );
    const twice = await zipOf(
      [
        ['one', 'x'],
        ['two', 'y'],
      ],
      rename('two', 'one'),
    );
    await expect(open(twice)).rejects.toThrow('holds “one” twice');
    const encrypted = await zipOf([['one', 'x']], (bytes) =>
      bytes.writeUInt8(bytes[central(bytes) + 8]! | 1, central(bytes) + 8),
    );
    await expect(open(encrypted)).rejects.toThrow('is encrypted');
  });

  it('is refused while it unpacks to more than it may', async () => {
    const bomb = await zipOf([['bomb.txt', Buffer.alloc(6 * 1024 * 1024, 'a')]]);
    await expect(readAll(bomb)).rejects.toThrow('unpacks to more than 400 times its size');
    const several = await zipOf([
      ['a', 'x'.repeat(600)],
      ['b', 'y'.repeat(600)],
    ]);
    await expect(readAll(several, { ...ZIP_LIMITS, inflatedBytes: 1000 })).rejects.toThrow(
      'unpacks to more than',
    );
    expect(await readAll(several, { ...ZIP_LIMITS, inflatedBytes: 1200 })).toHaveLength(2);
    await expect(readAll(several, { ...ZIP_LIMITS, entries: 1 })).rejects.toThrow('more than 1 files');
  });

  it('counts what is unpacked, not what the archive says of itself', async () => {
    const lying = await zipOf([['a', 'x'.repeat(5000)]], (bytes) =>
      bytes.writeUInt32LE(10, central(bytes) + 24),
    );
    await expect(readAll(lying)).rejects.toMatchObject({ code: 'refused' });
  });

  it('is refused when it is damaged: cut off, another checksum, no archive at all', async () => {
    const whole = await readFile(await zipOf([['a', 'some text']]));
    const other = await zipOf([['a', 'some text']], (bytes) => bytes.writeUInt32LE(1, central(bytes) + 16));
    await expect(readAll(other)).rejects.toThrow('is not what was packed');
    for (const bytes of [whole.subarray(0, 40), Buffer.from('PK\u0003\u0004 nothing')]) {
      const path = join(folder, 'cut.zip');
      await writeFile(path, bytes);
      await expect(open(path)).rejects.toThrow('“given.zip” is no sound archive');
    }
  });

  it('is one file where the format is one file', async () => {
    const path = await zipOf([['a', 'x']]);
    const files = await openExchangeFiles(nodeFileSystem, path, { label: 'book.xlsx', from: ['file'] }, JOB);
    expect(files.names).toEqual(['']);
    await expect(
      openExchangeFiles(nodeFileSystem, path, { label: 'book.xlsx', from: ['folder'] }, JOB),
    ).rejects.toThrow('comes as a folder');
  });
});

describe('a folder that is read', () => {
  it('gives its files by their place, follows no link, and says what it leaves', async () => {
    const inside = join(folder, 'in');
    await mkdir(join(inside, 'deep'), { recursive: true });
    await writeFile(join(inside, 'a.txt'), 'a');
    await writeFile(join(inside, 'deep', 'b.txt'), 'b');
    await writeFile(join(inside, 'deep', 'b.exe'), 'b');
    await writeFile(join(folder, 'secret.txt'), 'secret');
    await symlink(join(folder, 'secret.txt'), join(inside, 'c.txt'));
    const isPart = (name: string): boolean => name.endsWith('.txt');
    const files = await openExchangeFiles(
      nodeFileSystem,
      inside,
      { label: 'in', from: ['folder'], isPart },
      JOB,
    );
    expect([files.names, files.skipped]).toEqual([
      ['a.txt', 'deep/b.txt'],
      ['c.txt', 'deep/b.exe'],
    ]);
    expect(await collect(files.text('deep/b.txt'))).toBe('b');
    await expect(
      openExchangeFiles(nodeFileSystem, inside, { label: 'in', from: ['file'] }, JOB),
    ).rejects.toThrow('is no file');
  });
});

describe('an export that is staged', () => {
  async function stage(shape: 'zip' | 'folder', name: string, files: number): Promise<string> {
    const out = join(folder, name);
    const staging = await openStaging(nodeFileSystem, out, shape, false, JOB);
    // Interleaved, and more than may be open at a time.
    for (const round of [1, 2]) {
      for (let i = 0; i < files; i++)
        await staging.write(`texts/${i}.txt`, `round ${round} of ${i}\n`.repeat(5000));
    }
    await staging.seal();
    const { files: read, close } = await staging.open();
    expect(read.names).toHaveLength(files);
    expect(await collect(read.text('texts/3.txt'))).toBe(
      'round 1 of 3\n'.repeat(5000) + 'round 2 of 3\n'.repeat(5000),
    );
    await close();
    await staging.commit('card');
    await staging.discard();
    return out;
  }

  it('as an archive is the same bytes each time, and leaves nothing beside but its card', async () => {
    const [one, two] = [await stage('zip', 'one.zip', 80), await stage('zip', 'two.zip', 80)];
    expect((await readFile(one)).equals(await readFile(two))).toBe(true);
    expect((await readdir(folder)).toSorted()).toEqual([
      'one.zip',
      'one.zip.README.md',
      'two.zip',
      'two.zip.README.md',
    ]);
  });

  it('as a folder has its folders and its card', async () => {
    const out = await stage('folder', 'out', 100);
    expect((await readdir(out)).toSorted()).toEqual(['README.md', 'texts']);
    expect(await readdir(join(out, 'texts'))).toHaveLength(100);
  });

  it.each(['../x', '/x', 'a//b', 'a\\b', 'a:b', '.', '..', ' a', 'a.', 'x'.repeat(121), ''])(
    'takes no file of the name “%s”',
    async (name) => {
      const staging = await openStaging(nodeFileSystem, join(folder, 'out'), 'folder', false, JOB);
      await expect(staging.write(name, 'x')).rejects.toMatchObject({ code: 'internal' });
      await staging.discard();
      expect(await readdir(folder)).toEqual([]);
    },
  );
});
