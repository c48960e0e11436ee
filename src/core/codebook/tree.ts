import type { CodebookEntry } from './entries.ts';

export interface TreeRow<T> {
  readonly entry: T;
  /** 0 for a root. */
  readonly depth: number;
  readonly hasChildren: boolean;
  /** 1-based place among its siblings, and how many they are. */
  readonly position: number;
  readonly siblings: number;
}

/**
 * Entries as a tree: each parent before its children, siblings by `compare`. The children of what `isCollapsed`
 * names are left out. An entry whose parent is not among `entries` is a root.
 */
export function treeRows<T extends CodebookEntry>(
  entries: readonly T[],
  compare: (a: T, b: T) => number,
  isCollapsed: (id: T['id']) => boolean = () => false,
): TreeRow<T>[] {
  const children = childrenByParent(entries);
  const rows: TreeRow<T>[] = [];
  function visit(parent: string | undefined, depth: number): void {
    const siblings = (children.get(parent) ?? []).toSorted(compare);
    for (const [i, entry] of siblings.entries()) {
      const hasChildren = children.has(entry.id);
      rows.push({ entry, depth, hasChildren, position: i + 1, siblings: siblings.length });
      if (hasChildren && !isCollapsed(entry.id)) visit(entry.id, depth + 1);
    }
  }
  visit(undefined, 0);
  return rows;
}

/** The ids below `id`, at any depth, without itself. */
export function descendantsOf(entries: readonly CodebookEntry[], id: string): ReadonlySet<string> {
  const children = childrenByParent(entries);
  const found = new Set<string>();
  const waiting = [id];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const child of children.get(next) ?? []) {
      if (found.has(child.id)) continue;
      found.add(child.id);
      waiting.push(child.id);
    }
  }
  return found;
}

/** The ids above `id`, nearest first. */
export function ancestorsOf(entries: readonly CodebookEntry[], id: string): readonly string[] {
  const parents = new Map<string, string | undefined>(entries.map((entry) => [entry.id, entry.parent]));
  const found: string[] = [];
  for (let parent = parents.get(id); parent !== undefined; parent = parents.get(parent)) {
    if (found.includes(parent)) break;
    found.push(parent);
  }
  return found;
}

function childrenByParent<T extends CodebookEntry>(entries: readonly T[]): Map<string | undefined, T[]> {
  const ids = new Set<string>(entries.map((entry) => entry.id));
  const children = new Map<string | undefined, T[]>();
  for (const entry of entries) {
    const parent = entry.parent !== undefined && ids.has(entry.parent) ? entry.parent : undefined;
    const siblings = children.get(parent);
    if (siblings) siblings.push(entry);
    else children.set(parent, [entry]);
  }
  return children;
}
