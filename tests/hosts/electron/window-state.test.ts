import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import {
  loadWindowState,
  placeWindow,
  saveWindowState,
  SMALLEST,
  type Rectangle,
} from '../../../src/main/electron/window-state.ts';

const folder = mkdtempSync(join(tmpdir(), 'postil-window-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const rectangle = fc.record({
  x: fc.integer({ min: -5000, max: 5000 }),
  y: fc.integer({ min: -5000, max: 5000 }),
  width: fc.integer({ min: 1, max: 6000 }),
  height: fc.integer({ min: 1, max: 6000 }),
});

function isWithin(inner: Rectangle, outer: Rectangle): boolean {
  return (
    inner.x >= outer.x &&
    inner.y >= outer.y &&
    inner.x + inner.width <= outer.x + outer.width &&
    inner.y + inner.height <= outer.y + outer.height
  );
}

describe('placing the window', () => {
  test('it lies wholly on one display, whatever is remembered', () => {
    fc.assert(
      fc.property(
        fc.option(rectangle, { nil: null }),
        fc.array(rectangle, { minLength: 1, maxLength: 4 }),
        (remembered, areas) => {
          const placed = placeWindow(remembered, areas);
          expect(areas.some((area) => isWithin(placed, area))).toBe(true);
          expect(Object.values(placed).every(Number.isInteger)).toBe(true);
        },
      ),
    );
  });

  test('it stays just where it was when that is visible and large enough', () => {
    const margin = fc.nat({ max: 500 });
    fc.assert(
      fc.property(rectangle, margin, margin, margin, margin, (some, left, top, right, bottom) => {
        const remembered = {
          ...some,
          width: some.width + SMALLEST.width,
          height: some.height + SMALLEST.height,
        };
        const area = {
          x: remembered.x - left,
          y: remembered.y - top,
          width: remembered.width + left + right,
          height: remembered.height + top + bottom,
        };
        expect(placeWindow(remembered, [area])).toEqual(remembered);
      }),
    );
  });

  test('it goes to the display that shows most of it, and to the first when none does', () => {
    const left = { x: 0, y: 0, width: 1600, height: 1000 };
    const right = { x: 1600, y: 0, width: 1600, height: 1000 };
    const window = { x: 1500, y: 100, width: 1000, height: 600 };
    expect(placeWindow(window, [left, right])).toEqual({ ...window, x: 1600 });
    expect(placeWindow({ ...window, x: 9000 }, [left, right])).toEqual({
      x: 300,
      y: 200,
      width: 1000,
      height: 600,
    });
  });

  test('without a display there is nothing to place', () => {
    expect(() => placeWindow(null, [])).toThrow(RangeError);
  });
});

describe('remembering it', () => {
  const state = { bounds: { x: 1, y: 2, width: 800, height: 600 }, isMaximized: true, isFullScreen: false };

  test('what is saved is loaded', () => {
    const file = join(folder, 'window.json');
    saveWindowState(file, state);
    expect(loadWindowState(file)).toEqual(state);
  });

  test.each([
    ['missing', null],
    ['empty', ''],
    ['half', '{"bounds":'],
    ['of another shape', '{"bounds":{"x":1}}'],
    ['with a size of nothing', JSON.stringify({ ...state, bounds: { x: 0, y: 0, width: 0, height: 10 } })],
  ])('a file that is %s is as good as none', (name, content) => {
    const file = join(folder, `${name}.json`);
    if (content !== null) writeFileSync(file, content);
    expect(loadWindowState(file)).toBeNull();
  });
});
