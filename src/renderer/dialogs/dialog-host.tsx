import { assertNever } from '../../core/errors.ts';
import { usePostil } from '../app/state.ts';
import { ChooseDialog, NameDialog } from './choice-dialogs.tsx';
import { CodebookExportDialog } from '../codebook/export-dialog.tsx';
import { CodebookImportDialog } from '../codebook/import-dialog.tsx';
import { MergeDialog } from '../codebook/merge-dialog.tsx';
import { SplitDialog } from '../codebook/split-dialog.tsx';
import { ConfirmDialog, SettingsDialog } from './help-dialogs.tsx';
import { KeysDialog } from './keys-dialog.tsx';
import { ImportDialog, ImportReportDialog } from './import-dialogs.tsx';
import { NewProjectDialog, OpenProjectDialog } from './project-dialogs.tsx';
import './dialogs.css';

/** The one dialog that is open, if any. */
export function DialogHost() {
  const dialog = usePostil((state) => state.dialog);
  const project = usePostil((state) => state.project);
  if (!dialog) return null;
  switch (dialog.kind) {
    case 'new-project':
      return <NewProjectDialog />;
    case 'open-project':
      return <OpenProjectDialog />;
    case 'import':
      return <ImportDialog versionOf={dialog.versionOf} />;
    case 'import-report':
      return <ImportReportDialog report={dialog.report} />;
    case 'keys':
      return <KeysDialog />;
    case 'settings':
      return <SettingsDialog />;
    case 'codebook-import':
      return project ? <CodebookImportDialog project={project} /> : null;
    case 'codebook-export':
      return project ? <CodebookExportDialog project={project} /> : null;
    case 'merge-entries':
      return project ? <MergeDialog project={project} kind={dialog.entryKind} id={dialog.id} /> : null;
    case 'split-entry':
      return project ? <SplitDialog project={project} kind={dialog.entryKind} id={dialog.id} /> : null;
    case 'confirm':
      return <ConfirmDialog dialog={dialog} />;
    case 'name':
      return <NameDialog dialog={dialog} />;
    case 'choose':
      return <ChooseDialog dialog={dialog} />;
    default:
      return assertNever(dialog);
  }
}
