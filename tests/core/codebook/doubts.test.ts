import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { annotationSchema, type Annotation } from '../../../src/core/annotation/annotation.ts';
import type { Codebook, CodebookChange } from '../../../src/core/codebook/codebook.ts';
import { doubtsOf } from '../../../src/core/codebook/doubts.ts';
import { mergeActors } from '../../../src/core/codebook/merge-entries.ts';
import { retireActor } from '../../../src/core/codebook/retire-entry.ts';
import { confirmTags, retag, revisionAfterEdit, untag } from '../../../src/core/codebook/settle-doubt.ts';
import { splitActor } from '../../../src/core/codebook/split-entry.ts';
import type { ActorId } from '../../../src/core/ids.ts';
import { anyCodebook, anyEdit, changesOf } from './random-edits.ts';
import { actor, change, code, codebookOf } from './samples.ts';

const AT = '2026-01-02T03:04:05.678Z';
const LATER = '2026-02-03T04:05:06.789Z';
const north = actor('north', 'North');
const south = actor('south', 'South');
const aid = code('aid', 'Aid', { definition: 'Gives help.' });
const start = codebookOf([north, south], [aid, code('talk', 'Talk')]);

function annotation(tags: object): Annotation {
  return annotationSchema.parse({
    id: '01900000-0000-7000-8000-000000000001',
    documentId: 'doc',
    annotator: 'tess',
    target: {
      ranges: [{ start: 0, end: 1 }],
      quote: { exact: 'x', prefix: '', suffix: '' },
      textHash: '0'.repeat(64),
    },
    actors: [],
    stances: [],
    codes: [],
    codebookRevision: 0,
    createdAt: AT,
    updatedAt: AT,
    ...tags,
  });
}

function stance(n: number, rest: object): object {
  return {
    id: `01900000-0000-7000-8000-00000000010${n}`,
    holder: 'author',
    target: 'a-south',
    polarity: 1,
    expression: 'stated',
    attribution: [],
    ...rest,
  };
}

const tagged = annotation({
  actors: [{ actorId: 'a-north', role: 'acts' }],
  codes: ['c-aid'],
  stances: [stance(0, { holder: 'a-north', attribution: ['author', 'a-north'] })],
  reliability: { source: 'B', information: 2 },
});

function kinds(codebook: Codebook, of: Annotation): string[] {
  return doubtsOf(codebook, of).map((doubt) => ('id' in doubt ? `${doubt.kind} ${doubt.id}` : doubt.kind));
}

const parts = [actor('east', 'East'), actor('west', 'West')];
const split = change(start, splitActor(start, { of: north.id, parts, children: new Map() }, AT));

