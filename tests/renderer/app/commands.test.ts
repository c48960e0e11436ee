import { expect, test } from 'vitest';
import { COMMANDS } from '../../../src/renderer/app/commands.ts';

test('no two commands answer to one key, and none has another’s id', () => {
  const owners = new Map<string, string[]>();
  for (const { id, keys = [] } of COMMANDS) {
    for (const key of keys) owners.set(key, [...(owners.get(key) ?? []), id]);
  }
  expect([...owners].filter(([, ids]) => ids.length > 1)).toEqual([]);
  expect(new Set(COMMANDS.map(({ id }) => id)).size).toBe(COMMANDS.length);
});

test('every command has a name, and no two the same', () => {
  const titles = COMMANDS.map((command) => command.title());
  expect(titles.filter((title) => title.trim() === '')).toEqual([]);
  expect(new Set(titles).size).toBe(titles.length);
});
