import { MapPin } from 'lucide-react';
import { newerVersionOf } from '../../core/document/versions.ts';
import type { DocumentId } from '../../core/ids.ts';
import type { ProjectSnapshot } from '../../contract/calls.ts';
import { run } from '../app/notices.ts';
import { openDocument } from '../app/session.ts';
import { usePostil } from '../app/state.ts';
import { BOLD, rich } from '../i18n/rich.tsx';
import { keyLabel } from '../app/key-label.ts';
import { t } from '../i18n/texts.ts';
import { Button } from '../ui/button.tsx';
import { cancelPlacing, finishPlacing, openQueue } from './version-actions.ts';
import { useWaiting } from './use-waiting.ts';
import './versions.css';

interface VersionBannerProps {
  readonly project: ProjectSnapshot;
  readonly documentId: DocumentId;
}

/** Over the text: that a newer version is there, that passages wait for a place in this one, or which one is placed now. */
export function VersionBanner({ project, documentId }: VersionBannerProps) {
  const placing = usePostil((state) => state.placing);
  const newer = newerVersionOf(project.documents, documentId);
  const isVersion = project.documents.some(({ id, versionOf }) => id === documentId && versionOf);
  if (placing?.documentId === documentId) return <PlacingBanner quote={placing.quote} />;
  if (newer) {
    return (
      <p className="version-banner" role="note">
        <span dir="auto">{rich(t('versions.banner.superseded', { title: newer.title }), BOLD)}</span>
        <Button onClick={() => run(() => openDocument(newer.id))}>{t('versions.banner.openNewer')}</Button>
      </p>
    );
  }
  return isVersion ? <WaitingBanner project={project} documentId={documentId} /> : null;
}

function WaitingBanner({ project, documentId }: VersionBannerProps) {
  const { answer } = useWaiting(project, 1);
  const count = answer?.byDocument.find((one) => one.newer === documentId)?.waiting ?? 0;
  if (count === 0) return null;
  return (
    <p className="version-banner" role="note">
      <span>{t('versions.banner.waiting', { count })}</span>
      <Button onClick={openQueue}>{t('versions.decide')}</Button>
    </p>
  );
}

function PlacingBanner({ quote }: { readonly quote: string }) {
  const hasSelection = usePostil((state) => state.selection.length > 0);
  return (
    <div className="version-banner version-banner--placing" role="status">
      <MapPin size={16} aria-hidden="true" />
      <span className="version-banner__quote" dir="auto">
        {rich(t('versions.placing.ask', { quote }), BOLD)}
      </span>
      <Button tone="primary" disabled={!hasSelection} onClick={finishPlacing}>
        {t('versions.accept')} <kbd className="kbd">{keyLabel('Enter')}</kbd>
      </Button>
      <Button onClick={cancelPlacing}>
        {t('versions.placing.cancel')} <kbd className="kbd">{keyLabel('Escape')}</kbd>
      </Button>
    </div>
  );
}
