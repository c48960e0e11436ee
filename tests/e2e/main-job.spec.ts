import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import Papa from 'papaparse';
import { z } from 'zod';
import { annotationSchema, type Annotation } from '../../src/core/annotation/annotation.ts';
import { makeTemporaryFolder, startHost } from './start-host.ts';
import { corpusFiles, postilJson, WorkbenchPage } from './workbench-page.ts';

const annotationsSchema = z.array(annotationSchema);

async function annotationsOf(project: string): Promise<Annotation[]> {
  const list = annotationsSchema.parse(await postilJson('annotations', project));
  return list.toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

test('import, read, tag by mouse and keyboard, undo, survive a kill, export, read back and compare', async ({
  page,
}) => {
  test.setTimeout(300_000);
  const work = await makeTemporaryFolder();
  const home = await makeTemporaryFolder('postil-home-');
  const options = { userDataFolder: home.path, allow: [work.path], openSample: false };
  let host = await startHost(options);
  try {
    const corpus = await corpusFiles();
    console.log(`The main job on the ${corpus.name}.`);
    const bench = new WorkbenchPage(page);
    await page.goto(host.url);

    const first = await test.step('make a project and import', async () => {
      await page.getByRole('button', { name: /New project/ }).waitFor();
      const folder = await bench.makeProject(work.path, 'First');
      await bench.importFiles(corpus.files);
      await bench.openDocument(0);
      return folder;
    });

    await test.step('an actor, by mouse alone', async () => {
      await bench.dragWords(bench.paragraphs().nth(1), 2, 6);
      await bench.toolbar().getByRole('button', { name: /Actor/ }).click();
      await page.getByPlaceholder('Actor, or a new name…').fill('Tehrik-e-Taliban Pakistan');
      await page.getByRole('option', { name: /New actor/ }).click();
      await expect(bench.inspector()).toContainText('Tehrik-e-Taliban Pakistan');
      await bench.expectPassages(1);
    });

    await test.step('a reliability rating, by mouse alone', async () => {
      await bench
        .inspector()
        .getByRole('button', { name: /Reliability: add/ })
        .click();
      const palette = bench.palette('Rate reliability');
      await palette.getByRole('button', { name: /^B Usually/ }).click();
      await palette.getByRole('button', { name: /^2 Probably/ }).click();
      await palette.getByRole('button', { name: 'Rate B2' }).click();
      await expect(bench.inspector()).toContainText('B2');
    });

    await test.step('a stance with an attribution chain, by keyboard alone', async () => {
      await page.keyboard.press('Escape');
      await bench.focusText();
      for (let i = 0; i < 4; i++) await page.keyboard.press('Control+ArrowDown');
      for (let i = 0; i < 8; i++) await page.keyboard.press('Control+Shift+ArrowRight');
      await page.keyboard.press('s');
      await page.keyboard.type('Government of Pakistan');
      await page.keyboard.press('Enter');
      await page.keyboard.type('Tehrik');
      await page.keyboard.press('Enter');
      const palette = bench.palette('Tag a stance');
      await expect(palette.getByRole('button', { name: 'Add stance' })).toBeFocused();
      await page.keyboard.press('1');
      // From the button back to "add who reports it": the chain becomes author › the new speaker.
      const add = palette.getByRole('button', { name: 'Add who reports it' });
      for (let i = 0; i < 8 && !(await add.evaluate((button) => button === document.activeElement)); i++) {
        await page.keyboard.press('Shift+Tab');
      }
      await page.keyboard.press('Enter');
      await page.keyboard.type('A diplomat who asked not to be named');
      await page.keyboard.press('Enter');
      await expect(palette.getByRole('button', { name: 'Add stance' })).toBeFocused();
      await page.keyboard.press('Enter');
      await expect(bench.inspector()).toContainText(
        'said by the author › A diplomat who asked not to be named',
      );
      await expect(bench.inspector()).toContainText('Strongly opposes');
      await bench.expectPassages(2);
    });

    await test.step('two keystrokes tag a recent actor; a note, a code and a certainty by keyboard', async () => {
      await page.keyboard.press('a');
      await page.keyboard.press('1');
      await expect(bench.inspector().locator('[data-look=actor] .tag-row')).toHaveCount(1);
      await page.keyboard.press('n');
      await page.keyboard.type('Second hand. 🕊 نوٹ');
      await page.keyboard.press('Control+Enter');
      await page.keyboard.press('c');
      await page.keyboard.type('Claim');
      await page.keyboard.press('Enter');
      await page.keyboard.press('y');
      await page.keyboard.press('2');
      await expect(bench.inspector().getByRole('radio', { name: 'Probable' })).toHaveAttribute(
        'aria-checked',
        'true',
      );
      await expect(bench.inspector().locator('textarea')).toHaveValue('Second hand. 🕊 نوٹ');
    });

    await test.step('an overlapping passage', async () => {
      await page.keyboard.press('Escape');
      await bench.dragWords(bench.paragraphs().nth(1), 4, 9);
      await bench.toolbar().getByRole('button', { name: /Code/ }).click();
      await page.getByPlaceholder('Code, or a new name…').fill('Claim');
      await page.getByRole('option', { name: 'Claim' }).first().click();
      await bench.expectPassages(3);
    });

    await test.step('a discontinuous passage', async () => {
      await page.keyboard.press('Escape');
      await bench.dragWords(bench.paragraphs().nth(2), 0, 3);
      await bench.dragWords(bench.paragraphs().nth(2), 7, 10, 'Alt');
      await page.keyboard.press('h');
      await bench.expectPassages(4);
      await expect(
        bench.inspector().getByRole('list', { name: 'Parts of this discontinuous passage' }),
      ).toContainText('Part 2');
    });

    await test.step('another document, then undo across documents and redo', async () => {
      await bench.openDocument(1);
      await bench.dragWords(bench.paragraphs().nth(1), 1, 5);
      await page.keyboard.press('h');
      await bench.expectPassages(1);
      await bench.expectSaved();
      const before = await annotationsOf(first);
      expect(before).toHaveLength(5);
      const steps = 5;
      for (let i = 0; i < steps; i++) await page.keyboard.press('Control+z');
      await bench.expectSaved();
      expect((await annotationsOf(first)).length).toBeLessThan(5);
      for (let i = 0; i < steps; i++) await page.keyboard.press('Control+Shift+z');
      await bench.expectSaved();
      expect(await annotationsOf(first)).toEqual(before);
    });

    await test.step('the host is killed in mid-work; everything that was said to be saved is there', async () => {
      await bench.dragWords(bench.paragraphs().nth(0), 3, 8);
      await page.keyboard.press('h');
      await bench.expectPassages(2);
      await bench.expectSaved();
      const before = await annotationsOf(first);
      await host.kill();
      await expect(page.getByRole('alert')).toContainText('host is gone');
      host = await startHost({ ...options, project: first });
      await page.goto(host.url);
      await expect(page.locator('.documents__row')).toHaveCount(corpus.files.length);
      // The document and the passages that were open are open again.
      await bench.expectPassages(2);
      expect(await annotationsOf(first)).toEqual(before);
    });

    const exported = await test.step('export all three formats', async () => {
      await page.keyboard.press('Control+4');
      const out: Record<string, string> = {};
      for (const [format, name] of [
        ['jsonl', 'Postil JSONL'],
        ['csv', 'CSV tables'],
        ['w3c', 'W3C Web Annotation'],
      ] as const) {
        const panel = page.getByRole('region', { name: 'Export', exact: true });
        await panel.getByRole('radio', { name: new RegExp(`^${name}`) }).check();
        await expect(panel.getByText('6 annotations')).toBeVisible();
        await panel.getByRole('button', { name: 'Export…' }).click();
        await bench.enterFolder(work.path);
        await page.getByRole('dialog').getByLabel('Name').fill(`out-${format}`);
        await page.getByRole('button', { name: 'Export here' }).click();
        await expect(panel.getByText('all 6 annotations are equal')).toBeVisible();
        out[format] = join(work.path, `out-${format}`);
      }
      return out;
    });

    const original = await annotationsOf(first);
    for (const [format, name, title] of [
      ['jsonl', 'Postil JSONL', 'Second'],
      ['w3c', 'W3C Web Annotation', 'Third'],
    ] as const) {
      await test.step(`read ${format} into another project and compare`, async () => {
        const folder = await bench.makeProject(work.path, title);
        await bench.importFiles(corpus.files);
        await page.keyboard.press('Control+4');
        await page.getByRole('radio', { name: 'Read annotations' }).click();
        const panel = page.getByRole('region', { name: 'Read annotations' });
        await panel.getByRole('radio', { name: new RegExp(`^${name}`) }).check();
        await panel.getByTestId('read-file').setInputFiles({
          name: `export.${format === 'w3c' ? 'jsonld' : 'jsonl'}`,
          mimeType: 'application/json',
          buffer: await readFile(exported[format]!),
        });
        await panel.getByRole('button', { name: 'Read 6 annotations' }).click();
        await expect(panel.getByRole('status')).toContainText('Taken6');
        expect(comparable(await annotationsOf(folder))).toEqual(comparable(original));
        expect(await postilJson('check', folder)).toEqual([]);
      });
    }

    await test.step('the CSV tables say the same to another reader', async () => {
      const table = await readFile(join(exported['csv']!, 'annotations.csv'), 'utf8');
      const { data, errors } = Papa.parse<Record<string, string>>(table.replace(/^\uFEFF/, ''), {
        header: true,
        skipEmptyLines: true,
      });
      expect(errors).toEqual([]);
      expect(data.map((row) => row['annotation_id']).toSorted()).toEqual(
        original.map((annotation) => annotation.id),
      );
    });
  } finally {
    await host.kill();
    await work.remove();
    await home.remove();
  }
});

/** The codebook's revisions are counted in each project for itself; all else must be equal. */
function comparable(annotations: readonly Annotation[]) {
  return annotations.map(({ codebookRevision: _own, ...rest }) => rest);
}
