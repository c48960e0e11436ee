import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Actor } from '../../../src/core/codebook/codebook.ts';
import { findMatches, makeMatcher } from '../../../src/core/mentions/matcher.ts';
import { ALWAYS, documentPeriod, type Period } from '../../../src/core/mentions/period.ts';
import { makeActor } from './actors.ts';
import { searchNaively } from './naive.ts';

function found(actors: readonly Actor[], text: string, period: Period = ALWAYS): string[] {
  return findMatches(makeMatcher(actors), text, period).map(
    ({ start, end, candidates }) =>
      `${text.slice(start, end)} = ${candidates.map(({ actorId }) => actorId.slice(2)).join('|')}`,
  );
}

const movement = makeActor('movement', 'Harbour Movement', 'HM', 'Tehreek-e-Bandar', "Da'wa Front");

describe('variants that fold', () => {
  it.each([
    ['case', 'the HARBOUR movement met', 'HARBOUR movement'],
    ['white space and line ends', 'the Harbour \n\u00a0 Movement met', 'Harbour \n\u00a0 Movement'],
    ['hyphens', 'Tehreek\u2010e\u2011Bandar said', 'Tehreek\u2010e\u2011Bandar'],
    ['dashes', 'Tehreek–e—Bandar said', 'Tehreek–e—Bandar'],
    ['a space for a hyphen', 'Tehreek e Bandar said', 'Tehreek e Bandar'],
    ['a hyphen at the end of a line', 'Tehreek-e-\nBandar said', 'Tehreek-e-\nBandar'],
    ['a soft hyphen', 'Har\u00adbour Movement', 'Har\u00adbour Movement'],
    ['apostrophes', 'the Da’wa Front', 'Da’wa Front'],
    ['no apostrophe', 'the Dawa Front', 'Dawa Front'],
    ['an ʿayn', 'the Daʿwa Front', 'Daʿwa Front'],
    ['diacritics', 'the Hârbour Mövement', 'Hârbour Mövement'],
    ['decomposed diacritics', 'the Ha\u0302rbour Movement\u0301 met', 'Ha\u0302rbour Movement\u0301'],
    ['width', 'the ＨＭ met', 'ＨＭ'],
    ['mathematical letters beyond the plane', 'the 𝐇𝐌 met', '𝐇𝐌'],
    ['a possessive', 'Harbour Movement’s men', 'Harbour Movement'],
    ['quotation marks', '‘HM’ and', 'HM'],
    ['a compound', 'an anti-HM raid', 'HM'],
  ])('%s', (_, text, expected) => {
    expect(found([movement], text)).toEqual([`${expected} = movement`]);
  });

  it('folds what Arabic, Persian and Urdu keyboards write differently, marks and tatweel', () => {
    const actor = makeActor('a', 'حركة الميناء', 'تحریک بندرگاہ', 'کمیٹی');
    expect(found([actor], 'قالت حَرَكةُ المينـــاءِ اليوم')).toEqual(['حَرَكةُ المينـــاءِ = a']);
    expect(found([actor], 'تحريك بندرگاه نے')).toEqual(['تحريك بندرگاه = a']);
    expect(found([actor], 'كميٹي نے')).toEqual(['كميٹي = a']);
  });

  it.each([
    ['inside a word', 'the HMs and rHM'],
    ['before a digit or connector', 'HM2 and HM_x'],
    ['across a clause', 'the Harbour – Movement was slow'],
    ['inside a letter that folds to two', 'ﬁHM'],
    ['an Arabic word with more letters', 'الحركة'],
  ])('does not match %s', (_, text) => {
    expect(found([movement, makeActor('b', 'حركة'), makeActor('c', 'i')], text)).toEqual([]);
  });

  it('finds names between characters of scripts without spaces', () => {
    expect(found([makeActor('a', '东突')], '他说东突组织')).toEqual(['东突 = a']);
  });

  it('looks for an acronym that is a word of the language in capitals only', () => {
    const actors = [makeActor('us', 'United States', 'US', 'U.S.'), makeActor('is', 'Islamic State', 'IS')];
    expect(found(actors, 'It is with us; IS and the US and U.S. talk.')).toEqual([
      'IS = is',
      'US = us',
      'U.S. = us',
    ]);
  });
});

