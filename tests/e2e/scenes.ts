import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import type { MadePlace } from './scene-projects.ts';
import { MEMO_SCENES } from './memo-scenes.ts';
import { ADJUDICATION_SCENES } from './adjudication-scenes.ts';
import { AGREEMENT_SCENES } from './agreement-scenes.ts';
import { TEAM_SCENES } from './team-scenes.ts';
import { SET_SCENES } from './set-scenes.ts';
import { WorkbenchPage } from './workbench-page.ts';

/**
 * Which host: the sample project open and writable, the same a second time and so read-only, an empty project, or one that
 * several people made (`scene-projects.ts`). Scenes of the last kind change nothing in it.
 */
export type Place = 'sample' | 'locked' | 'empty' | MadePlace;

interface Stage {
  readonly page: Page;
  /** A folder that the page may write to. */
  readonly work: string;
  /** Tells the runs of one scene apart, where a file would be in the way of the next. */
  readonly size: string;
}

export interface Scene {
  readonly name: string;
  readonly place: Place;
  /** Also in a narrow window and at 200 % zoom. */
  readonly isSmallToo?: boolean;
  /** From the project as it was opened to the state that is shown. */
  reach(stage: Stage): Promise<void>;
}

const corpus = join(import.meta.dirname, '../../corpus');

/** A document that another program wrote, as a page uploads it. */
async function fixture(name: string): Promise<{ name: string; mimeType: string; buffer: Buffer }> {
  const file = join(import.meta.dirname, '../services/import/fixtures', name);
  return { name, mimeType: 'application/octet-stream', buffer: await readFile(file) };
}

