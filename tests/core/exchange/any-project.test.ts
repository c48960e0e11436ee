import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Annotation } from '../../../src/core/annotation/annotation.ts';
import { makeCodePoints } from '../../../src/core/exchange/code-points.ts';
import { defuse, encodeCell, joinList, splitList, undoDefuse } from '../../../src/core/exchange/csv/cells.ts';
import { readCsv } from '../../../src/core/exchange/csv/read.ts';
import { asCsvHolds, csvCannotHold, writeCsv } from '../../../src/core/exchange/csv/write.ts';
import { readJsonItems } from '../../../src/core/exchange/json-items.ts';
import { readJsonl } from '../../../src/core/exchange/jsonl/read.ts';
import { writeJsonl } from '../../../src/core/exchange/jsonl/write.ts';
import { originsOf, type Origin } from '../../../src/core/exchange/origins.ts';
import { readW3c } from '../../../src/core/exchange/w3c/read.ts';
import { writeW3c } from '../../../src/core/exchange/w3c/write.ts';
import { csvRows } from '../../../src/main/services/exchange/csv-rows.ts';
import { anyProject, anyText, documentsOf, documentText, makeProject } from './any-project.ts';
import { collect, inPieces, MemoryProject, withoutRevision } from './memory-project.ts';

const runs = { numRuns: 60 };

