import type { ActorId, AnnotatorId, DocumentId } from '../ids.ts';
import type { MentionEdit } from './edit-decisions.ts';
import type { Mention, MentionDecision } from './mention.ts';

export type Verdict =
  | { readonly kind: 'accept'; readonly actorId: ActorId }
  | { readonly kind: 'reject' }
  | { readonly kind: 'notActor'; readonly actorId: ActorId }
  /** Suggested again, as if nobody had looked. */
  | { readonly kind: 'reopen' };

/** The edit that decides about a mention; null when that was decided already. */
export function decideMention(
  where: { readonly documentId: DocumentId; readonly annotator: AnnotatorId },
  mention: Mention,
  verdict: Verdict,
): MentionEdit | null {
  const { start, end, candidates, decision: before } = mention;
  const of = (actorId: ActorId | null): string =>
    candidates.find((candidate) => candidate.actorId === actorId)?.alias ?? candidates[0]!.alias;
  let after: MentionDecision | null;
  switch (verdict.kind) {
    case 'accept': {
      const { actorId } = verdict;
      if (before?.status === 'accepted' && before.actorId === actorId) return null;
      after = { start, end, alias: of(actorId), status: 'accepted', actorId };
      break;
    }
    case 'reject':
      if (before?.status === 'rejected') return null;
      after = { start, end, alias: of(mention.actorId), status: 'rejected' };
      break;
    case 'notActor': {
      const known = before?.status === 'notActor' ? before.actorIds : [];
      if (known.includes(verdict.actorId)) return null;
      const actorIds = [...known, verdict.actorId];
      after = { start, end, alias: of(verdict.actorId), status: 'notActor', actorIds };
      break;
    }
    case 'reopen':
      if (!before) return null;
      after = null;
      break;
  }
  return { kind: 'mentionDecision', ...where, before, after };
}
