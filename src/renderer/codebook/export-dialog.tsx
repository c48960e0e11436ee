import { useState } from 'react';
import { PostilError } from '../../core/errors.ts';
import { CODEBOOK_FORMATS, type CodebookFormat } from '../../core/exchange/codebook/codebook-file.ts';
import { slugify } from '../../core/ids.ts';
import type { CallValue, ProjectSnapshot } from '../../contract/calls.ts';
import { call, callWithProgress } from '../app/host.ts';
import { run } from '../app/notices.ts';
import { setState, usePostil } from '../app/state.ts';
import { ExportPlaceDialog } from '../exchange/place-dialog.tsx';
import { t } from '../i18n/texts.ts';
import { Button } from '../ui/button.tsx';
import { Modal } from '../ui/modal.tsx';

/** The codebook alone, to a file or a folder of tables. */
export function CodebookExportDialog({ project }: { readonly project: ProjectSnapshot }) {
  const [format, setFormat] = useState<CodebookFormat>('json');
  const [hasHistory, setHasHistory] = useState(false);
  const [isChoosing, setIsChoosing] = useState(false);
  const [taken, setTaken] = useState<string | null>(null);
  const [report, setReport] = useState<CallValue<'codebook.export'> | null>(null);
  const hasNative = usePostil((state) => state.info?.nativeDialogs ?? false);
  function close(): void {
    setState({ dialog: null });
  }

  function exportTo(out: string, overwrite: boolean): void {
    setIsChoosing(false);
    setTaken(null);
    run(async () => {
      try {
        const request = { format, out, overwrite, history: format === 'json' && hasHistory };
        setReport(await callWithProgress(t('codebookChanges.export.doing'), 'codebook.export', request));
      } catch (error) {
        if (!(error instanceof PostilError && error.details['exists'] === true)) throw error;
        setTaken(out);
      }
    });
  }

  function choosePlace(): void {
    if (!hasNative) {
      setIsChoosing(true);
      return;
    }
    run(async () => {
      const suggestedName = suggestedNameOf(project, format);
      const { path } = await call('dialog.saveFile', {
        title: t('codebookChanges.export.title'),
        suggestedName,
      });
      // The native dialog has asked about replacing already.
      if (path) exportTo(path, true);
    });
  }

  if (isChoosing) {
    return (
      <ExportPlaceDialog
        suggestedName={suggestedNameOf(project, format)}
        onClose={() => setIsChoosing(false)}
        onChoose={(path) => exportTo(path, false)}
      />
    );
  }
  return (
    <Modal
      title={t('codebookChanges.export.title')}
      onClose={close}
      footer={
        report ? (
          <Button tone="primary" onClick={close}>
            {t('codebookChanges.close')}
          </Button>
        ) : (
          <>
            <Button onClick={close}>{t('codebookChanges.cancel')}</Button>
            {taken === null ? (
              <Button tone="primary" onClick={choosePlace}>
                {t('codebookChanges.export.choosePlace')}
              </Button>
            ) : (
              <Button tone="danger" onClick={() => exportTo(taken, true)}>
                {t('codebookChanges.export.replace')}
              </Button>
            )}
          </>
        )
      }
    >
      {report ? (
        <div className="codebook-file__report" role="status">
          <p>{t('codebookChanges.export.done', { actors: report.actors, codes: report.codes })}</p>
          <ul className="codebook-file__paths">
            {report.files.map((file) => (
              <li key={file.path}>{file.path}</li>
            ))}
          </ul>
          {report.losses.map((loss) => (
            <p key={loss.what} className="field__hint">
              {t('codebookChanges.export.loss', { what: loss.what, count: loss.count })}
            </p>
          ))}
          {report.differences.map((difference) => (
            <p key={difference} className="form-problem">
              {t('codebookChanges.export.difference', { difference })}
            </p>
          ))}
        </div>
      ) : (
        <>
          <fieldset className="codebook-file__formats">
            <legend className="field__label">{t('codebookChanges.export.format')}</legend>
            {CODEBOOK_FORMATS.map((one) => (
              <label key={one} className="codebook-file__format">
                <input
                  type="radio"
                  name="codebook-format"
                  checked={one === format}
                  onChange={() => {
                    setFormat(one);
                    setTaken(null);
                  }}
                />
                <span>
                  <b>{t(`codebookChanges.format.${one}`)}</b>
                  <span className="field__hint">{t(`codebookChanges.format.${one}.about`)}</span>
                </span>
              </label>
            ))}
          </fieldset>
          {format === 'json' ? (
            <label className="check">
              <input
                type="checkbox"
                checked={hasHistory}
                onChange={(event) => setHasHistory(event.target.checked)}
              />
              {t('codebookChanges.export.history')}
            </label>
          ) : null}
          {taken === null ? null : (
            <p className="form-problem" role="alert">
              {t('codebookChanges.export.taken', { out: taken })}
            </p>
          )}
        </>
      )}
    </Modal>
  );
}

function suggestedNameOf(project: ProjectSnapshot, format: CodebookFormat): string {
  const name = `${slugify(project.project.title)}-codebook`;
  return format === 'csv' ? name : `${name}.${format}`;
}
