import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, type Locator, type Page } from '@playwright/test';
import { test } from './staged-test.ts';
import { postilJson } from './workbench-page.ts';

interface Exported {
  readonly annotator: string;
}

test.use({ kind: 'sample' });

test('takes, takes both, rejects with a reason, goes on, and undoes, by the keyboard alone', async ({
  page,
  stage,
}) => {
  await openAdjudication(page, /truce frays/i);
  await expect(place(page)).toHaveText('Place 1 of 20');
  await expect(panel(page).getByRole('columnheader', { name: 'A Amina Rahimi' })).toBeVisible();
  await expect(panel(page).getByText('boundary', { exact: true })).toBeVisible();
  // The place is shown in the text, each layer in its own track.
  await expect(page.locator('.reader-tracks li')).toHaveCount(3);
  await expect(page.locator('.reader-bar.is-current')).toHaveCount(2);

  await page.keyboard.press('1');
  await expect(place(page)).toHaveText('Place 2 of 20');
  await stage.bench.expectSaved();
  await page.keyboard.press('[');
  await expect(panel(page).locator('.place-panel__decision')).toContainText('Taken from Amina Rahimi by');
  await expect(panel(page).getByRole('columnheader', { name: 'Adjudicated' })).toBeVisible();
  await expect(panel(page).getByText('Decided', { exact: true })).toBeVisible();

  // A click on a bar, or on the words, opens its place, and the keys stay the place's.
  await page.locator('.reader-bar').filter({ visible: true }).nth(3).click();
  await expect(place(page)).not.toHaveText('Place 1 of 20');
  await page.keyboard.press('[');
  await page.locator('.place-list__facts').first().click();
  await expect(place(page)).toHaveText('Place 1 of 20');

  // Where somebody marked nothing, nothing of theirs can be taken, and no digit leads away.
  await page.keyboard.press(']');
  await page.keyboard.press('2');
  await expect(page.getByText('Jonas Weber has nothing at this place.')).toBeVisible();
  await page.keyboard.press('9');
  await expect(page.getByRole('main', { name: 'Adjudication' })).toBeVisible();

  await page.keyboard.press('r');
  await page.keyboard.type('a caption, no claim');
  await page.keyboard.press('Enter');
  await page.keyboard.press('x');
  await expect(place(page)).toHaveText('Place 3 of 20');
  await page.keyboard.press('[');
  await expect(panel(page).locator('.place-panel__decision')).toContainText('Rejected by');
  await expect(panel(page).getByLabel('Reason')).toHaveValue('a caption, no claim');

  // Undo leads back to what it is about, redo likewise.
  await page.keyboard.press('ControlOrMeta+z');
  await expect(place(page)).toHaveText('Place 2 of 20');
  await expect(panel(page).locator('.place-panel__decision')).toHaveCount(0);
  await page.keyboard.press('ControlOrMeta+Shift+z');
  await expect(panel(page).locator('.place-panel__decision')).toContainText('Rejected by');

  // Both, at the next place that both marked.
  await page.getByLabel('Which difference').selectOption('polarity');
  await page.locator('.place-list__facts').last().click();
  await page.keyboard.press('b');
  await page.locator('.place-list__facts').last().click();
  await expect(panel(page).locator('.place-panel__decision')).toContainText(
    'Taken beside one another from Amina Rahimi and Jonas Weber',
  );
  await page.keyboard.press('u');
  await expect(panel(page).locator('.place-panel__decision')).toHaveCount(0);
  await stage.bench.expectSaved();

  // On the disk it is a layer of its own, and what the annotators wrote is as it was.
  const annotations = (await postilJson(
    'annotations',
    stage.project,
    '--layers',
    'adjudicated',
  )) as readonly Exported[];
  expect(annotations.map(({ annotator }) => annotator.startsWith('adj--'))).toEqual([true]);
});

