import { expect, test } from 'vitest';
import { readingSchema } from '../../../src/contract/calls.ts';
import { DEFAULT_READING, MEASURES, stepped } from '../../../src/renderer/reading/apply-reading.ts';

test('what the buttons can reach, the settings can hold', () => {
  expect(readingSchema.parse(DEFAULT_READING)).toEqual(DEFAULT_READING);
  for (const [name, { min, max }] of Object.entries(MEASURES)) {
    for (const value of [min, max]) readingSchema.parse({ ...DEFAULT_READING, [name]: value });
    for (const value of [min - 1, max + 1]) {
      expect(readingSchema.safeParse({ ...DEFAULT_READING, [name]: value }).success).toBe(false);
    }
  }
});

test('a step stays within its bounds', () => {
  expect(stepped('size', 100, 1)).toBe(110);
  expect(stepped('size', MEASURES.size.max, 1)).toBe(MEASURES.size.max);
  expect(stepped('lineHeight', 125, -1)).toBe(MEASURES.lineHeight.min);
});
