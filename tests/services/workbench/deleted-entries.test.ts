import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { connect, type Client } from '../../../src/contract/client.ts';
import { actorIdSchema } from '../../../src/core/ids.ts';
import { memoryWire } from '../../contract/transports.ts';
import { makePlace, type Place } from './fixture.ts';

let place: Place;
let work: string;
let client: Client;

beforeEach(async () => {
  place = await makePlace();
  work = place.root;
  const wire = await memoryWire.start(place.workbench(), '');
  client = connect(await wire.open(), { checkValues: true });
  await writeFile(join(work, 'note.txt'), 'A short note.\n\nThe movement denied the raid on the post.\n');
  await writeFile(
    join(work, 'sheet.csv'),
    'document,quote,actors\r\nnote.txt,denied the raid,The Movement\r\n',
  );
});
afterEach(async () => {
  await place.remove();
  expect(place.faults).toEqual([]);
});

async function readSheet() {
  return client.call('read.run', {
    format: 'coding-sheet',
    file: { kind: 'path', path: join(work, 'sheet.csv') },
  });
}

test('a deleted actor stays known: its tags are no fault, can be edited on, and its id is never given again', async () => {
  await client.call('project.create', { folder: join(work, 'project'), title: 'Deleted' });
  const { added } = await client.call('import.files', {
    files: [{ kind: 'path', path: join(work, 'note.txt') }],
  });
  await readSheet();
  const { snapshot } = await client.call('project.current', {});
  const actor = snapshot!.codebook.actors[0]!;
  expect(actor.id).toBe('a-the-movement');
  await client.call('project.apply', {
    label: 'delete',
    edits: [{ kind: 'actor', before: actor, after: null }],
  });

  expect((await client.call('project.check', {})).faults).toEqual([]);

  const documentId = added[0]!.id;
  const { layers } = await client.call('document.open', { documentId });
  const before = layers[0]!.annotations[0]!;
  const after = { ...before, note: 'still editable' };
  await client.call('project.apply', {
    label: 'note',
    edits: [{ kind: 'annotation', documentId, annotator: before.annotator, before, after }],
  });

  await writeFile(join(work, 'sheet.csv'), 'document,quote,actors\r\nnote.txt,A short note,The Movement\r\n');
  await readSheet();
  const again = (await client.call('project.current', {})).snapshot!.codebook.actors;
  expect(again.map(({ id, name }) => ({ id, name }))).toEqual([
    { id: 'a-the-movement-2', name: 'The Movement' },
  ]);
});

test('who changes only the codebook is named among the annotators', async () => {
  await client.call('project.create', { folder: join(work, 'project'), title: 'Codebook only' });
  await client.call('project.apply', {
    label: 'add',
    edits: [
      {
        kind: 'actor',
        before: null,
        after: { id: actorIdSchema.parse('a-x'), name: 'X', kind: 'other', aliases: [] },
      },
    ],
  });
  const { snapshot } = await client.call('project.current', {});
  expect(snapshot!.project.annotators).toEqual([snapshot!.annotator]);
});
