import { FolderPlus } from 'lucide-react';
import { READING_STATES } from '../../core/annotation/layer.ts';
import type { DocumentId } from '../../core/ids.ts';
import type { DocumentSummary } from '../../core/project/project.ts';
import type { ProjectSnapshot } from '../../contract/calls.ts';
import { askWhichSet, markDocuments, selectedDocuments, setLibrary } from '../sets/set-actions.ts';
import { stateWord } from '../sets/set-words.ts';
import { BOLD, rich } from '../i18n/rich.tsx';
import { t } from '../i18n/texts.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { StateIcon } from '../ui/state-icon.tsx';

interface SelectionBarProps {
  readonly project: ProjectSnapshot;
  readonly shown: readonly DocumentSummary[];
  readonly selected: ReadonlySet<DocumentId>;
}

/** What can be done with all documents that are ticked. */
export function SelectionBar({ project, shown, selected }: SelectionBarProps) {
  const count = project.documents.filter(({ id, removedAt }) => !removedAt && selected.has(id)).length;
  const isIdle = count === 0 || project.readOnly !== null;
  return (
    <div className="selection-bar" role="toolbar" aria-label={t('sets.selectedTools')}>
      <span role="status">{rich(t('sets.selected', { total: count }), BOLD)}</span>
      <Button
        tone="quiet"
        className="button--small"
        onClick={() => setLibrary({ selected: new Set(shown.map(({ id }) => id)) })}
      >
        {t('sets.selectAll')}
      </Button>
      <Button
        tone="quiet"
        className="button--small"
        disabled={count === 0}
        onClick={() => setLibrary({ selected: new Set() })}
      >
        {t('sets.selectNone')}
      </Button>
      <span className="selection-bar__acts">
        {READING_STATES.map((state) => (
          <IconButton
            key={state}
            label={t('sets.markAs', { state: stateWord(state) })}
            size="small"
            disabled={isIdle}
            onClick={() => markDocuments(selectedDocuments(), state)}
          >
            <StateIcon state={state} />
          </IconButton>
        ))}
        <Button
          className="button--small"
          disabled={isIdle}
          onClick={() => askWhichSet(selectedDocuments().map(({ id }) => id))}
        >
          <FolderPlus size={13} aria-hidden="true" /> {t('sets.setButton')}
        </Button>
      </span>
    </div>
  );
}
