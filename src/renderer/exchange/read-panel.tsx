import { useRef, useState } from 'react';
import {
  READ_FORMATS,
  type CallArgs,
  type FileInput,
  type ProjectSnapshot,
  type ReadFormat,
  type ReadReport,
} from '../../contract/calls.ts';
import { recordChange } from '../../core/annotation/history.ts';
import { call, callWithProgress } from '../app/host.ts';
import { notify, run } from '../app/notices.ts';
import { uploadFiles } from '../app/project-actions.ts';
import { openDocument, resync } from '../app/session.ts';
import { getState, setState, usePostil } from '../app/state.ts';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { t } from '../i18n/texts.ts';
import { BOLD, rich } from '../i18n/rich.tsx';
import { formatList, formatPercent } from '../i18n/format.ts';
import { readEntry } from '../../core/exchange/format-table.ts';

interface Chosen {
  readonly name: string;
  /** Made anew for each call: an upload is used up by it. */
  input(): Promise<FileInput>;
}

/** Reads annotations into the project: first a look at what would happen, then the deed, undone like any other. */
export function ReadPanel({ project }: { readonly project: ProjectSnapshot }) {
  const [format, setFormat] = useState<ReadFormat>('coding-sheet');
  const [into, setInto] = useState('');
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [report, setReport] = useState<ReadReport | null>(null);
  const [isDone, setIsDone] = useState(false);
  const hasNative = usePostil((state) => state.info?.nativeDialogs ?? false);
  const picker = useRef<HTMLInputElement>(null);

  async function argsFor(file: Chosen): Promise<CallArgs<'read.run'>> {
    const annotator = project.project.annotators.find((person) => person.id === into);
    return { format, file: await file.input(), ...(annotator ? { annotator } : {}) };
  }

  function look(file: Chosen): void {
    setChosen(file);
    setReport(null);
    setIsDone(false);
    run(async () =>
      setReport(await callWithProgress(t('exchange.reading'), 'read.preview', await argsFor(file))),
    );
  }

  function read(): void {
    if (!chosen) return;
    run(async () => {
      const done = await callWithProgress(
        t('exchange.readingAnnotations'),
        'read.run',
        await argsFor(chosen),
      );
      setReport(done);
      setIsDone(true);
      if (done.edits.length > 0) {
        const change = { label: t('exchange.readChange', { name: chosen.name }), edits: done.edits };
        setState({ history: recordChange(getState().history, change) });
      }
      await resync();
      notify('success', t('exchange.readFrom', { count: done.taken.length, name: chosen.name }));
    });
  }

  function choose(): void {
    if (!hasNative) {
      picker.current?.click();
      return;
    }
    run(async () => {
      const { paths } = await call('dialog.chooseFiles', {
        title: t('exchange.readAnnotations'),
        extensions: [...readEntry(format).extensions],
        many: false,
      });
      const path = paths[0];
      if (path)
        look({ name: path.split(/[\\/]/).at(-1) ?? path, input: async () => ({ kind: 'path', path }) });
    });
  }

  function takePicked(file: File | undefined): void {
    if (!file) return;
    look({
      name: file.name,
      input: async () => {
        const [input] = await uploadFiles([file]);
        return input!;
      },
    });
  }

  return (
    <section className="exchange__panel" aria-labelledby="read-title">
      <h2 id="read-title">{t('exchange.readAnnotations')}</h2>
      <fieldset className="format-list">
        <legend className="field__label">{t('exchange.format')}</legend>
        {READ_FORMATS.map((id) => (
          <label key={id} className="format" data-chosen={id === format || undefined}>
            <input
              type="radio"
              name="read-format"
              checked={id === format}
              onChange={() => {
                setFormat(id);
                setChosen(null);
                setReport(null);
              }}
            />
            <span>
              <b>{t(`exchange.format.${id}`)}</b>
              <span className="format__about">{t(`exchange.readFormat.${id}.about`)}</span>
            </span>
          </label>
        ))}
      </fieldset>
      <Field label={t('exchange.intoTheLayerOf')}>
        <select className="input" value={into} onChange={(event) => setInto(event.target.value)}>
          <option value="">
            {format === 'coding-sheet' ? t('exchange.yourOwnLayer') : t('exchange.whoeverTheFileNames')}
          </option>
          {project.project.annotators.map((person) => (
            <option key={person.id} value={person.id}>
              {person.name}
            </option>
          ))}
        </select>
      </Field>
      <div>
        <Button disabled={project.readOnly !== null} onClick={choose}>
          {t('exchange.chooseAFile')}
        </Button>
        <input
          ref={picker}
          type="file"
          hidden
          data-testid="read-file"
          accept={readEntry(format)
            .extensions.map((ending) => `.${ending}`)
            .join(',')}
          onChange={(event) => {
            takePicked(event.target.files?.[0]);
            event.target.value = '';
          }}
        />
      </div>
      {chosen && report ? (
        <ReadReportView report={report} name={chosen.name} isDone={isDone} onRead={read} />
      ) : null}
    </section>
  );
}

