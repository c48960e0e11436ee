import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';

const root = join(import.meta.dirname, '../..');
const lockSchema = z.object({
  packages: z.record(
    z.string(),
    z.object({
      optionalDependencies: z.record(z.string(), z.string()).optional(),
      resolved: z.string().optional(),
      version: z.string().optional(),
    }),
  ),
});
const { packages } = lockSchema.parse(JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')));

/**
 * A registry that lacks a build for some other platform makes `npm install` leave it out of the lock file, and from
 * then on `npm ci` fails on every machine: "Missing: … from lock file".
 */
test('the lock file names every optional package, of every platform', () => {
  const missing: string[] = [];
  for (const [place, { optionalDependencies = {} }] of Object.entries(packages)) {
    for (const name of Object.keys(optionalDependencies)) {
      if (!packages[`node_modules/${name}`] && !packages[`${place}/node_modules/${name}`]) missing.push(name);
    }
  }
  expect(missing).toEqual([]);
});

test('the lock file names no registry', () => {
  expect(Object.entries(packages).filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
});
