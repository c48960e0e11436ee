import { describe, expect, it } from 'vitest';
import type { CodebookChange } from '../../../src/core/codebook/codebook.ts';
import { DEFAULT_SCALES } from '../../../src/core/codebook/scales.ts';
import { describeChange, type ChangeLine } from '../../../src/renderer/codebook/describe-change.ts';
import { actor, code } from '../../core/codebook/samples.ts';

const NAMES: Record<string, string> = { 'a-top': 'Top' };
const words = (change: CodebookChange) =>
  describeChange(change, (id) => NAMES[id] ?? id).map(
    ({ what, before, after }: ChangeLine) => `${what}: ${before ?? '∅'} → ${after ?? '∅'}`,
  );

describe('describeChange', () => {
  it('says what was added and deleted', () => {
    expect(words({ kind: 'actor', before: null, after: actor('x', 'X') })).toEqual(['Actor added: ∅ → X']);
    expect(words({ kind: 'code', before: code('y', 'Y'), after: null })).toEqual(['Code deleted: Y → ∅']);
  });

  it('says each field that changed, and no other', () => {
    const before = actor('x', 'X', { note: 'old' });
    const after = { ...actor('x', 'New X', { parent: 'a-top' }), kind: 'party' as const };
    expect(words({ kind: 'actor', before, after })).toEqual([
      'Name of X: X → New X',
      'Kind of New X: Armed group → Party',
      'Place of New X: top level → under Top',
      'Note on New X: old → ∅',
    ]);
  });

  it('tells aliases that were added, removed, reworded and bounded', () => {
    const none = actor('x', 'X');
    const one = actor('x', 'X', { aliases: [{ text: 'Old' }] });
    const two = actor('x', 'X', { aliases: [{ text: 'Old' }, { text: 'New', from: '2020-01-01' }] });
    const bounded = actor('x', 'X', {
      aliases: [{ text: 'Old', from: '2019-01-01', until: '2020-01-01' }],
    });
    expect(words({ kind: 'actor', before: one, after: two })).toEqual([
      'Alias of X added: ∅ → New (from 2020-01-01)',
    ]);
    expect(words({ kind: 'actor', before: one, after: none })).toEqual(['Alias of X removed: Old → ∅']);
    expect(words({ kind: 'actor', before: one, after: bounded })).toEqual([
      'Alias of X: Old → Old (2019-01-01 to 2020-01-01)',
    ]);
  });

  it('tells which labels of the scales changed', () => {
    const after = {
      ...DEFAULT_SCALES,
      polarity: { ...DEFAULT_SCALES.polarity, '-2': 'Fights' },
      source: { ...DEFAULT_SCALES.source, F: 'Unknown' },
    };
    expect(words({ kind: 'scales', before: DEFAULT_SCALES, after })).toEqual([
      'Stance −2: Strongly opposes → Fights',
      'Source grade F: Reliability cannot be judged → Unknown',
    ]);
  });
});
