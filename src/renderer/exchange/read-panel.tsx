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
import { READ_TEXTS } from './formats.ts';

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
    run(async () => setReport(await callWithProgress('Reading', 'read.preview', await argsFor(file))));
  }

  function read(): void {
    if (!chosen) return;
    run(async () => {
      const done = await callWithProgress('Reading annotations', 'read.run', await argsFor(chosen));
      setReport(done);
      setIsDone(true);
      if (done.edits.length > 0) {
        const change = { label: `read ${chosen.name}`, edits: done.edits };
        setState({ history: recordChange(getState().history, change) });
      }
      await resync();
      notify('success', `${done.taken.length} annotations read from ${chosen.name}.`);
    });
  }

  function choose(): void {
    if (!hasNative) {
      picker.current?.click();
      return;
    }
    run(async () => {
      const { paths } = await call('dialog.chooseFiles', {
        title: 'Read annotations',
        extensions: [...READ_TEXTS[format].extensions],
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
      <h2 id="read-title">Read annotations</h2>
      <fieldset className="format-list">
        <legend className="field__label">Format</legend>
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
              <b>{READ_TEXTS[id].name}</b>
              <span className="format__about">{READ_TEXTS[id].about}</span>
            </span>
          </label>
        ))}
      </fieldset>
      <Field label="Into the layer of">
        <select className="input" value={into} onChange={(event) => setInto(event.target.value)}>
          <option value="">{format === 'coding-sheet' ? 'Your own layer' : 'Whoever the file names'}</option>
          {project.project.annotators.map((person) => (
            <option key={person.id} value={person.id}>
              {person.name}
            </option>
          ))}
        </select>
      </Field>
      <div>
        <Button disabled={project.readOnly !== null} onClick={choose}>
          Choose a file…
        </Button>
        <input
          ref={picker}
          type="file"
          hidden
          data-testid="read-file"
          accept={READ_TEXTS[format].extensions.map((ending) => `.${ending}`).join(',')}
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
        <b>{name}</b>: {report.taken.length} {isDone ? 'taken' : 'new'}, {report.already} there already,{' '}
        {report.refused.length} refused.
      </p>
      {report.newActors.length > 0 ? <p>New actors: {report.newActors.join(', ')}.</p> : null}
      {report.newCodes.length > 0 ? <p>New codes: {report.newCodes.join(', ')}.</p> : null}
      {unsure.length > 0 ? (
        <details>
          <summary>{unsure.length} found with less than full confidence</summary>
          <ul className="exchange__rows">
            {unsure.slice(0, 200).map((row) => (
              <li key={row.annotationId}>
                {row.line ? `Line ${row.line}: ` : ''}
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
                <span className="count">{Math.round(row.confidence * 100)} %</span>
              </li>
            ))}
          </ul>
        </details>
      ) : null}
      {report.notices.length > 0 ? (
        <details>
          <summary>{report.notices.length} worth knowing</summary>
          <ul className="exchange__rows">
            {report.notices.slice(0, 200).map((row, i) => (
              <li key={`${row.line ?? ''}-${i}`}>
                {row.line ? `Line ${row.line}: ` : ''}
                {row.notice}
              </li>
            ))}
          </ul>
        </details>
      ) : null}
      {report.refused.length > 0 ? (
        <details open>
          <summary>{report.refused.length} left out</summary>
          <ul className="exchange__rows">
            {report.refused.slice(0, 500).map((row, i) => (
              <li key={`${row.line ?? ''}-${i}`}>
                {row.line ? `Line ${row.line}: ` : ''}
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
            Read {report.taken.length} {report.taken.length === 1 ? 'annotation' : 'annotations'}
          </Button>
        </div>
      )}
    </div>
  );
}
