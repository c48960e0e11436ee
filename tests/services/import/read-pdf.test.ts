import { describe, expect, test } from 'vitest';
import { fixtureBytes, readBytes, readFixture } from './read-fixture.ts';

describe('a PDF', () => {
  test('with a password, or of pictures alone, is refused with that reason', async () => {
    const encrypted = await fixtureBytes('encrypted.pdf');
    await expect(readBytes(encrypted, 'encrypted.pdf')).rejects.toMatchObject({
      code: 'refused',
      message: expect.stringContaining('protected by a password'),
    });
    const scanned = await fixtureBytes('scanned.pdf');
    await expect(readBytes(scanned, 'scanned.pdf')).rejects.toMatchObject({
      code: 'refused',
      message: expect.stringContaining('It is a scan'),
    });
  });

  test('keeps its bytes, whatever its reader does with them', async () => {
    const bytes = await fixtureBytes('report.pdf');
    const before = Buffer.from(bytes);
    await readBytes(bytes, 'report.pdf');
    expect(Buffer.from(bytes).equals(before)).toBe(true);
  });

  test('has a place for each page, with the number that is printed on it', async () => {
    const { text, structure } = await readFixture('report.pdf');
    const pages = structure.pages!;
    expect(pages.map(({ label }) => label)).toEqual(['1', '2', '3', '4']);
    expect(pages.map(({ start }) => start)).toEqual(
      pages.map(({ start }) => start).toSorted((a, b) => a - b),
    );
    // The third begins within a word that the page's end had broken.
    const { start } = pages[2]!;
    expect(structure.joins).toContainEqual({ at: start, was: '-\f' });
    expect(text.slice(start - 9, start + 3)).toBe('unconvincing');
  });

  test('proposes running heads and page numbers as set aside, and nothing else as page furniture', async () => {
    const { text, zones } = await readFixture('two-columns.pdf');
    const furniture = zones.filter(({ kind }) => kind === 'pageFurniture');
    expect(furniture.map(({ start, end }) => text.slice(start, end).replaceAll(/\s+/g, ' '))).toEqual([
      'Journal of Upland Studies 4 (2023)',
      '1',
      'Journal of Upland Studies 4 (2023)',
      '2',
    ]);
    expect(furniture.every(({ status }) => status === 'proposed')).toBe(true);
  });

  test('has the words of the text that it was made from, in its order', async () => {
    // The same text without pages: what differs is page furniture, and the notes' place.
    const pdf = await readFixture('report.pdf');
    const odt = await readFixture('report.odt');
    const prose = ({ text, structure }: typeof pdf) =>
      structure.blocks
        .filter(({ kind }) => kind !== 'furniture' && kind !== 'footnote')
        .map(({ start, end }) => text.slice(start, end))
        .join(' ')
        .replace('a deleted rumour about the envoy', '')
        .replace(/\s+/g, ' ');
    expect(prose(pdf)).toBe(prose(odt));
  });
});
