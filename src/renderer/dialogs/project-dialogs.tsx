import { useState } from 'react';
import { call } from '../app/host.ts';
import { run } from '../app/notices.ts';
import { createProject, openFolder } from '../app/project-actions.ts';
import { setState, usePostil } from '../app/state.ts';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { Modal } from '../ui/modal.tsx';
import { slugify } from '../../core/ids.ts';
import { FolderChooser } from './folder-chooser.tsx';

function close(): void {
  setState({ dialog: null });
}

/** A name and a place: the project becomes a new folder in the chosen one. */
export function NewProjectDialog() {
  const hasNative = usePostil((state) => state.info?.nativeDialogs ?? false);
  const [title, setTitle] = useState('');
  const [parent, setParent] = useState<string | null>(null);
  const folderName = title.trim() === '' ? '' : slugify(title);
  const separator = parent?.includes('\\') ? '\\' : '/';
  const folder = parent && folderName ? `${parent.replace(/[\\/]$/, '')}${separator}${folderName}` : null;
  return (
    <Modal
      title="New project"
      onClose={close}
      footer={
        <>
          <Button onClick={close}>Cancel</Button>
          <Button
            tone="primary"
            disabled={!folder}
            onClick={() => folder && createProject(folder, title.trim())}
          >
            Make the project
          </Button>
        </>
      }
    >
      <Field
        label="Title"
        hint={folder ? `Becomes the folder ${folder}` : 'Its folder takes its name from the title.'}
      >
        <input className="input" autoFocus value={title} onChange={(event) => setTitle(event.target.value)} />
      </Field>
      {hasNative ? (
        <Button
          onClick={() =>
            run(async () => {
              const { path } = await call('dialog.chooseFolder', {
                title: 'Where shall the project be kept?',
              });
              if (path) setParent(path);
            })
          }
        >
          {parent ?? 'Choose where to keep it…'}
        </Button>
      ) : (
        <FolderChooser label="Where shall the project be kept?" onChange={setParent} />
      )}
    </Modal>
  );
}

export function OpenProjectDialog() {
  const [path, setPath] = useState<string | null>(null);
  return (
    <Modal
      title="Open a project"
      onClose={close}
      footer={
        <>
          <Button onClick={close}>Cancel</Button>
          <Button tone="primary" disabled={!path} onClick={() => path && openFolder(path)}>
            Open
          </Button>
        </>
      }
    >
      <FolderChooser
        label="Which project?"
        onChange={(next) => setPath(next)}
        onOpen={(entry) => openFolder(entry.path)}
      />
    </Modal>
  );
}

/** Native where there is one, else the page's own chooser. */
export function askForProject(): void {
  if (!usePostil.getState().info?.nativeDialogs) {
    setState({ dialog: { kind: 'open-project' } });
    return;
  }
  run(async () => {
    const { path } = await call('dialog.chooseFolder', { title: 'Open a project' });
    if (path) openFolder(path);
  });
}
