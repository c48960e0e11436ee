import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { annotationIdSchema } from '../../../src/core/ids.ts';
import {
  ALL_SELECTED,
  countSelected,
  isSelected,
  NOTHING_SELECTED,
  selectRows,
  toggleRow,
} from '../../../src/renderer/evidence/row-selection.ts';

const IDS = Array.from({ length: 8 }, (_, i) =>
  annotationIdSchema.parse(`01890000-0000-7000-8000-00000000000${i}`),
);

describe('a selection of rows', () => {
  it('toggles rows from nothing and from all, as a set of ids would', () => {
    fc.assert(
      fc.property(fc.boolean(), fc.array(fc.nat(IDS.length - 1), { maxLength: 30 }), (fromAll, toggles) => {
        const expected = new Set(fromAll ? IDS : []);
        let selection = fromAll ? ALL_SELECTED : NOTHING_SELECTED;
        for (const at of toggles) {
          selection = toggleRow(selection, IDS[at]!);
          if (!expected.delete(IDS[at]!)) expected.add(IDS[at]!);
        }
        expect(IDS.filter((id) => isSelected(selection, id))).toEqual(IDS.filter((id) => expected.has(id)));
        expect(countSelected(selection, IDS.length)).toBe(expected.size);
      }),
    );
  });

  it('does not change the selection that it came from', () => {
    const one = selectRows([IDS[0]!]);
    toggleRow(one, IDS[1]!);
    expect(countSelected(one, IDS.length)).toBe(1);
    toggleRow(ALL_SELECTED, IDS[1]!);
    expect(countSelected(ALL_SELECTED, IDS.length)).toBe(IDS.length);
  });
});
