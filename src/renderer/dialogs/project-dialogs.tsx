import { useState } from 'react';
import { call } from '../app/host.ts';
import { run } from '../app/notices.ts';
import { createProject, openFolder } from '../app/project-actions.ts';
import { setState, usePostil } from '../app/state.ts';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { Modal } from '../ui/modal.tsx';
import { slugify } from '../../core/ids.ts';
import { t } from '../i18n/texts.ts';
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
      title={t('dialogs.newProject')}
      onClose={close}
      footer={
        <>
          <Button onClick={close}>{t('dialogs.cancel')}</Button>
          <Button
            tone="primary"
            disabled={!folder}
            onClick={() => folder && createProject(folder, title.trim())}
          >
            {t('dialogs.makeTheProject')}
          </Button>
        </>
      }
    >
      <Field
        label={t('dialogs.title')}
        hint={folder ? t('dialogs.becomesTheFolder', { folder }) : t('dialogs.itsFolderTakesItsName')}
      >
        <input
          className="input"
          data-autofocus
          value={title}
          onChange={(event) => setTitle(event.target.value)}
        />
      </Field>
      {hasNative ? (
        <Button
          onClick={() =>
            run(async () => {
              const { path } = await call('dialog.chooseFolder', {
                title: t('dialogs.whereShallTheProjectBe'),
              });
              if (path) setParent(path);
            })
          }
        >
          {parent ?? t('dialogs.chooseWhereToKeepIt')}
        </Button>
      ) : (
        <FolderChooser label={t('dialogs.whereShallTheProjectBe')} onChange={setParent} />
      )}
    </Modal>
  );
}

export function OpenProjectDialog() {
  const [path, setPath] = useState<string | null>(null);
  return (
    <Modal
      title={t('dialogs.openAProject')}
      onClose={close}
      footer={
        <>
          <Button onClick={close}>{t('dialogs.cancel')}</Button>
          <Button tone="primary" disabled={!path} onClick={() => path && openFolder(path)}>
            {t('dialogs.open')}
          </Button>
        </>
      }
    >
      <FolderChooser
        label={t('dialogs.whichProject')}
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
    const { path } = await call('dialog.chooseFolder', { title: t('dialogs.openAProject') });
    if (path) openFolder(path);
  });
}
