import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from '@playwright/test';
import { installation } from './start-host.ts';
import { test } from './staged-test.ts';

test.use({ kind: 'sample' });
const run = promisify(execFile);

test('evidence and export choose between the annotators’ own layers, the adjudicated one and all', async ({
  page,
  stage,
}) => {
  const { bench, project, work } = stage;
  await stage.host.stop();
  const adjudicate = (name: string) =>
    run(
      process.execPath,
      [
        join(installation, 'out/main/cli.js'),
        'adjudication',
        project,
        '--accept-agreed',
        '--annotator',
        name,
      ],
      { env: { ...process.env, POSTIL_HOME: join(work, 'home') } },
    );
  expect((await adjudicate('Lena')).stderr).toContain('1 agreed place accepted as Lena.');
  let host = await stage.startAnother({ userDataFolder: join(work, 'user'), project });
  await page.goto(host.url);
  const status = page.locator('.evidence__status [role=status]');
  const layers = page.getByRole('combobox', { name: 'Layers' });

  await test.step('evidence shows the annotators’ own, and says what it leaves out', async () => {
    await bench.goTo('Evidence');
    await expect(status).toHaveText('238 annotations · 1 adjudicated annotation is left out.');
    await layers.selectOption('Adjudicated');
    await expect(status).toHaveText('1 annotation matches');
    await expect(page.locator('.evidence__grid')).toContainText('Adjudicated (Lena)');
    await page.keyboard.press('Control+k');
    await page.getByPlaceholder('What would you like to do?').fill('Evidence: all layers');
    await page.keyboard.press('Enter');
    await expect(status).toHaveText('239 annotations match · What was adjudicated may stand several times.');
    await page.getByRole('button', { name: /^Remove filter Layers/ }).click();
    await expect(layers).toHaveValue('annotators');
  });

  await test.step('progress and agreement are of people', async () => {
    await bench.goTo('Progress');
    await expect(page.getByRole('main')).toContainText('Amina Rahimi');
    await expect(page.getByRole('main')).not.toContainText('Adjudicated');
    await bench.goTo('Agreement');
    await expect(page.getByRole('main')).toContainText('Amina Rahimi');
    await expect(page.getByRole('main')).not.toContainText('Adjudicated');
  });

  await test.step('an export says which layers it takes', async () => {
    await bench.goTo('Export and import');
    const preview = page.locator('.exchange__preview');
    await expect(preview).toContainText('The adjudicated layer (1 annotation in 1 document) is left out.');
    await page.getByRole('radio', { name: 'Adjudicated layer' }).click();
    await expect(preview).toContainText('1 annotation');
    await expect(preview).toContainText('What the annotators made on their own');
    await page.getByRole('radio', { name: 'Every layer' }).click();
    await expect(preview).toContainText('a passage may be there several times');
  });

  await test.step('two adjudicated layers of a document are no agreed one: both are named, and one is chosen', async () => {
    await host.stop();
    await adjudicate('Omar');
    host = await stage.startAnother({ userDataFolder: join(work, 'user'), project });
    await page.goto(host.url);
    await bench.goTo('Export and import');
    await page.getByRole('radio', { name: 'Adjudicated layer' }).click();
    await expect(page.getByRole('alert')).toContainText('“Adjudicated (Lena)”');
    await expect(page.getByRole('alert')).toContainText('“Adjudicated (Omar)”');
    await page.getByRole('radio', { name: 'Chosen ones' }).click();
    await page.getByRole('checkbox', { name: 'Adjudicated (Omar)' }).check();
    await expect(page.locator('.exchange__preview')).toContainText('1 annotation');
  });
  await host.stop();
  const file = JSON.parse(await readFile(join(project, 'project.json'), 'utf8')) as {
    content: { annotators: { name: string }[] };
  };
  expect(file.content.annotators.map(({ name }) => name)).toContain('Adjudicated (Omar)');
});
