import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { describeDocument, readFixture } from './read-fixture.ts';

const FILES = [
  'chapters.docx',
  'chapters.epub',
  'chapters.html',
  'report.docx',
  'report.odt',
  'report.pdf',
  'report.rtf',
  'two-columns.pdf',
];

describe('files that other programs wrote', () => {
  test.each(FILES)('%s is read as its baseline says', async (name) => {
    const document = await readFixture(name);
    await expect(describeDocument(document)).toMatchFileSnapshot(
      path.join(import.meta.dirname, 'fixtures', 'expected', `${name}.txt`),
    );
  });
});
