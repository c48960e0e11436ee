import fc from 'fast-check';
import type { Actor, Code, Codebook, CodebookChange } from '../../../src/core/codebook/codebook.ts';
import { isOffered } from '../../../src/core/codebook/entries.ts';
import { mergeActors, mergeCodes, uniteAliases } from '../../../src/core/codebook/merge-entries.ts';
import { removeActor, removeCode } from '../../../src/core/codebook/remove-entry.ts';
import {
  bringBackActor,
  bringBackCode,
  retireActor,
  retireCode,
} from '../../../src/core/codebook/retire-entry.ts';
import { splitActor, splitCode } from '../../../src/core/codebook/split-entry.ts';
import { descendantsOf } from '../../../src/core/codebook/tree.ts';
import { actor, code, codebookOf } from './samples.ts';

const AT = '2026-01-02T03:04:05.678Z';

const day = fc.date({ min: new Date('2001-01-01'), max: new Date('2009-12-31'), noInvalidDate: true });
const alias = fc.record({
  text: fc.constantFrom('TTP', 'US', 'us', 'Ünion', 'Union', 'North Front', 'north front', 'Front'),
  bounds: fc.option(fc.tuple(day, day), { nil: null }),
  open: fc.constantFrom('both', 'from', 'until'),
});

/** A registry of up to eight actors and six codes, some under others. */
export const anyCodebook: fc.Arbitrary<Codebook> = fc
  .record({
    actors: fc.array(
      fc.record({
        name: fc.constantFrom('Front', 'Union', 'Council', 'TTP'),
        aliases: fc.array(alias, { maxLength: 4 }),
        parent: fc.nat(),
      }),
      { minLength: 2, maxLength: 8 },
    ),
    codes: fc.array(
      fc.record({
        name: fc.constantFrom('Aid', 'Threat', 'Talks'),
        parent: fc.nat(),
        definition: fc.string(),
      }),
      { minLength: 2, maxLength: 6 },
    ),
  })
  .map(({ actors, codes }) =>
    codebookOf(
      actors.map(({ name, aliases, parent }, at) =>
        actor(String(at), name, {
          aliases: aliases.map(({ text, bounds, open }) => {
            const [from, until] = (bounds ?? []).map((date) => date.toISOString().slice(0, 10)).sort();
            return {
              text,
              ...(from !== undefined && open !== 'until' && { from }),
              ...(until !== undefined && open !== 'from' && { until }),
            };
          }),
          // Only under one that came before: no circle.
          ...(at > 0 && parent % 3 > 0 && { parent: `a-${parent % at}` }),
        }),
      ),
      codes.map(({ name, parent, definition }, at) =>
        code(String(at), name, {
          ...(definition !== '' && { definition }),
          ...(at > 0 && parent % 3 > 0 && { parent: `c-${parent % at}` }),
        }),
      ),
    ),
  );

export interface RandomEdit {
  readonly what: 'merge' | 'split' | 'retire' | 'bringBack' | 'remove' | 'define';
  readonly isActor: boolean;
  readonly first: number;
  readonly second: number;
}

export const anyEdit: fc.Arbitrary<RandomEdit> = fc.record({
  what: fc.constantFrom('merge', 'split', 'retire', 'bringBack', 'remove', 'define'),
  isActor: fc.boolean(),
  first: fc.nat(),
  second: fc.nat(),
});

/** The changes that such an edit is in this codebook; none where it cannot be made. */
export function changesOf(codebook: Codebook, edit: RandomEdit): readonly CodebookChange[] {
  return edit.isActor ? actorChanges(codebook, edit) : codeChanges(codebook, edit);
}

function actorChanges(codebook: Codebook, { what, first, second }: RandomEdit): readonly CodebookChange[] {
  const { entry, other, ended } = pick(codebook.actors, first, second);
  switch (what) {
    case 'merge': {
      if (!entry || !other) return [];
      const merged: Actor = {
        ...entry,
        aliases: uniteAliases(entry.name, [entry, other]),
        parent: parentFor(codebook.actors, entry, other),
      };
      return mergeActors(codebook, entry.id, [other.id], merged, AT);
    }
    case 'split': {
      if (!entry) return [];
      const fresh = actor(`${codebook.revision}-new`, `${entry.name} new`);
      const parts = other ? [other, fresh] : [fresh, actor(`${codebook.revision}-two`, entry.name)];
      // What stands under it may not become its own ancestor.
      return splitActor(codebook, { of: entry.id, parts, children: new Map() }, AT);
    }
    case 'retire':
      return entry ? [retireActor(entry, AT)] : [];
    case 'bringBack':
      return ended ? bringBackActor(codebook, ended) : [];
    case 'remove':
      return entry ? removeActor(codebook, entry) : [];
    case 'define':
      return entry ? [{ kind: 'actor', before: entry, after: { ...entry, note: String(second) } }] : [];
  }
}

function codeChanges(codebook: Codebook, { what, first, second }: RandomEdit): readonly CodebookChange[] {
  const { entry, other, ended } = pick(codebook.codes, first, second);
  switch (what) {
    case 'merge': {
      if (!entry || !other) return [];
      const merged: Code = { ...entry, parent: parentFor(codebook.codes, entry, other) };
      return mergeCodes(codebook, entry.id, [other.id], merged, AT);
    }
    case 'split': {
      if (!entry) return [];
      const parts = [0, 1].map((at) => code(`${codebook.revision}-${at}`, `${entry.name} ${at}`));
      return splitCode(codebook, { of: entry.id, parts, children: new Map() }, AT);
    }
    case 'retire':
      return entry ? [retireCode(entry, AT)] : [];
    case 'bringBack':
      return ended ? bringBackCode(codebook, ended) : [];
    case 'remove':
      return entry ? removeCode(codebook, entry) : [];
    case 'define':
      return entry ? [{ kind: 'code', before: entry, after: { ...entry, definition: String(second) } }] : [];
  }
}

function pick<T extends Actor | Code>(entries: readonly T[], first: number, second: number) {
  const inUse = entries.filter(isOffered);
  const ended = entries.filter((entry) => !isOffered(entry));
  const entry = inUse[first % inUse.length];
  const others = inUse.filter((one) => one !== entry);
  return { entry, other: others[second % others.length], ended: ended[first % ended.length] };
}

/** As the preview proposes it: the parent that it has, where that stays above it. */
export function parentFor<T extends Actor | Code>(entries: readonly T[], entry: T, other: T): T['parent'] {
  const below = new Set([...descendantsOf(entries, entry.id), ...descendantsOf(entries, other.id), other.id]);
  return entry.parent !== undefined && below.has(entry.parent) ? undefined : entry.parent;
}
