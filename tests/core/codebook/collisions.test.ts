import { describe, expect, it } from 'vitest';
import { findCollisions } from '../../../src/core/codebook/collisions.ts';
import { actor } from './samples.ts';

const inShort = (actors: Parameters<typeof findCollisions>[0]) =>
  findCollisions(actors).map(({ kind, actorId, text, otherId, otherText }) =>
    [kind, actorId, text, otherId, otherText].join(' | '),
  );

describe('findCollisions', () => {
  it('finds one name of two actors, whatever its case, accents and punctuation', () => {
    expect(
      inShort([
        actor('x', 'Jabha', { aliases: [{ text: 'Front-National' }] }),
        actor('y', 'Rally', { aliases: [{ text: 'front nationál' }] }),
      ]),
    ).toEqual(['same | a-x | Front-National | a-y | front nationál']);
  });

  it('finds a name inside another’s, whole words only, the shorter first', () => {
    expect(
      inShort([
        actor('p', 'Northern Wolves', { aliases: [{ text: 'TTP' }] }),
        actor('w', 'Wolves'),
        actor('z', 'Wolv'),
      ]),
    ).toEqual(['contained | a-w | Wolves | a-p | Northern Wolves']);
  });

  it('is silent on an actor’s own names', () => {
    expect(
      inShort([actor('p', 'Northern Wolves', { aliases: [{ text: 'Wolves' }, { text: 'wolves' }] })]),
    ).toEqual([]);
  });

  it('is silent where the names were never used at one time', () => {
    const before = actor('x', 'X', { aliases: [{ text: 'Front', until: '2014-05-31' }] });
    const later = actor('y', 'Y', { aliases: [{ text: 'Front', from: '2014-06-01' }] });
    const sameDay = actor('z', 'Z', {
      aliases: [{ text: 'Front', from: '2014-05-31', until: '2014-05-31' }],
    });
    expect(inShort([before, later])).toEqual([]);
    expect(inShort([before, sameDay])).toEqual(['same | a-x | Front | a-z | Front']);
  });

  it('reads names without Latin letters', () => {
    expect(inShort([actor('x', 'طالبان'), actor('y', 'تحریک طالبان پاکستان')])).toEqual([
      'contained | a-x | طالبان | a-y | تحریک طالبان پاکستان',
    ]);
  });
});
