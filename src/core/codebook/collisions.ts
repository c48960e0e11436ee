import type { ActorId } from '../ids.ts';
import { foldText } from '../text-fold.ts';
import type { Actor } from './codebook.ts';
import { isOffered } from './entries.ts';

/**
 * Two actors whose names get in each other's way. `same`: both are called so, at a time that overlaps. `contained`:
 * the first one's name stands, as whole words, inside the other's ("Taliban" in "Pakistani Taliban").
 */
export interface Collision {
  readonly kind: 'same' | 'contained';
  readonly actorId: ActorId;
  readonly text: string;
  readonly otherId: ActorId;
  readonly otherText: string;
}

interface Name {
  readonly actorId: ActorId;
  readonly text: string;
  readonly words: readonly string[];
  /** Inclusive calendar days; the open ends sort before and after every date. */
  readonly from: string;
  readonly until: string;
}

const EVER_SINCE = '';
const FOR_EVER = '\uffff';

/** Of the actors that are offered, every collision once: `same` in the actors' order, `contained` with the shorter name first. */
export function findCollisions(actors: readonly Actor[]): Collision[] {
  const names = actors.filter(isOffered).flatMap(namesOf);
  const byKey = new Map<string, Name[]>();
  for (const name of names) {
    const key = name.words.join(' ');
    const same = byKey.get(key);
    if (same) same.push(name);
    else byKey.set(key, [name]);
  }
  const collisions: Collision[] = [];
  for (const same of byKey.values()) {
    for (const [i, name] of same.entries()) {
      for (const other of same.slice(i + 1)) addCollision(collisions, 'same', name, other);
    }
  }
  for (const longer of names) {
    for (const key of innerKeys(longer.words)) {
      for (const shorter of byKey.get(key) ?? []) addCollision(collisions, 'contained', shorter, longer);
    }
  }
  return collisions;
}

function addCollision(collisions: Collision[], kind: Collision['kind'], name: Name, other: Name): void {
  if (name.actorId === other.actorId || name.from > other.until || other.from > name.until) return;
  collisions.push({
    kind,
    actorId: name.actorId,
    text: name.text,
    otherId: other.actorId,
    otherText: other.text,
  });
}

/** The actor's name and aliases, each folded form once. The name itself is not bounded in time. */
function namesOf(actor: Actor): Name[] {
  const names: Name[] = [];
  for (const { text, from, until } of [
    { text: actor.name, from: undefined, until: undefined },
    ...actor.aliases,
  ]) {
    const words = foldText(text)
      .split(/[^\p{L}\p{N}]+/u)
      .filter(Boolean);
    if (words.length === 0 || names.some((name) => name.words.join(' ') === words.join(' '))) continue;
    names.push({ actorId: actor.id, text, words, from: from ?? EVER_SINCE, until: until ?? FOR_EVER });
  }
  return names;
}

/** Every run of neighbouring words but the whole. */
function innerKeys(words: readonly string[]): ReadonlySet<string> {
  const keys = new Set<string>();
  for (let start = 0; start < words.length; start++) {
    for (let end = start + 1; end <= words.length; end++) {
      if (end - start < words.length) keys.add(words.slice(start, end).join(' '));
    }
  }
  return keys;
}
