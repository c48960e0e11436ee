import { FileInput as FileIcon, FolderOpen } from 'lucide-react';
import { useRef, useState } from 'react';
import { recordChange } from '../../core/annotation/history.ts';
import type { CallValue, FileInput, ProjectSnapshot } from '../../contract/calls.ts';
import { call, callWithProgress } from '../app/host.ts';
import { notify, run } from '../app/notices.ts';
import { uploadFiles } from '../app/project-actions.ts';
import { resync } from '../app/session.ts';
import { getState, setState, usePostil } from '../app/state.ts';
import { ReadPlaceDialog } from '../exchange/place-dialog.tsx';
import { t } from '../i18n/texts.ts';
import { Button } from '../ui/button.tsx';
import { Modal } from '../ui/modal.tsx';
import { ImportRows } from './import-rows.tsx';

type Preview = CallValue<'codebook.previewImport'>;

interface Chosen {
  readonly name: string;
  /** Made anew for each call: an upload is used up by it. */
  input(): Promise<FileInput[]>;
}

const EXTENSIONS = ['json', 'csv', 'qdc', 'xml'];

/** A codebook from a file: first what would be new and changed, then the deed, undone like any other. */
export function CodebookImportDialog({ project }: { readonly project: ProjectSnapshot }) {
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [preview, setPreview] = useState<Preview | null>(null);
  const [isUpdating, setIsUpdating] = useState(true);
  const [isChoosing, setIsChoosing] = useState(false);
  const picker = useRef<HTMLInputElement>(null);
  const hasNative = usePostil((state) => state.info?.nativeDialogs ?? false);
  function close(): void {
    setState({ dialog: null });
  }

  function look(files: Chosen): void {
    setIsChoosing(false);
    setPreview(null);
    setChosen(null);
    run(async () => {
      const args = { files: await files.input(), update: true };
      setPreview(await callWithProgress(t('codebookChanges.import.looking'), 'codebook.previewImport', args));
      setChosen(files);
    });
  }
  function lookAtPath(path: string): void {
    look({ name: path.split(/[\\/]/).at(-1) || path, input: async () => [{ kind: 'path', path }] });
  }
  function takePicked(files: readonly File[]): void {
    if (files.length === 0) return;
    look({ name: files.map((file) => file.name).join(', '), input: () => uploadFiles(files.slice(0, 2)) });
  }
  function chooseFiles(): void {
    if (!hasNative) {
      picker.current?.click();
      return;
    }
    run(async () => {
      const title = t('codebookChanges.import.title');
      const { paths } = await call('dialog.chooseFiles', { title, extensions: EXTENSIONS, many: true });
      const [first, ...more] = paths.slice(0, 2);
      if (first === undefined) return;
      if (more.length === 0) lookAtPath(first);
      else {
        const name = paths.map((path) => path.split(/[\\/]/).at(-1)).join(', ');
        look({ name, input: async () => paths.slice(0, 2).map((path) => ({ kind: 'path', path })) });
      }
    });
  }
  function chooseFolder(): void {
    if (!hasNative) {
      setIsChoosing(true);
      return;
    }
    run(async () => {
      const { path } = await call('dialog.chooseFolder', { title: t('codebookChanges.import.title') });
      if (path) lookAtPath(path);
    });
  }

  const coming = preview?.rows.filter(
    (row) => row.status === 'new' || (isUpdating && row.status === 'changed'),
  ).length;

  function read(): void {
    if (!chosen) return;
    run(async () => {
      const args = { files: await chosen.input(), update: isUpdating };
      const { edits } = await callWithProgress(t('codebookChanges.import.doing'), 'codebook.import', args);
      close();
      if (edits.length > 0) {
        // The codebook's history and the undo menu are English.
        const label = `read the codebook from ${chosen.name}`;
        setState({ history: recordChange(getState().history, { label, edits }) });
      }
      await resync();
      notify('success', t('codebookChanges.import.done', { count: edits.length, name: chosen.name }));
    });
  }

  if (isChoosing) {
    return (
      <ReadPlaceDialog extensions={EXTENSIONS} onChoose={lookAtPath} onClose={() => setIsChoosing(false)} />
    );
  }
  return (
    <Modal
      title={t('codebookChanges.import.title')}
      size="wide"
      onClose={close}
      footer={
        <>
          <Button onClick={close}>{t('codebookChanges.cancel')}</Button>
          <Button tone="primary" disabled={!coming} onClick={read}>
            {coming
              ? t('codebookChanges.import.do', { count: coming })
              : t('codebookChanges.import.doNothing')}
          </Button>
        </>
      }
    >
      <p className="field__hint">{t('codebookChanges.import.explain')}</p>
      <div className="codebook-file__choose">
        <Button data-autofocus="" onClick={chooseFiles}>
          <FileIcon size={14} aria-hidden="true" /> {t('codebookChanges.import.chooseFiles')}
        </Button>
        <Button onClick={chooseFolder}>
          <FolderOpen size={14} aria-hidden="true" /> {t('codebookChanges.import.chooseFolder')}
        </Button>
        <input
          ref={picker}
          type="file"
          multiple
          hidden
          aria-label={t('codebookChanges.import.chooseFiles')}
          accept={EXTENSIONS.map((extension) => `.${extension}`).join(',')}
          onChange={(event) => {
            takePicked([...(event.target.files ?? [])]);
            // The same file may be chosen again.
            event.target.value = '';
          }}
        />
        {chosen ? <b dir="auto">{chosen.name}</b> : null}
      </div>
      {preview ? (
        <ImportRows
          preview={preview}
          codebook={project.codebook}
          isUpdating={isUpdating}
          onUpdating={setIsUpdating}
        />
      ) : null}
    </Modal>
  );
}
