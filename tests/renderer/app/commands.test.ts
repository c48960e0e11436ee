import { expect, test } from 'vitest';
import { COMMANDS, isCommandEnabled } from '../../../src/renderer/app/commands.ts';

const own = COMMANDS.filter(({ id }) => id.startsWith('adjudication.'));

test('no key means two things, and no two commands have one id', () => {
  const owners = new Map<string, string[]>();
  for (const { id, keys = [] } of COMMANDS) {
    // A screen of its own, whose keys are looked at below.
    if (id.startsWith('adjudication.')) continue;
    for (const key of keys) owners.set(key, [...(owners.get(key) ?? []), id]);
  }
  expect([...owners].filter(([, ids]) => ids.length > 1)).toEqual([]);
  expect(new Set(COMMANDS.map(({ id }) => id)).size).toBe(COMMANDS.length);
});

test('the keys of adjudication mean something on its screen alone, and go before the others there', () => {
  expect(own.filter(isCommandEnabled)).toEqual([]);
  const first = COMMANDS.findIndex(({ id }) => id.startsWith('view.'));
  expect(own.every((command) => COMMANDS.indexOf(command) < first)).toBe(true);
  const twice = own.flatMap(({ keys = [] }) => keys).filter((key, i, keys) => keys.indexOf(key) !== i);
  // Confirms where a form is open, else goes on.
  expect(twice).toEqual(['Enter']);
});

test('every command has a name, and no two the same', () => {
  const titles = COMMANDS.map((command) => command.title());
  expect(titles.filter((title) => title.trim() === '')).toEqual([]);
  expect(new Set(titles).size).toBe(titles.length);
});
