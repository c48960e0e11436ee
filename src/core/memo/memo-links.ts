import { referenceKey, referencesIn, type EntryReference } from './memo-content.ts';
import { targetKey, type Memo, type MemoTarget } from './memo.ts';

/** Which memos point at an entry, and which are on it. */
export interface MemoLinks {
  /** In the order of `memos`; one that links to itself is not among them. */
  linkingTo(reference: EntryReference): readonly Memo[];
  on(target: MemoTarget): readonly Memo[];
}

export function memoLinks(memos: readonly Memo[]): MemoLinks {
  const links = new Map<string, Memo[]>();
  const targets = new Map<string, Memo[]>();
  for (const memo of memos) {
    for (const reference of referencesIn(memo.content)) {
      if (reference.kind === 'memo' && reference.memoId === memo.id) continue;
      add(links, referenceKey(reference), memo);
    }
    add(targets, targetKey(memo.target), memo);
  }
  return {
    linkingTo: (reference) => links.get(referenceKey(reference)) ?? [],
    on: (target) => targets.get(targetKey(target)) ?? [],
  };
}

function add(map: Map<string, Memo[]>, key: string, memo: Memo): void {
  const known = map.get(key);
  if (known) known.push(memo);
  else map.set(key, [memo]);
}
