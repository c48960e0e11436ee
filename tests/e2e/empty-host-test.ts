import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { test as base } from '@playwright/test';
import { makeTemporaryFolder, startHost } from './start-host.ts';
import { WorkbenchPage } from './workbench-page.ts';

/** A host of its own in which nothing is open, with the page at its start. */
export interface EmptyHost {
  readonly bench: WorkbenchPage;
  /** For the project that a test makes, and whatever else it writes; removed after it. */
  readonly work: string;
  /** Writes texts beside the project that comes, by their names; answers with where they are, in their order. */
  writeTexts(texts: Readonly<Record<string, string>>): Promise<string[]>;
}

export const test = base.extend<{ readonly emptyHost: EmptyHost }>({
  emptyHost: async ({ page }, use) => {
    const folder = await makeTemporaryFolder();
    const work = folder.path;
    const host = await startHost({ allow: [work], openSample: false });
    async function writeTexts(texts: Readonly<Record<string, string>>): Promise<string[]> {
      const paths: string[] = [];
      for (const [name, text] of Object.entries(texts)) {
        const path = join(work, 'sources', name);
        await mkdir(dirname(path), { recursive: true });
        await writeFile(path, text);
        paths.push(path);
      }
      return paths;
    }
    try {
      await page.goto(host.url);
      await page.getByRole('button', { name: /New project/ }).waitFor();
      await use({ bench: new WorkbenchPage(page), work, writeTexts });
    } finally {
      await host.stop();
      await folder.remove();
    }
  },
});
