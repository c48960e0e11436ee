import { execFile } from 'node:child_process';
import { cp, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { test as base } from '@playwright/test';
import {
  installation,
  makeTemporaryFolder,
  startHost,
  type HostOptions,
  type StartedHost,
} from './start-host.ts';
import { WorkbenchPage } from './workbench-page.ts';

const run = promisify(execFile);

/** The sample corpus of this repository, which every checkout has. */
export const corpusFolder = join(import.meta.dirname, '../../corpus');

/** A project of its own for each test, served by a host of its own, with the page in it. */
export interface Stage {
  readonly project: string;
  /** Holds the project and whatever else a test writes; removed after it. */
  readonly work: string;
  readonly bench: WorkbenchPage;
  readonly host: StartedHost;
  /** The page's address without the key, which has been used. */
  readonly address: string;
  /** One more host, stopped after the test. */
  startAnother(options: HostOptions): Promise<StartedHost>;
}

interface Fixtures {
  /** `fresh`: the twelve texts of the corpus, just imported. `sample`: the sample project with its 238 annotations. */
  readonly kind: 'fresh' | 'sample';
  readonly stage: Stage;
}

export const test = base.extend<Fixtures, { readonly freshProject: string }>({
  kind: ['fresh', { option: true }],
  freshProject: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads what a fixture needs from this pattern.
    async ({}, use) => {
      const folder = await makeTemporaryFolder('postil-template-');
      const project = join(folder.path, 'project');
      const names = (await readdir(corpusFolder))
        .filter((name) => /^\d\d-.*\.(?:txt|md)$/.test(name))
        .toSorted();
      const cli = join(installation, 'out/main/cli.js');
      await run(process.execPath, [cli, 'init', project, '--name', 'Fresh texts']);
      await run(process.execPath, [cli, 'import', project, ...names.map((name) => join(corpusFolder, name))]);
      await use(project);
      await folder.remove();
    },
    { scope: 'worker' },
  ],
  stage: [
    async ({ page, kind, freshProject }, use) => {
      const folder = await makeTemporaryFolder();
      const work = folder.path;
      const project = join(work, 'project');
      await cp(kind === 'fresh' ? freshProject : join(corpusFolder, 'sample-project'), project, {
        recursive: true,
      });
      const hosts: StartedHost[] = [];
      async function startAnother(options: HostOptions): Promise<StartedHost> {
        const host = await startHost({ openSample: false, allow: [work], ...options });
        hosts.push(host);
        return host;
      }
      try {
        const host = await startAnother({ userDataFolder: join(work, 'user'), project });
        await page.goto(host.url);
        const bench = new WorkbenchPage(page);
        await page.locator('.documents__row').first().waitFor();
        await use({ project, work, bench, host, address: new URL(host.url).origin, startAnother });
      } finally {
        for (const host of hosts) await host.kill();
        await folder.remove();
      }
    },
    { auto: true },
  ],
});
