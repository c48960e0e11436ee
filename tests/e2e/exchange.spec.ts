import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { test } from './staged-test.ts';
import { postilJson, WorkbenchPage } from './workbench-page.ts';

test.use({ kind: 'sample' });

test('what goes along is chosen, kept as a preset, and remembered', async ({ page, stage }) => {
  const { work, bench } = stage;
  await bench.goTo('Export and import');
  const panel = page.getByRole('region', { name: 'Export', exact: true });
  await panel.getByRole('radio', { name: /^spaCy/ }).check();
  await expect(panel.getByRole('checkbox', { name: /With the documents’ texts/ })).toBeDisabled();
  await panel.getByRole('checkbox', { name: 'With notes' }).uncheck();
  await panel.getByRole('checkbox', { name: /^Pseudonyms/ }).check();
  const whose = panel.getByRole('radiogroup', { name: 'Annotations of' });
  await whose.getByRole('radio', { name: 'Chosen ones' }).click();
  const chosen = panel.getByRole('group', { name: 'Annotators' });
  for (const box of await chosen.getByRole('checkbox', { checked: true }).all()) await box.uncheck();
  await expect(panel.getByText('Choose at least one annotator.')).toBeVisible();
  await expect(panel.getByRole('button', { name: 'Export…' })).toBeDisabled();
  await whose.getByRole('radio', { name: 'All annotators' }).click();
  await panel.getByText(/annotations with/).waitFor();

  await panel.getByRole('button', { name: 'Save as a preset…' }).click();
  await panel.getByLabel('Name of the preset').fill('For training');
  await panel.getByLabel('Name of the preset').press('Enter');
  await expect(panel.getByRole('combobox', { name: 'Preset' })).toHaveValue('For training');

  await panel.getByRole('button', { name: 'Export…' }).click();
  await bench.enterFolder(work);
  await page.getByRole('dialog').getByLabel('Name').fill('training.jsonl');
  await page.getByRole('button', { name: 'Export here' }).click();
  await expect(panel.getByText(/annotations are equal/)).toBeVisible();
  const card = await readFile(join(work, 'training.jsonl.README.md'), 'utf8');
  expect(card).toContain('- Annotators go by pseudonyms.');
  expect(card).toContain('- Annotator 1: ');

  await page.reload();
  await page.getByRole('main').waitFor();
  await bench.goTo('Export and import');
  await expect(panel.getByRole('radio', { name: /^spaCy/ })).toBeChecked();
  await expect(panel.getByRole('checkbox', { name: 'With notes' })).not.toBeChecked();
  await panel.getByRole('radio', { name: /^Postil JSONL/ }).check();
  await panel.getByRole('combobox', { name: 'Preset' }).selectOption('For training');
  await expect(panel.getByRole('radio', { name: /^spaCy/ })).toBeChecked();
  await panel.getByRole('button', { name: 'Forget the preset For training' }).click();
  await expect(panel.getByRole('combobox', { name: 'Preset' })).toHaveCount(0);
});

test('a file brings its documents into an empty project, after a look, and undo takes them away', async ({
  page,
  stage,
}) => {
  const { project, work, bench } = stage;
  const out = join(work, 'all.jsonl');
  await postilJson('export', project, '--format', 'spacy', '--out', out);
  const empty = await bench.makeProject(work, 'Empty');
  await page.keyboard.press('Escape');
  await bench.goTo('Export and import');
  await page.getByRole('radio', { name: 'Read annotations' }).click();
  const panel = page.getByRole('region', { name: 'Read annotations' });
  await panel.getByRole('radio', { name: /^spaCy/ }).check();
  await panel.getByTestId('read-file').setInputFiles(out);
  const report = panel.getByRole('status');
  await expect(report).toContainText(/\d+ new documents: /);
  await expect(report).toContainText(/new actors: /);
  const size = Number(/New(\d+)/.exec((await report.textContent())!)![1]);
  expect(size).toBeGreaterThan(100);
  await panel.getByRole('checkbox', { name: 'Bring documents that this project lacks' }).uncheck();
  await expect(report).toContainText(/New0/);
  await panel.getByRole('checkbox', { name: 'Bring documents that this project lacks' }).check();
  await panel.getByRole('button', { name: `Read ${size} annotations` }).click();
  await expect(report).toContainText(`Taken${size}`);
  expect(await postilJson('check', empty)).toEqual([]);

  await new WorkbenchPage(page).goTo('Workbench');
  const documents = page.locator('.documents__open');
  await expect(documents.first()).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect(documents).toHaveCount(0);
  await page.keyboard.press('Control+Shift+z');
  await expect(documents.first()).toBeVisible();
});
