import { adjudicatedIdOf } from '../adjudication/adjudicated-id.ts';
import type { AnnotatorId, DocumentId, MemoId } from '../ids.ts';
import type { PublishedBody, PublishedKind } from './published.ts';

/** A published file without what it holds. */
export interface Link {
  readonly sha256: string;
  readonly kind: PublishedKind;
  readonly author: AnnotatorId;
  readonly document: DocumentId | null;
  /** Of a memo. */
  readonly memo: MemoId | null;
  readonly revision: number;
  readonly previous: string | null;
  readonly alsoAfter: readonly string[];
  readonly createdAt: string;
  readonly signKey: string;
  readonly isSealed: boolean;
}

export function linkOf(sha256: string, body: PublishedBody): Link {
  const { kind, author, document, revision, previous, alsoAfter, createdAt, signKey, payload } = body;
  const memo = body.memo ?? null;
  const isSealed = payload.kind === 'sealed';
  return {
    sha256,
    kind,
    author,
    document,
    memo,
    revision,
    previous,
    alsoAfter,
    createdAt,
    signKey,
    isSealed,
  };
}

/** Kinds of files that hold layers: an annotator's own, and those that they adjudicated. */
export type LayerKind = Extract<PublishedKind, 'layer' | 'adjudication'>;
export const LAYER_KINDS = ['layer', 'adjudication'] as const satisfies readonly LayerKind[];

export function isLayerKind(kind: PublishedKind): kind is LayerKind {
  return kind === 'layer' || kind === 'adjudication';
}

/** As whom the author of such a file made the layer in it. */
export function annotatorOf({ kind, author }: Pick<Link, 'kind' | 'author'>): AnnotatorId {
  return kind === 'adjudication' ? adjudicatedIdOf(author) : author;
}

/** All revisions of one thing by one author: of a layer, a document, a memo, or the author's part of the registry. */
export interface Chain {
  readonly key: string;
  readonly kind: PublishedKind;
  readonly author: AnnotatorId;
  readonly document: DocumentId | null;
  readonly memo: MemoId | null;
  /** By revision, then by hash: the same however the files came. */
  readonly links: readonly Link[];
  /** Those that no other comes after. Several: the author worked on two machines, and both states are kept. */
  readonly heads: readonly Link[];
  /** Files that are named as coming before and are not here yet. */
  readonly missing: readonly string[];
  /** Files that say a revision which cannot follow the one they name. They are not used. */
  readonly broken: readonly Link[];
}

export function chainKey(
  link: Pick<Link, 'kind' | 'document' | 'author'> & { readonly memo?: MemoId | null },
): string {
  return `${link.kind}/${link.document ?? link.memo ?? ''}/${link.author}`;
}

/**
 * The chains of a set of files. A function of the set alone: neither the order in which files came nor any clock
 * changes it, and a file that is there twice is there once.
 */
export function chainsOf(links: Iterable<Link>): Map<string, Chain> {
  const groups = new Map<string, Map<string, Link>>();
  for (const link of links) {
    const key = chainKey(link);
    const group = groups.get(key);
    if (group) group.set(link.sha256, link);
    else groups.set(key, new Map([[link.sha256, link]]));
  }
  const chains = new Map<string, Chain>();
  for (const key of [...groups.keys()].sort()) chains.set(key, chainOf(key, groups.get(key)!));
  return chains;
}

function chainOf(key: string, group: ReadonlyMap<string, Link>): Chain {
  const sorted = [...group.values()].sort(
    (a, b) => a.revision - b.revision || (a.sha256 < b.sha256 ? -1 : a.sha256 > b.sha256 ? 1 : 0),
  );
  const broken = sorted.filter((link) => {
    const before = link.previous === null ? undefined : group.get(link.previous);
    return before !== undefined && before.revision !== link.revision - 1;
  });
  const links = sorted.filter((link) => !broken.includes(link));
  const followed = new Set(
    links.flatMap((link) => [...(link.previous ? [link.previous] : []), ...link.alsoAfter]),
  );
  const { kind, author, document, memo } = sorted[0]!;
  return {
    key,
    kind,
    author,
    document,
    memo,
    links,
    heads: links.filter((link) => !followed.has(link.sha256)),
    missing: [...followed].filter((sha256) => !group.has(sha256)).sort(),
    broken,
  };
}

/** Whether `later` comes, over any number of files that are here, after `earlier`. */
export function comesAfter(chain: Chain, later: Link, earlier: string): boolean {
  const byHash = new Map(chain.links.map((link) => [link.sha256, link]));
  const seen = new Set<string>();
  const waiting = [later.sha256];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const link = byHash.get(next);
    if (!link || seen.has(next)) continue;
    seen.add(next);
    const before = [...(link.previous ? [link.previous] : []), ...link.alsoAfter];
    if (before.includes(earlier)) return true;
    waiting.push(...before);
  }
  return false;
}
