import type { AnnotatorId, DocumentId } from '../ids.ts';

/** What a person is to read, over all sets. */
export function assignedTo(
  assignments: readonly { readonly readers: Readonly<Record<AnnotatorId, readonly DocumentId[]>> }[],
  reader: AnnotatorId,
): ReadonlySet<DocumentId> {
  return new Set(
    assignments.flatMap(({ readers }) => (Object.hasOwn(readers, reader) ? readers[reader]! : [])),
  );
}

/** A generator of numbers in [0, 1) from a seed: mulberry32 (public domain, Tommy Ettinger). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function shuffled<T>(items: readonly T[], random: () => number): T[] {
  const all = items.slice();
  for (let i = all.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [all[i], all[j]] = [all[j]!, all[i]!];
  }
  return all;
}

/**
 * Draws who reads what: a sample of the documents goes to everybody, for agreement; the others are dealt out in turn.
 * The same seed, documents and readers give the same draw, whatever their order.
 * @param overlap share of the documents that everybody reads, 0 to 1; rounded up, so that a share above 0 is at least one
 */
export function drawAssignment(
  documents: readonly DocumentId[],
  readers: readonly AnnotatorId[],
  overlap: number,
  seed: number,
): Record<AnnotatorId, DocumentId[]> {
  if (!(overlap >= 0 && overlap <= 1)) throw new RangeError('The overlap is a share, from 0 to 1.');
  const order = shuffled([...new Set(documents)].sort(), seededRandom(seed));
  const people = [...new Set(readers)].sort();
  const common = Math.min(order.length, Math.ceil(order.length * overlap - 1e-9));
  const drawn = Object.fromEntries(people.map((id) => [id, order.slice(0, common)])) as Record<
    AnnotatorId,
    DocumentId[]
  >;
  for (const [i, id] of order.slice(common).entries()) {
    const reader = people[i % people.length];
    if (reader !== undefined) drawn[reader]!.push(id);
  }
  for (const id of people) drawn[id]!.sort();
  return drawn;
}
