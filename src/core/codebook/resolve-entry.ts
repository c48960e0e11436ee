import type { ActorId } from '../ids.ts';
import type { Codebook } from './codebook.ts';
import { knownEntries, type KnownEntry } from './entries.ts';

/**
 * What an id of an annotation stands for now. `one`: an entry, itself or what it was merged into; that one may be
 * retired or deleted, and is then shown as such. `several`: an entry that was split (`id`, itself or what it was merged
 * into), and whoever tagged with it has to say which of `parts` was meant. `unknown`: the codebook never held it.
 */
export type Resolution =
  | { readonly kind: 'one'; readonly id: string }
  | { readonly kind: 'several'; readonly id: string; readonly parts: readonly string[] }
  | { readonly kind: 'unknown'; readonly id: string };

const resolutionsOf = new WeakMap<Codebook, Map<string, Resolution>>();

/**
 * Follows merges and splits to their end, also through entries that were deleted meanwhile. Parts that were merged
 * with one another again are one. Files may hold a circle, which no edit makes: an entry that leads back to itself
 * stands for itself.
 */
export function resolveEntry(codebook: Codebook, id: string): Resolution {
  let made = resolutionsOf.get(codebook);
  if (!made) resolutionsOf.set(codebook, (made = new Map()));
  let resolution = made.get(id);
  if (!resolution) made.set(id, (resolution = resolve(knownEntries(codebook), id)));
  return resolution;
}

/** The id under which uses of `id` are counted and found: its own, or that of what it was merged into. */
export function resolvedId(codebook: Codebook, id: string): string {
  return resolveEntry(codebook, id).id;
}

const standInsOf = new WeakMap<Codebook, ReadonlyMap<string, readonly string[]>>();

/** Every id whose uses are counted as uses of `id`: its own first, then those that were merged into it. */
export function idsStandingFor(codebook: Codebook, id: string): readonly string[] {
  let standIns = standInsOf.get(codebook);
  if (!standIns) {
    const made = new Map<string, string[]>();
    for (const [known, { ended }] of knownEntries(codebook)) {
      if (ended === undefined || ended.kind === 'retired') continue;
      const target = resolvedId(codebook, known);
      if (target === known) continue;
      const ids = made.get(target);
      if (ids) ids.push(known);
      else made.set(target, [known]);
    }
    standInsOf.set(codebook, (standIns = made));
  }
  return [id, ...(standIns.get(id) ?? [])];
}

/** The same of a filter's list of ids, each replaced by what it stands for now; in no certain order, each once. */
export function expandIds<Id extends string>(codebook: Codebook, ids: readonly Id[]): Id[] {
  const expanded = new Set<string>();
  for (const id of ids) {
    for (const standIn of idsStandingFor(codebook, resolvedId(codebook, id))) expanded.add(standIn);
  }
  return [...expanded] as Id[];
}

/**
 * Whom of the registry an actor's id stands for now: itself or whom it was merged into, the parts of what was split;
 * without those who were deleted.
 */
export function actorsMeantBy(codebook: Codebook, id: ActorId): ActorId[] {
  const resolution = resolveEntry(codebook, id);
  const meant = new Set<string>(resolution.kind === 'several' ? resolution.parts : [resolution.id]);
  return codebook.actors.filter((actor) => meant.has(actor.id)).map((actor) => actor.id);
}

/** The name under which an id is written out: that of what it stands for now; the id itself where it is not known. */
export function entryName(codebook: Codebook, id: string): string {
  return knownEntries(codebook).get(resolvedId(codebook, id))?.name ?? id;
}

function resolve(known: ReadonlyMap<string, KnownEntry>, id: string): Resolution {
  if (!known.has(id)) return { kind: 'unknown', id };
  // Merges, as far as they go alone.
  const seen = new Set<string>([id]);
  let at = id;
  for (let ended = known.get(at)?.ended; ended?.kind === 'merged'; ended = known.get(at)?.ended) {
    if (seen.has(ended.into)) return { kind: 'one', id };
    seen.add(ended.into);
    at = ended.into;
  }
  const ended = known.get(at)?.ended;
  if (ended?.kind !== 'split') return { kind: 'one', id: at };
  // Parts may have been merged and split in their turn.
  const parts: string[] = [];
  const waiting: string[] = [at];
  const visited = new Set<string>();
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (visited.has(next)) continue;
    visited.add(next);
    const end = known.get(next)?.ended;
    if (end?.kind === 'merged') waiting.push(end.into);
    else if (end?.kind === 'split') waiting.push(...end.into.toReversed());
    else parts.push(next);
  }
  if (parts.length === 1) return { kind: 'one', id: parts[0]! };
  return { kind: 'several', id: at, parts };
}