describe('names that meet', () => {
  const wide = makeActor('wide', 'Bandar');
  const long = makeActor('long', 'Upper Bandar');
  const other = makeActor('other', 'Bandar League');

  it('gives the longest one the place', () => {
    expect(found([wide, long], 'Bandar and Upper Bandar')).toEqual(['Bandar = wide', 'Upper Bandar = long']);
  });

  it('gives the longest of those that overlap the place, then what it leaves free', () => {
    expect(found([long, other], 'Upper Bandar League')).toEqual(['Bandar League = other']);
    expect(
      found([makeActor('x', 'aa bb'), makeActor('y', 'bb cc'), makeActor('z', 'cc')], 'aa bb cc'),
    ).toEqual(['aa bb = x', 'cc = z']);
  });

  it('names every actor of a shared name, each once', () => {
    const twin = makeActor('twin', 'HM', 'H.M.', 'hm');
    expect(found([movement, twin], 'the HM')).toEqual(['HM = movement|twin']);
  });

  it('finds nothing where there is nothing to find', () => {
    expect(found([], 'Harbour Movement')).toEqual([]);
    expect(found([makeActor('x', '’-’')], 'a ’-’ b')).toEqual([]);
    expect(found([movement], '')).toEqual([]);
  });
});

describe('names bounded in time', () => {
  const early = makeActor('early', 'First Bandar', { text: 'Bandar', until: '2014-06-30' });
  const late = makeActor('late', 'Second Bandar', { text: 'Bandar', from: '2014-07-01' });
  const at = (value: string) =>
    found([early, late], 'Bandar', documentPeriod({ date: { value, status: 'accepted' } }));

  it.each([
    ['2014-06-30', ['Bandar = early']],
    ['2014-07-01', ['Bandar = late']],
    ['2014-06', ['Bandar = early']],
    ['2014', ['Bandar = early|late']],
    ['2019', ['Bandar = late']],
  ])('looks at the document’s date: %s', (date, expected) => {
    expect(at(date)).toEqual(expected);
  });

  it('keeps every name in question where there is no date', () => {
    expect(found([early, late], 'Bandar', documentPeriod({}))).toEqual(['Bandar = early|late']);
  });

  it('gives the place to a shorter name when the longer one was not in use', () => {
    const longer = makeActor('longer', 'x', { text: 'Upper Bandar', from: '2020-01-01' });
    const date = documentPeriod({ date: { value: '2010', status: 'accepted' } });
    expect(found([early, longer], 'Upper Bandar', date)).toEqual(['Bandar = early']);
  });
});

describe('against a search by hand', () => {
  // Few letters, so that names meet; with all that folds, splits and joins.
  const letters = fc.constantFrom(
    ...'kKbB ḱá\u0301-–\n\u00a0’_2ﬁfi\u00adᾧ.كک\u064eـ'.split(''),
    '\ud835\udc00',
    '\r\n',
    '东',
  );
  const word = fc.array(letters, { minLength: 1, maxLength: 5 }).map((parts) => parts.join(''));
  const name = word.filter((text) => text.trim() !== '');
  const actors = fc
    .array(fc.array(name, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 5 })
    .map((all) => all.map(([first, ...rest], index) => makeActor(String(index), first!, ...rest)));
  const text = fc.array(letters, { maxLength: 60 }).map((parts) => parts.join(''));

  it('finds the same places and actors, in one go and in slices', () => {
    fc.assert(
      fc.property(actors, text, fc.integer({ min: 1, max: 7 }), (registry, content, slice) => {
        const expected = searchNaively(registry, content);
        const scan = makeMatcher(registry).begin(content, ALWAYS);
        while (!scan.advance(slice));
        const sliced = scan.finish();
        expect(
          sliced.map(({ start, end, candidates }) => ({
            start,
            end,
            actors: candidates.map((c) => c.actorId),
          })),
        ).toEqual(expected);
        expect(findMatches(makeMatcher(registry), content, ALWAYS)).toEqual(sliced);
      }),
      { numRuns: 1500 },
    );
  });

  it('begins and ends between grapheme clusters', () => {
    const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });
    fc.assert(
      fc.property(actors, text, (registry, content) => {
        const borders = new Set([
          content.length,
          ...[...segmenter.segment(content)].map(({ index }) => index),
        ]);
        for (const { start, end } of findMatches(makeMatcher(registry), content, ALWAYS)) {
          expect(borders.has(start) && borders.has(end)).toBe(true);
        }
      }),
      { numRuns: 400 },
    );
  });
});
