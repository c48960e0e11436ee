import { describe, expect, it } from 'vitest';
import { listActors } from '../../../src/renderer/codebook/list-actors.ts';
import { nextIndex } from '../../../src/renderer/codebook/next-index.ts';
import { actor } from '../../core/codebook/samples.ts';

const ACTORS = [
  actor('b', 'Bravo', { aliases: [{ text: 'Second Front' }] }),
  actor('a', 'Alpha', { note: 'leads the front' }),
  actor('c', 'Çelik'),
];
const ANY = { query: '', order: 'name', uses: null, only: null } as const;
const names = (list: readonly { name: string }[]) => list.map((entry) => entry.name);

describe('listActors', () => {
  it('orders by name or by use, the most used first and ties by name', () => {
    expect(names(listActors(ACTORS, ANY))).toEqual(['Alpha', 'Bravo', 'Çelik']);
    expect(names(listActors(ACTORS, { ...ANY, order: 'uses', uses: { 'a-c': 3 } }))).toEqual([
      'Çelik',
      'Alpha',
      'Bravo',
    ]);
  });

  it('finds every word in names, aliases and notes, accents folded', () => {
    expect(names(listActors(ACTORS, { ...ANY, query: 'front' }))).toEqual(['Alpha', 'Bravo']);
    expect(names(listActors(ACTORS, { ...ANY, query: 'front second' }))).toEqual(['Bravo']);
    expect(names(listActors(ACTORS, { ...ANY, query: 'celik' }))).toEqual(['Çelik']);
  });

  it('keeps to the given ones', () => {
    expect(names(listActors(ACTORS, { ...ANY, only: new Set([ACTORS[0]!.id]) }))).toEqual(['Bravo']);
  });
});

describe('nextIndex', () => {
  it.each([
    ['ArrowDown', -1, 0],
    ['ArrowDown', 4, 4],
    ['ArrowUp', 0, 0],
    ['PageDown', 1, 4],
    ['PageUp', 4, 1],
    ['Home', 3, 0],
    ['End', 0, 4],
    ['a', 2, null],
  ])('%s from %i goes to %s', (key, at, expected) => {
    expect(nextIndex(key, at, 5, 3)).toBe(expected);
  });

  it('goes nowhere in an empty list', () => {
    expect(nextIndex('ArrowDown', -1, 0, 3)).toBeNull();
  });
});
