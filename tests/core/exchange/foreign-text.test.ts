import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeForeignText, type OffsetSystem } from '../../../src/core/exchange/foreign-text.ts';

const anyRaw = fc
  .array(fc.constantFrom('a', 'b ', '\r\n', '\n', '\r', '🦅', '👩‍👧', 'e\u0301', 'مُ', '\u00ad', '\u200c'), {
    maxLength: 30,
  })
  // What a cut makes of two line ends is one.
  .map((parts) =>
    parts
      .join('')
      .replace(/\r(?!\n)/g, '\r ')
      .replace(/\r \n/g, '\r\n'),
  );

/** The text in which a system counts, spelt out. */
function counted(raw: string, lineEnds: OffsetSystem['lineEnds']): string {
  const text = raw.replace(/\r\n?/g, '\n');
  return lineEnds === 'as-is' ? raw : lineEnds === 'one' ? text : text.replaceAll('\n', '\r\n');
}

describe('offsets into a text as a file has it', () => {
  it.each(['as-is', 'one', 'two'] as const)(
    'with line ends counted %s, are found in the text',
    (lineEnds) => {
      fc.assert(
        fc.property(anyRaw, fc.boolean(), (raw, isMarked) => {
          const foreign = makeForeignText(isMarked ? `\ufeff${raw}` : raw);
          expect(foreign.text).toBe(raw.replace(/\r\n?/g, '\n'));
          const units = counted(raw, lineEnds);
          for (const unit of ['utf-16', 'code-points'] as const) {
            const pieces = unit === 'utf-16' ? units.split('') : Array.from(units);
            for (let start = 0; start < pieces.length; start++) {
              for (const end of [start + 1, start + 3, pieces.length]) {
                if (end > pieces.length) continue;
                const wanted = pieces.slice(start, end).join('').replace(/\r\n?/g, '\n');
                const range = foreign.toRange(start, end, { unit, lineEnds });
                // Half a line end is none; a range that begins with one begins with all of it.
                const isHalf = pieces[start] === '\n' && pieces[start - 1] === '\r';
                if (isHalf || (pieces[end - 1] === '\r' && pieces[end] === '\n')) continue;
                expect(range && foreign.text.slice(range.start, range.end)).toBe(wanted);
              }
            }
          }
        }),
        { numRuns: 60 },
      );
    },
  );

  it('are none when they are not in it, empty, or no whole numbers', () => {
    const foreign = makeForeignText('a\r\nb🦅');
    const system = { unit: 'code-points', lineEnds: 'as-is' } as const;
    expect(foreign.toRange(0, 5, system)).toEqual({ start: 0, end: 5 });
    for (const [start, end] of [
      [0, 6],
      [-1, 2],
      [2, 2],
      [3, 1],
      [0.5, 2],
      [Number.NaN, 2],
    ] as const) {
      expect(foreign.toRange(start, end, system)).toBeNull();
    }
  });
});
