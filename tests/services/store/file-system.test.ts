import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { nodeFileSystem } from '../../../src/main/services/store/file-system.ts';
import { withFolder } from './fixtures.ts';

const bytes = (text: string): Uint8Array => Buffer.from(text, 'utf8');

test('a writer goes on where it stopped, at the end of what is there', async () => {
  await withFolder(async (root) => {
    const path = join(root, 'file');
    const writer = await nodeFileSystem.createFile(path);
    await writer.write(bytes('one '));
    await writer.write(bytes(''));
    await writer.write(bytes('two '));
    await writer.sync();
    expect(await writer.size()).toBe(8);
    await writer.close();
    const more = await nodeFileSystem.appendTo(path);
    await more.write(bytes('three'));
    await more.close();
    expect(await readFile(path, 'utf8')).toBe('one two three');
    await expect(nodeFileSystem.createFile(path)).rejects.toMatchObject({ code: 'EEXIST' });
  });
});

test('closing twice closes nothing that was opened meanwhile', async () => {
  await withFolder(async (root) => {
    for (const name of ['a', 'b']) await writeFile(join(root, name), name);
    const closed = await nodeFileSystem.createFile(join(root, 'c'));
    await closed.close();
    // The system gives the freed number to the next one.
    const reader = await nodeFileSystem.openFile(join(root, 'a'));
    await closed.close();
    expect(Buffer.from(await reader.read(0, reader.size)).toString()).toBe('a');
    await reader.close();
    const other = await nodeFileSystem.openFile(join(root, 'b'));
    await reader.close();
    expect(Buffer.from(await other.read(0, 10)).toString()).toBe('b');
    await other.close();
  });
});
