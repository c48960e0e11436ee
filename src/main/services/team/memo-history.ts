import { PostilError } from '../../../core/errors.ts';
import type { AnnotatorId, MemoId } from '../../../core/ids.ts';
import type { Memo } from '../../../core/memo/memo.ts';
import type { Job } from '../../../core/ports.ts';
import type { Link } from '../../../core/team/chains.ts';
import type { LayerDifference } from '../../../core/team/layer-difference.ts';
import { publishedMemoSchema } from '../../../core/team/memo-heads.ts';
import { isEqual } from '../../../core/equal.ts';
import { openOrNothing, visibilityOf, type TeamState } from './team-state.ts';

export interface MemoRevision {
  readonly sha256: string;
  readonly memo: MemoId;
  readonly annotator: AnnotatorId;
  readonly revision: number;
  /** As the author's machine had it. */
  readonly createdAt: string;
  /** What it said then; null where it was deleted, or cannot be read here. */
  readonly state: Memo | null;
  /** It cannot be read here: it is sealed to others, or hidden while a document is in its blind phase. */
  readonly isSealedToOthers: boolean;
  readonly isHead: boolean;
}

/** Of every memo, or of one, or of an annotator's; by memo, annotator and revision. */
export async function memoHistoryOf(
  state: TeamState,
  of: { readonly memo?: MemoId | undefined; readonly annotator?: AnnotatorId | undefined },
  job: Job,
): Promise<MemoRevision[]> {
  const team = await state.weigh();
  const visibility = visibilityOf(state, team);
  const revisions: MemoRevision[] = [];
  for (const chain of team.chains.values()) {
    if (chain.kind !== 'memo' || chain.memo === null) continue;
    if (of.memo !== undefined && chain.memo !== of.memo) continue;
    if (of.annotator !== undefined && chain.author !== of.annotator) continue;
    for (const link of chain.links) {
      job.signal.throwIfAborted();
      const found = await readMemo(state, link);
      const isOpen = found !== undefined && (found === null || visibility.isMemoOpen(found));
      revisions.push({
        sha256: link.sha256,
        memo: chain.memo,
        annotator: chain.author,
        revision: link.revision,
        createdAt: link.createdAt,
        state: isOpen ? found : null,
        isSealedToOthers: !isOpen,
        isHead: chain.heads.includes(link),
      });
    }
  }
  return revisions;
}

/** Makes this annotator's memo what it was; one that was deleted comes back. */
export async function restoreMemo(state: TeamState, link: Link): Promise<LayerDifference> {
  const { project } = state;
  const after = await readMemo(state, link);
  if (after === undefined)
    throw new PostilError(
      'refused',
      'That revision is sealed to another key of yours, or holds no memo. Nothing was changed.',
    );
  const before = project.memos().find(({ id }) => id === link.memo) ?? null;
  if (!isEqual(before, after)) {
    const edit = { kind: 'memo', annotator: link.author, before, after } as const;
    await project.apply({ label: 'restore an earlier memo', edits: [edit] }, []);
  }
  return {
    added: Number(before === null && after !== null),
    changed: Number(before !== null && after !== null && !isEqual(before, after)),
    removed: Number(before !== null && after === null),
  };
}

/** Undefined where it is sealed to others, or holds no memo. */
async function readMemo(state: TeamState, { sha256 }: Link): Promise<Memo | null | undefined> {
  try {
    const content = await openOrNothing(state, (await state.journal.read(sha256)).body.payload);
    return publishedMemoSchema.safeParse(content).data?.memo;
  } catch (error) {
    if (error instanceof PostilError && error.code === 'refused') return undefined;
    throw error;
  }
}
