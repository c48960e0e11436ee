import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { expect, test } from 'vitest';
import { findEarlyTexts, findLiteralTexts } from './literal-texts.ts';
import { root } from './source-files.ts';

/** Rooms whose texts still stand in the code. A room that is done leaves the list; none is added. */
const NOT_YET: ReadonlySet<string> = new Set<string>();

const renderer = join(root, 'src/renderer');
const files = (await readdir(renderer, { recursive: true, withFileTypes: true }))
  .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
  .map((entry) => join(entry.parentPath, entry.name))
  // The catalogues themselves are where texts stand.
  .filter((file) => !/[\\/]i18n[\\/]\w\w[\\/]/.test(file));

async function literals(): Promise<Map<string, string[]>> {
  const byRoom = new Map<string, string[]>();
  for (const file of files) {
    const path = relative(renderer, file).split(sep);
    const room = path.length > 1 ? path[0]! : '.';
    for (const { line, text } of findLiteralTexts(await readFile(file, 'utf8'))) {
      byRoom.set(room, [...(byRoom.get(room) ?? []), `${path.join('/')}:${line} ${text}`]);
    }
  }
  return byRoom;
}

test('the search finds a text in each place where one is read or heard', () => {
  const code = `
    const a = <p title="On a title">Between tags {isNone ? 'In a choice' : \`In a template \${n} more\`}</p>;
    const b = <Button label={x ?? 'In an attribute'} className="not-this one" onClick={() => call('not.this')} />;
    notify('info', \`In a notice: \${a}\`, { label: 'On its action', run });
    const c = [{ value: 'not this', text: 'In a table' }, { text: t('room.key'), hint: 'mod+k' && '' }];
    const d = <kbd>K</kbd>;
    const e = { title: () => 'Of a command' };
    f.setAttribute('aria-label', 'By hand'); f.ariaLabel = 'And by name'; f.setAttribute('role', 'not this one');`;
  expect(
    findLiteralTexts(code)
      .map(({ text }) => text)
      .toSorted(),
  ).toEqual(
    [
      'On a title',
      'Between tags',
      'In a choice',
      'In a template',
      'more',
      'In an attribute',
      'In a notice:',
      'On its action',
      'In a table',
      'Of a command',
      'By hand',
      'And by name',
    ].toSorted(),
  );
  expect(
    findEarlyTexts(`const a = [t('x.y')];\nfunction f() { return t('x.z'); }\nconst b = () => t('x');`),
  ).toEqual([1]);
});

test('the texts of the interface stand in the catalogue', async () => {
  const found = await literals();
  const strays = [...found].flatMap(([room, texts]) => (NOT_YET.has(room) ? [] : texts));
  expect(strays, 'move them to src/renderer/i18n/en').toEqual([]);
});

test('no room is excused that has nothing left in its code', async () => {
  const found = await literals();
  expect([...NOT_YET].filter((room) => !found.has(room))).toEqual([]);
});

test('no text is asked for before the language is known', async () => {
  const early: string[] = [];
  for (const file of files) {
    for (const line of findEarlyTexts(await readFile(file, 'utf8')))
      early.push(`${relative(renderer, file)}:${line}`);
  }
  expect(early).toEqual([]);
});
