import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { z } from 'zod';
import { annotationSchema } from '../../src/core/annotation/annotation.ts';
import { test } from './empty-host-test.ts';
import { postilJson } from './workbench-page.ts';

const fixtures = join(import.meta.dirname, '../services/import/fixtures');
/** One of each kind, by other programs, with what its reader shows. */
const FILES: readonly (readonly [string, string])[] = [
  ['chapters.epub', 'The Ledger of the Lower Bridge'],
  ['chapters.html', 'The Ledger of the Lower Bridge'],
  ['report.docx', 'Tolls on the Saffron Pass'],
  ['report.odt', 'Tolls on the Saffron Pass'],
  ['report.pdf', 'Tolls on the Saffron Pass'],
  ['report.rtf', 'Tolls on the Saffron Pass'],
  ['two-columns.pdf', 'Four Ways to Fail at Mediation'],
];
const annotationsSchema = z.array(annotationSchema);
const documentsSchema = z.array(z.object({ id: z.string(), fileName: z.string() }));

test('documents of every kind are uploaded, read, tagged and exported; scans and locked files are refused', async ({
  page,
  emptyHost,
}) => {
  test.setTimeout(240_000);
  const { bench, work } = emptyHost;
  const folder = await bench.makeProject(work, 'Formats');

  await test.step('upload', async () => {
    const names = [...FILES.map(([name]) => name), 'scanned.pdf', 'encrypted.pdf'];
    await page.getByTestId('import-files').setInputFiles(names.map((name) => join(fixtures, name)));
    const report = page.getByRole('dialog', { name: 'Import' });
    await expect(report).toContainText('7 imported, 2 refused.');
    await expect(report).toContainText('encrypted.pdf It is protected by a password.');
    await expect(report).toContainText('scanned.pdf It is a scan');
    await expect(report).toContainText('broken words were joined.');
    await expect(report).toContainText('1 image was left out.');
    await report.getByRole('button', { name: 'Done' }).click();
    await expect(page.locator('.documents__row')).toHaveCount(FILES.length);
  });

  const imported = documentsSchema.parse(await postilJson('documents', folder));
  const titles = page.locator('.documents__title');
  for (let i = 0; i < FILES.length; i++) {
    const title = await titles.nth(i).innerText();
    await test.step(`read and tag ${title} (${i})`, async () => {
      await bench.openDocument(i);
      await expect(page.locator('.workbench__text h1').first()).toHaveText(title);
      await expect(
        page.locator('.workbench__text .is-tableRow, .workbench__text .is-footnote').first(),
      ).toBeAttached();
      await bench.dragWords(bench.paragraphs().first(), 1, 4);
      await page.keyboard.press('n');
      await page.keyboard.type(`A note on document ${i}.`);
      await page.keyboard.press('Control+Enter');
      await bench.expectPassages(1);
    });
  }

  await test.step('export, and what it says is in the texts', async () => {
    await bench.expectSaved();
    const annotations = annotationsSchema.parse(await postilJson('annotations', folder));
    expect(new Set(annotations.map(({ documentId }) => documentId)).size).toBe(FILES.length);
    for (const { documentId, target } of annotations) {
      const text = await readFile(join(folder, 'documents', `${documentId}.txt`), 'utf8');
      const { start, end } = target.ranges[0]!;
      expect(text.slice(start, end)).toBe(target.quote.exact);
    }
    expect(imported.map(({ fileName }) => fileName).toSorted()).toEqual(FILES.map(([name]) => name));
  });
});
