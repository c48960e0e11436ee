import { cp, mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, type Locator, type Page } from '@playwright/test';
import { test } from './staged-test.ts';
import { postilJson, WorkbenchPage } from './workbench-page.ts';

/** One member of the team: a person, a machine's user data and a copy of the project. */
class Member {
  readonly page: Page;
  readonly project: string;
  readonly bench: WorkbenchPage;

  constructor(page: Page, project: string) {
    this.page = page;
    this.project = project;
    this.bench = new WorkbenchPage(page);
    page.setDefaultTimeout(10_000);
  }

  get team(): Locator {
    return this.page.getByRole('main', { name: 'Team' });
  }

  async call(name: string): Promise<void> {
    await this.page.keyboard.press('ControlOrMeta+k');
    await this.page.getByPlaceholder('What would you like to do?').fill('Your name');
    await this.page.keyboard.press('Enter');
    const dialog = this.page.getByRole('dialog');
    await dialog.getByLabel('Your name as an annotator').fill(name);
    await dialog.getByRole('button', { name: 'Keep' }).click();
    await expect(dialog).toBeHidden();
  }

  async takeFolder(folder: string): Promise<void> {
    await this.bench.goTo('Team');
    await this.team.getByRole('button', { name: 'Choose a folder…' }).click();
    await this.bench.enterFolder(folder);
    await this.page.getByRole('button', { name: 'Use this folder' }).click();
  }

  /** So that what is said next is what is done next. */
  async putAwayNotices(): Promise<void> {
    const done = this.page.locator('.notice').filter({ hasText: /put into|received/ });
    await expect(done).toHaveCount(0, { timeout: 10_000 });
  }

  async publish(): Promise<void> {
    await this.bench.goTo('Team');
    await this.team.getByRole('button', { name: 'Publish…' }).click();
    const dialog = this.page.getByRole('dialog', { name: 'What would be published' });
    await this.putAwayNotices();
    await dialog.getByRole('button', { name: 'Publish', exact: true }).click();
    await expect(dialog).toBeHidden();
    await expect(this.page.getByText(/put into/).last()).toBeVisible();
  }

  /** Receives what has come; answers what the look before said. */
  async receive(): Promise<string> {
    await this.bench.goTo('Team');
    await this.team.getByRole('button', { name: 'Receive…' }).click();
    const dialog = this.page.getByRole('dialog', { name: 'What would come' });
    const told = await dialog.innerText();
    await this.putAwayNotices();
    await dialog.getByRole('button', { name: 'Receive', exact: true }).click();
    await expect(dialog).toBeHidden();
    await expect(this.page.getByText(/were received|was received/).last()).toBeVisible();
    return told;
  }

  /** Marks words of a paragraph of the open document. */
  async mark(paragraph: number, from: number, to: number): Promise<void> {
    await this.bench.dragWords(this.bench.paragraphs().nth(paragraph), from, to);
    await this.page.keyboard.press('h');
    await expect(this.bench.currentQuote()).toBeVisible();
    await this.page.keyboard.press('Escape');
    await this.bench.expectSaved();
  }
}

