import { Bookmark, ChevronDown, Pencil, RefreshCw, Trash2 } from 'lucide-react';
import { useRef, useState } from 'react';
import type { SavedFilterKind } from '../../core/sets/saved-filter.ts';
import { usePostil } from '../app/state.ts';
import { t } from '../i18n/texts.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { Popover } from '../ui/popover.tsx';
import {
  applySaved,
  askForSavedName,
  askToSave,
  deleteSaved,
  isApplied,
  savedOf,
  updateSaved,
} from './saved-actions.ts';
import { isAsking } from './saved-commands.ts';
import './saved-menu.css';

/** The screen's saved filters: apply, save, rename, delete. Says which of them is applied now. */
export function SavedMenu({ kind }: { readonly kind: SavedFilterKind }) {
  const anchor = useRef<HTMLButtonElement>(null);
  const [isOpen, setIsOpen] = useState(false);
  const canWrite = usePostil((state) => state.project?.readOnly === null);
  // What is asked and what is saved both decide what is shown.
  usePostil((state) => (kind === 'evidence' ? state.evidence : state.search));
  usePostil((state) => state.project?.savedFilters);
  const saved = savedOf(kind);
  const applied = saved.find(isApplied);
  function closing(act: () => void): () => void {
    return () => {
      setIsOpen(false);
      act();
    };
  }
  return (
    <>
      <button
        ref={anchor}
        type="button"
        className="filter-button"
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        data-active={applied ? '' : undefined}
        onClick={() => setIsOpen(!isOpen)}
      >
        <Bookmark size={13} aria-hidden="true" />
        <span className="saved-menu__label" dir="auto">
          {applied?.name ?? t('sets.saved')}
        </span>
        <ChevronDown size={13} aria-hidden="true" />
      </button>
      {isOpen ? (
        <Popover label={t('sets.savedFilters')} anchor={anchor} onClose={() => setIsOpen(false)}>
          <div className="saved-menu">
            {saved.length === 0 ? <p className="filter-menu__none">{t('sets.noneSaved')}</p> : null}
            <ul>
              {saved.map((filter, at) => (
                <li key={filter.id} className="saved-menu__row">
                  <button
                    type="button"
                    className="saved-menu__apply"
                    dir="auto"
                    aria-current={filter === applied || undefined}
                    data-autofocus={at === 0 ? '' : undefined}
                    onClick={closing(() => applySaved(filter))}
                  >
                    {filter.name}
                  </button>
                  {filter !== applied && isAsking(kind) ? (
                    <IconButton
                      label={t('sets.updateNamed', { name: filter.name })}
                      size="small"
                      disabled={!canWrite}
                      onClick={() => updateSaved(filter)}
                    >
                      <RefreshCw size={13} />
                    </IconButton>
                  ) : null}
                  <IconButton
                    label={t('sets.renameNamed', { name: filter.name })}
                    size="small"
                    disabled={!canWrite}
                    onClick={closing(() => askForSavedName(filter))}
                  >
                    <Pencil size={13} />
                  </IconButton>
                  <IconButton
                    label={t('sets.deleteFilterNamed', { name: filter.name })}
                    size="small"
                    disabled={!canWrite}
                    onClick={() => deleteSaved(filter)}
                  >
                    <Trash2 size={13} />
                  </IconButton>
                </li>
              ))}
            </ul>
            <div className="filter-menu__foot">
              <Button
                className="button--small"
                disabled={!canWrite || !isAsking(kind) || applied !== undefined}
                onClick={closing(() => askToSave(kind))}
              >
                {t('sets.saveThis')}
              </Button>
            </div>
          </div>
        </Popover>
      ) : null}
    </>
  );
}
