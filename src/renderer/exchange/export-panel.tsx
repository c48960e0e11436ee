import { CircleCheck, TriangleAlert } from 'lucide-react';
import { useEffect, useState } from 'react';
import { z } from 'zod';
import { slugify, type AnnotatorId } from '../../core/ids.ts';
import {
  EXPORT_FORMATS,
  type CallValue,
  type ExportFormat,
  type ExportReport,
  type ExportScope,
  type ProjectSnapshot,
} from '../../contract/calls.ts';
import { call, callWithProgress } from '../app/host.ts';
import { messageOf, run } from '../app/notices.ts';
import { rememberChoice } from '../app/settings-actions.ts';
import { setState, usePostil } from '../app/state.ts';
import { FolderChooser } from '../dialogs/folder-chooser.tsx';
import { PostilError } from '../../core/errors.ts';
import { scopeOfWithin, WithinSelect, type Within } from '../sets/within-select.tsx';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { Modal } from '../ui/modal.tsx';
import { t } from '../i18n/texts.ts';
import { BOLD, rich } from '../i18n/rich.tsx';
import { formatNumber } from '../i18n/format.ts';
import { writeEntry } from '../../core/exchange/format-table.ts';

const lastChoice = z.object({ format: z.enum(EXPORT_FORMATS) });

/** Format, scope, what is lost, where to; then the report of the self-check. */
export function ExportPanel({ project }: { readonly project: ProjectSnapshot }) {
  const remembered = usePostil((state) => state.settings?.choices['export']);
  const parsed = lastChoice.safeParse(remembered);
  const [format, setFormat] = useState<ExportFormat>(parsed.success ? parsed.data.format : 'jsonl');
  const [annotator, setAnnotator] = useState<AnnotatorId | ''>('');
  const [within, setWithin] = useState<Within | null>(null);
  const chosen = usePostil((state) => state.exportScope);
  const [preview, setPreview] = useState<CallValue<'export.preview'> | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [report, setReport] = useState<ExportReport | null>(null);
  const [isChoosing, setIsChoosing] = useState(false);
  const hasNative = usePostil((state) => state.info?.nativeDialogs ?? false);
  const changeCount = usePostil((state) => state.changeCount);

  const scope: ExportScope = chosen ?? {
    ...(annotator ? { annotators: [annotator] } : {}),
    ...scopeOfWithin(within),
  };
  const scopeKey = JSON.stringify(scope);

  useEffect(() => {
    let isWanted = true;
    setProblem(null);
    call('export.preview', { format, scope: JSON.parse(scopeKey) as ExportScope }).then(
      (value) => {
        if (isWanted) setPreview(value);
      },
      (error: unknown) => {
        if (isWanted) setProblem(messageOf(error));
      },
    );
    return () => {
      isWanted = false;
    };
  }, [format, scopeKey, changeCount]);

  function exportTo(out: string, overwrite: boolean): void {
    setIsChoosing(false);
    rememberChoice('export', { format });
    run(async () => {
      try {
        const done = await callWithProgress(t('exchange.exporting'), 'export.run', {
          format,
          scope,
          out,
          overwrite,
        });
        setReport(done);
      } catch (error) {
        const isTaken = error instanceof PostilError && error.details['exists'] === true;
        if (!isTaken) throw error;
        setState({
          dialog: {
            kind: 'confirm',
            title: t('exchange.replaceWhatIsThere'),
            message: t('exchange.existsAlreadyTheExportWould', { out }),
            action: t('exchange.replace'),
            isDangerous: true,
            onConfirm: () => exportTo(out, true),
          },
        });
      }
    });
  }

  function choosePlace(): void {
    if (!hasNative) {
      setIsChoosing(true);
      return;
    }
    run(async () => {
      const { path } = await call('dialog.saveFile', {
        title: t('exchange.export'),
        suggestedName: suggestedName(project, format),
      });
      // The native dialog has asked about replacing already.
      if (path) exportTo(path, true);
    });
  }

  return (
    <section className="exchange__panel" aria-labelledby="export-title">
      <h2 id="export-title">{t('exchange.export')}</h2>
      <fieldset className="format-list">
        <legend className="field__label">{t('exchange.format')}</legend>
        {EXPORT_FORMATS.map((id) => (
          <label key={id} className="format" data-chosen={id === format || undefined}>
            <input
              type="radio"
              name="export-format"
              checked={id === format}
              onChange={() => {
                setFormat(id);
                setReport(null);
              }}
            />
            <span>
              <b>{t(`exchange.format.${id}`)}</b>
              <span className="format__about">{t(`exchange.format.${id}.about`)}</span>
            </span>
          </label>
        ))}
      </fieldset>
      {chosen ? (
        <p className="exchange__selection">
          {t('exchange.selectionOfEvidence')}
          <Button tone="quiet" onClick={() => setState({ exportScope: null })}>
            {t('exchange.chooseOtherwise')}
          </Button>
        </p>
      ) : (
        <div className="exchange__scope">
          <Field label={t('exchange.annotationsOf')}>
            <select
              className="input"
              value={annotator}
              onChange={(event) =>
                setAnnotator(
                  project.project.annotators.find((person) => person.id === event.target.value)?.id ?? '',
                )
              }
            >
              <option value="">{t('exchange.allAnnotators')}</option>
              {project.project.annotators.map((person) => (
                <option key={person.id} value={person.id}>
                  {person.name}
                </option>
              ))}
            </select>
          </Field>
          <Field label={t('exchange.documents')}>
            <WithinSelect project={project} value={within} className="input" onChange={setWithin} />
          </Field>
        </div>
      )}
      {problem ? (
        <p className="form-problem" role="alert">
          {problem}
        </p>
      ) : preview ? (
        <div className="exchange__preview">
          <p role="status">
            {rich(
              t('exchange.preview', {
                annotations: t('exchange.annotations', { count: preview.annotations }),
                stances: t('exchange.stances', { count: preview.stances }),
                documents: t('exchange.documentCount', { count: preview.documents }),
              }),
              BOLD,
            )}
          </p>
          <LossList losses={preview.losses} />
          <details>
            <summary>{t('exchange.theFirstLines')}</summary>
            <pre className="exchange__sample" tabIndex={0}>
              {preview.sample}
            </pre>
          </details>
        </div>
      ) : (
        <p className="field__hint" role="status">
          {t('exchange.counting')}
        </p>
      )}
      <div>
        <Button tone="primary" disabled={!preview || preview.annotations === 0} onClick={choosePlace}>
          {t('exchange.exportEllipsis')}
        </Button>
      </div>
      {report ? <ExportReportView report={report} /> : null}
      {isChoosing ? (
        <ExportPlaceDialog
          suggestedName={suggestedName(project, format)}
          onClose={() => setIsChoosing(false)}
          onChoose={(path) => exportTo(path, false)}
        />
      ) : null}
    </section>
  );
}

