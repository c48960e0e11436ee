import { Archive, Merge, Split } from 'lucide-react';
import type { Actor, Code, Codebook } from '../../core/codebook/codebook.ts';
import { partyName } from '../tagging/codebook-items.tsx';
import { Button } from '../ui/button.tsx';
import { formatDate } from '../i18n/format.ts';
import { rich } from '../i18n/rich.tsx';
import { t } from '../i18n/texts.ts';
import { bringBack } from './codebook-edits.ts';
import type { EntryKind } from './entry-kind.ts';

interface EndedBannerProps {
  readonly kind: EntryKind;
  readonly entry: Actor | Code;
  readonly codebook: Codebook;
  readonly isReadOnly: boolean;
  onOpen(id: string): void;
}

const ICONS = { retired: Archive, merged: Merge, split: Split } as const;

/** Why an entry is offered no more, what stands in its place, and the way back. */
export function EndedBanner({ kind, entry, codebook, isReadOnly, onOpen }: EndedBannerProps) {
  const { ended } = entry;
  if (!ended) return null;
  const Icon = ICONS[ended.kind];
  const into: readonly string[] =
    ended.kind === 'merged' ? [ended.into] : ended.kind === 'split' ? ended.into : [];
  return (
    <div className="ended-banner">
      <Icon size={16} aria-hidden="true" />
      <p>
        {rich(t(`codebookChanges.ended.${ended.kind}`, { date: formatDate(ended.at) }), {
          into: into.map((id, at) => (
            <span key={id}>
              {at > 0 ? ', ' : ''}
              <button type="button" className="link" dir="auto" onClick={() => onOpen(id)}>
                {partyName(codebook, id)}
              </button>
            </span>
          )),
        })}
      </p>
      <Button disabled={isReadOnly} onClick={() => bringBack(kind, entry)}>
        {t('codebookChanges.ended.bringBack')}
      </Button>
    </div>
  );
}
