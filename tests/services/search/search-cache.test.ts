import { appendFile, mkdtemp, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { foldWithOffsets } from '../../../src/core/document/fold-with-offsets.ts';
import { documentIdSchema, type DocumentId } from '../../../src/core/ids.ts';
import { makeWordFilter } from '../../../src/core/search/word-filter.ts';
import { openSearchCache, type CachedText } from '../../../src/main/services/search/search-cache.ts';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'postil-search-cache-'));
  path = join(folder, 'not', 'there', 'yet', 'search.bin');
});
afterEach(() => rm(folder, { recursive: true }));

function make(name: string, text: string, sha256 = `hash of ${name}`): CachedText {
  const folded = foldWithOffsets(text);
  return {
    documentId: documentIdSchema.parse(name),
    sha256,
    folded,
    filter: makeWordFilter(folded.text),
  };
}

const TEXTS = [
  make('plain', 'The council met.\n\nIt said “no”.'),
  make('urdu', 'کونسل نے مذاکرات کیے۔ مُعاہَدہ'),
  make('emoji', '🧑🏽‍🚀 cafe\u0301 ﬁ'),
  make('empty', ''),
];

function fill(texts: readonly CachedText[]): void {
  const cache = openSearchCache(path);
  for (const text of texts) cache.append(text);
  cache.close();
}

function load(wanted: readonly CachedText[] = TEXTS): CachedText[] {
  const cache = openSearchCache(path);
  const taken: CachedText[] = [];
  cache.load(
    new Map<DocumentId, string>(wanted.map(({ documentId, sha256 }) => [documentId, sha256])),
    (text) => taken.push(text),
  );
  cache.close();
  return taken;
}

describe('folded texts', () => {
  it('come back as they were made, in whatever script', () => {
    fill(TEXTS);
    expect(load()).toEqual(TEXTS);
  });

  it('grow by what is appended later', () => {
    fill(TEXTS.slice(0, 2));
    fill(TEXTS.slice(2));
    expect(load()).toEqual(TEXTS);
  });

  it('come only of the text that is wanted, and once', () => {
    fill([...TEXTS, ...TEXTS]);
    expect(load([{ ...TEXTS[0]!, sha256: 'of another text' }, TEXTS[1]!])).toEqual([TEXTS[1]]);
  });

  it('that nobody wants any more are cleared away', async () => {
    const big = 'Words that nobody wants. '.repeat(110_000);
    fill([make('gone', big), make('gone-too', big), make('gone-three', big), make('four', big), ...TEXTS]);
    const before = (await stat(path)).size;
    expect(load()).toEqual(TEXTS);
    expect((await stat(path)).size).toBeLessThan(before / 100);
    fill([make('more', 'More.')]);
    expect(load([...TEXTS, make('more', 'More.')])).toHaveLength(5);
  });
});

describe('a damaged file', () => {
  it('is good up to the damage, cut off there, and grows again', async () => {
    fill(TEXTS);
    const bytes = await readFile(path);
    for (let cut = 0; cut < bytes.length; cut += 7) {
      await writeFile(path, bytes.subarray(0, cut));
      const found = load();
      expect(TEXTS.slice(0, found.length)).toEqual(found);
      fill(TEXTS.slice(found.length));
      expect(load()).toEqual(TEXTS);
    }
  });

  it('never answers with other texts, whichever byte is turned', async () => {
    fill(TEXTS);
    const bytes = await readFile(path);
    for (let at = 0; at < bytes.length; at += 5) {
      const turned = Buffer.from(bytes);
      turned[at]! ^= 0x41;
      await writeFile(path, turned);
      for (const text of load()) expect(TEXTS).toContainEqual(text);
    }
  });

  it('of another kind or version begins anew', async () => {
    fill([]);
    await truncate(path, 0);
    await appendFile(path, 'postil-search 0 of another Node, and whatever it wrote '.repeat(20));
    expect(load()).toEqual([]);
    fill(TEXTS);
    expect(load()).toEqual(TEXTS);
  });
});
