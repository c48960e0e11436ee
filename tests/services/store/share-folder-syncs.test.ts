import { expect, test } from 'vitest';
import type { FileSystem } from '../../../src/main/services/store/file-system.ts';
import { nodeFileSystem } from '../../../src/main/services/store/file-system.ts';
import { shareFolderSyncs } from '../../../src/main/services/store/share-folder-syncs.ts';

/** A file system whose syncs end when the test says so. */
function manual() {
  const syncs: { folder: string; end: (error?: Error) => void }[] = [];
  const fs: FileSystem = {
    ...nodeFileSystem,
    syncFolder: (folder) =>
      new Promise((resolve, reject) => {
        syncs.push({ folder, end: (error) => (error ? reject(error) : resolve()) });
      }),
  };
  return { fs: shareFolderSyncs(fs), syncs };
}

async function rest(): Promise<void> {
  for (let i = 0; i < 10; i++) await Promise.resolve();
}

test('syncs that are asked for while one runs wait for one that begins after it', async () => {
  const { fs, syncs } = manual();
  const done: string[] = [];
  const ask = (name: string) => fs.syncFolder('/a').then(() => done.push(name));
  const all = [ask('first'), ask('second'), ask('third')];
  expect(syncs).toHaveLength(1);
  syncs[0]!.end();
  await rest();
  // The running one had begun before the others asked: it says nothing of what they renamed.
  expect(done).toEqual(['first']);
  expect(syncs).toHaveLength(2);
  all.push(ask('fourth'));
  await rest();
  expect(syncs).toHaveLength(2);
  syncs[1]!.end();
  await rest();
  expect(done).toEqual(['first', 'second', 'third']);
  expect(syncs).toHaveLength(3);
  syncs[2]!.end();
  await Promise.all(all);
  expect(done).toEqual(['first', 'second', 'third', 'fourth']);
});

test('a failure is of those who waited for that sync, and the next is tried anew', async () => {
  const { fs, syncs } = manual();
  const first = fs.syncFolder('/a');
  const second = fs.syncFolder('/a');
  const third = fs.syncFolder('/a');
  syncs[0]!.end(new Error('one'));
  await expect(first).rejects.toThrow('one');
  await rest();
  syncs[1]!.end(new Error('two'));
  await expect(second).rejects.toThrow('two');
  await expect(third).rejects.toThrow('two');
  const fourth = fs.syncFolder('/a');
  syncs[2]!.end();
  await fourth;
});

test('folders have nothing to do with one another', () => {
  const { fs, syncs } = manual();
  void fs.syncFolder('/a');
  void fs.syncFolder('/b');
  expect(syncs.map(({ folder }) => folder)).toEqual(['/a', '/b']);
});
