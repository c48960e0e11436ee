import { FilePen } from 'lucide-react';
import { newerVersionOf } from '../../core/document/versions.ts';
import type { DocumentId } from '../../core/ids.ts';
import type { ProjectSnapshot } from '../../contract/calls.ts';
import { run } from '../app/notices.ts';
import { openDocument } from '../app/session.ts';
import { setState } from '../app/state.ts';
import { t } from '../i18n/texts.ts';
import { Button } from '../ui/button.tsx';
import { linkVersion } from './version-actions.ts';

interface VersionSectionProps {
  readonly project: ProjectSnapshot;
  readonly documentId: DocumentId;
}

/** Which version this is, the one before it and the one after it; and how a newer one comes. */
export function VersionSection({ project, documentId }: VersionSectionProps) {
  const { documents } = project;
  const summary = documents.find(({ id }) => id === documentId);
  const older = documents.find(({ id }) => id === summary?.versionOf);
  const newer = newerVersionOf(documents, documentId);
  const isEditable = project.readOnly === null;
  const link = (id: DocumentId, title: string) => (
    <button type="button" className="link" dir="auto" onClick={() => run(() => openDocument(id))}>
      {title}
    </button>
  );
  return (
    <section className="document-panel__versions">
      <h3 className="tag-group__title">{t('versions.heading')}</h3>
      {older || newer ? (
        <dl className="facts">
          {older ? (
            <>
              <dt>{t('versions.panel.olderIs')}</dt>
              <dd>
                {link(older.id, older.title)}
                {isEditable ? (
                  <Button
                    className="button--small"
                    tone="quiet"
                    onClick={() => linkVersion(documentId, null)}
                  >
                    {t('versions.panel.unlink')}
                  </Button>
                ) : null}
              </dd>
            </>
          ) : null}
          {newer ? (
            <>
              <dt>{t('versions.panel.newerIs')}</dt>
              <dd>{link(newer.id, newer.title)}</dd>
            </>
          ) : null}
        </dl>
      ) : (
        <p className="field__hint">{t('versions.panel.none')}</p>
      )}
      {isEditable && !newer ? (
        <Button onClick={() => setState({ dialog: { kind: 'import', versionOf: documentId } })}>
          <FilePen size={14} aria-hidden="true" /> {t('versions.import')}
        </Button>
      ) : null}
    </section>
  );
}
