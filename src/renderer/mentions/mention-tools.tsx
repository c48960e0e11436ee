import { Check, ExternalLink, RotateCcw, UserX, X } from 'lucide-react';
import { groupOf, type MentionRow } from '../../core/mentions/mention-queue.ts';
import { Button } from '../ui/button.tsx';
import { t } from '../i18n/texts.ts';
import { rich } from '../i18n/rich.tsx';
import { acceptNamed, type MentionCommand } from './mention-keys.ts';

interface MentionToolsProps {
  readonly row: MentionRow | null;
  readonly isReadOnly: boolean;
  nameOf(id: string): string;
  onCommand(command: MentionCommand): void;
}

/** What can be done with the mention in hand, each with its key. */
export function MentionTools({ row, isReadOnly, nameOf, onCommand }: MentionToolsProps) {
  if (!row) return null;
  const { mention } = row;
  const isOpen = mention.status === 'suggested';
  const { alias } = groupOf(mention);
  return (
    <div className="mention-tools" role="toolbar" aria-label={t('mentions.theMentionInHand')}>
      {mention.actorId === null ? (
        mention.candidates.map(({ actorId }, index) => (
          <Button
            key={actorId}
            disabled={isReadOnly}
            onClick={() => onCommand({ kind: 'accept', candidate: index })}
          >
            <Check size={14} aria-hidden="true" /> <bdi>{nameOf(actorId)}</bdi>
            {index < 9 ? <kbd className="kbd">{index + 1}</kbd> : null}
          </Button>
        ))
      ) : mention.status === 'accepted' ? null : (
        <Button tone="primary" disabled={isReadOnly} onClick={() => onCommand(acceptNamed(mention))}>
          <Check size={14} aria-hidden="true" /> {t('mentions.accept')}{' '}
          <kbd className="kbd">{t('mentions.enterKey')}</kbd>
        </Button>
      )}
      {mention.status === 'rejected' ? null : (
        <Button disabled={isReadOnly} onClick={() => onCommand({ kind: 'reject' })}>
          <X size={14} aria-hidden="true" /> {t('mentions.reject')} <kbd className="kbd">X</kbd>
        </Button>
      )}
      {isOpen && mention.actorId ? (
        <Button disabled={isReadOnly} onClick={() => onCommand({ kind: 'notActor' })}>
          <UserX size={14} aria-hidden="true" /> {t('mentions.notThisActor')} <kbd className="kbd">N</kbd>
        </Button>
      ) : null}
      {mention.decision ? (
        <Button disabled={isReadOnly} onClick={() => onCommand({ kind: 'reopen' })}>
          <RotateCcw size={14} aria-hidden="true" /> {t('mentions.suggestAgain')} <kbd className="kbd">U</kbd>
        </Button>
      ) : null}
      <Button onClick={() => onCommand({ kind: 'open' })}>
        <ExternalLink size={14} aria-hidden="true" /> {t('mentions.open')} <kbd className="kbd">O</kbd>
      </Button>
      {isOpen && mention.actorId ? (
        <span className="mention-tools__all" role="group" aria-label={t('mentions.acceptAll', { alias })}>
          <span>{rich(t('mentions.acceptAllOf'), { alias: <bdi>{alias}</bdi> })}</span>
          <Button disabled={isReadOnly} onClick={() => onCommand({ kind: 'acceptHere' })}>
            {t('mentions.inThisDocument')} <kbd className="kbd">D</kbd>
          </Button>
          <Button disabled={isReadOnly} onClick={() => onCommand({ kind: 'acceptEverywhere' })}>
            {t('mentions.inTheCorpus')} <kbd className="kbd">{t('mentions.shiftD')}</kbd>
          </Button>
        </span>
      ) : null}
    </div>
  );
}
