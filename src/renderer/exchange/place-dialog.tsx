import { useState } from 'react';
import { FolderChooser } from '../dialogs/folder-chooser.tsx';
import { t } from '../i18n/texts.ts';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { Modal } from '../ui/modal.tsx';

interface ExportPlaceDialogProps {
  readonly suggestedName: string;
  onChoose(path: string): void;
  onClose(): void;
}

/** Where an export goes, for hosts without native dialogs. */
export function ExportPlaceDialog({ suggestedName: suggestion, onChoose, onClose }: ExportPlaceDialogProps) {
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

interface ReadPlaceDialogProps {
  readonly extensions: readonly string[];
  onChoose(path: string): void;
  onClose(): void;
}

/** A folder to be read, or a file in it, for hosts without native dialogs. */
export function ReadPlaceDialog({ extensions, onChoose, onClose }: ReadPlaceDialogProps) {
  const [path, setPath] = useState<string | null>(null);
  return (
    <Modal
      title={t('exchange.whichFolder')}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('exchange.cancel')}</Button>
          <Button tone="primary" disabled={!path} onClick={() => path && onChoose(path)}>
            {t('exchange.lookAtIt')}
          </Button>
        </>
      }
    >
      <FolderChooser label={t('exchange.whichFolder')} extensions={extensions} onChange={setPath} />
    </Modal>
  );
}
