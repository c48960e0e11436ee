import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { expect, test } from 'vitest';
import { root } from './source-files.ts';

const PHYSICAL = [
  /(?:^|[\s;{])(?:left|right)\s*:/,
  /(?:^|[\s;{])(?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right)(?:-[a-z]+)?\s*:/,
  /(?:^|[\s;{])border-(?:top|bottom)-(?:left|right)-radius\s*:/,
  /(?:^|[\s;{])(?:text-align|float|clear)\s*:\s*(?:left|right)\b/,
  // Four values name the sides one by one; only the vertical ones may differ.
  /(?:^|[\s;{])(?:margin|padding|inset|border-width|border-style|border-color)\s*:\s*(?:[^\s;()]+|[\w-]*\([^;]*?\)+)(?:\s+(?:[^\s;()]+|[\w-]*\([^;]*?\)+)){3}\s*;/,
  /translateX\(/,
];

function physicalLines(css: string): string[] {
  return css
    .replaceAll(/\/\*[\s\S]*?\*\//g, (comment) => comment.replaceAll(/[^\n]/g, ' '))
    .split('\n')
    .flatMap((line, at) =>
      PHYSICAL.some((pattern) => pattern.test(line)) ? [`${at + 1} ${line.trim()}`] : [],
    );
}

test('the search finds each way to name a side', () => {
  const css = `a { left: 0; }
b { margin-left: 1px }
c { border-right-color: red; }
d { text-align: right; }
e { padding: 1px var(--a) 2px calc(1px + 2px); }
f { border-top-left-radius: 2px; }
/* right: of a comment */
g { inset-inline-start: 0; margin: 0 1px; text-align: start; transform: translateY(2px); inset: 0; }
h { transform: translateX(3px); }`;
  expect(physicalLines(css).map((line) => line[0])).toEqual(['1', '2', '3', '4', '5', '6', '9']);
});

test('style sheets know no left and no right, so that a right-to-left interface mirrors them', async () => {
  const renderer = join(root, 'src/renderer');
  const sheets = (await readdir(renderer, { recursive: true })).filter((file) => file.endsWith('.css'));
  expect(sheets.length).toBeGreaterThan(8);
  const found: string[] = [];
  for (const sheet of sheets) {
    const path = relative(renderer, join(renderer, sheet)).split(sep).join('/');
    for (const line of physicalLines(await readFile(join(renderer, sheet), 'utf8'))) {
      found.push(`${path}:${line}`);
    }
  }
  expect(found).toEqual([]);
});
