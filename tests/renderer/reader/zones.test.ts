import { describe, expect, it } from 'vitest';
import type { Zone } from '../../../src/core/document/document.ts';
import { blockDirection, documentDirection } from '../../../src/renderer/reader/direction.ts';
import { OffsetMap } from '../../../src/renderer/reader/offset-map.ts';
import { partialZoneRanges } from '../../../src/renderer/reader/zones.ts';

const map = new OffsetMap([
  { kind: 'paragraph', start: 0, end: 10 },
  { kind: 'paragraph', start: 12, end: 20 },
  { kind: 'paragraph', start: 22, end: 30 },
]);

function zone(start: number, end: number, status: Zone['status'] = 'setAside'): Zone {
  return { id: 'z1', kind: 'notice', start, end, status, why: '' };
}

describe('partialZoneRanges', () => {
  it('names the edges of a zone that lie inside a block, and nothing else', () => {
    expect(partialZoneRanges(map, [zone(12, 20)])).toEqual([]);
    expect(partialZoneRanges(map, [zone(10, 21)])).toEqual([]);
    expect(partialZoneRanges(map, [zone(5, 25)])).toEqual([
      { start: 5, end: 10 },
      { start: 22, end: 25 },
    ]);
    expect(partialZoneRanges(map, [zone(14, 16)])).toEqual([{ start: 14, end: 16 }]);
  });

  it('dims nothing of a kept zone', () => {
    expect(partialZoneRanges(map, [zone(5, 25, 'kept')])).toEqual([]);
  });
});

describe('direction', () => {
  it('follows the first letter of a block', () => {
    expect(blockDirection('Kabul', '')).toEqual({ dir: null, lang: null });
    expect(blockDirection('“کابل”', 'ur')).toEqual({ dir: 'rtl', lang: null });
    expect(blockDirection('1. ټول', '')).toEqual({ dir: 'rtl', lang: 'ps' });
    expect(blockDirection('1. بڑے', '')).toEqual({ dir: 'rtl', lang: 'ur' });
    expect(blockDirection('(TTP) کا', 'ur', 'rtl')).toEqual({ dir: 'ltr', lang: null });
    expect(blockDirection('* * *', 'ur', 'rtl')).toEqual({ dir: null, lang: null });
  });

  it('gives a document the direction of most of its text', () => {
    const text = 'A title بہت سی باتیں ہیں یہاں';
    expect(
      documentDirection(text, [
        { start: 0, end: 7 },
        { start: 8, end: text.length },
      ]),
    ).toBe('rtl');
    expect(documentDirection(text, [{ start: 0, end: 7 }])).toBe('ltr');
  });
});