test('a form that is left, or a tag that is taken away, leaves the focus in the place', async ({ page }) => {
  await openAdjudication(page, /truce frays/i);
  await page.keyboard.press('m');
  const form = page.getByRole('region', { name: 'Merge' });
  await expect(form).toBeFocused();
  const untag = form.getByRole('button', { name: /^Untag / });
  const count = await untag.count();
  await untag.last().press('Enter');
  await expect(untag).toHaveCount(count - 1);
  await expect(form).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(form).toHaveCount(0);
  await expect(panel(page)).toBeFocused();
  await page.keyboard.press('x');
  await expect(place(page)).toHaveText('Place 2 of 20');
});

test('merges with what must be chosen, edits boundaries by selecting, and shows in the workbench whence it came', async ({
  page,
  stage,
}) => {
  page.setDefaultTimeout(8_000);
  await openAdjudication(page, /truce frays/i);

  await test.step('nothing is decided before what they say in two ways is chosen', async () => {
    await panel(page).getByRole('button', { name: 'Merge…' }).click();
    const form = page.getByRole('region', { name: 'Merge' });
    await expect(form.getByText('to be chosen', { exact: true })).toHaveCount(3);
    await page.keyboard.press('Enter');
    await expect(page.getByText('Choose first what the annotators say in two ways.')).toBeVisible();
    await expect(form).toBeVisible();
    for (const name of [
      'Polarity of Government of Pakistan → Tehreek-e-Taliban Pakistan',
      'Polarity of Tehreek-e-Taliban Pakistan → Government of Pakistan',
    ]) {
      await form.getByRole('radiogroup', { name }).getByRole('radio').last().click();
    }
    await form
      .getByRole('radiogroup', { name: /^Credibility/ })
      .getByRole('radio', { name: '1' })
      .click();
    await expect(form.getByText('to be chosen', { exact: true })).toHaveCount(0);
    await form.getByRole('button', { name: /^Decide so/ }).click();
    await expect(place(page)).toHaveText('Place 2 of 20');
    await page.keyboard.press('[');
    await expect(panel(page).locator('.place-panel__decision')).toContainText(
      'Merged from Amina Rahimi and Jonas Weber',
    );
    const decided = panel(page).locator('td[data-decided]');
    await expect(decided.filter({ hasText: 'Islamabad blames the TTP' })).toContainText('never a party');
    await expect(decided.locator('.polarity')).toHaveText([/−2/, /−2/]);
    await expect(decided.locator('.grade')).toHaveText('C1');
  });

  await test.step('an edit begins with the result; what is selected in the text is its place', async () => {
    const text = page.getByRole('region', { name: /truce frays/i });
    await stage.bench.dragWords(text.locator('p').filter({ hasText: 'Islamabad blames' }), 10, 12);
    await page.keyboard.press('e');
    const form = page.getByRole('region', { name: 'Edit' });
    await expect(form.locator('blockquote')).toHaveText(/^ended in gunfire/);
    await form.getByRole('button', { name: 'Add a code' }).click();
    await page.keyboard.type('casualty');
    await page.keyboard.press('Enter');
    await expect(form.getByText('Casualty figure')).toBeVisible();
    await form.getByRole('button', { name: /^Decide so/ }).click();
    await page.keyboard.press('[');
    await expect(panel(page).locator('.place-panel__decision')).toContainText('Edited');
    await stage.bench.expectSaved();
  });

  await test.step('the workbench says whose it is and where it came from, and leads back', async () => {
    await stage.bench.goTo('Workbench');
    await expect(page.getByRole('group', { name: 'Layers shown' })).toContainText('Adjudicated (');
    await page.locator('.passage-list__item').filter({ hasText: 'ended in gunfire' }).first().click();
    const inspector = stage.bench.inspector();
    await expect(inspector.locator('.passage-panel__by')).toContainText('Adjudicated (');
    await expect(inspector.locator('.origin')).toContainText('Edited');
    await inspector.getByRole('button', { name: 'Open in adjudication' }).click();
    await expect(place(page)).toHaveText('Place 1 of 20');
    await stage.bench.goTo('Workbench');
    await inspector.getByRole('button', { name: 'From Jonas Weber' }).click();
    await expect(inspector.locator('.passage-panel__by')).toHaveText('Jonas Weber');
  });

  await test.step('a passage behind a number of the agreement opens its place', async () => {
    await stage.bench.goTo('Agreement');
    const screen = page.getByRole('main', { name: 'Agreement' });
    await screen
      .getByRole('button', { name: /^Polarity, Krippendorff’s α, ordinal/ })
      .click({ timeout: 30_000 });
    await screen.getByRole('button', { name: 'Adjudicate' }).first().click();
    await expect(place(page)).toBeVisible();
  });
});