test('a team, from assignment over blind annotation, agreement and adjudication to the agreed dataset', async ({
  page,
  stage,
  browser,
}) => {
  test.setTimeout(240_000);
  const shared = join(stage.work, 'shared');
  await mkdir(shared);
  async function join_(name: string): Promise<Member> {
    const project = join(stage.work, name);
    await cp(stage.project, project, { recursive: true, filter: (path) => !path.includes('.postil-lock-') });
    const host = await stage.startAnother({ userDataFolder: join(stage.work, `user-${name}`), project });
    const context = await browser.newContext();
    const its = await context.newPage();
    await its.goto(host.url);
    await its.locator('.documents__row').first().waitFor();
    return new Member(its, project);
  }
  const mara = new Member(page, stage.project);
  const ben = await join_('ben');
  const cem = await join_('cem');

  await test.step('each says who they are; the annotators hand in their cards', async () => {
    await mara.call('Mara Lind');
    await ben.call('Ben Ito');
    await cem.call('Cem Aksoy');
    for (const one of [ben, cem]) {
      await one.takeFolder(shared);
      await one.publish();
    }
    await mara.takeFolder(shared);
    const told = await mara.receive();
    expect(told).toContain('Ben Ito');
    expect(told).toContain('Cem Aksoy');
  });

  await test.step('Mara leads and adjudicates: roles, the blind phase, and who reads what', async () => {
    await mara.team.getByLabel('Role of Ben Ito').selectOption('Annotator');
    await mara.page.getByRole('dialog').getByRole('button', { name: 'Lead the team' }).click();
    await expect(mara.team.getByLabel('Role of Ben Ito')).toHaveValue('annotator');
    await mara.team.getByLabel('Role of Cem Aksoy').selectOption('Annotator');
    await expect(mara.team.getByLabel('Role of Cem Aksoy')).toHaveValue('annotator');
    await mara.team.getByLabel('Role of Mara Lind').selectOption('Adjudicator');
    await expect(mara.team.getByLabel('Role of Mara Lind')).toHaveValue('adjudicator');
    await mara.team.getByLabel('Phase of All other documents').selectOption('Blind');
    await expect(mara.team.getByLabel('Phase of All other documents')).toHaveValue('blind');
    await mara.team.getByLabel('Read by everybody, %').fill('100');
    await mara.team.getByRole('checkbox', { name: 'Mara Lind' }).uncheck();
    await mara.team.getByRole('button', { name: 'Assign', exact: true }).click();
    await expect(mara.team.getByText(/everybody reads 100%/)).toBeVisible();
    await mara.publish();
    for (const one of [ben, cem]) await one.receive();
    await expect(ben.team.getByText(/everybody reads 100%/)).toBeVisible();
  });

  await test.step('Ben and Cem annotate for themselves, and hand it in sealed', async () => {
    for (const one of [ben, cem]) {
      await one.bench.goTo('Workbench');
      await one.bench.openDocument(0);
      await one.mark(0, 0, 3);
      await one.mark(1, 2, one === ben ? 6 : 8);
      if (one === ben) await one.mark(2, 1, 4);
      await one.publish();
    }
    // What Ben handed in is not shown to Cem, nor what Cem did to Ben.
    const { count, text } = await layersOf(shared);
    expect(count).toBe(2);
    expect(text).not.toContain('"exact"');
    await ben.receive();
    await expect(ben.page.getByText(/blind/i).first()).toBeVisible();
    await ben.bench.goTo('Workbench');
    await ben.bench.expectPassages(3);
  });

  await test.step('Mara has both, sees how far they agree, and adjudicates', async () => {
    await mara.receive();
    await mara.bench.goTo('Agreement');
    const agreement = mara.page.getByRole('main', { name: 'Agreement' });
    await expect(agreement.getByText(/^1 document read by two or more/)).toBeVisible({ timeout: 30_000 });
    await mara.bench.goTo('Adjudication');
    const documents = mara.page.getByRole('navigation', { name: 'Documents to adjudicate' });
    await expect(documents.getByText('2 readers')).toBeVisible();
    await documents.getByRole('button', { name: /2 readers/ }).click();
    const place = mara.page.getByRole('complementary', { name: 'Current place' }).locator('.place-panel');
    await expect(place.getByRole('heading', { name: /^Place \d of 3$/ })).toBeVisible();
    await place.focus();
    // What both have, at a stroke; of the other two, Cem's longer passage, and what only Ben has not.
    await mara.page.keyboard.press('Shift+A');
    await expect(place.getByRole('heading')).toHaveText('Place 2 of 3');
    await place.getByRole('button', { name: /^Take B/ }).click();
    await expect(place.getByRole('heading')).toHaveText('Place 3 of 3');
    await place.focus();
    await mara.page.keyboard.press('x');
    await mara.bench.expectSaved();
    await mara.page.getByRole('button', { name: 'Mark as adjudicated' }).click();
    await mara.bench.expectSaved();
    await mara.bench.goTo('Team');
    await mara.team.getByLabel('Phase of All other documents').selectOption('Adjudicated');
    await expect(mara.team.getByLabel('Phase of All other documents')).toHaveValue('adjudicated');
    await mara.publish();
  });

  await test.step('the annotators get what was agreed; what comes later reopens it and changes nothing', async () => {
    const told = await ben.receive();
    expect(told).toContain('Adjudicated (Mara Lind)');
    // The set is open now: what was sealed is handed in once more, for all to read.
    await cem.receive();
    await cem.bench.goTo('Workbench');
    await cem.bench.openDocument(0);
    await cem.mark(2, 0, 5);
    await cem.publish();
    const before = await postilJson('annotations', mara.project, '--layers', 'adjudicated');
    await mara.receive();
    expect(await postilJson('annotations', mara.project, '--layers', 'adjudicated')).toEqual(before);
    await mara.bench.goTo('Adjudication');
    const documents = mara.page.getByRole('navigation', { name: 'Documents to adjudicate' });
    await documents.getByRole('radio', { name: 'Reopened' }).click();
    await documents.getByRole('button', { name: /1 reopened/ }).click();
    const place = mara.page.getByRole('complementary', { name: 'Current place' }).locator('.place-panel');
    await expect(place).toContainText('Cem Aksoy marked it since.');
    await place.getByRole('button', { name: /^Keep the decision/ }).click();
    await mara.bench.expectSaved();
  });

  await test.step('the agreed dataset leaves the project, and it alone', async () => {
    await mara.bench.goTo('Export and import');
    const panel = mara.page.getByRole('region', { name: 'Export', exact: true });
    await panel.getByRole('radio', { name: /^Postil JSONL/ }).check();
    await panel
      .getByRole('radiogroup', { name: 'Annotations of' })
      .getByRole('radio', { name: 'Adjudicated layer' })
      .click();
    await panel.getByRole('button', { name: 'Export…' }).click();
    await mara.bench.enterFolder(stage.work);
    await mara.page.getByRole('dialog').getByLabel('Name').fill('agreed.jsonl');
    await mara.page.getByRole('button', { name: 'Export here' }).click();
    await expect(panel.getByText(/annotations are equal/)).toBeVisible();
    const lines = (await readFile(join(stage.work, 'agreed.jsonl'), 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { readonly kind: string; readonly annotator?: string });
    const annotations = lines.filter(({ kind }) => kind === 'annotation');
    expect(annotations).toHaveLength(2);
    for (const { annotator } of annotations) expect(annotator).toMatch(/^adj--mara-lind-/);
    expect(lines.filter(({ kind }) => kind === 'adjudication')).toHaveLength(3);
    for (const one of [mara, ben, cem]) expect(await postilJson('check', one.project)).toEqual([]);
  });
});

/** How many layers the shared folder holds, and what the files say, all together. */
async function layersOf(shared: string): Promise<{ readonly count: number; readonly text: string }> {
  const names = (await readdir(join(shared, 'layers'), { recursive: true })).filter((name) =>
    name.endsWith('.json'),
  );
  const texts = await Promise.all(names.map((name) => readFile(join(shared, 'layers', name), 'utf8')));
  return { count: names.length, text: texts.join('\n') };
}
