import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assignLanes, assignTrackLanes } from '../../../src/renderer/reader/lanes.ts';
import { overlapsOf } from '../../../src/renderer/reader/overlaps.ts';

const spans = fc.array(fc.tuple(fc.nat(60), fc.integer({ min: 1, max: 15 })), { maxLength: 25 });

describe('assignLanes', () => {
  it('never puts two bars that touch into one lane, and needs no more lanes than the deepest overlap', () => {
    fc.assert(
      fc.property(spans, (pairs) => {
        const bars = pairs
          .map(([top, height]) => ({ top, bottom: top + height }))
          .toSorted((a, b) => a.top - b.top);
        const lanes = assignLanes(bars, 100);
        bars.forEach((bar, i) => {
          for (let j = 0; j < i; j++) {
            if (lanes[i] === lanes[j]) expect(bars[j]!.bottom).toBeLessThan(bar.top);
          }
        });
        const deepest = Math.max(
          0,
          ...bars.map(
            (bar) => bars.filter((other) => other.top <= bar.top && bar.top <= other.bottom).length,
          ),
        );
        expect(Math.max(0, ...lanes.map((lane) => lane + 1))).toBe(deepest);
      }),
    );
  });

  it('shares the last lane when there are too many', () => {
    const bars = Array.from({ length: 5 }, () => ({ top: 0, bottom: 10 }));
    expect(assignLanes(bars, 3)).toEqual([0, 1, 2, 2, 2]);
  });
});

describe('overlapsOf', () => {
  it('holds exactly the offsets that two or more ranges cover, in order and apart', () => {
    fc.assert(
      fc.property(spans, (pairs) => {
        const ranges = pairs.map(([start, length]) => ({ start, end: start + length }));
        const overlaps = overlapsOf(ranges);
        for (let offset = 0; offset < 80; offset++) {
          const depth = ranges.filter((range) => range.start <= offset && offset < range.end).length;
          const isIn = overlaps.some((range) => range.start <= offset && offset < range.end);
          expect(isIn).toBe(depth >= 2);
        }
        overlaps.forEach((range, i) => {
          if (i > 0) expect(overlaps[i - 1]!.end).toBeLessThan(range.start);
        });
      }),
    );
  });
});

it('each track has lanes of its own', () => {
  const bars = [
    { top: 0, bottom: 50 },
    { top: 10, bottom: 40 },
    { top: 20, bottom: 30 },
    { top: 60, bottom: 70 },
  ];
  expect(assignTrackLanes(bars, (i) => i % 2, 2)).toEqual([
    { track: 0, lane: 0 },
    { track: 1, lane: 0 },
    { track: 0, lane: 1 },
    { track: 1, lane: 0 },
  ]);
});
