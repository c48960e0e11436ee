import { FileUp, FolderUp } from 'lucide-react';
import { useRef } from 'react';
import { IMPORT_ENDINGS } from '../../core/document/file-kinds.ts';
import type { DocumentId } from '../../core/ids.ts';
import type { DocumentSummary } from '../../core/project/project.ts';
import type { ImportReport } from '../../contract/calls.ts';
import { linkVersion } from '../versions/version-actions.ts';
import { call } from '../app/host.ts';
import { run } from '../app/notices.ts';
import { importDropped, importFiles } from '../app/project-actions.ts';
import { setState, usePostil } from '../app/state.ts';
import { openDocument } from '../app/session.ts';
import { Button } from '../ui/button.tsx';
import { t } from '../i18n/texts.ts';
import { Modal } from '../ui/modal.tsx';

function close(): void {
  setState({ dialog: null });
}

/** @param versionOf of which document the one file is to be a corrected version */
export function ImportDialog({ versionOf }: { readonly versionOf?: DocumentId | undefined }) {
  const older = usePostil((state) => state.project?.documents.find((summary) => summary.id === versionOf));
  const hasNative = usePostil((state) => state.info?.nativeDialogs ?? false);
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);

  function chooseFiles(): void {
    if (!hasNative) {
      files.current?.click();
      return;
    }
    run(async () => {
      const { paths } = await call('dialog.chooseFiles', {
        title: t('dialogs.importDocuments'),
        extensions: [...IMPORT_ENDINGS],
        many: versionOf === undefined,
      });
      importFiles(
        paths.map((path) => ({ kind: 'path', path })),
        versionOf,
      );
    });
  }

  function chooseFolder(): void {
    if (!hasNative) {
      folder.current?.click();
      return;
    }
    run(async () => {
      const { path } = await call('dialog.chooseFolder', { title: t('dialogs.importAWholeFolder') });
      if (path) importFiles([{ kind: 'path', path }]);
    });
  }

  function take(list: FileList | null, isFolder: boolean): void {
    // A folder brings everything in it; only what can be read is meant.
    const chosen = [...(list ?? [])].filter(
      (file) => !isFolder || IMPORT_ENDINGS.some((ending) => file.name.toLowerCase().endsWith(`.${ending}`)),
    );
    close();
    importDropped(chosen, versionOf);
  }

  return (
    <Modal
      title={older ? t('versions.import.title', { title: older.title }) : t('dialogs.importDocuments')}
      onClose={close}
    >
      <div className="import-choices">
        <button type="button" className="import-choice" onClick={chooseFiles} data-autofocus>
          <FileUp size={22} aria-hidden="true" />
          <b>{older ? t('versions.import.file') : t('dialogs.files')}</b>
          <span>{older ? t('versions.import.file.hint') : t('dialogs.importKinds')}</span>
        </button>
        {older ? null : (
          <button type="button" className="import-choice" onClick={chooseFolder}>
            <FolderUp size={22} aria-hidden="true" />
            <b>{t('dialogs.aWholeFolder')}</b>
            <span>{t('dialogs.withAllFoldersInsideIt')}</span>
          </button>
        )}
      </div>
      <p className="field__hint">{older ? t('versions.import.hint') : t('dialogs.youCanAlsoDropFiles')}</p>
      <input
        ref={files}
        type="file"
        multiple={versionOf === undefined}
        hidden
        data-testid="import-files"
        accept={IMPORT_ENDINGS.map((ending) => `.${ending}`).join(',')}
        onChange={(event) => take(event.target.files, false)}
      />
      <input
        ref={folder}
        type="file"
        hidden
        multiple
        {...{ webkitdirectory: '' }}
        onChange={(event) => take(event.target.files, true)}
      />
    </Modal>
  );
}

/** What was imported, what was there already, what was refused and why. */
export function ImportReportDialog({ report }: { readonly report: ImportReport }) {
  return (
    <Modal
      title={t('dialogs.import')}
      onClose={close}
      footer={
        <Button tone="primary" onClick={close}>
          {t('dialogs.done')}
        </Button>
      }
    >
      <p>{importSummary(report)}</p>
      <ReportList
        title={t('dialogs.refused')}
        rows={report.refused.map((row) => ({ key: row.file, name: row.file, text: row.reason }))}
      />
      <ReportList
        title={t('dialogs.thereAlready')}
        rows={report.already.map((row) => ({
          key: row.file,
          name: row.file,
          text: t('dialogs.asTitle', { title: row.title }),
        }))}
      />
      <ReportList
        title={t('dialogs.worthKnowing')}
        rows={report.notices.map((row, i) => ({ key: `${row.file}${i}`, name: row.file, text: row.notice }))}
      />
      <LikelyVersions report={report} />
      {report.added[0] ? (
        <Button
          onClick={() => {
            const first = report.added[0]!;
            setState({ dialog: null, screen: 'workbench' });
            run(() => openDocument(first.id));
          }}
        >
          {t('dialogs.openDocument', { title: report.added[0].title })}
        </Button>
      ) : null}
    </Modal>
  );
}

/** What may be a new version of another document: offered one by one, and done only when it is said to be one. */
function LikelyVersions({ report }: { readonly report: ImportReport }) {
  const documents = usePostil((state) => state.project?.documents ?? NO_DOCUMENTS);
  if (report.likelyVersions.length === 0) return null;
  return (
    <section className="report-list">
      <h3 className="tag-group__title">{t('versions.likely.heading')}</h3>
      <ul>
        {report.likelyVersions.map(({ documentId, older, why }) => {
          const newer = documents.find(({ id }) => id === documentId);
          const titles = {
            newer: newer?.title ?? documentId,
            older: documents.find(({ id }) => id === older)?.title ?? older,
          };
          return (
            <li key={documentId} className="report-list__offer">
              <span>{t(`versions.likely.${why}`, titles)}</span>
              {newer?.versionOf === older ? (
                <span role="status">{t('versions.likely.done')}</span>
              ) : (
                <Button onClick={() => linkVersion(documentId, older)}>{t('versions.likely.yes')}</Button>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

const NO_DOCUMENTS: readonly DocumentSummary[] = [];

function importSummary(report: ImportReport): string {
  const added = report.added.length;
  const already = report.already.length;
  const refused = report.refused.length;
  if (already > 0 && refused > 0) return t('dialogs.importSummaryBoth', { added, already, refused });
  if (already > 0) return t('dialogs.importSummaryAlready', { added, already });
  if (refused > 0) return t('dialogs.importSummaryRefused', { added, refused });
  return t('dialogs.importSummary', { added });
}

interface ReportListProps {
  readonly title: string;
  readonly rows: readonly { readonly key: string; readonly name: string; readonly text: string }[];
}

function ReportList({ title, rows }: ReportListProps) {
  if (rows.length === 0) return null;
  return (
    <section className="report-list">
      <h3 className="tag-group__title">{title}</h3>
      <ul>
        {rows.map((row) => (
          <li key={row.key}>
            <b>{row.name}</b> <span>{row.text}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
