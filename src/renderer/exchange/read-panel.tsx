import { useRef, useState } from 'react';
import {
  READ_FORMATS,
  type CallArgs,
  type FileInput,
  type ProjectSnapshot,
  type ReadFormat,
  type ReadReport,
} from '../../contract/calls.ts';
import { peopleOf } from '../../core/adjudication/layer-choice.ts';
import { recordChange } from '../../core/annotation/history.ts';
import { readEntry } from '../../core/exchange/format-table.ts';
import { call, callWithProgress } from '../app/host.ts';
import { notify, run } from '../app/notices.ts';
import { uploadFiles } from '../app/project-actions.ts';
import { rememberChoice } from '../app/settings-actions.ts';
import { resync } from '../app/session.ts';
import { getState, setState, usePostil } from '../app/state.ts';
import { t } from '../i18n/texts.ts';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { Check } from './export-options.tsx';
import { FormatList } from './format-list.tsx';
import { ReadPlaceDialog } from './place-dialog.tsx';
import { ReadReportView } from './read-report.tsx';

interface Chosen {
  readonly name: string;
  /** Made anew for each call: an upload is used up by it. */
  input(): Promise<FileInput>;
}

interface Options {
  readonly into: string;
  readonly documents: 'take' | 'leave';
  readonly changes: 'take' | 'refuse';
}

/** Reads annotations into the project: first a look at what would happen, then the deed, undone like any other. */
export function ReadPanel({ project }: { readonly project: ProjectSnapshot }) {
  const remembered = usePostil((state) => state.settings?.choices['readFormat']);
  const [format, setFormat] = useState<ReadFormat>(
    READ_FORMATS.find((name) => name === remembered) ?? 'coding-sheet',
  );
  const [options, setOptions] = useState<Options>({ into: '', documents: 'take', changes: 'refuse' });
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [report, setReport] = useState<ReadReport | null>(null);
  const [isDone, setIsDone] = useState(false);
  const [isChoosing, setIsChoosing] = useState(false);
  const hasNative = usePostil((state) => state.info?.nativeDialogs ?? false);
  const picker = useRef<HTMLInputElement>(null);
  const entry = readEntry(format);
  const takesFolders = entry.from.includes('folder');
  const takesFiles = entry.from.some((shape) => shape !== 'folder');

  async function argsFor(file: Chosen, { into, documents, changes }: Options): Promise<CallArgs<'read.run'>> {
    const annotator = project.project.annotators.find((person) => person.id === into);
    return { format, file: await file.input(), documents, changes, ...(annotator ? { annotator } : {}) };
  }

  function look(file: Chosen, how = options): void {
    setChosen(file);
    setReport(null);
    setIsDone(false);
    run(async () =>
      setReport(await callWithProgress(t('exchange.reading'), 'read.preview', await argsFor(file, how))),
    );
  }

  function change(part: Partial<Options>): void {
    const next = { ...options, ...part };
    setOptions(next);
    if (chosen && !isDone) look(chosen, next);
  }

  function read(): void {
    if (!chosen) return;
    rememberChoice('readFormat', format);
    run(async () => {
      const done = await callWithProgress(
        t('exchange.readingAnnotations'),
        'read.run',
        await argsFor(chosen, options),
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

  function lookAtPath(path: string): void {
    setIsChoosing(false);
    look({ name: path.split(/[\\/]/).at(-1) || path, input: async () => ({ kind: 'path', path }) });
  }

  function chooseFile(): void {
    if (!hasNative) {
      picker.current?.click();
      return;
    }
    run(async () => {
      const { paths } = await call('dialog.chooseFiles', {
        title: t('exchange.readAnnotations'),
        extensions: [...entry.extensions],
        many: false,
      });
      if (paths[0]) lookAtPath(paths[0]);
    });
  }

  function chooseFolder(): void {
    if (!hasNative) {
      setIsChoosing(true);
      return;
    }
    run(async () => {
      const { path } = await call('dialog.chooseFolder', { title: t('exchange.readAnnotations') });
      if (path) lookAtPath(path);
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
      <h2 id="read-title" className="visually-hidden">
        {t('exchange.readAnnotations')}
      </h2>
      <FormatList
        name="read-format"
        formats={READ_FORMATS}
        value={format}
        about={(id) => t(`exchange.readFormat.${id}.about`)}
        onChange={(id) => {
          setFormat(id);
          setChosen(null);
          setReport(null);
        }}
      />
      <div className="exchange__details">
        <header className="exchange__head">
          <h3>{t(`exchange.format.${format}`)}</h3>
        </header>
        <Field label={t('exchange.intoTheLayerOf')}>
          <select
            className="input"
            value={options.into}
            onChange={(event) => change({ into: event.target.value })}
          >
            <option value="">
              {format === 'coding-sheet' ? t('exchange.yourOwnLayer') : t('exchange.whoeverTheFileNames')}
            </option>
            {peopleOf(project.project.annotators).map((person) => (
              <option key={person.id} value={person.id}>
                {person.name}
              </option>
            ))}
          </select>
        </Field>
        <div className="exchange__checks" role="group" aria-label={t('exchange.howToRead')}>
          {format === 'coding-sheet' ? null : (
            <Check
              text={t('exchange.bringTexts')}
              isChecked={options.documents === 'take'}
              onChange={(isIn) => change({ documents: isIn ? 'take' : 'leave' })}
            />
          )}
          <Check
            text={t('exchange.takeChanges')}
            isChecked={options.changes === 'take'}
            onChange={(isIn) => change({ changes: isIn ? 'take' : 'refuse' })}
          />
        </div>
        <div className="exchange__buttons">
          {takesFiles ? (
            <Button
              {...(report ? {} : { tone: 'primary' as const })}
              disabled={project.readOnly !== null}
              onClick={chooseFile}
            >
              {t('exchange.chooseAFile')}
            </Button>
          ) : null}
          {takesFolders ? (
            <Button disabled={project.readOnly !== null} onClick={chooseFolder}>
              {t('exchange.chooseAFolder')}
            </Button>
          ) : null}
          <input
            ref={picker}
            type="file"
            hidden
            data-testid="read-file"
            accept={entry.extensions.map((ending) => `.${ending}`).join(',')}
            onChange={(event) => {
              takePicked(event.target.files?.[0]);
              event.target.value = '';
            }}
          />
        </div>
        {chosen && report ? (
          <ReadReportView report={report} name={chosen.name} isDone={isDone} onRead={read} />
        ) : null}
      </div>
      {isChoosing ? (
        <ReadPlaceDialog
          extensions={entry.extensions}
          onClose={() => setIsChoosing(false)}
          onChoose={lookAtPath}
        />
      ) : null}
    </section>
  );
}
