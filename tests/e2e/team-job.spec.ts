import { cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, type Locator, type Page } from '@playwright/test';
import { test } from './staged-test.ts';
import { WorkbenchPage } from './workbench-page.ts';

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

  async publish(): Promise<void> {
    await this.bench.goTo('Team');
    await this.team.getByRole('button', { name: 'Publish…' }).click();
    const dialog = this.page.getByRole('dialog', { name: 'What would be published' });
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
    await dialog.getByRole('button', { name: 'Receive', exact: true }).click();
    await expect(dialog).toBeHidden();
    await expect(this.page.getByText(/were received|was received/).last()).toBeVisible();
    return told;
  }

  /** Marks words of a paragraph of the open document, and says of it what the keys say. */
  async mark(paragraph: number, from: number, to: number, polarity: string): Promise<void> {
    await this.bench.dragWords(this.bench.paragraphs().nth(paragraph), from, to);
    await this.page.keyboard.press('h');
    await expect(this.bench.currentQuote()).toBeVisible();
    await this.page.keyboard.press('r');
    const palette = this.page.getByRole('dialog').last();
    await expect(palette).toBeVisible();
    await palette.getByRole('combobox').fill(polarity);
    await this.page.keyboard.press('Enter');
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
});
