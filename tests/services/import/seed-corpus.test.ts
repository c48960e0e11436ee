import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { decodeText } from '../../../src/core/document/decode.ts';
import type { BlockKind, Metadata, Structure, Zone } from '../../../src/core/document/document.ts';
import { proposeMetadata } from '../../../src/core/document/metadata.ts';
import { findPlainStructure } from '../../../src/core/document/plain-structure.ts';
import { proposeZones } from '../../../src/core/document/zones.ts';
import { findStructureFault } from '../../core/document/structure-helpers.ts';

/** Facts on the five texts: counts, names and dates. None of their sentences stands here. */
const folder = path.resolve(import.meta.dirname, '../../../../shared/seed-corpus');
const isThere = existsSync(folder);
if (!isThere) console.warn('The seed corpus is not here: its tests are skipped.');

interface Read {
  readonly text: string;
  readonly structure: Structure;
  readonly zones: readonly Zone[];
  readonly metadata: Metadata;
}

function read(number: string): Read {
  const name = readdirSync(folder).find((file) => file.startsWith(number))!;
  const { text } = decodeText(readFileSync(path.join(folder, name)));
  const structure = findPlainStructure(text);
  return {
    text,
    structure,
    zones: proposeZones(text, structure),
    metadata: proposeMetadata(text, structure),
  };
}

function values({ text, metadata }: Read): Record<string, string> {
  const misplaced = Object.entries(metadata).filter(
    ([field, { value, found }]) =>
      field !== 'date' && field !== 'language' && text.slice(found?.start, found?.end) !== value,
  );
  expect(misplaced).toEqual([]);
  return Object.fromEntries(Object.entries(metadata).map(([field, { value }]) => [field, value]));
}

function count({ structure }: Read, kind: BlockKind): number {
  return structure.blocks.filter((block) => block.kind === kind).length;
}

describe.skipIf(!isThere)('the seed corpus', () => {
  test.each(['000', '001', '002', '003', '004'])('%s: blocks cover the text', (number) => {
    const { text, structure } = read(number);
    expect(findStructureFault(text, structure)).toBeNull();
  });

  test('000: byline with date, notice, share line, comments', () => {
    const one = read('000');
    expect(values(one)).toEqual({
      title: 'Prospects for an IS-TTP alliance',
      author: 'Saima Khan',
      outlet: 'The Express Tribune',
      date: '2014-12-08',
      language: 'en',
    });
    expect(one.zones.map((zone) => zone.kind)).toEqual(['notice', 'share', 'comments']);
    const comments = one.zones[2]!;
    expect(comments.start).toBe(one.text.indexOf('COMMENTS (2)'));
    expect(comments.end).toBe(one.text.length);
    expect(comments.why).toBe('begins with “COMMENTS (2)”');
  });

  test('001: no title, author, outlet or date in it, and none proposed; the credits of four captions', () => {
    const one = read('001');
    expect(values(one)).toEqual({ language: 'en' });
    expect(count(one, 'caption')).toBe(4);
    expect(count(one, 'heading')).toBe(0);
    expect(one.zones.map((zone) => one.text.slice(zone.start, zone.end))).toEqual([
      'Photo: Facebook / Dawn',
      'Photo: Facebook',
      'Photo: AFP / Javed Tanveer',
      'Photo: AFP',
    ]);
  });

  test('002: cover, headings, pages broken in mid-word, references, no author', () => {
    const one = read('002');
    expect(values(one)).toEqual({
      title: expect.stringMatching(/^Good Taliban, Bad Taliban: .*Tehrik-e-Taliban Pakistan \(TTP\)$/),
      outlet: 'EFSAS',
      date: '2022-06',
      language: 'en',
    });
    expect(count(one, 'reference')).toBe(32);
    expect(one.zones.map((zone) => zone.kind)).toEqual(['pageFurniture', 'references', 'pageFurniture']);
    const headings = one.structure.blocks.filter((block) => block.kind === 'heading');
    expect(headings.map((block) => one.text.slice(block.start, block.end))).toEqual([
      'Introduction',
      'Emergence and ideology',
      "The TTP's links to other regional terrorist organizations",
      'Relations with the Taliban & Al Qaeda',
      'ISKP',
      "Conclusion: The TTP's prospects",
      'References',
    ]);
    const broken = one.structure.blocks.findIndex((block) =>
      one.text.slice(block.start, block.end).endsWith(' re-'),
    );
    const next = one.structure.blocks[broken + 1]!;
    expect(one.text.slice(next.start, next.start + 13)).toBe('consolidation');
    expect(next.kind).toBe('paragraph');
    const emphasis = one.structure.inlines.filter((inline) => inline.kind === 'emphasis');
    expect(emphasis.map((inline) => one.text.slice(inline.start, inline.end))).toContain('maliks');
  });

  test('003: paragraphs of one line each; four headings; no author or date in it', () => {
    const one = read('003');
    expect(values(one)).toEqual({
      title: 'After the Taliban’s Takeover: Pakistan’s TTP problem',
      language: 'en',
    });
    expect([count(one, 'title'), count(one, 'heading'), count(one, 'paragraph')]).toEqual([1, 4, 22]);
    expect(one.zones).toEqual([]);
  });

  test('004: dates of publication and update, a credit twice, an arrangement', () => {
    const one = read('004');
    expect(values(one)).toEqual({
      title: 'View from Pakistan: Assessing the threat from ISIS',
      outlet: 'Dawn',
      date: '2015-08-24',
      language: 'en',
    });
    expect(one.zones.map((zone) => zone.kind)).toEqual(['notice', 'credit', 'notice']);
    expect(count(one, 'caption')).toBe(2);
  });
});
