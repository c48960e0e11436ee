import { describe, expect, it } from 'vitest';
import { findCollisions } from '../../../src/core/codebook/collisions.ts';
import { groupCollisions } from '../../../src/renderer/codebook/group-collisions.ts';
import { actor } from '../../core/codebook/samples.ts';

const HERE = actor('here', 'Wolves', { aliases: [{ text: 'The Grey Front' }, { text: 'W' }] });
const THERE = actor('there', 'Northern Wolves', {
  aliases: [{ text: 'Eastern Wolves' }, { text: 'wolves' }, { text: 'Front' }],
});
const APART = actor('apart', 'Foxes');

describe('groupCollisions', () => {
  const collisions = findCollisions([HERE, THERE, APART]);

  it('gathers what two actors share, and what stands inside what, seen from the one', () => {
    expect(groupCollisions(HERE.id, collisions)).toEqual([
      {
        otherId: THERE.id,
        shared: ['Wolves'],
        inside: [{ short: 'Wolves', long: ['Northern Wolves', 'Eastern Wolves'] }],
        around: [{ short: 'Front', long: ['The Grey Front'] }],
      },
    ]);
  });

  it('turns round when seen from the other', () => {
    expect(groupCollisions(THERE.id, collisions)).toEqual([
      {
        otherId: HERE.id,
        shared: ['wolves'],
        inside: [{ short: 'Front', long: ['The Grey Front'] }],
        around: [{ short: 'Wolves', long: ['Northern Wolves', 'Eastern Wolves'] }],
      },
    ]);
  });

  it('is empty for an actor whose names are clear', () => {
    expect(groupCollisions(APART.id, collisions)).toEqual([]);
  });
});
