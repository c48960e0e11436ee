import { z } from 'zod';
import { isEqual } from '../equal.ts';
import { canonicalJson } from '../exchange/exchange.ts';
import type { Sha256 } from '../ports.ts';
import type { DeepReadonly } from '../readonly.ts';

/**
 * What a team keeps in common entry by entry (actors, codes, scales, sources, document settings, sets, the plan): a
 * register of several values for each entry. A write replaces those that its author had seen; two that had not seen
 * each other both stand, as a conflict that somebody settles by writing again. No clock, no silent winner, and the
 * outcome depends on the set of writes alone (Shapiro et al. 2011, *Conflict-free replicated data types*, MV-register).
 */
export const writeSchema = z.strictObject({
  id: z.uuid(),
  /** `actor:a-…`, `code:c-…`, `scales:`, `source:s-…`, `document:…`, `set:…`; in a plan `person:…`, `phase:…`, … */
  key: z.string().regex(/^[a-z]+:[a-z0-9-]{0,60}$/),
  /** Null: the entry is no more. */
  value: z.json(),
  replaces: z.array(z.uuid()).max(10_000),
  /**
   * Of a first write: hashes of what the entry was before on that machine. Two copies of one project that begin to
   * exchange agree where one only kept what the other changed.
   */
  earlier: z.array(z.string().regex(/^[0-9a-f]{64}$/)).max(10_000),
});
export const writesSchema = z.strictObject({ writes: z.array(writeSchema).min(1).max(200_000) });
export type RegistryWrite = DeepReadonly<z.infer<typeof writeSchema>>;

export interface AuthoredWrite extends RegistryWrite {
  readonly author: string;
}

/** A value that stands, and whose writes say it. */
export interface Standing {
  readonly value: unknown;
  /** SHA-256 of the canonical JSON of the value. */
  readonly hash: string;
  readonly writes: readonly AuthoredWrite[];
}

export function valueHash(value: unknown, sha256: Sha256): string {
  return sha256(canonicalJson(value));
}

/** What is said of an entry. */
export interface Merged {
  /** The values that stand, by hash: one where all agree, several where somebody must choose. */
  readonly standing: readonly Standing[];
  /** Where all that stands is that the entry is no more: what it last was, by hash. Else empty. */
  readonly last: readonly Standing[];
}

export function mergeRegistry(writes: Iterable<AuthoredWrite>, sha256: Sha256): Map<string, Merged> {
  const byKey = new Map<string, Map<string, AuthoredWrite>>();
  for (const write of writes) {
    let known = byKey.get(write.key);
    if (!known) byKey.set(write.key, (known = new Map()));
    // Two different writes that claim one id both count: else whichever came last would win.
    let at = write.id;
    for (let same = known.get(at); same && !isEqual(same, write); same = known.get(at)) at += '+';
    known.set(at, write);
  }
  const merged = new Map<string, Merged>();
  for (const key of [...byKey.keys()].sort()) {
    const all = [...byKey.get(key)!.values()];
    const now = standing(all, sha256);
    const isGone = now.every(({ value }) => value === null);
    merged.set(key, {
      standing: now,
      last: isGone
        ? standing(
            all.filter(({ value }) => value !== null),
            sha256,
          )
        : [],
    });
  }
  return merged;
}

function standing(writes: readonly AuthoredWrite[], sha256: Sha256): Standing[] {
  const replaced = new Set(writes.flatMap((write) => write.replaces));
  const left = writes.filter((write) => !replaced.has(write.id));
  const values = new Map<string, { value: unknown; writes: AuthoredWrite[] }>();
  for (const write of left) {
    const hash = valueHash(write.value, sha256);
    const known = values.get(hash);
    if (known) known.writes.push(write);
    else values.set(hash, { value: write.value, writes: [write] });
  }
  // Of all writes, also those that were replaced since: what a first value once gave way to does not bring it back.
  const outgrown = new Set<string>();
  for (const [hash, { writes: own }] of values) {
    const isFirst = own.every((write) => write.replaces.length === 0);
    if (
      isFirst &&
      writes.some((write) => write.earlier.includes(hash) && !isEarlierThan(own, write, sha256))
    ) {
      outgrown.add(hash);
    }
  }
  const kept = [...values].filter(([hash]) => outgrown.size === values.size || !outgrown.has(hash));
  return kept
    .map(([hash, value]) => ({
      hash,
      value: value.value,
      writes: value.writes.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    }))
    .sort((a, b) => (a.hash < b.hash ? -1 : 1));
}

/** Two that each name the other's value as an earlier one do not outgrow one another. */
function isEarlierThan(own: readonly AuthoredWrite[], other: AuthoredWrite, sha256: Sha256): boolean {
  const hash = valueHash(other.value, sha256);
  return own.some((write) => write.earlier.includes(hash));
}
