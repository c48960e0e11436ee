import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const SAMPLE = join(import.meta.dirname, '../../corpus/sample-project');

test('the sample project holds nothing of the machine that made it: no keys, history, logs or lock', async () => {
  const names = (await readdir(SAMPLE)).toSorted();
  expect(names).toEqual(['codebook.json', 'documents', 'layers', 'project.json', 'sources.json']);
});
