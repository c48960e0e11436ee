import { expect, test } from 'vitest';
import { annotatorIdSchema } from '../../../src/core/ids.ts';
import { makePublished } from '../../../src/core/team/published.ts';
import { openJournal } from '../../../src/main/services/team/journal.ts';
import { sha256 } from '../../../src/main/services/workbench/machine.ts';
import { makeMemoryDisk } from '../../faults/memory-disk.ts';
import { makeIdentity, PROJECT } from './fixture.ts';

test('very many bytes become several segments, each small enough to be read whole; nothing of them is lost', async () => {
  const identity = await makeIdentity();
  const files = Array.from({ length: 7 }, (_, i) =>
    makePublished(
      {
        kind: 'person',
        project: PROJECT,
        author: annotatorIdSchema.parse(`person-${i}`),
        document: null,
        revision: 1,
        previous: null,
        alsoAfter: [],
        createdAt: '2026-03-04T05:06:07.008Z',
        payload: { kind: 'plain', content: { note: 'ä'.repeat(i === 3 ? 4000 : 100) } },
      },
      identity,
      sha256,
    ),
  );
  const { fs } = makeMemoryDisk();
  const segmentBytes = 2000;
  const journal = await openJournal('/journal', { fs, sha256, segmentBytes });
  await journal.append(files);
  await journal.append(files);
  const sizes: number[] = [];
  for (const { name } of await fs.list('/journal')) sizes.push((await fs.stat(`/journal/${name}`)).size);
  // One file alone may have more.
  expect(sizes.filter((size) => size > segmentBytes)).toHaveLength(1);
  expect(sizes.length).toBeGreaterThan(2);
  const again = await openJournal('/journal', { fs, sha256, segmentBytes });
  for (const file of files) expect(await again.read(file.sha256)).toEqual(file);
  expect(again.links.size).toBe(files.length);
});
