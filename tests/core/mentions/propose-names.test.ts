import { describe, expect, it } from 'vitest';
import type { Actor } from '../../../src/core/codebook/codebook.ts';
import { documentIdSchema } from '../../../src/core/ids.ts';
import { findMatches, makeMatcher } from '../../../src/core/mentions/matcher.ts';
import { ALWAYS } from '../../../src/core/mentions/period.ts';
import {
  collectNames,
  nameProposalSchema,
  type NameProposal,
} from '../../../src/core/mentions/propose-names.ts';
import { makeActor } from './actors.ts';

const first = documentIdSchema.parse('first');
const second = documentIdSchema.parse('second');

function propose(actors: readonly Actor[], ...texts: string[]): NameProposal[] {
  const matcher = makeMatcher(actors);
  const collector = collectNames(actors);
  texts.forEach((text, at) =>
    collector.add(at === 0 ? first : second, text, findMatches(matcher, text, ALWAYS)),
  );
  const proposals = collector.finish();
  for (const { text, documentId, start, end } of proposals) {
    const from = texts[documentId === first ? 0 : 1]!;
    expect(from.slice(start, end).replace(/\s+/gu, ' ')).toBe(text);
  }
  return proposals.map((proposal) => nameProposalSchema.parse(proposal));
}

const brief = ({ kind, actorId, text, near, count }: NameProposal) =>
  `${kind} ${actorId} ${text} < ${near} × ${count}`;
const union = makeActor('union', 'Harbour Workers Union');

describe('names that the registry may lack', () => {
  it('proposes the letters in brackets behind a long name', () => {
    const found = propose(
      [union],
      'The Harbour Workers\nUnion (HWU) met. Later the Harbour Workers Union (HWU) left.',
    );
    expect(found.map(brief)).toEqual(['abbreviation a-union HWU < Harbour Workers Union × 2']);
  });

  it('proposes no letters that are of something else, nor what is known', () => {
    expect(propose([union], 'Harbour Workers Union (AFP) and Harbour Workers Union (see below)')).toEqual([]);
    expect(
      propose([makeActor('u', 'Harbour Workers Union', 'HWU')], 'the Harbour Workers Union (HWU)'),
    ).toEqual([]);
    expect(propose([makeActor('h', 'Harbour')], 'in Harbour (HWU)')).toEqual([]);
  });

  it('proposes the long name before known letters, over small words', () => {
    const actor = makeActor('lf', 'LFD');
    const found = propose(
      [actor],
      'and the League for Free\nDocks (LFD) said. Others of a Docks (LFD) did not.',
    );
    expect(found.map(brief)).toEqual(['longName a-lf League for Free Docks < LFD × 1']);
    expect(propose([actor], 'The Big Old Docks (LFD) said')).toEqual([]);
  });

  it('proposes a rare near miss as perhaps a misprint', () => {
    const actor = makeActor('hwu', 'HWU', 'Zanderhaven');
    const often = 'HWU '.repeat(10) + 'Zanderhaven '.repeat(10);
    expect(propose([actor], often, 'HUW and Zanderhavn, HVU').map(brief)).toEqual(
      [
        'misprint a-hwu HUW < HWU × 1',
        'misprint a-hwu HVU < HWU × 1',
        'misprint a-hwu Zanderhavn < Zanderhaven × 1',
      ].toSorted(),
    );
  });

  it('takes neither what is frequent, nor a plural, adjective or longer acronym, for a misprint', () => {
    const actor = makeActor('hwu', 'HWU', 'Zanderhaven');
    const often = 'HWU '.repeat(10) + 'Zanderhaven '.repeat(10);
    expect(propose([actor], often + 'HVU '.repeat(3), 'HWUS HW Zanderhavens Zanderhaveni HXX Hwv')).toEqual(
      [],
    );
  });

  it('does not take one actor for the misprint of another', () => {
    const actors = [makeActor('one', 'HWU'), makeActor('two', 'HWI')];
    expect(propose(actors, 'HWU '.repeat(10) + 'HWI')).toEqual([]);
    const shared = [makeActor('one', 'HWU'), makeActor('two', 'Others', 'HWU')];
    expect(propose(shared, 'HWU '.repeat(10) + 'HUW')).toEqual([]);
  });
});
