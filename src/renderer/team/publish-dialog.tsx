import { t } from '../i18n/texts.ts';
import { Button } from '../ui/button.tsx';
import { Modal } from '../ui/modal.tsx';
import { publish } from './exchange-actions.ts';
import { setTeam, type Shown } from './team-state.ts';

interface PublishDialogProps {
  readonly shown: Extract<Shown, { kind: 'publish' }>;
  titleOf(document: string): string;
  /** How one's own memo is called, or that it is no more. */
  memoOf(memo: string): string;
}

/** What would be made, before anything is. */
export function PublishDialog({
  shown: { path, withDocuments, report },
  titleOf,
  memoOf,
}: PublishDialogProps) {
  return (
    <Modal
      title={t('team.wouldPublish')}
      onClose={() => setTeam({ shown: null })}
      footer={
        <>
          <Button onClick={() => setTeam({ shown: null })}>{t('team.cancel')}</Button>
          <Button tone="primary" onClick={() => publish(path, withDocuments)}>
            {t('team.publishNow')}
          </Button>
        </>
      }
    >
      <p className="team__path" dir="auto">
        {t('team.to', { place: report.place })}
      </p>
      {report.made.length === 0 ? (
        <p>{t('team.nothingToMake')}</p>
      ) : (
        <ul className="team__list">
          {report.made.map(({ kind, document, memo, revision, isSealed }) => (
            <li key={`${kind} ${document ?? memo ?? ''}`}>
              <span dir="auto">
                {t(`team.kind.${kind}`, { name: memo ? memoOf(memo) : document ? titleOf(document) : '' })}
              </span>
              <span className="team__note">
                {t('team.revision', { revision })}
                {isSealed ? ` · ${t('team.sealed')}` : ''}
              </span>
            </li>
          ))}
        </ul>
      )}
      {report.keptBack > 0 ? (
        <p className="team__note">{t('team.keptBack', { count: report.keptBack })}</p>
      ) : null}
    </Modal>
  );
}
