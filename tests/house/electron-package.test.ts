import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { root } from './source-files.ts';

async function readJson(...path: readonly string[]): Promise<unknown> {
  return JSON.parse(await readFile(join(root, ...path), 'utf8'));
}

const packageSchema = z.object({
  version: z.string(),
  scripts: z.record(z.string(), z.string()).default({}),
});

test('electron is pinned to a version without an install script, so that npm ci works offline', async () => {
  const manifest = z
    .object({ devDependencies: z.object({ electron: z.string().regex(/^\d+\.\d+\.\d+$/) }) })
    .parse(await readJson('package.json'));
  const installed = packageSchema.parse(await readJson('node_modules', 'electron', 'package.json'));
  expect(installed.version).toBe(manifest.devDependencies.electron);
  for (const hook of ['preinstall', 'install', 'postinstall'])
    expect(installed.scripts).not.toHaveProperty(hook);
});

test('no package that is installed everywhere runs a script, and none names a host of its own', async () => {
  const lockSchema = z.object({
    packages: z.record(
      z.string(),
      z.object({
        hasInstallScript: z.boolean().optional(),
        optional: z.boolean().optional(),
        resolved: z.string().optional(),
      }),
    ),
  });
  const { packages } = lockSchema.parse(await readJson('package-lock.json'));
  expect(Object.keys(packages).length).toBeGreaterThan(50);
  const withScripts = Object.entries(packages).filter(
    ([, entry]) => entry.hasInstallScript && !entry.optional,
  );
  expect(withScripts.map(([name]) => name)).toEqual([]);
  const hosts = Object.values(packages).flatMap(({ resolved }) =>
    resolved === undefined ? [] : [new URL(resolved).host],
  );
  expect([...new Set(hosts)]).toEqual([]);
});
