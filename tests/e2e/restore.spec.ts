import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { makeTemporaryFolder, startHost } from './start-host.ts';
import { postilJson, WorkbenchPage } from './workbench-page.ts';

test('a layer whose bytes went bad is restored from its backup, in the window, and the passage is back', async ({
  page,
}) => {
  const work = await makeTemporaryFolder();
  const home = await makeTemporaryFolder('postil-home-');
  const options = { userDataFolder: home.path, allow: [work.path], openSample: false };
  let host = await startHost(options);
  try {
    const bench = new WorkbenchPage(page);
    const text = join(work.path, 'talks.txt');
    const sentence = 'The council met on Monday and rejected what the envoys of the militia had offered';
    await writeFile(text, `${sentence}, as its speaker told reporters after the meeting.\n`.repeat(3));
    await page.goto(host.url);
    await page.getByRole('button', { name: /New project/ }).waitFor();
    const folder = await bench.makeProject(work.path, 'Damaged');
    await bench.importFiles([text]);
    await bench.openDocument(0);
    await bench.dragWords(bench.paragraphs().first(), 1, 4);
    await page.keyboard.press('h');
    await expect(bench.currentQuote()).toHaveText(/council met on Monday/);
    await bench.expectPassages(1);
    await bench.expectSaved();
    await host.stop();

    // One bit, while no Postil runs: the size stays, only the hash can tell.
    const layers = join(folder, 'layers');
    const [documentId] = await readdir(layers);
    const [name] = await readdir(join(layers, documentId!));
    const layer = join(layers, documentId!, name!);
    const bad = await readFile(layer);
    bad[bad.indexOf('Monday')]! ^= 1;
    await writeFile(layer, bad);

    host = await startHost({ ...options, project: folder });
    await page.goto(host.url);
    const banner = page.getByRole('region', { name: 'Damaged files' });
    await expect(banner).toContainText('Read only');
    await expect(banner.getByRole('listitem')).toHaveText(
      new RegExp(`layers/${documentId}/${name} is not what its hash says.*Newest good backup`),
    );

    await test.step('asking first, and Cancel changes nothing', async () => {
      await banner.getByRole('button', { name: 'Restore from backup…' }).click();
      const question = page.getByRole('dialog', { name: 'Restore from backup?' });
      await expect(question).toContainText(`layers/${documentId}/${name}`);
      await question.getByRole('button', { name: 'Cancel' }).click();
      await expect(question).toBeHidden();
      expect((await readFile(layer)).equals(bad)).toBe(true);
    });

    await banner.getByRole('button', { name: 'Restore from backup…' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Restore', exact: true }).click();
    await expect(banner).toBeHidden();
    await bench.expectPassages(1);
    await expect(page.locator('.passage-list')).toContainText('council met on Monday');
    // It can be worked on again.
    await bench.dragWords(bench.paragraphs().first(), 6, 8);
    await page.keyboard.press('h');
    await bench.expectPassages(2);
    await bench.expectSaved();
    await host.stop();
    expect(await postilJson('check', folder)).toEqual([]);
    const kept = (await readdir(join(layers, documentId!))).filter((file) => file.includes('.damaged-'));
    expect((await readFile(join(layers, documentId!, kept[0]!))).equals(bad)).toBe(true);
  } finally {
    await host.stop();
    await work.remove();
    await home.remove();
  }
});
