import type { BlockKind } from './document.ts';
import { isCommentsHeading, isNotice, isReferencesHeading, looksLikeReference } from './patterns.ts';

interface Item {
  readonly kind: BlockKind | null;
  readonly text: string;
}

/**
 * Which paragraphs are entries of a reference list: those under a heading like "References" that look like it, up to
 * what is plainly something else. A heading "Sources" over prose begins none.
 */
export function findReferenceEntries(items: readonly Item[]): Set<number> {
  const found = new Set<number>();
  for (let i = 0; i < items.length; i++) {
    if (items[i]!.kind !== 'heading' || !isReferencesHeading(items[i]!.text)) continue;
    const following = items.slice(i + 1, i + 7).filter((item) => item.kind !== 'furniture');
    const alike = following.filter((item) => looksLikeReference(item.text)).length;
    if (alike === 0 || alike * 2 < following.length) continue;
    for (let k = i + 1; k < items.length; k++) {
      const item = items[k]!;
      if (item.kind === 'furniture') continue;
      if (item.kind === 'heading' || isCommentsHeading(item.text)) break;
      if (!looksLikeReference(item.text)) {
        if (isNotice(item.text)) break;
        if (!items.slice(k + 1, k + 3).some((next) => looksLikeReference(next.text))) break;
      }
      found.add(k);
    }
  }
  return found;
}
