import { isLayerKind, type Link } from '../../../core/team/chains.ts';
import { publishedMemoSchema } from '../../../core/team/memo-heads.ts';
import { visibilityOf, type TeamState } from './team-state.ts';

/**
 * What may be handed on. A revision that was kept before the blind phase began, or was published before it, is plain:
 * in the blind phase none goes out.
 */
export async function leavingFiles(state: TeamState): Promise<{ leaving: Link[]; keptBack: number }> {
  const visibility = visibilityOf(state, await state.weigh());
  const all = [...state.journal.links.values()];
  const leaving: Link[] = [];
  for (const link of all) {
    const { kind, isSealed, document } = link;
    if (!isSealed && isLayerKind(kind) && visibility.phaseOf(document!) === 'blind') continue;
    if (!isSealed && kind === 'memo' && visibility.isAnyBlind && (await isBlindMemo(link))) continue;
    leaving.push(link);
  }
  async function isBlindMemo({ sha256 }: Link): Promise<boolean> {
    const { body } = await state.journal.read(sha256);
    const parsed = publishedMemoSchema.safeParse(body.payload.kind === 'plain' ? body.payload.content : null);
    return parsed.success && parsed.data.memo !== null && visibility.isMemoBlind(parsed.data.memo);
  }
  return { leaving, keptBack: all.length - leaving.length };
}
