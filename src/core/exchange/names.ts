import type { Actor, Code } from '../codebook/codebook.ts';
import type { EntryEnd } from '../codebook/entries.ts';

/** A name as people compare names: NFKC, lower case, white space runs one space, invisible format marks gone. */
export function nameKey(name: string): string {
  return name
    .normalize('NFKC')
    .replace(/\p{Cf}+/gu, '')
    .replace(/\s+/gu, ' ')
    .trim()
    .toLowerCase();
}

export type NameMatch<T> =
  | { readonly kind: 'one'; readonly entry: T }
  | { readonly kind: 'several'; readonly entries: readonly T[] }
  | { readonly kind: 'none' };

interface Named {
  readonly id: string;
  readonly name: string;
  readonly ended?: EntryEnd | undefined;
}

/** Finds entries by id, then by name, then by alias; those that were retired, merged or split after all others. */
export class NameIndex<T extends Named> {
  readonly #byId = new Map<string, T>();
  readonly #byName = new Map<string, T[]>();
  readonly #byAlias = new Map<string, T[]>();
  readonly #endedByName = new Map<string, T[]>();
  readonly #aliasesOf: (entry: T) => readonly string[];

  constructor(entries: readonly T[], aliasesOf: (entry: T) => readonly string[]) {
    this.#aliasesOf = aliasesOf;
    for (const entry of entries) this.add(entry);
  }

  add(entry: T): void {
    this.#byId.set(entry.id, entry);
    if (entry.ended) {
      insert(this.#endedByName, entry.name, entry);
      return;
    }
    insert(this.#byName, entry.name, entry);
    for (const alias of this.#aliasesOf(entry)) insert(this.#byAlias, alias, entry);
  }

  has(id: string): boolean {
    return this.#byId.has(id);
  }

  byId(id: string): T | undefined {
    return this.#byId.get(id);
  }

  byName(name: string): NameMatch<T> {
    const key = nameKey(name);
    const entries = this.#byName.get(key) ?? this.#byAlias.get(key) ?? this.#endedByName.get(key) ?? [];
    if (entries.length === 0) return { kind: 'none' };
    return entries.length === 1 ? { kind: 'one', entry: entries[0]! } : { kind: 'several', entries };
  }

  find(nameOrId: string): NameMatch<T> {
    const entry = this.#byId.get(nameOrId.trim());
    return entry ? { kind: 'one', entry } : this.byName(nameOrId);
  }
}

function insert<T>(index: Map<string, T[]>, name: string, entry: T): void {
  const key = nameKey(name);
  const there = index.get(key);
  if (!there) index.set(key, [entry]);
  else if (!there.includes(entry)) there.push(entry);
}

export function actorIndex(actors: readonly Actor[]): NameIndex<Actor> {
  return new NameIndex(actors, (actor) => actor.aliases.map((alias) => alias.text));
}

export function codeIndex(codes: readonly Code[]): NameIndex<Code> {
  return new NameIndex(codes, () => []);
}
