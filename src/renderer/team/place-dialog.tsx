import { useState } from 'react';
import { FolderChooser } from '../dialogs/folder-chooser.tsx';
import { t } from '../i18n/texts.ts';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { Modal } from '../ui/modal.tsx';

interface PlaceDialogProps {
  /** A folder, or a file of a name in it. */
  readonly suggestedName?: string | undefined;
  /** Without it, that of a folder or a bundle. */
  readonly title?: string;
  onChoose(path: string): void;
  onClose(): void;
}

/** The shared folder, or where a bundle goes, for hosts without native dialogs. */
export function PlaceDialog({ suggestedName, title: named, onChoose, onClose }: PlaceDialogProps) {
  const [folder, setFolder] = useState<string | null>(null);
  const [name, setName] = useState(suggestedName ?? '');
  const isBundle = suggestedName !== undefined;
  const trimmed = name.trim();
  const isGood = !isBundle || (trimmed !== '' && !/[\\/]/.test(trimmed));
  const path = folder && isGood ? (isBundle ? `${folder.replace(/[\\/]$/, '')}/${trimmed}` : folder) : null;
  const title = named ?? (isBundle ? t('team.whereBundle') : t('team.whichFolder'));
  return (
    <Modal
      title={title}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('team.cancel')}</Button>
          <Button tone="primary" disabled={!path} onClick={() => path && onChoose(path)}>
            {isBundle ? t('team.writeHere') : t('team.useFolder')}
          </Button>
        </>
      }
    >
      {isBundle ? (
        <Field label={t('team.fileName')}>
          <input className="input" value={name} onChange={(event) => setName(event.target.value)} />
        </Field>
      ) : null}
      <FolderChooser label={title} onChange={setFolder} />
    </Modal>
  );
}
