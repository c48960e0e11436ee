import { FolderPlus, X } from 'lucide-react';
import type { DocumentId } from '../../core/ids.ts';
import { usePostil } from '../app/state.ts';
import { t } from '../i18n/texts.ts';
import { IconButton } from '../ui/button.tsx';
import { askWhichSet, showDocuments, takeOutOfSet } from './set-actions.ts';
import './sets-here.css';

/** The sets that a document is in: each opens its documents, or lets this one go. */
export function SetsHere({ documentId }: { readonly documentId: DocumentId }) {
  const sets = usePostil((state) => state.project?.documentSets);
  const canWrite = usePostil((state) => state.project?.readOnly === null);
  const holding = (sets ?? [])
    .filter(({ documents }) => documents.includes(documentId))
    .toSorted((a, b) => a.name.localeCompare(b.name));
  return (
    <div className="sets-here">
      <h3 className="sets-here__title">
        {t('sets.heading')}
        <IconButton
          label={t('sets.putThis')}
          size="small"
          disabled={!canWrite}
          onClick={() => askWhichSet([documentId])}
        >
          <FolderPlus size={14} />
        </IconButton>
      </h3>
      <ul className="sets-here__list">
        {holding.map((set) => (
          <li key={set.id} className="chip">
            <button
              type="button"
              className="sets-here__set"
              dir="auto"
              title={t('sets.showDocuments', { name: set.name })}
              onClick={() => showDocuments({ set: set.id, state: null })}
            >
              {set.name}
            </button>
            {canWrite ? (
              <button
                type="button"
                className="chip__remove"
                aria-label={t('sets.takeThisOut', { name: set.name })}
                onClick={() => takeOutOfSet(set, [documentId])}
              >
                <X size={12} />
              </button>
            ) : null}
          </li>
        ))}
      </ul>
    </div>
  );
}