test('a whole document: agreed in one stroke, the rest of one, done, reopened by a later layer, and kept', async ({
  page,
  stage,
}) => {
  const before = join(stage.work, 'before.jsonl');
  await openAdjudication(page, /field note/i);

  await test.step('what all agree on is accepted in one stroke, and taken back in one', async () => {
    await panel(page)
      .getByRole('button', { name: /^Accept the 1 on which all agree/ })
      .click();
    await expect(panel(page).getByRole('button', { name: /on which all agree/ })).toHaveCount(0);
    await page.keyboard.press('ControlOrMeta+z');
    await expect(panel(page).getByRole('button', { name: /on which all agree/ })).toBeVisible();
    await panel(page).focus();
    await page.keyboard.press('Shift+A');
    await expect(panel(page).getByRole('button', { name: /on which all agree/ })).toHaveCount(0);
    await page.getByLabel('Which places').selectOption('decided');
    await expect(page.locator('.place-list__facts')).toHaveCount(1);
    await page.getByLabel('Which places').selectOption('');
  });

  await test.step('the rest is taken from one after the other, and the document is done', async () => {
    for (const name of ['Amina Rahimi', 'Jonas Weber']) {
      await panel(page)
        .getByLabel('Take all of one…')
        .selectOption({ label: `Take all of ${name} that is open` });
      await stage.bench.expectSaved();
    }
    await expect(panel(page).getByText('Every place is decided.')).toBeVisible();
    await panel(page).getByRole('button', { name: 'Mark as adjudicated' }).click();
    await stage.bench.expectSaved();
    const documents = page.getByRole('navigation', { name: 'Documents to adjudicate' });
    await expect(documents.getByRole('button', { name: /field note/i })).toHaveCount(0);
    await documents.getByRole('radio', { name: 'All' }).click();
    await expect(documents.getByRole('button', { name: /field note/i })).toContainText('Adjudicated');
  });

  await test.step('a layer that comes later overwrites nothing, and reopens what it is about', async () => {
    await postilJson('export', stage.project, '--format', 'jsonl', '--out', before);
    await stage.host.stop();
    const lines = (await readFile(before, 'utf8')).trimEnd().split('\n');
    const changed = lines.map((line) => {
      const record = JSON.parse(line) as Record<string, unknown>;
      const isTheirs =
        record['kind'] === 'annotation' &&
        record['annotator'] === 'jonas-weber' &&
        String(record['documentId']).includes('field-note');
      return isTheirs
        ? JSON.stringify({ ...record, certainty: 'possible', updatedAt: '2030-01-01T00:00:00.000Z' })
        : line;
    });
    await writeFile(before, `${changed.join('\n')}\n`);
    await postilJson('read', stage.project, '--format', 'jsonl', before, '--take-changes');
    const host = await stage.startAnother({
      userDataFolder: join(stage.work, 'user'),
      project: stage.project,
    });
    await page.goto(host.url);
    await page.locator('.documents__row').first().waitFor();
    await openAdjudication(page, /field note/i);
    await expect(panel(page).getByText(/^No longer done: \d+ places were reopened since\.$/)).toBeVisible();
    await expect(panel(page).getByRole('region', { name: 'Changed since' })).toContainText(
      'Jonas Weber changed it since.',
    );
    await expect(panel(page).locator('.place-panel__decision')).toBeVisible();
  });

  await test.step('one decision is kept, the others together', async () => {
    const at = (await place(page).textContent())!;
    await page.keyboard.press('k');
    await expect(place(page)).not.toHaveText(at);
    await panel(page)
      .getByRole('button', { name: /^Keep all \d+ reopened$/ })
      .click();
    await expect(panel(page).getByText('Adjudicated', { exact: true }).first()).toBeVisible();
    await expect(panel(page).getByRole('region', { name: 'Changed since' })).toHaveCount(0);
    await stage.bench.expectSaved();
  });
});

