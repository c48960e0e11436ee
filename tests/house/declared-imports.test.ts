import { readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { findImports, packageName, readSources, root } from './source-files.ts';

const names = z.record(z.string(), z.string());
const manifest = z
  .object({ dependencies: names, devDependencies: names })
  .parse(JSON.parse(await readFile(join(root, 'package.json'), 'utf8')));

test('the search for imports finds each way to write one', () => {
  const code = `import a from 'one';
import { type b } from "two";
import type { c } from 'three';
import {
  d,
  e,
} from '@scope/four/deep';
export * from './five.ts';
import 'six.css';
const f = await import('seven');
const g = require('eight');`;
  expect(
    findImports(code).map(({ specifier, isType }) => (isType ? `type ${specifier}` : specifier)),
  ).toEqual(['one', 'two', 'type three', '@scope/four/deep', './five.ts', 'six.css', 'seven', 'eight']);
  expect(packageName('@scope/four/deep')).toBe('@scope/four');
  expect(packageName('lowdb/node')).toBe('lowdb');
  expect(packageName('node:fs')).toBeNull();
});

test('no file of src imports what package.json does not declare', async () => {
  const sources = await readSources('src');
  expect(sources.length).toBeGreaterThan(20);
  const undeclared: string[] = [];
  for (const { path, imports } of sources) {
    for (const { specifier, isType } of imports) {
      const name = packageName(specifier);
      if (name === null) continue;
      const isDeclared =
        Object.hasOwn(manifest.dependencies, name) ||
        Object.hasOwn(manifest.devDependencies, name) ||
        (isType && Object.hasOwn(manifest.devDependencies, `@types/${name}`));
      if (!isDeclared) undeclared.push(`${path}: ${specifier}`);
    }
  }
  expect(undeclared).toEqual([]);
});

test('what the built main process loads is a dependency, not a tool of development', async () => {
  // The main process is not bundled with its libraries; `electron` comes with the binary.
  const missing: string[] = [];
  for (const { path, imports } of await readSources('src/main', 'src/core', 'src/contract')) {
    for (const { specifier, isType } of imports) {
      const name = packageName(specifier);
      if (name === null || isType || name === 'electron') continue;
      if (!Object.hasOwn(manifest.dependencies, name)) missing.push(`${path}: ${specifier}`);
    }
  }
  expect(missing).toEqual([]);
});

test('no file reaches out of src by a relative path', async () => {
  const strays: string[] = [];
  for (const { path, imports } of await readSources('src')) {
    for (const { specifier } of imports) {
      if (!specifier.startsWith('.')) continue;
      const target = posix.join(posix.dirname(path), specifier);
      if (!target.startsWith('src/')) strays.push(`${path}: ${specifier}`);
    }
  }
  expect(strays).toEqual([]);
});

test('every dependency is pinned to one version', () => {
  const loose = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies }).filter(
    ([, version]) => !/^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(version),
  );
  expect(loose).toEqual([]);
});
