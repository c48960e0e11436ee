import type { Mention } from '../../core/mentions/mention.ts';

export type MentionCommand =
  | { readonly kind: 'accept'; readonly candidate: number }
  | {
      readonly kind:
        | 'whoIsMeant'
        | 'reject'
        | 'notActor'
        | 'acceptHere'
        | 'acceptEverywhere'
        | 'open'
        | 'reopen';
    };

/** What a key asks for with a mention in hand; null for a key that is none of the queue's. */
export function mentionCommand(
  event: { readonly key: string; readonly shiftKey: boolean },
  mention: Mention,
): MentionCommand | null {
  if (/^[1-9]$/.test(event.key)) {
    const candidate = Number(event.key) - 1;
    return candidate < mention.candidates.length ? { kind: 'accept', candidate } : null;
  }
  switch (event.key) {
    case 'Enter':
      // Of several actors nobody is accepted by the way.
      return mention.actorId === null ? { kind: 'whoIsMeant' } : acceptNamed(mention);
    case 'x':
    case 'Delete':
      return { kind: 'reject' };
    case 'n':
      return { kind: 'notActor' };
    case 'd':
      return { kind: 'acceptHere' };
    case 'D':
      return { kind: 'acceptEverywhere' };
    case 'o':
      return { kind: 'open' };
    case 'u':
      return { kind: 'reopen' };
    default:
      return null;
  }
}

/** Accepts the one actor in question. */
export function acceptNamed({ actorId, candidates }: Mention): MentionCommand {
  return { kind: 'accept', candidate: candidates.findIndex((candidate) => candidate.actorId === actorId) };
}
