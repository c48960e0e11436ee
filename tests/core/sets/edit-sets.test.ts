import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { documentIdSchema, documentSetIdSchema, type DocumentId } from '../../../src/core/ids.ts';
import { invertEdit } from '../../../src/core/project/edit.ts';
import { documentSetSchema, type DocumentSet } from '../../../src/core/sets/document-set.ts';
import {
  editSets,
  nameTwice,
  withDocuments,
  withoutDocuments,
  type DocumentSetEdit,
} from '../../../src/core/sets/edit-sets.ts';

const DOCUMENTS = ['alpha', 'beta', 'gamma', 'delta'].map((id) => documentIdSchema.parse(id));
const isDocument = (id: DocumentId): boolean => DOCUMENTS.includes(id);
const idOf = (n: number) =>
  documentSetIdSchema.parse(`00000000-0000-7000-8000-${String(n).padStart(12, '0')}`);
const setOf = (n: number, name: string, documents: readonly DocumentId[] = []): DocumentSet => ({
  id: idOf(n),
  name,
  documents,
});
const edit = (before: DocumentSet | null, after: DocumentSet | null): DocumentSetEdit => ({
  kind: 'documentSet',
  before,
  after,
});
const byId = (sets: readonly DocumentSet[]) => sets.toSorted((a, b) => (a.id < b.id ? -1 : 1));

/** What a user may do next to some sets: make, rename, fill, empty, delete. */
const step = fc.record({
  which: fc.nat(4),
  name: fc.constantFrom('North', 'South', 'Wave 1', 'Wave 2', 'Prüfung'),
  documents: fc.subarray(DOCUMENTS),
  action: fc.constantFrom('make', 'rename', 'add', 'remove', 'delete'),
});

function editFor(
  sets: readonly DocumentSet[],
  { which, name, documents, action }: Step,
): DocumentSetEdit | null {
  const known = sets.find(({ id }) => id === idOf(which)) ?? null;
  const isFree = (id: string): boolean => !sets.some((set) => set.name === name && set.id !== id);
  if (action === 'make' && !known && isFree(idOf(which)))
    return edit(null, withDocuments(setOf(which, name), documents));
  if (!known) return null;
  if (action === 'delete') return edit(known, null);
  if (action === 'add') return edit(known, withDocuments(known, documents));
  if (action === 'remove') return edit(known, withoutDocuments(known, documents));
  return action === 'rename' && isFree(known.id) ? edit(known, { ...known, name }) : null;
}
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

describe('editing document sets', () => {
  test('each state is what the file may hold, and undoing all of it leads back through every one', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const states: (readonly DocumentSet[])[] = [[]];
        const edits: DocumentSetEdit[] = [];
        for (const next of steps) {
          const made = editFor(states.at(-1)!, next);
          if (!made) continue;
          edits.push(made);
          states.push(editSets(states.at(-1)!, [made], isDocument));
        }
        for (const sets of states) {
          for (const set of sets) expect(documentSetSchema.parse(set)).toEqual(set);
          expect(nameTwice(sets)).toBeNull();
        }
        let sets = states.at(-1)!;
        for (const [at, made] of [...edits.entries()].reverse()) {
          sets = editSets(sets, [invertEdit(made) as DocumentSetEdit], isDocument);
          expect(byId(sets)).toEqual(byId(states[at]!));
        }
      }),
    );
  });

  test('a stale edit overwrites nothing', () => {
    const sets = [setOf(1, 'North', [DOCUMENTS[0]!])];
    expect(() => editSets(sets, [edit(setOf(1, 'North'), null)], isDocument)).toThrow(/in the meantime/);
    expect(() => editSets(sets, [edit(null, setOf(1, 'Other'))], isDocument)).toThrow(/in the meantime/);
  });

  test('no two sets of one name, whatever its capitals and accents', () => {
    const sets = [setOf(1, 'Prüfung')];
    expect(() => editSets(sets, [edit(null, setOf(2, 'PRUFUNG '))], isDocument)).toThrow(/would be called/);
    // Swapped in one change, they are distinct before and after it.
    const both = [setOf(1, 'North'), setOf(2, 'South')];
    const swapped = editSets(
      both,
      [edit(both[0]!, setOf(1, 'South')), edit(both[1]!, setOf(2, 'North'))],
      isDocument,
    );
    expect(swapped.map(({ name }) => name)).toEqual(['South', 'North']);
  });

  test('no set holds a document that is not there', () => {
    const stranger = documentIdSchema.parse('stranger');
    expect(() => editSets([], [edit(null, setOf(1, 'North', [stranger]))], isDocument)).toThrow(/stranger/);
  });

  test('members stand once and in order', () => {
    const set = withDocuments(setOf(1, 'North', [DOCUMENTS[1]!]), [
      DOCUMENTS[2]!,
      DOCUMENTS[0]!,
      DOCUMENTS[1]!,
    ]);
    expect(set.documents).toEqual(['alpha', 'beta', 'gamma']);
    expect(documentSetSchema.safeParse({ ...set, documents: ['beta', 'alpha'] }).success).toBe(false);
    expect(documentSetSchema.safeParse({ ...set, documents: ['alpha', 'alpha'] }).success).toBe(false);
  });
});