describe('what is doubtful', () => {
  it.each<[string, Codebook, string[]]>([
    ['nothing under the present revision', start, []],
    ['a split actor', split, ['split a-north']],
    ['a retired actor', change(start, [retireActor(north, AT)]), ['retired a-north']],
    ['a deleted actor', change(start, [{ kind: 'actor', before: north, after: null }]), ['deleted a-north']],
    [
      'a code with another definition',
      change(start, [{ kind: 'code', before: aid, after: { ...aid, definition: 'Gives arms.' } }]),
      ['definition c-aid'],
    ],
    [
      'a reworded step that it uses, and no other',
      change(start, [
        {
          kind: 'scales',
          before: start.scales,
          after: {
            ...start.scales,
            polarity: { ...start.scales.polarity, '1': 'Backs', '2': 'Fully backs' },
            information: { ...start.scales.information, '2': 'Likely' },
          },
        },
      ]),
      ['scale', 'scale'],
    ],
    [
      'merely the revision',
      change(start, [{ kind: 'actor', before: south, after: { ...south, name: 'The South' } }]),
      ['older'],
    ],
    [
      'no merge, but what became of that',
      change(start, mergeActors(start, south.id, [north.id], south, AT)),
      ['older'],
    ],
  ])('is %s', (_what, codebook, expected) => {
    expect(kinds(codebook, tagged)).toEqual(expected);
  });

  it('follows a merge to what was retired later', () => {
    const merged = change(start, mergeActors(start, south.id, [north.id], south, AT));
    const retired = change(merged, [retireActor(south, AT)]);
    expect(kinds(retired, tagged)).toEqual(['retired a-north', 'retired a-south']);
    expect(kinds(retired, { ...tagged, codebookRevision: 1 })).toHaveLength(2);
  });

  it('is nothing that was changed and changed back', () => {
    fc.assert(
      fc.property(anyCodebook, fc.array(anyEdit, { maxLength: 5 }), (first, edits) => {
        const ids = { actors: first.actors.map(({ id }) => ({ actorId: id, role: 'about' })) };
        const all = annotation({ ...ids, codes: first.codes.map(({ id }) => id) });
        let codebook = first;
        const undo: CodebookChange[][] = [];
        for (const edit of edits) {
          const changes = changesOf(codebook, edit);
          try {
            if (changes.length > 0) codebook = change(codebook, changes);
            else continue;
          } catch {
            continue;
          }
          undo.unshift(
            changes
              .map((one) => ({ ...one, before: one.after, after: one.before }) as CodebookChange)
              .reverse(),
          );
        }
        for (const changes of undo) codebook = change(codebook, changes);
        expect(doubtsOf(codebook, all).every(({ kind }) => kind === 'older')).toBe(true);
        expect(doubtsOf(codebook, confirmTags(all, codebook, AT))).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});

describe('settling it', () => {
  it('confirms', () => {
    const confirmed = confirmTags(tagged, split, LATER);
    expect(confirmed).toEqual({ ...tagged, codebookRevision: 1, updatedAt: LATER });
    expect(doubtsOf(split, confirmed)).toEqual([]);
  });

  it('re-tags in every part, each once, and counts as looked at', () => {
    const both = {
      ...tagged,
      actors: [...tagged.actors, { actorId: 'a-east' as ActorId, role: 'acts' as const }],
    };
    const retagged = retag(both, 'a-north', 'a-east' as ActorId, split, LATER);
    expect(retagged.actors).toEqual([{ actorId: 'a-east', role: 'acts' }]);
    expect(retagged.stances[0]).toMatchObject({ holder: 'a-east', attribution: ['author', 'a-east'] });
    expect(doubtsOf(split, retagged)).toEqual([]);
    expect(annotationSchema.parse(retagged)).toEqual(retagged);
  });

  it('takes the tag away with the stances that it holds, and from the chains of others', () => {
    const more = {
      ...tagged,
      stances: [
        ...tagged.stances,
        ...annotation({ stances: [stance(1, { attribution: ['a-north'] })] }).stances,
      ],
    };
    const untagged = untag(more, 'a-north', split, LATER);
    expect(untagged.actors).toEqual([]);
    expect(untagged.stances.map(({ holder, attribution }) => [holder, attribution])).toEqual([
      ['author', []],
    ]);
    expect(doubtsOf(split, untagged)).toEqual([]);
  });

  it('of one doubt leaves the others open', () => {
    const two = change(split, [{ kind: 'code', before: aid, after: { ...aid, definition: 'Else.' } }]);
    const retagged = retag(tagged, 'a-north', 'a-east' as ActorId, two, LATER);
    expect(kinds(two, retagged)).toEqual(['definition c-aid']);
    expect(kinds(two, untag(retagged, 'c-aid', two, LATER))).toEqual([]);
  });

  it('is not done by another edit: the revision stays while something is doubtful', () => {
    expect(revisionAfterEdit({ ...tagged, note: 'x' }, split, 1)).toBe(0);
    expect(revisionAfterEdit({ ...tagged, actors: [], stances: [] }, split, 1)).toBe(1);
    expect(revisionAfterEdit({ ...tagged, codebookRevision: 1 }, split, 1)).toBe(1);
  });
});