function suggestedName(project: ProjectSnapshot, format: ExportFormat): string {
  return `${slugify(project.project.title)}-${new Date().toISOString().slice(0, 10)}${writeEntry(format).extension}`;
}

function LossList({ losses }: { readonly losses: ExportReport['losses'] }) {
  const real = losses.filter((loss) => loss.count > 0);
  if (real.length === 0) {
    return (
      <p className="verdict" data-tone="ok">
        <CircleCheck size={15} aria-hidden="true" /> {t('exchange.nothingIsLostInThis')}
      </p>
    );
  }
  return (
    <div className="verdict" data-tone="warning">
      <TriangleAlert size={15} aria-hidden="true" />
      <div>
        {t('exchange.cannotHold')}
        <ul>
          {real.map((loss) => (
            <li key={loss.what}>
              {loss.what}: {formatNumber(loss.count)}
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}

function ExportReportView({ report }: { readonly report: ExportReport }) {
  const { differences, compared } = report.selfCheck;
  return (
    <div className="exchange__report" role="status">
      <p className="verdict" data-tone={differences.length === 0 ? 'ok' : 'error'}>
        {differences.length === 0 ? (
          <>
            <CircleCheck size={15} aria-hidden="true" /> {t('exchange.equal', { count: compared })}
          </>
        ) : (
          <>
            <TriangleAlert size={15} aria-hidden="true" />{' '}
            {t('exchange.differ', {
              different: differences.length,
              compared,
              examples: differences.slice(0, 3).join(' · '),
            })}
          </>
        )}
      </p>
      <LossList losses={report.losses} />
      <ul className="exchange__files">
        {report.files.map((file) => (
          <li key={file.path}>
            <code>{file.path}</code>{' '}
            <span className="count">{t('exchange.bytes', { count: file.bytes })}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

interface ExportPlaceDialogProps {
  readonly suggestedName: string;
  onChoose(path: string): void;
  onClose(): void;
}

function ExportPlaceDialog({ suggestedName: suggestion, onChoose, onClose }: ExportPlaceDialogProps) {
  const [folder, setFolder] = useState<string | null>(null);
  const [name, setName] = useState(suggestion);
  const trimmed = name.trim();
  const isNameGood = trimmed !== '' && !/[\\/]/.test(trimmed);
  const path = folder && isNameGood ? `${folder.replace(/[\\/]$/, '')}/${trimmed}` : null;
  return (
    <Modal
      title={t('exchange.whereShallTheExportGo')}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('exchange.cancel')}</Button>
          <Button tone="primary" disabled={!path} onClick={() => path && onChoose(path)}>
            {t('exchange.exportHere')}
          </Button>
        </>
      }
    >
      <Field label={t('exchange.fileName')}>
        <input className="input" value={name} onChange={(event) => setName(event.target.value)} />
      </Field>
      <FolderChooser label={t('exchange.folderForTheExport')} onChange={setFolder} />
    </Modal>
  );
}
