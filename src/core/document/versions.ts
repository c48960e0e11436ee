import type { DocumentId } from '../ids.ts';
import { hashesOf, likeness } from './likeness.ts';

/** What the chain of versions is made of. */
export interface Versioned {
  readonly id: DocumentId;
  readonly versionOf?: DocumentId | undefined;
  readonly removedAt?: string | undefined;
}

/** The document that is a newer version of this one, if there is one in the project. Of several, the last listed. */
export function newerVersionOf<Document extends Versioned>(
  documents: readonly Document[],
  id: DocumentId,
): Document | undefined {
  return documents.findLast((document) => document.versionOf === id && document.removedAt === undefined);
}

/**
 * Pairs of an older and a newer version, older pairs of a chain first, so that what was carried in one is there for
 * the next. A newer one that was removed is left out; an older one may be removed, and what it held still counts.
 */
export function versionPairs<Document extends Versioned>(
  documents: readonly Document[],
): { readonly older: Document; readonly newer: Document }[] {
  const byId = new Map(documents.map((document) => [document.id, document]));
  const pairs = documents.flatMap((newer) => {
    const older = newer.versionOf === undefined ? undefined : byId.get(newer.versionOf);
    return older && newer.removedAt === undefined ? [{ older, newer }] : [];
  });
  return pairs.sort((a, b) => depth(byId, a.newer) - depth(byId, b.newer));
}

/** How many older versions there are; a circle, which nothing makes, ends where it closes. */
function depth(byId: ReadonlyMap<DocumentId, Versioned>, document: Versioned): number {
  const seen = new Set<DocumentId>();
  let at: Versioned | undefined = document;
  while (at?.versionOf !== undefined && !seen.has(at.id)) {
    seen.add(at.id);
    at = byId.get(at.versionOf);
  }
  return seen.size;
}

/** Whether naming `older` as the older version of `id` would close a circle. */
export function wouldCircle(documents: readonly Versioned[], id: DocumentId, older: DocumentId): boolean {
  const byId = new Map(documents.map((document) => [document.id, document]));
  const seen = new Set<DocumentId>();
  let at: DocumentId | undefined = older;
  while (at !== undefined && !seen.has(at)) {
    if (at === id) return true;
    seen.add(at);
    at = byId.get(at)?.versionOf;
  }
  return false;
}

/** A document that looks like an older version of another. */
export interface LikelyVersion {
  readonly older: DocumentId;
  readonly why: 'name' | 'text';
}

/** From here on two texts are so alike that one may be a corrected version of the other. */
const ALIKE = 0.5;

export interface SketchedDocument extends Versioned {
  readonly fileName: string;
  readonly sketch: string;
}

/**
 * For documents that have just come: of which older document each may be a new version, by its text or its file's
 * name. An offer, never a decision; nothing for what is a version already.
 * @param documents all of the project, in the order in which they came
 */
export function findLikelyVersions(
  documents: readonly SketchedDocument[],
  added: ReadonlySet<DocumentId>,
): Map<DocumentId, LikelyVersion> {
  const present = documents.filter((document) => document.removedAt === undefined);
  const superseded = new Set(present.map((document) => document.versionOf));
  const byHash = new Map<string, number[]>();
  present.forEach((document, at) => {
    for (const hash of hashesOf(document.sketch)) {
      const there = byHash.get(hash);
      if (there) there.push(at);
      else byHash.set(hash, [at]);
    }
  });
  const found = new Map<DocumentId, LikelyVersion>();
  present.forEach((document, place) => {
    if (!added.has(document.id) || document.versionOf !== undefined) return;
    // Of two that came together, the later is taken for the newer.
    const isOlder = (other: SketchedDocument, at: number): boolean =>
      at !== place && (!added.has(other.id) || at < place) && !superseded.has(other.id);
    const shared = new Map<number, number>();
    for (const hash of hashesOf(document.sketch)) {
      for (const at of byHash.get(hash)!) shared.set(at, (shared.get(at) ?? 0) + 1);
    }
    let best: { readonly older: DocumentId; readonly score: number } | null = null;
    for (const [at] of shared) {
      const other = present[at]!;
      if (!isOlder(other, at)) continue;
      const score = likeness(document.sketch, other.sketch);
      if (score >= ALIKE && (!best || score >= best.score)) best = { older: other.id, score };
    }
    if (best) {
      found.set(document.id, { older: best.older, why: 'text' });
      return;
    }
    const name = document.fileName.toLowerCase();
    const namesake = present.findLast(
      (other, at) => isOlder(other, at) && other.fileName.toLowerCase() === name,
    );
    if (namesake) found.set(document.id, { older: namesake.id, why: 'name' });
  });
  return found;
}