/** What adjudicators decided, by id; revisions mean something else in another project. */
function decisionsOf(project: MemoryProject) {
  return [...project.layers.values()]
    .flatMap(({ adjudications = [] }) =>
      adjudications.map((one) => ({ ...one, of: withoutRevision(one.of) })),
    )
    .toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

describe('any project', () => {
  it.each([
    ['JSONL', writeJsonl, readJsonl],
    ['W3C', writeW3c, readW3c],
  ] as const)('is the same after %s, and known the second time', async (_, write, read) => {
    await fc.assert(
      fc.asyncProperty(anyProject, fc.integer({ min: 1, max: 200 }), async (parts, size) => {
        fc.pre(parts.texts[0] !== parts.texts[1]);
        const project = makeProject(parts);
        const file = await collect(write(project.exportInput()));
        const other = new MemoryProject(documentsOf(parts.texts), undefined, undefined, 2);
        const first = await other.take((intake) => read(inPieces(file, size), intake));
        expect(first.refused).toEqual([]);
        expect(withoutRevision(other.annotations())).toEqual(withoutRevision(project.annotations()));
        if (write === writeJsonl) expect(decisionsOf(other)).toEqual(decisionsOf(project));
        expect(other.codebook().actors).toEqual(project.codebook().actors);
        expect(other.codebook().codes).toEqual(project.codebook().codes);
        const second = await other.take((intake) => read(inPieces(file, 1000), intake));
        expect(second).toMatchObject({ taken: [], refused: [], change: null, already: first.taken.length });
      }),
      runs,
    );
  });

  it('is the same after CSV, but for what CSV says that it cannot hold', async () => {
    await fc.assert(
      fc.asyncProperty(anyProject, async (parts) => {
        const project = makeProject(parts);
        const tables: Record<string, string> = {};
        for await (const { table, text } of writeCsv(project.exportInput()))
          tables[table] = (tables[table] ?? '') + text;
        const read: Annotation[] = [];
        const origins = new Map<string, Origin>();
        const rows = (table: string) => csvRows(inPieces(tables[table]!.slice(1), 50));
        for await (const { origin, ...one } of readCsv(rows('annotations.csv'), rows('stances.csv'))) {
          read.push(one);
          if (origin) origins.set(one.id, origin);
        }
        const losses = csvCannotHold();
        for (const annotation of project.annotations()) losses.add(annotation);
        const isLossless = losses.losses().length === 0;
        const written = project.annotations();
        expect(read).toEqual(isLossless ? written : written.map(asCsvHolds));
        expect(origins).toEqual(
          new Map([...project.layers.values()].flatMap((layer) => [...originsOf(layer)])),
        );
      }),
      runs,
    );
  });

  it('goes to another annotator under other ids, the same ones each time', async () => {
    await fc.assert(
      fc.asyncProperty(anyProject, async (parts) => {
        fc.pre(parts.texts[0] !== parts.texts[1]);
        const project = makeProject(parts);
        const count = project.annotations().length;
        const file = await collect(writeJsonl(project.exportInput()));
        const annotator = { id: 'ann' as never, name: 'Ann' };
        const first = await project.take((intake) => readJsonl(inPieces(file, 500), intake), { annotator });
        expect(first.taken).toHaveLength(count);
        const ids = new Set(project.annotations().map((one) => one.id));
        expect(ids.size).toBe(2 * count);
        const second = await project.take((intake) => readJsonl(inPieces(file, 500), intake), { annotator });
        expect(second).toMatchObject({ taken: [], already: count, refused: [] });
      }),
      { numRuns: 20 },
    );
  });
});

describe('the parts', () => {
  it('cells: a defused formula is undone, whatever it was', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyText, { minLength: 2, maxLength: 6 }), async (cells) => {
        for (const cell of cells) expect(undoDefuse(defuse(cell))).toBe(cell);
        expect(
          cells.map(defuse).filter((cell) => /^[=+@\t\r\0]|^-(?!\d+$)/.test(cell) && !/^\+\d+$/.test(cell)),
        ).toEqual([]);
        const row = cells.map(encodeCell).join(',');
        const rows = [];
        for await (const read of csvRows(inPieces(`${row}\r\n${row}\r\n`, 3)))
          rows.push(read.cells.map(undoDefuse));
        expect(rows).toEqual([cells, cells]);
      }),
    );
  });

  it('lists in a cell', () => {
    fc.assert(
      fc.property(
        fc.array(
          anyText.filter((text) => text !== ''),
          { maxLength: 5 },
        ),
        (values) => {
          expect(splitList(joinList(values))).toEqual(values);
        },
      ),
    );
  });

  it('code points and code units', () => {
    fc.assert(
      fc.property(documentText, (text) => {
        const points = makeCodePoints(text);
        let utf16 = 0;
        const chars = Array.from(text);
        expect(points.length).toBe(chars.length);
        for (const [i, char] of chars.entries()) {
          expect([points.toCodePoints(utf16), points.toUtf16(i)]).toEqual([i, utf16]);
          utf16 += char.length;
        }
        expect([points.toCodePoints(utf16), points.toUtf16(chars.length)]).toEqual([chars.length, utf16]);
      }),
    );
  });

  it('JSON taken apart is what JSON.parse gives, however it is cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.jsonValue({ maxDepth: 4 }), { maxLength: 6 }),
        fc.dictionary(
          fc.string().filter((key) => !['first', 'items', '__proto__'].includes(key)),
          fc.jsonValue({ maxDepth: 3 }),
          { maxKeys: 4 },
        ),
        fc.integer({ min: 1, max: 30 }),
        fc.constantFrom(undefined, 2, '\t'),
        async (items, members, size, space) => {
          const json = JSON.stringify({ ...members, first: { ...members, items } }, null, space);
          const readItems: unknown[] = [];
          const read: Record<string, unknown>[] = [{}, {}, {}];
          for await (const member of readJsonItems(inPieces(json, size), ['first', 'items'])) {
            const value: unknown = JSON.parse(member.json);
            if (member.kind === 'item') readItems.push(value);
            else read[member.depth]![member.key] = value;
          }
          expect(readItems).toEqual(JSON.parse(JSON.stringify(items)));
          expect(read[1]).toEqual(JSON.parse(JSON.stringify(members)));
          expect(read[2]).toEqual(JSON.parse(JSON.stringify(members)));
        },
      ),
    );
  });

  it.each([
    '[1,]',
    '{"a":1,}',
    '[1 2]',
    '[1',
    '{"a" 1}',
    '{a:1}',
    '[1]]',
    '[1] 2',
    '{"a":}',
    '',
    '7',
    '{"a":1',
    '[,]',
    '"x',
  ])('refuses %s, which is no JSON document of objects', async (json) => {
    const read = async (): Promise<void> => {
      for await (const member of readJsonItems(inPieces(json, 1), [])) JSON.parse(member.json);
    };
    await expect(read()).rejects.toThrow(/./);
  });
});