export const SCENES: readonly Scene[] = [
  {
    name: '01-start',
    place: 'sample',
    isSmallToo: true,
    reach: ({ page }) => openStart(page),
  },
  {
    name: '02-workbench',
    place: 'sample',
    isSmallToo: true,
    async reach({ page }) {
      await openDocument(page, /truce frays/i);
      await openPassage(page, /asked for, and they did so/);
    },
  },
  {
    name: '03-selection-toolbar',
    place: 'sample',
    isSmallToo: true,
    async reach({ page }) {
      await openDocument(page, /leash/i);
      await selectWords(page, 3, 3, 9);
      await page.getByRole('toolbar', { name: 'Tag the selected text' }).waitFor();
    },
  },
  {
    name: '04-actor-palette',
    place: 'sample',
    isSmallToo: true,
    reach: ({ page }) => openPalette(page, 'a'),
  },
  {
    name: '05-actor-palette-filtered',
    place: 'sample',
    async reach({ page }) {
      await openPalette(page, 'a');
      await page.keyboard.type('taliban');
    },
  },
  {
    name: '06-stance-form',
    place: 'sample',
    isSmallToo: true,
    async reach({ page }) {
      await openPalette(page, 's');
      await page.keyboard.type('Government of Pak');
      await page.keyboard.press('Enter');
      await page.keyboard.type('Afghan Tal');
      await page.keyboard.press('Enter');
      await page.getByRole('button', { name: 'Add stance' }).waitFor();
      await page.keyboard.press('2');
      await page
        .locator('.stance-form')
        .getByRole('button', { name: 'Add stance', disabled: false })
        .waitFor();
    },
  },
  {
    name: '07-reliability-form',
    place: 'sample',
    isSmallToo: true,
    async reach({ page }) {
      await openPalette(page, 'r');
      await page.keyboard.press('C');
      await page.keyboard.press('4');
      await page.getByRole('button', { name: 'Rate C4' }).waitFor();
    },
  },
  {
    name: '08-command-palette',
    place: 'sample',
    isSmallToo: true,
    async reach({ page }) {
      await openDocument(page, /truce frays/i);
      await page.keyboard.press('Control+k');
      await page.getByPlaceholder('What would you like to do?').waitFor();
    },
  },
  {
    name: '09-find',
    place: 'sample',
    isSmallToo: true,
    async reach({ page }) {
      await openDocument(page, /truce frays/i);
      await page.keyboard.press('Control+f');
      await page.getByPlaceholder('Find in the document').fill('taliban');
      await page.getByText(/^\d+ of \d+$/).waitFor();
    },
  },
  {
    name: '10-document-panel',
    place: 'sample',
    isSmallToo: true,
    async reach({ page }) {
      await openDocument(page, /kitchen/i);
      const sheet = page.getByRole('group', { name: 'Panes' }).getByRole('button', { name: 'Inspector' });
      if (await sheet.isVisible()) await sheet.click();
      await page.getByRole('tab', { name: 'Document' }).click();
    },
  },
  {
    name: '11-zones',
    place: 'sample',
    isSmallToo: true,
    async reach({ page }) {
      await openDocument(page, /kitchen/i);
      await page.locator('.reader-zone').last().scrollIntoViewIfNeeded();
    },
  },
  {
    name: '12-urdu',
    place: 'sample',
    isSmallToo: true,
    async reach({ page }) {
      await openDocument(page, /مارغان/);
      await selectWords(page, 1, 2, 8);
      await page.getByRole('toolbar', { name: 'Tag the selected text' }).waitFor();
    },
  },
  {
    name: '12-pashto',
    place: 'sample',
    isSmallToo: true,
    async reach({ page }) {
      await openDocument(page, /اوربند/);
      await selectWords(page, 1, 2, 8);
      await page.getByRole('toolbar', { name: 'Tag the selected text' }).waitFor();
    },
  },
  {
    name: '12-arabic',
    place: 'sample',
    isSmallToo: true,
    async reach({ page }) {
      await openDocument(page, /هدنة/);
      await selectWords(page, 2, 4, 12);
      await page.getByRole('toolbar', { name: 'Tag the selected text' }).waitFor();
    },
  },
  {
    name: '13-emoji',
    place: 'sample',
    async reach({ page }) {
      await openDocument(page, /digest/i);
      await openPassage(page, /Ten days left of the truce/);
    },
  },
  {
    name: '14-codebook-actors',
    place: 'sample',
    isSmallToo: true,
    async reach({ page }) {
      await openActor(page, 'Tehreek-e-Taliban Pakistan');
    },
  },
  {
    name: '15-codebook-codes',
    place: 'sample',
    isSmallToo: true,
    async reach({ page }) {
      await new WorkbenchPage(page).goTo('Codebook');
      await page.getByRole('tab', { name: /^Codes/ }).click();
    },
  },
  {
    name: '15-codebook-merge',
    place: 'sample',
    isSmallToo: true,
    async reach({ page }) {
      await openMergePreview(page);
    },
  },
  {
    name: '15-codebook-split',
    place: 'sample',
    isSmallToo: true,
    async reach({ page }) {
      await openActorDetail(page, 'Tehreek-e-Taliban Pakistan');
      await page.getByRole('button', { name: 'Split…' }).click();
      await page.getByLabel('Name of part 1').fill('TTP leadership');
      await page.getByLabel('Name of part 2').fill('Jamaat-ul-Ahrar');
      await page.getByLabel('TTP to TTP leadership').check();
    },
  },
  {
    name: '15-codebook-merged',
    place: 'sample',
    isSmallToo: true,
    async reach({ page }) {
      await openActorDetail(page, 'Islamabad analyst');
      const ended = page.getByRole('button', { name: /no longer in use/ });
      // Once: the same project is looked at in several sizes.
      if (!(await ended.isVisible())) {
        await previewMerge(page, 'Retired officer');
        await page.getByRole('button', { name: 'Merge', exact: true }).click();
      }
      await ended.click();
      await page.getByRole('searchbox', { name: 'Search actors' }).fill('Retired officer');
      await page.getByRole('option', { name: /^Retired officer/ }).click();
      await page.getByRole('button', { name: 'Bring back' }).waitFor();
    },
  },
  {
    name: '15-codebook-worklist',
    place: 'sample',
    isSmallToo: true,
    async reach({ page }) {
      await new WorkbenchPage(page).goTo('Codebook');
      await page.getByRole('tab', { name: /^Scales/ }).click();
      // Doubtful is what uses the step.
      await page.getByLabel('Stance −1').fill('Is against');
      await page.keyboard.press('Enter');
      await page.getByRole('tab', { name: /^Actors/ }).click();
      await page.getByRole('searchbox', { name: 'Search actors' }).fill('Qari Rahmat');
      // Once: the same project is looked at in several sizes.
      const whole = page.getByRole('option', { name: /^Qari Rahmat \d/ });
      await page
        .getByRole('option', { name: /^Qari Rahmat/ })
        .first()
        .waitFor();
      if (await whole.isVisible()) {
        await whole.click();
        await page.getByRole('button', { name: 'Split…' }).click();
        await page.getByLabel('Name of part 1').fill('Qari Rahmat of Marghan');
        await page.getByLabel('Name of part 2').fill('Qari Rahmat the elder');
        await page.getByRole('button', { name: 'Split', exact: true }).click();
      }
      await page.getByRole('tab', { name: /^Worklist/ }).click();
      // Hers, whoever looks.
      await page.getByLabel('Annotations of').selectOption('amina-rahimi');
      await page.locator('[data-item]').first().focus();
    },
  },
  {
    name: '15-codebook-compare',
    place: 'sample',
    isSmallToo: true,
    async reach({ page }) {
      await new WorkbenchPage(page).goTo('Codebook');
      await page.getByRole('tab', { name: /^History/ }).click();
      await page.getByRole('button', { name: 'Compare revisions…' }).click();
      const compared = page.getByRole('region', { name: 'Two revisions compared' });
      await compared.getByLabel('Revision', { exact: true }).fill('1');
    },
  },
  {
    name: '15-codebook-read',
    place: 'sample',
    isSmallToo: true,
    async reach({ page }) {
      await new WorkbenchPage(page).goTo('Codebook');
      await page.getByRole('button', { name: 'Read in…' }).click();
      const chooser = page.waitForEvent('filechooser');
      await page.getByRole('button', { name: 'Choose files…' }).click();
      const rows =
        'id,name,part of,definition,colour\n,Ransom,,Money for people.,red\n,Tribute,Nobody,,\nc-plover-aid,AID,c-plover-material-cooperation,Gives material help.,green\n';
      await (await chooser).setFiles({ name: 'codes.csv', mimeType: 'text/csv', buffer: Buffer.from(rows) });
      await page.getByRole('status').filter({ hasText: 'refused' }).waitFor();
    },
  },
  {
    name: '15-codebook-export',
    place: 'sample',
    async reach({ page }) {
      await new WorkbenchPage(page).goTo('Codebook');
      await page.getByRole('button', { name: 'Export…', exact: true }).click();
    },
  },
  {
    name: '16-codebook-scales',
    place: 'sample',
    async reach({ page }) {
      await new WorkbenchPage(page).goTo('Codebook');
      await page.getByRole('tab', { name: /^Scales/ }).click();
    },
  },
  {
    name: '17-codebook-history',
    place: 'sample',
    async reach({ page }) {
      await new WorkbenchPage(page).goTo('Codebook');
      await page.getByRole('tab', { name: /^History/ }).click();
    },
  },
  { name: '18-evidence', place: 'sample', isSmallToo: true, reach: ({ page }) => openEvidence(page) },
  {
    name: '19-evidence-filters',
    place: 'sample',
    isSmallToo: true,
    async reach({ page }) {
      await openEvidence(page);
      await chooseFilter(page, 'Actor', /^Tehreek-e-Taliban Pakistan/);
      await chooseFilter(page, 'Stance', /opposes/i);
      await page.getByRole('button', { name: /^Code\b/ }).click();
      await page.getByRole('dialog', { name: 'Filter by code' }).waitFor();
    },
  },
  {
    name: '20-export',
    place: 'sample',
    isSmallToo: true,
    async reach({ page }) {
      await new WorkbenchPage(page).goTo('Export and import');
      const panel = page.getByRole('region', { name: 'Export', exact: true });
      await panel.getByRole('radio', { name: /^CSV/ }).check();
      await panel.getByText(/annotations with/).waitFor();
      await panel.getByText('The first lines').click();
    },
  },
  {
    name: '21-export-report',
    place: 'sample',
    async reach({ page, work, size }) {
      const bench = new WorkbenchPage(page);
      await new WorkbenchPage(page).goTo('Export and import');
      const panel = page.getByRole('region', { name: 'Export', exact: true });
      await panel.getByRole('radio', { name: /^W3C/ }).check();
      await panel.getByText(/annotations with/).waitFor();
      await panel.getByRole('button', { name: 'Export…' }).click();
      await bench.enterFolder(work);
      await page.getByRole('dialog').getByLabel('Name').fill(`marghan-${size}.jsonld`);
      await page.getByRole('button', { name: 'Export here' }).click();
      await panel.getByText(/annotations are equal/).waitFor();
      await panel.getByText(/annotations are equal/).scrollIntoViewIfNeeded();
    },
  },
  {
    name: '22-export-place',
    place: 'sample',
    async reach({ page, work }) {
      await new WorkbenchPage(page).goTo('Export and import');
      const panel = page.getByRole('region', { name: 'Export', exact: true });
      await panel.getByText(/annotations with/).waitFor();
      await panel.getByRole('button', { name: 'Export…' }).click();
      await new WorkbenchPage(page).enterFolder(work);
      // Until the folder is there it is no button to press.
      await page.getByRole('button', { name: 'Export here' }).click({ trial: true });
    },
  },
  {
    name: '23-read-preview',
    place: 'sample',
    isSmallToo: true,
    async reach({ page }) {
      await new WorkbenchPage(page).goTo('Export and import');
      await page.getByRole('radio', { name: 'Read annotations' }).click();
      const panel = page.getByRole('region', { name: 'Read annotations' });
      await panel.getByTestId('read-file').setInputFiles({
        name: 'jonas-weber-2.csv',
        mimeType: 'text/csv',
        buffer: await sheetWithFaults(),
      });
      await panel.getByText('Refused', { exact: true }).waitFor();
    },
  },
  {
    name: '24-import',
    place: 'sample',
    isSmallToo: true,
    async reach({ page }) {
      await openDocument(page, /truce frays/i);
      await page.keyboard.press('Control+i');
      await page.getByRole('dialog', { name: 'Import documents' }).waitFor();
    },
  },
  {
    name: '25-import-report',
    place: 'sample',
    async reach({ page }) {
      await openDocument(page, /truce frays/i);
      await page.keyboard.press('Control+i');
      await page.getByTestId('import-files').setInputFiles([
        {
          name: 'photo-of-the-pass.txt',
          mimeType: 'text/plain',
          buffer: Buffer.from([0x89, 0x50, 0, 0, 1, 2, 3, 0]),
        },
        {
          name: '01-border-truce-frays.txt',
          mimeType: 'text/plain',
          buffer: await readFile(join(corpus, '01-border-truce-frays.txt')),
        },
        await fixture('scanned.pdf'),
        await fixture('encrypted.pdf'),
      ]);
      await page.getByRole('dialog', { name: 'Import' }).getByRole('heading', { name: 'Refused' }).waitFor();
    },
  },
  {
    name: '26-keyboard-help',
    place: 'sample',
    isSmallToo: true,
    async reach({ page }) {
      await openDocument(page, /truce frays/i);
      await page.keyboard.press('?');
      await page.getByRole('dialog', { name: 'Keyboard' }).waitFor();
    },
  },
  {
    name: '27-settings',
    place: 'sample',
    async reach({ page }) {
      await page.locator('.top-bar__person').click();
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: '28-new-project',
    place: 'sample',
    isSmallToo: true,
    async reach({ page, work }) {
      await openStart(page);
      await page.getByRole('button', { name: /New project/ }).click();
      await page.getByLabel('Title').fill('Who speaks for whom');
      await new WorkbenchPage(page).enterFolder(work);
    },
  },
  {
    name: '29-delete-in-use',
    place: 'sample',
    async reach({ page }) {
      await openActor(page, 'Tehreek-e-Taliban Pakistan');
      await page.getByRole('button', { name: /Delete actor/ }).click();
      await page.getByRole('dialog', { name: /^Delete/ }).waitFor();
    },
  },
  {
    name: '30-read-only',
    place: 'locked',
    isSmallToo: true,
    async reach({ page }) {
      await openDocument(page, /truce frays/i);
      await page.getByRole('alert').waitFor();
    },
  },
  { name: '31-empty-project', place: 'empty', isSmallToo: true, reach: async () => undefined },
  {
    name: '32-empty-codebook',
    place: 'empty',
    reach: ({ page }) => new WorkbenchPage(page).goTo('Codebook'),
  },
  {
    name: '50-search',
    place: 'sample',
    isSmallToo: true,
    async reach({ page }) {
      await openSearch(page, 'truce OR talk*');
      await page.getByRole('searchbox', { name: 'Search the corpus' }).press('ArrowDown');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Space');
    },
  },
  {
    name: '51-search-urdu',
    place: 'sample',
    reach: ({ page }) => openSearch(page, 'حکومت'),
  },
  {
    name: '52-search-fault',
    place: 'sample',
    isSmallToo: true,
    async reach({ page }) {
      await page.keyboard.press('Control+Shift+F');
      await page.getByRole('searchbox', { name: 'Search the corpus' }).fill('truce OR (talks');
      await page.locator('#search-fault mark').waitFor();
    },
  },
  {
    name: '60-mentions',
    place: 'sample',
    isSmallToo: true,
    reach: ({ page }) => openMentions(page),
  },
  {
    name: '61-mentions-of-several-actors',
    place: 'sample',
    async reach({ page }) {
      await openMentions(page);
      await page
        .getByRole('listbox', { name: 'Names' })
        .getByRole('option', { name: /^Rahmat/ })
        .click();
      await page.getByText(/^[1-9]\d* mentions? to decide/).waitFor();
    },
  },
  {
    name: '62-mentions-urdu',
    place: 'sample',
    async reach({ page }) {
      await openMentions(page);
      await page
        .getByRole('listbox', { name: 'Names' })
        .getByRole('option', { name: /^ٹی ٹی پی/ })
        .click();
      await page.getByText(/^[1-9]\d* mentions? to decide/).waitFor();
    },
  },
  {
    name: '63-new-names',
    place: 'sample',
    async reach({ page }) {
      await openMentions(page);
      await page.getByRole('button', { name: 'New names' }).click();
      await page.getByText('that the codebook may lack').waitFor();
    },
  },
  {
    name: '64-empty-mentions',
    place: 'empty',
    async reach({ page }) {
      await goToMentions(page);
      await page.getByText('No mentions yet').waitFor();
    },
  },
  {
    name: '33-empty-evidence',
    place: 'empty',
    async reach({ page }) {
      await new WorkbenchPage(page).goTo('Evidence');
      await page.getByText('No annotations yet').waitFor();
    },
  },
  {
    name: '34-mentions',
    place: 'sample',
    isSmallToo: true,
    async reach({ page }) {
      await new WorkbenchPage(page).goTo('Mentions');
      await page.locator('.mention-list__rows [role=option]').first().waitFor();
    },
  },
  {
    name: '35-search',
    place: 'sample',
    isSmallToo: true,
    async reach({ page }) {
      await new WorkbenchPage(page).goTo('Search');
      await page.getByRole('searchbox').first().fill('truce');
      await page.keyboard.press('Enter');
      await page
        .getByText(/^[\d,]+ hits in \d+ documents/)
        .first()
        .waitFor();
    },
  },
  ...SET_SCENES,
  ...MEMO_SCENES,
  ...AGREEMENT_SCENES,
  ...ADJUDICATION_SCENES,
  ...TEAM_SCENES,
  // These leave a document more in the project: last.
  {
    name: '90-versions-queue',
    place: 'sample',
    isSmallToo: true,
    async reach({ page }) {
      await importCorrected(page);
      await openVersions(page);
    },
  },
  {
    name: '91-versions-ambiguous',
    place: 'sample',
    async reach({ page }) {
      await importCorrected(page);
      await openVersions(page);
      await page.getByRole('option').filter({ hasText: 'not found' }).first().click();
    },
  },
  {
    name: '92-versions-placing',
    place: 'sample',
    isSmallToo: true,
    async reach({ page }) {
      await importCorrected(page);
      await openVersions(page);
      await page.keyboard.press('p');
      await page.locator('.version-banner--placing').waitFor();
    },
  },
  {
    name: '93-superseded',
    place: 'sample',
    isSmallToo: true,
    async reach({ page }) {
      await importCorrected(page);
      await openDocument(page, /^A Border Truce Frays(?! \()/);
      await page.locator('.version-banner').waitFor();
    },
  },
  {
    // It adds a document: after all that count them.
    name: '90-imported-document',
    place: 'sample',
    async reach({ page }) {
      await page.locator('.documents__row').first().waitFor();
      if ((await page.locator('.documents__title').filter({ hasText: 'Saffron' }).count()) === 0) {
        await page.keyboard.press('Control+i');
        await page.getByTestId('import-files').setInputFiles([await fixture('report.pdf')]);
        await page.getByRole('dialog', { name: 'Import' }).getByRole('button', { name: 'Done' }).click();
      }
      await openDocument(page, /Saffron/);
      await page.getByText('Kamar bend | Sons of the Ridge').scrollIntoViewIfNeeded();
    },
  },
  {
    name: '70-reading',
    place: 'sample',
    isSmallToo: true,
    async reach({ page }) {
      await openDocument(page, /truce frays/i);
      await page.locator('.workbench__text .ProseMirror').focus();
      await page.keyboard.press('t');
      await page.getByRole('dialog', { name: 'Reading' }).waitFor();
    },
  },
  {
    name: '71-print',
    place: 'sample',
    isSmallToo: true,
    async reach({ page }) {
      await openDocument(page, /truce frays/i);
      await page.locator('.workbench__text .ProseMirror').focus();
      await page.keyboard.press('Control+p');
      await page.locator('.print-note').first().waitFor();
    },
  },
  {
    name: '72-two-texts',
    place: 'sample',
    isSmallToo: true,
    async reach({ page }) {
      await openDocument(page, /truce frays/i);
      await page.locator('.workbench__text .ProseMirror').focus();
      await page.keyboard.press('v');
      const second = page.getByRole('region', { name: 'Second text' });
      await second.getByLabel('Document of the second text').selectOption({ label: 'Kabul Holds the Leash' });
      await second.locator('.reader-block').first().waitFor();
      await second.getByLabel('Actor whose mentions link the texts').selectOption({ index: 1 });
      await second.getByRole('button', { name: /Next mention/ }).click();
    },
  },
  {
    name: '73-focus-mode',
    place: 'sample',
    isSmallToo: true,
    async reach({ page }) {
      await openDocument(page, /truce frays/i);
      await page.locator('.workbench__text .ProseMirror').focus();
      await page.keyboard.press('f');
      await page.keyboard.press('u');
      await page.getByRole('group', { name: 'Modes of reading' }).waitFor();
    },
  },
];

/** A corrected text of the first sample document, imported as a version of it where it is not there yet. */
async function importCorrected(page: Page): Promise<void> {
  const text = (await readFile(join(corpus, '01-border-truce-frays.txt'), 'utf8'))
    .replace('A Border Truce Frays', 'A Border Truce Frays (corrected)')
    .replace('Six men of the Frontier Corps were killed', 'Five men of the Frontier Corps were killed')
    .replace('for the better part of an hour', 'for half an hour')
    .replace(
      'Photographs shown to this newspaper by a district administrator',
      'Photographs shown to us by an official',
    )
    .replace(/^.*They could end this in a month.*$/mu, '');
  // In a low window only one pane is drawn; the larger ones came before it.
  if ((page.viewportSize()?.width ?? 0) < 700) return;
  await page.locator('.documents__row').first().waitFor();
  if ((await page.locator('.documents__title').filter({ hasText: 'corrected' }).count()) > 0) return;
  await openDocument(page, /^A Border Truce Frays(?! \()/);
  // Who has no passages here has none to carry, and none to decide about.
  await page.locator('.layer-bar').waitFor();
  if ((await page.locator('.layer-bar__layer[data-own]').count()) === 0) {
    const bench = new WorkbenchPage(page);
    for (const [words, from, to] of [
      ['The official version is plain', 4, 14],
      ['Photographs shown to this newspaper', 9, 18],
      ['They could end this', 0, 8],
    ] as const) {
      await bench.dragWords(bench.paragraphs().filter({ hasText: words }), from, to);
      await page.keyboard.press('h');
      await page.keyboard.press('Escape');
    }
  }
  await page.keyboard.press('Control+k');
  await page.getByPlaceholder('What would you like to do?').fill('corrected version of this');
  await page.keyboard.press('Enter');
  await page
    .getByTestId('import-files')
    .setInputFiles({ name: 'border-truce-corrected.txt', mimeType: 'text/plain', buffer: Buffer.from(text) });
  await page.locator('.documents__superseded').waitFor();
  await page.locator('.version-banner').getByRole('button', { name: 'Decide' }).waitFor();
}

async function openVersions(page: Page): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.getByPlaceholder('What would you like to do?').fill('passages of earlier versions');
  await page.keyboard.press('Enter');
  await page.getByRole('listbox', { name: 'Waiting passages' }).waitFor();
}

const openDocument = (page: Page, title: RegExp) => new WorkbenchPage(page).openTitle(title);

async function openStart(page: Page): Promise<void> {
  await page.locator('.top-bar__project').click();
  await page.getByRole('button', { name: /New project/ }).waitFor();
}

async function openPassage(page: Page, quote: RegExp): Promise<void> {
  const sheet = page.getByRole('group', { name: 'Panes' }).getByRole('button', { name: 'Inspector' });
  if (await sheet.isVisible()) await sheet.click();
  const item = page.locator('.passage-list__item').filter({ hasText: quote }).first();
  // The list draws only the rows in sight.
  await page.getByRole('searchbox', { name: 'Search these passages' }).fill(quote.source);
  await item.click();
  await page.locator('.passage-list__item[aria-current=true]').waitFor();
  await page.getByRole('searchbox', { name: 'Search these passages' }).fill('');
}

async function selectWords(page: Page, paragraph: number, from: number, to: number): Promise<void> {
  const bench = new WorkbenchPage(page);
  await bench.dragWords(bench.paragraphs().nth(paragraph), from, to);
}

async function openPalette(page: Page, key: string): Promise<void> {
  await openDocument(page, /leash/i);
  await selectWords(page, 3, 3, 9);
  await page.keyboard.press(key);
  await page.locator('.tag-popover').waitFor();
}

async function openActor(page: Page, name: string): Promise<void> {
  await new WorkbenchPage(page).goTo('Codebook');
  await page.getByRole('tab', { name: /^Actors/ }).click();
  // The list draws only the rows in sight.
  await page.getByRole('searchbox', { name: 'Search actors' }).fill(name);
  await page.getByRole('option', { name: new RegExp(`^${name}`) }).click();
  await page.getByRole('region', { name: new RegExp(`^Actor ${name}`) }).waitFor();
  await page.getByRole('searchbox', { name: 'Search actors' }).fill('');
}

async function openSearch(page: Page, query: string): Promise<void> {
  await page.keyboard.press('Control+Shift+F');
  await page.getByRole('searchbox', { name: 'Search the corpus' }).fill(query);
  await page.locator('.concordance mark').first().waitFor();
}

async function goToMentions(page: Page): Promise<void> {
  await page.getByRole('navigation', { name: 'Screens' }).getByRole('button', { name: 'Mentions' }).click();
}

async function openMentions(page: Page): Promise<void> {
  await goToMentions(page);
  await page.locator('.mention-list__row').first().waitFor();
}

async function openEvidence(page: Page): Promise<void> {
  await new WorkbenchPage(page).goTo('Evidence');
  await page.locator('.evidence__quote').first().waitFor();
}

async function chooseFilter(page: Page, menu: string, option: RegExp): Promise<void> {
  await page
    .getByRole('button', { name: new RegExp(`^${menu}\\b(?! grade)`) })
    .first()
    .click();
  const dialog = page.getByRole('dialog', { name: `Filter by ${menu.toLowerCase()}` });
  await dialog.getByRole('checkbox', { name: option }).first().check();
  await dialog.getByRole('button', { name: 'Done' }).click();
}

/** A coding sheet as analysts keep them: some rows are new, one is there already, two cannot be placed. */
async function sheetWithFaults(): Promise<Buffer> {
  const sheet = await readFile(join(corpus, 'annotations/jonas-weber.csv'), 'utf8');
  const lines = sheet.trimEnd().split('\n').slice(0, 6);
  const columns = lines[0]!.trimEnd().split(',').length;
  const row = (...cells: string[]) => [...cells, ...Array<string>(columns - cells.length).fill('')].join(',');
  return Buffer.from(
    [
      ...lines,
      row('01-border-truce-frays.txt', 'a sentence that stands nowhere in this document'),
      row('11-not-imported.txt', 'whatever it says'),
    ].join('\n'),
  );
}

async function openActorDetail(page: Page, name: string): Promise<void> {
  await new WorkbenchPage(page).goTo('Codebook');
  await page.getByRole('tab', { name: /^Actors/ }).click();
  await page.getByRole('searchbox', { name: 'Search actors' }).fill(name);
  await page.getByRole('option', { name: new RegExp(`^${name}`) }).click();
  await page.getByRole('region', { name: new RegExp(`^Actor ${name}`) }).waitFor();
}

async function openMergePreview(page: Page): Promise<void> {
  await openActorDetail(page, 'Tehreek-e-Taliban Pakistan');
  await previewMerge(page, 'Afghan Taliban');
}

/** From an actor's details to the preview of its merge with another. */
async function previewMerge(page: Page, other: string): Promise<void> {
  await page.getByRole('button', { name: 'Merge…' }).click();
  await page.getByRole('button', { name: 'Choose an actor…' }).click();
  await page.getByPlaceholder('Choose an actor…').fill(other);
  await page.keyboard.press('Enter');
  await page.getByText(/annotations? will stand under/i).waitFor();
}
