import { canonicalJson } from '../../../core/exchange/exchange.ts';
import type { MemoId } from '../../../core/ids.ts';
import type { Memo } from '../../../core/memo/memo.ts';
import { chainKey } from '../../../core/team/chains.ts';
import type { PublishedFile } from '../../../core/team/published.ts';
import type { EffectiveTeam } from '../../../core/team/weigh.ts';
import { adoptHead, nextFile, payloadFor, readersOf } from './next-file.ts';
import { memoKey, type TeamRecord } from './team-record.ts';
import { visibilityOf, type TeamState } from './team-state.ts';

/**
 * Revisions of the memos that this annotator wrote, changed or deleted. What is on a document in its blind phase, or on
 * more than a document while any is, is sealed as layers are.
 * @param known where own chains stand; what is made is put into it
 */
export async function newMemos(
  state: TeamState,
  team: EffectiveTeam,
  known: TeamRecord['layers'],
  isPublished: boolean,
): Promise<PublishedFile[]> {
  const author = state.project.annotator.id;
  const own = state.project.memos().filter((memo) => memo.author === author);
  const files: PublishedFile[] = [];
  for (const memo of own) {
    const file = await newMemo(state, team, memo.id, memo, known, isPublished);
    if (file) files.push(file);
  }
  const here = new Set<string>(own.map(({ id }) => memoKey(id)));
  for (const chain of team.chains.values()) {
    if (chain.kind !== 'memo' || chain.author !== author || chain.memo === null) continue;
    const key = memoKey(chain.memo);
    // Known here and gone: it was deleted. One that came from another machine of theirs is yet to be shown.
    if (here.has(key) || known[key] === undefined) continue;
    const file = await newMemo(state, team, chain.memo, null, known, isPublished);
    if (file) files.push(file);
  }
  return files;
}

async function newMemo(
  state: TeamState,
  team: EffectiveTeam,
  id: MemoId,
  memo: Memo | null,
  layers: TeamRecord['layers'],
  isPublished: boolean,
): Promise<PublishedFile | null> {
  const key = memoKey(id);
  const value = { memo };
  const content = memoHash(memo, state);
  const author = state.project.annotator.id;
  const chain = team.chains.get(chainKey({ kind: 'memo', document: null, memo: id, author }));
  const known = layers[key] ?? (await adoptHead(state, chain?.heads ?? [], content));
  const head = chain?.links.find((link) => link.sha256 === known?.head);
  // That one is there no more says nothing of what it said.
  const isBlind = memo !== null && visibilityOf(state, team).isMemoBlind(memo);
  const readers = isBlind ? readersOf(state, team, isPublished) : null;
  const sealedTo = readers ? state.environment.sha256(readers.join(' ')) : undefined;
  const isToBeSealedAnew = isBlind ? known?.sealedTo !== sealedTo : head?.isSealed === true;
  if (known?.content === content && !isToBeSealedAnew) {
    layers[key] = known;
    return null;
  }
  const others = (chain?.heads ?? []).filter((one) => one !== head).map((one) => one.sha256);
  const after = { head: head?.sha256 ?? '', alsoAfter: head ? others : [] };
  const file = nextFile(
    state,
    team,
    { kind: 'memo', document: null, memo: id },
    await payloadFor(readers, value),
    after,
  );
  layers[key] = { head: file.sha256, content, ...(sealedTo !== undefined && { sealedTo }) };
  return file;
}

export function memoHash(memo: Memo | null, { environment }: TeamState): string {
  return environment.sha256(canonicalJson({ memo }));
}
