import { isKnownId } from '../../../core/codebook/entries.ts';
import { isEqual } from '../../../core/equal.ts';
import { PostilError } from '../../../core/errors.ts';
import type { AnnotatorId, DocumentId, MemoId } from '../../../core/ids.ts';
import type { Memo } from '../../../core/memo/memo.ts';
import type { Edit } from '../../../core/project/edit.ts';
import { because, type Reason } from '../../../core/team/reasons.ts';
import { chainKey, type Chain } from '../../../core/team/chains.ts';
import { publishedMemoSchema, uniteMemoHeads, type MemoHead } from '../../../core/team/memo-heads.ts';
import type { PublishedFile } from '../../../core/team/published.ts';
import type { RefusedFile } from '../../../core/team/refusals.ts';
import type { EffectiveTeam } from '../../../core/team/weigh.ts';
import { memoHash } from './checkpoint-memos.ts';
import { memoKey } from './team-record.ts';
import { openOrNothing, visibilityOf, type TeamState } from './team-state.ts';

/** A memo that another wrote, or that this annotator wrote on another machine. */
export interface ReceivedMemo {
  readonly memo: MemoId;
  readonly annotator: AnnotatorId;
  /** As its author put it; may be empty. */
  readonly title: string;
  readonly change: 'added' | 'changed' | 'removed' | 'same';
}

export interface WaitingMemos extends Reason {
  readonly annotator: AnnotatorId;
  readonly count: number;
}

export interface MemoMaterialisation {
  readonly memos: readonly {
    readonly received: ReceivedMemo;
    readonly edits: readonly Edit[];
    /** What the team's record is to know of it; null of a copy, which the next checkpoint finds. */
    readonly noted: { readonly key: string; readonly sha256: string; readonly content: string } | null;
    readonly isOwn: boolean;
  }[];
  readonly waiting: readonly WaitingMemos[];
  readonly refused: readonly RefusedFile[];
}

/** What must be there for a memo to be on it. */
interface Known {
  /** Of documents, here or coming. */
  readonly documents: ReadonlyMap<DocumentId, unknown>;
  /** Entries that come with the same files. */
  readonly entries: ReadonlySet<string>;
}

/** What the memos of those files that count make of a project. @throws PostilError of the journal */
export async function planMemos(
  state: TeamState,
  team: EffectiveTeam,
  read: (sha256: string) => Promise<PublishedFile>,
  known: Known,
): Promise<MemoMaterialisation> {
  const { project, record, environment } = state;
  const here = new Map(project.memos().map((memo) => [memo.id, memo]));
  const visibility = visibilityOf(state, team);
  const codebook = project.codebook();
  const memos: MemoMaterialisation['memos'][number][] = [];
  const refused: RefusedFile[] = [];
  const waiting = new Map<string, WaitingMemos>();

  for (const chain of team.chains.values()) {
    const { author, memo: id, heads } = chain;
    if (chain.kind !== 'memo' || id === null) continue;
    const isOwn = author === project.annotator.id;
    const key = isOwn ? memoKey(id) : memoKey(id, author);
    const at = isOwn ? (record.layers[key]?.head ?? null) : (record.shown[key] ?? null);
    if (heads.length === 1 && heads[0]!.sha256 === at) continue;
    const found = await readHeads(state, chain, isOwn ? heads : heads.slice(-1), read);
    if (found && 'refusal' in found) {
      refused.push({ name: `memos/${id}/${author} ${heads.at(-1)?.revision ?? ''}`, ...found });
      continue;
    }
    const { head, copies } = found ? uniteMemoHeads(found, environment.sha256) : { head: null, copies: [] };
    const reason =
      head === null
        ? 'sealed'
        : head.memo === null
          ? null
          : !visibility.isMemoOpen(head.memo)
            ? 'memoBlind'
            : isThere(head.memo)
              ? null
              : 'memoAway';
    if (reason !== null || head === null) {
      const said = `${author} ${reason}`;
      waiting.set(said, {
        annotator: author,
        count: (waiting.get(said)?.count ?? 0) + 1,
        ...because(reason ?? 'sealed'),
      });
      continue;
    }
    if (head.sha256 !== at) {
      const before = here.get(id) ?? null;
      memos.push({
        received: { memo: id, annotator: author, ...describe(before, head.memo) },
        edits: isEqual(before, head.memo) ? [] : [edit(author, before, head.memo)],
        noted: { key, sha256: head.sha256, content: memoHash(head.memo, state) },
        isOwn,
      });
    }
    for (const copy of copies) {
      const isKnown =
        here.has(copy.id) ||
        record.layers[memoKey(copy.id)] !== undefined ||
        team.chains.has(chainKey({ kind: 'memo', document: null, memo: copy.id, author }));
      if (isKnown || !isThere(copy)) continue;
      const received = { memo: copy.id, annotator: author, title: copy.title, change: 'added' } as const;
      memos.push({ received, edits: [edit(author, null, copy)], noted: null, isOwn });
    }
  }
  return { memos, waiting: [...waiting.values()], refused };

  function isThere({ target }: Memo): boolean {
    if ('documentId' in target) return known.documents.has(target.documentId);
    if (target.kind === 'project') return true;
    const entry = target.kind === 'actor' ? target.actorId : target.codeId;
    return known.entries.has(entry) || isKnownId(codebook, entry);
  }
}

/** Null where they are sealed to others; a refusal where they hold no memo of this chain. */
async function readHeads(
  state: TeamState,
  { author, memo }: Chain,
  heads: Chain['heads'],
  read: (sha256: string) => Promise<PublishedFile>,
): Promise<MemoHead[] | null | Omit<RefusedFile, 'name'>> {
  const found: MemoHead[] = [];
  for (const { sha256 } of heads) {
    let content: unknown;
    try {
      content = await openOrNothing(state, (await read(sha256)).body.payload);
    } catch (error) {
      if (!(error instanceof PostilError) || error.code !== 'refused') throw error;
      return null;
    }
    const parsed = publishedMemoSchema.safeParse(content);
    if (!parsed.success) {
      const about = parsed.error.issues[0]?.message ?? '';
      return { reason: `is no memo (${about})`, refusal: 'noMemo', about };
    }
    const said: Memo | null = parsed.data.memo;
    if (said && (said.author !== author || said.id !== memo))
      return { reason: 'holds the memo of another', refusal: 'othersMemo', about: '' };
    found.push({ sha256, memo: said });
  }
  return found;
}

function describe(before: Memo | null, after: Memo | null): Pick<ReceivedMemo, 'title' | 'change'> {
  const title = (after ?? before)?.title ?? '';
  if (isEqual(before, after)) return { title, change: 'same' };
  return { title, change: before === null ? 'added' : after === null ? 'removed' : 'changed' };
}

function edit(annotator: AnnotatorId, before: Memo | null, after: Memo | null): Edit {
  return { kind: 'memo', annotator, before, after };
}
