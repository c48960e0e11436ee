import { referenceKey, referencesIn, type EntryReference } from './memo-content.ts';
import { targetKey, type Memo, type MemoTarget } from './memo.ts';

/** Which memos point at an entry, and which are on it. */
export interface MemoLinks {
  /** In the order of `memos`; one that links to itself is not among them. */
  linkingTo(reference: EntryReference): readonly Memo[];
  on(target: MemoTarget): readonly Memo[];
}

/** @param standsFor what an actor's or code's id is counted under: that of the entry which it was merged into */
export function memoLinks(
  memos: readonly Memo[],
  standsFor: (entryId: string) => string = (id) => id,
): MemoLinks {
  const keyOf = (key: string): string => {
    const [kind, id] = key.split(' ');
    return kind === 'actor' || kind === 'code' ? `${kind} ${standsFor(id!)}` : key;
  };
  const links = new Map<string, Memo[]>();
  const targets = new Map<string, Memo[]>();
  for (const memo of memos) {
    for (const reference of referencesIn(memo.content)) {
      if (reference.kind === 'memo' && reference.memoId === memo.id) continue;
      add(links, keyOf(referenceKey(reference)), memo);
    }
    add(targets, keyOf(targetKey(memo.target)), memo);
  }
  return {
    linkingTo: (reference) => links.get(keyOf(referenceKey(reference))) ?? [],
    on: (target) => targets.get(keyOf(targetKey(target))) ?? [],
  };
}

function add(map: Map<string, Memo[]>, key: string, memo: Memo): void {
  const known = map.get(key);
  // Two entries that were merged are linked to once.
  if (known?.at(-1) === memo) return;
  if (known) known.push(memo);
  else map.set(key, [memo]);
}
