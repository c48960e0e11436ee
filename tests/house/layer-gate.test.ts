import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readSources, root } from './source-files.ts';

/** Sources of main that match, from `src/main/`. */
async function filesWith(pattern: RegExp): Promise<string[]> {
  const found: string[] = [];
  for (const { path } of await readSources('src/main')) {
    if (pattern.test(await readFile(join(root, path), 'utf8'))) found.push(path.slice('src/main/'.length));
  }
  return found.sort();
}

// Nobody may see another's layer before the team opens it: whatever reads layers reads them from the store that a
// session has, which hides them. These are all who get hold of the store without that gate, and why they may.
test('nothing but the team’s exchange reads past the gate before others’ layers', async () => {
  expect(await filesWith(/\bunveiledStoreOf\b/)).toEqual([
    // The gate itself.
    'services/team/visible-store.ts',
    // What is published and received.
    'services/workbench/session-team.ts',
  ]);
});

test('every opened store goes behind the gate', async () => {
  const opening = await filesWith(/\b(?:openProject|createProject)\(/);
  expect(opening.filter((file) => !file.startsWith('services/store/'))).toEqual([
    // Names faults, shows no content.
    'cli/commands/check.ts',
    // Make a project and close it.
    'cli/commands/init.ts',
    'cli/commands/join.ts',
    // Hand what they opened to `openSession`, which puts it behind the gate.
    'cli/context.ts',
    'services/workbench/desk.ts',
  ]);
  expect(await filesWith(/\bmakeVisibleStore\(/)).toEqual([
    'services/team/visible-store.ts',
    'services/workbench/open-session.ts',
  ]);
});

test('no file of a layer is read but through the store', async () => {
  const naming = await filesWith(/\blayerFile\(/);
  expect(naming.filter((file) => !file.startsWith('services/store/'))).toEqual([
    // Of the layers that the gate listed.
    'services/index/project-index.ts',
  ]);
});
