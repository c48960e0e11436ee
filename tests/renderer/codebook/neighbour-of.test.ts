import { expect, test } from 'vitest';
import { neighbourOf } from '../../../src/renderer/codebook/neighbour-of.ts';

test('after a deletion the next one is chosen, at the end the one before, and none where none is left', () => {
  expect(neighbourOf(['a', 'b', 'c'], 'a')).toBe('b');
  expect(neighbourOf(['a', 'b', 'c'], 'b')).toBe('c');
  expect(neighbourOf(['a', 'b', 'c'], 'c')).toBe('b');
  expect(neighbourOf(['a'], 'a')).toBeNull();
});

test('of one that the list does not show, the first is chosen', () => {
  expect(neighbourOf(['a', 'b'], 'x')).toBe('a');
  expect(neighbourOf([], 'x')).toBeNull();
});
