import { z } from 'zod';
import { canonicalJson } from '../exchange/exchange.ts';
import { deriveUuid } from '../exchange/derive-uuid.ts';
import { memoIdSchema } from '../ids.ts';
import { memoSchema, type Memo } from '../memo/memo.ts';
import type { Sha256 } from '../ports.ts';

/** What a published file of a memo holds; null: its author deleted it. */
export const publishedMemoSchema = z.strictObject({ memo: memoSchema.nullable() });

/** A memo as it stands at a head of its chain. */
export interface MemoHead {
  readonly sha256: string;
  readonly memo: Memo | null;
}

export interface UnitedMemo {
  /** The head whose state goes on. */
  readonly head: MemoHead;
  /** What the other heads say otherwise, each as a memo of its own. */
  readonly copies: readonly Memo[];
}

/**
 * What becomes of a memo that its author wrote on two machines at a time: the last head goes on, and what another says
 * otherwise is kept beside it. A text has no parts that could be chosen one by one, so nobody is asked; the ids follow
 * from the heads, so that both machines make the same of it and neither makes it again.
 * @param heads of one chain, in its order; at least one
 */
export function uniteMemoHeads(heads: readonly MemoHead[], sha256: Sha256): UnitedMemo {
  const head = heads.at(-1)!;
  const seen = new Set([contentOf(head.memo)]);
  const copies: Memo[] = [];
  for (const { sha256: digest, memo } of heads) {
    const content = contentOf(memo);
    if (memo === null || seen.has(content)) continue;
    seen.add(content);
    const id = memoIdSchema.parse(deriveUuid(sha256, `memo ${digest}`));
    copies.push({ ...memo, id, ...(memo.title !== '' && { title: `${memo.title.slice(0, 190)} (2)` }) });
  }
  return { head, copies };
}

/** What a reader sees of it; when it was written makes no other text of it. */
function contentOf(memo: Memo | null): string {
  return memo ? canonicalJson({ title: memo.title, target: memo.target, content: memo.content }) : 'null';
}
