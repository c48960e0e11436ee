import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { emptyLayer, type Layer } from '../../../src/core/annotation/layer.ts';
import {
  decodeFile,
  encodeFile,
  HEAD_BYTES,
  readVersionOf,
  type RecordFormat,
} from '../../../src/main/services/store/envelope.ts';
import { layerFormat } from '../../../src/main/services/store/record-formats.ts';
import { ANNA, annotation, REPORT, sha256 } from './fixtures.ts';

const anything: RecordFormat<unknown> = {
  name: 'postil-test',
  version: 1,
  schema: z.unknown(),
  migrations: {},
};
const json = fc.jsonValue({ maxDepth: 6 }).filter((value) => !JSON.stringify(value).includes('"__proto__":'));
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8');
const bytes = (value: string): Uint8Array => Buffer.from(value, 'utf8');

function codeOf(run: () => unknown): string {
  try {
    run();
    return 'no failure';
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  }
}

describe('the envelope', () => {
  test('gives back what was put in, and tells its version from the head', () => {
    fc.assert(
      fc.property(json, fc.nat(), (content, revision) => {
        const encoded = encodeFile(anything, content, revision);
        const decoded = decodeFile(anything, encoded.bytes, 'f', sha256);
        expect(decoded.content).toEqual(JSON.parse(JSON.stringify(content)));
        expect(decoded.revision).toBe(revision);
        expect(readVersionOf(encoded.bytes.subarray(0, HEAD_BYTES))).toEqual(encoded.version);
        expect(encoded.version).toEqual({ revision, sha256: decoded.sha256 });
      }),
    );
  });

  test('any string comes back, halves of surrogate pairs too', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 0xd800, max: 0xdfff }), (string, half) => {
        const content = [string, String.fromCharCode(half)];
        const { bytes: encoded } = encodeFile(anything, content, 1);
        expect(decodeFile(anything, encoded, 'f', sha256).content).toEqual(content);
      }),
    );
  });

  test('laid out anew by a tool, it is still read', () => {
    fc.assert(
      fc.property(json, (content) => {
        const { bytes: encoded, version } = encodeFile(anything, content, 3);
        const pretty = bytes(JSON.stringify(JSON.parse(text(encoded)), null, 2).replaceAll('\n', '\r\n'));
        const decoded = decodeFile(anything, pretty, 'f', sha256);
        expect(decoded.content).toEqual(JSON.parse(JSON.stringify(content)));
        expect(decoded.sha256).toBe(version.sha256);
      }),
    );
  });

  test('cut anywhere or with any byte changed, it is damaged or still the same', () => {
    fc.assert(
      fc.property(json, fc.nat(), fc.integer({ min: 1, max: 255 }), (content, at, change) => {
        const { bytes: encoded } = encodeFile(anything, content, 3);
        const cut = encoded.subarray(0, at % (encoded.length - 1));
        expect(codeOf(() => decodeFile(anything, cut, 'f', sha256))).toBe('damaged');
        const flipped = Uint8Array.from(encoded);
        flipped[at % encoded.length]! ^= change;
        let decoded;
        try {
          decoded = decodeFile(anything, flipped, 'f', sha256);
        } catch (error) {
          expect(['damaged', 'newer-format']).toContain((error as { code: string }).code);
          return;
        }
        expect(decoded.content).toEqual(JSON.parse(JSON.stringify(content)));
      }),
      { numRuns: 500 },
    );
  });

  test.each([
    ['nothing', ''],
    ['null', 'null'],
    ['zero', '0'],
    ['a list', '[]'],
    ['an object', '{}'],
    ['zeros', '\0'.repeat(400)],
    ['content without a hash', '{"format":"postil-test","formatVersion":1,"revision":1,"content":{}}'],
    ['a bare record', '{"actors":[]}'],
  ])('%s is damaged', (_, raw) => {
    expect(codeOf(() => decodeFile(anything, bytes(raw), 'f', sha256))).toBe('damaged');
  });

  test('bytes that are no UTF-8 are damaged, not replaced', () => {
    const { bytes: encoded } = encodeFile(anything, 'é', 1);
    const latin1 = Buffer.from(text(encoded), 'latin1');
    expect(codeOf(() => decodeFile(anything, latin1, 'f', sha256))).toBe('damaged');
  });

  test.each(['"__proto__"', '"\\u005f_proto__"'])('the key %s is refused at any depth', (key) => {
    const content = `{"a":[{${key}:{"polluted":true}}]}`;
    const hash = sha256(content);
    const raw = `{"format":"postil-test","formatVersion":1,"revision":1,"sha256":"${hash}","content":${content}}\n`;
    expect(codeOf(() => decodeFile(anything, bytes(raw), 'f', sha256))).toBe('damaged');
    expect('polluted' in {}).toBe(false);
  });

  test('depth is capped without running out of stack', () => {
    const deep = '['.repeat(100_000) + ']'.repeat(100_000);
    const raw = `{"format":"postil-test","formatVersion":1,"revision":1,"sha256":"${sha256(deep)}","content":${deep}}\n`;
    expect(codeOf(() => decodeFile(anything, bytes(raw), 'f', sha256))).toBe('damaged');
    expect(codeOf(() => decodeFile(anything, bytes(`${raw} `), 'f', sha256))).toBe('damaged');
  });

  test('another kind, a schema that does not fit, a newer version', () => {
    const numbers: RecordFormat<{ n: number }> = {
      name: 'postil-numbers',
      version: 1,
      schema: z.object({ n: z.number() }),
      migrations: {},
    };
    const good = encodeFile(numbers, { n: 1 }, 1).bytes;
    expect(codeOf(() => decodeFile(anything, good, 'f', sha256))).toBe('damaged');
    const odd = encodeFile({ ...numbers, schema: z.any() }, { n: 'one' } as never, 1).bytes;
    expect(codeOf(() => decodeFile(numbers, odd, 'f', sha256))).toBe('damaged');
    const newer = encodeFile({ ...numbers, version: 2 }, { n: 1 }, 1).bytes;
    expect(codeOf(() => decodeFile(numbers, newer, 'f', sha256))).toBe('newer-format');
  });

  test('migrations run one after the other, from the file’s version to the present', () => {
    const schema = z.object({ names: z.array(z.string()), count: z.number() });
    const third: RecordFormat<z.infer<typeof schema>> = {
      name: 'postil-test',
      version: 3,
      schema,
      migrations: {
        1: (content) => ({ names: [z.object({ name: z.string() }).parse(content).name] }),
        2: (content) => {
          const { names } = z.object({ names: z.array(z.string()) }).parse(content);
          return { names, count: names.length };
        },
      },
    };
    const first = encodeFile(anything, { name: 'a' }, 7).bytes;
    const second = encodeFile({ ...anything, version: 2 }, { names: ['a', 'b'] }, 8).bytes;
    expect(decodeFile(third, first, 'f', sha256)).toMatchObject({
      revision: 7,
      content: { names: ['a'], count: 1 },
    });
    expect(decodeFile(third, second, 'f', sha256).content).toEqual({ names: ['a', 'b'], count: 2 });
  });
});

describe('a layer', () => {
  test('is encoded part by part to the same bytes as all at once, also after a change', () => {
    const note = fc.option(fc.string({ unit: 'binary' }), { nil: undefined });
    fc.assert(
      fc.property(fc.array(note, { maxLength: 8 }), note, (notes, other) => {
        const annotations = notes.map((text) => annotation(0, 3, text === undefined ? {} : { note: text }));
        const layer: Layer = { ...emptyLayer(REPORT, ANNA.id), annotations };
        const changed: Layer = {
          ...layer,
          state: 'done',
          annotations: annotations.map((one, i) => (i === 1 ? { ...one, note: other } : one)),
        };
        for (const state of [layer, changed]) {
          expect(Buffer.concat(layerFormat.encode!(state)).toString()).toBe(JSON.stringify(state));
          const { bytes: encoded } = encodeFile(layerFormat, state, 1);
          expect(decodeFile(layerFormat, encoded, 'f', sha256).content).toEqual(
            JSON.parse(JSON.stringify(state)),
          );
        }
      }),
    );
  });
});