test('who is no adjudicator of the team looks on, and is told why', async ({ page, stage }) => {
  // Somebody else leads, and this person only annotates.
  await openAdjudication(page, /truce frays/i);
  await page.keyboard.press('1');
  await stage.bench.expectSaved();
  await stage.bench.goTo('Team');
  const team = page.getByRole('main', { name: 'Team' });
  await team.getByLabel('Phase of All other documents').selectOption('Open');
  await page.getByRole('button', { name: 'Lead the team' }).click();
  await expect(team.getByRole('combobox', { name: /^Role of/ })).toHaveValue('lead');
  await openAdjudication(page, /truce frays/i);
  await expect(panel(page).getByRole('button', { name: 'Reject' })).toBeVisible();

  // Under another name, who has no role in the plan.
  await page.locator('.top-bar__person').click();
  await page.getByLabel('Your name as an annotator').fill('Amina Rahimi');
  await page.getByRole('button', { name: 'Keep', exact: true }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.keyboard.press('ControlOrMeta+k');
  await page.getByPlaceholder('What would you like to do?').fill('Close the project');
  await page.keyboard.press('Enter');
  await page.locator('.start__project').first().click();
  await page.getByRole('navigation', { name: 'Documents' }).waitFor();
  await openAdjudication(page, /truce frays/i);
  await expect(panel(page).getByRole('note')).toContainText(
    'Only adjudicators and leads of the team decide.',
  );
  await expect(panel(page).getByRole('note')).toContainText('You see what');
  await expect(panel(page).getByRole('button', { name: 'Reject' })).toHaveCount(0);
  await page.keyboard.press('x');
  await page.keyboard.press('1');
  await expect(page.getByRole('main', { name: 'Adjudication' })).toBeVisible();
  await expect(panel(page).getByText('Decided', { exact: true })).toHaveCount(0);
});

test('a decision is not undone by who may not decide any more, who is told whom to ask', async ({
  page,
  stage,
}) => {
  await openAdjudication(page, /truce frays/i);
  await page.keyboard.press('1');
  await stage.bench.expectSaved();
  await stage.bench.goTo('Team');
  const team = page.getByRole('main', { name: 'Team' });
  await team.getByLabel('Phase of All other documents').selectOption('Open');
  await page.getByRole('button', { name: 'Lead the team' }).click();
  const role = team.getByRole('combobox', { name: /^Role of/ });
  await expect(role).toHaveValue('lead');
  await role.selectOption('annotator');
  await expect(role).toHaveValue('annotator');

  await openAdjudication(page, /truce frays/i);
  await page.keyboard.press('[');
  const decision = panel(page).locator('.place-panel__decision');
  await expect(decision).toContainText('Taken from Amina Rahimi by');
  await page.keyboard.press('ControlOrMeta+z');
  const refusal = page.getByText(/Only adjudicators and leads of the team decide or take decisions back/);
  await expect(refusal.first()).toContainText('Ask whoever leads the team. Nothing was changed.');
  await expect(decision).toContainText('Taken from Amina Rahimi by');
  // Nothing waits to be saved, nothing was undone, and trying again is offered to nobody.
  await stage.bench.expectSaved();
  await expect(page.getByText(/^Undone:/)).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Try again' })).toHaveCount(0);
});

async function openAdjudication(page: Page, title: RegExp): Promise<void> {
  await page.keyboard.press('ControlOrMeta+k');
  await page.getByPlaceholder('What would you like to do?').fill('Go to the adjudication');
  await page.keyboard.press('Enter');
  const documents = page.getByRole('navigation', { name: 'Documents to adjudicate' });
  await documents.getByRole('button', { name: title }).press('Enter');
  await expect(page.getByRole('region', { name: title })).toBeVisible();
  await expect(place(page)).toBeVisible();
  // As after a click on the place; the list of documents has the keyboard otherwise.
  await panel(page).focus();
}

function panel(page: Page): Locator {
  return page.getByRole('complementary', { name: 'Current place' }).locator('.place-panel');
}

function place(page: Page): Locator {
  return panel(page).getByRole('heading', { name: /^Place \d+ of \d+$/ });
}
