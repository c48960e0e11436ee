import { expect, test } from 'vitest';
import { makeIdentity } from '../../services/team/fixture.ts';
import { annotatorIdSchema, projectIdSchema } from '../../../src/core/ids.ts';
import { linkOf } from '../../../src/core/team/chains.ts';
import { makePublished, type PublishedFile, type PublishedKind } from '../../../src/core/team/published.ts';
import { mergeRegistry } from '../../../src/core/team/registry.ts';
import { weigh } from '../../../src/core/team/weigh.ts';
import { sha256, uuidSource } from '../../../src/main/services/workbench/machine.ts';
import type { Identity } from '../../../src/main/services/team/identity.ts';

const ANA = annotatorIdSchema.parse('ana');

function made(
  identity: Identity,
  kind: PublishedKind,
  content: unknown,
  before: PublishedFile | null = null,
): PublishedFile {
  return makePublished(
    {
      kind,
      project: projectIdSchema.parse('0192f3a4-0000-7000-8000-000000000001'),
      author: ANA,
      document: null,
      revision: (before?.body.revision ?? 0) + 1,
      previous: before?.sha256 ?? null,
      alsoAfter: [],
      createdAt: '2026-03-04T05:06:07.008Z',
      payload: { kind: 'plain', content },
    },
    identity,
    sha256,
  );
}

const weighed = (files: readonly PublishedFile[]) =>
  weigh(
    files.map((file) => linkOf(file.sha256, file.body)),
    files,
    null,
    { trusted: [], root: null },
    sha256,
  );

test('of several cards of a person the last revision counts, whichever came last', async () => {
  const identity = await makeIdentity();
  const { signKey, boxKey } = identity;
  const card = (name: string) => ({ id: ANA, name, signKey, boxKey });
  const files = [made(identity, 'person', card('Ana'))];
  for (const name of ['Ana Lima', 'Ana L.']) files.push(made(identity, 'person', card(name), files.at(-1)!));
  for (const order of [files, files.toReversed(), [files[2]!, files[0]!, files[1]!]])
    expect(weighed(order).cards.map(({ name }) => name)).toEqual(['Ana L.']);
});

test('two writes that claim one id both stand, whichever came last: neither takes the other’s place unseen', () => {
  const id = uuidSource.uuid();
  const write = (author: string, value: string) => ({
    id,
    key: 'actor:a-x',
    value,
    replaces: [],
    earlier: [],
    author,
  });
  const [one, two] = [write('ana', 'A'), write('ben', 'B')];
  const standing = (writes: (typeof one)[]) =>
    mergeRegistry(writes, sha256)
      .get('actor:a-x')!
      .standing.map(({ value }) => value);
  expect(standing([one!, two!])).toEqual(standing([two!, one!]));
  expect(standing([one!, two!]).toSorted()).toEqual(['A', 'B']);
});