interface ReadReportViewProps {
  readonly report: ReadReport;
  readonly name: string;
  readonly isDone: boolean;
  onRead(): void;
}

function ReadReportView({ report, name, isDone, onRead }: ReadReportViewProps) {
  const unsure = report.taken.filter((row) => row.confidence < 1);
  return (
    <div className="exchange__report" role="status">
      <p>
        {rich(
          t(isDone ? 'exchange.readDone' : 'exchange.readPreview', {
            name,
            taken: report.taken.length,
            already: report.already,
            refused: report.refused.length,
          }),
          BOLD,
        )}
      </p>
      {report.newActors.length > 0 ? (
        <p>{t('exchange.newActors', { names: formatList(report.newActors) })}</p>
      ) : null}
      {report.newCodes.length > 0 ? (
        <p>{t('exchange.newCodes', { names: formatList(report.newCodes) })}</p>
      ) : null}
      {unsure.length > 0 ? (
        <details>
          <summary>{t('exchange.unsure', { count: unsure.length })}</summary>
          <ul className="exchange__rows">
            {unsure.slice(0, 200).map((row) => (
              <li key={row.annotationId}>
                {row.line ? t('exchange.line', { line: row.line }) : ''}
                <button
                  type="button"
                  className="link-button"
                  disabled={!isDone}
                  onClick={() => {
                    setState({ screen: 'workbench' });
                    run(() => openDocument(row.documentId, row.annotationId));
                  }}
                >
                  “{row.quote}”
                </button>{' '}
                <span className="count">{formatPercent(row.confidence)}</span>
              </li>
            ))}
          </ul>
        </details>
      ) : null}
      {report.notices.length > 0 ? (
        <details>
          <summary>{t('exchange.worthKnowing', { total: report.notices.length })}</summary>
          <ul className="exchange__rows">
            {report.notices.slice(0, 200).map((row, i) => (
              <li key={`${row.line ?? ''}-${i}`}>
                {row.line ? t('exchange.line', { line: row.line }) : ''}
                {row.notice}
              </li>
            ))}
          </ul>
        </details>
      ) : null}
      {report.refused.length > 0 ? (
        <details open>
          <summary>{t('exchange.leftOut', { total: report.refused.length })}</summary>
          <ul className="exchange__rows">
            {report.refused.slice(0, 500).map((row, i) => (
              <li key={`${row.line ?? ''}-${i}`}>
                {row.line ? t('exchange.line', { line: row.line }) : ''}
                {row.what ? `“${row.what}” ` : ''}
                {row.reason}
              </li>
            ))}
          </ul>
        </details>
      ) : null}
      {isDone ? null : (
        <div>
          <Button tone="primary" disabled={report.taken.length === 0} onClick={onRead}>
            {t('exchange.readCount', { count: report.taken.length })}
          </Button>
        </div>
      )}
    </div>
  );
}
