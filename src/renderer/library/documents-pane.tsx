import { CircleCheck, Circle, CircleDot, FilePlus2, Trash2 } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { ReadingState } from '../../core/annotation/layer.ts';
import { READING_STATES } from '../../core/annotation/layer.ts';
import type { DocumentId } from '../../core/ids.ts';
import type { DocumentSummary } from '../../core/project/project.ts';
import { foldText } from '../../core/text-fold.ts';
import type { ProjectSnapshot } from '../../contract/calls.ts';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef } from 'react';
import { setState } from '../app/state.ts';
import { IconButton } from '../ui/button.tsx';
import { t } from '../i18n/texts.ts';
import { formatNumber } from '../i18n/format.ts';
import { removeDocument, setReadingState } from './document-actions.ts';
import './library.css';

const ROW_HEIGHT = 68;

interface DocumentsPaneProps {
  readonly project: ProjectSnapshot;
  readonly openId: DocumentId | null;
  onOpen(id: DocumentId): void;
}

/** The project's documents, each with its reading state and the number of passages. */
export function DocumentsPane({ project, openId, onOpen }: DocumentsPaneProps) {
  const [query, setQuery] = useState('');
  const scroller = useRef<HTMLDivElement>(null);
  const present = useMemo(
    () => project.documents.filter((summary) => !summary.removedAt),
    [project.documents],
  );
  const shown = useMemo(() => {
    const words = foldText(query).split(/\s+/).filter(Boolean);
    if (words.length === 0) return present;
    return present.filter((summary) => {
      const text = foldText([summary.title, summary.fileName, ...metaOf(summary)].join(' '));
      return words.every((word) => text.includes(word));
    });
  }, [present, query]);
  const virtualizer = useVirtualizer({
    count: shown.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 8,
  });
  const done = present.filter((summary) => stateOf(summary, project) === 'done').length;

  return (
    <nav className="documents" aria-label={t('library.documents')}>
      <header className="documents__head">
        <h2>
          {t('library.documents')}{' '}
          {present.length > 0 ? (
            <span className="count">{t('library.doneCount', { done, total: present.length })}</span>
          ) : null}
        </h2>
        <IconButton
          label={t('library.importDocuments')}
          disabled={project.readOnly !== null}
          onClick={() => setState({ dialog: { kind: 'import' } })}
        >
          <FilePlus2 size={16} />
        </IconButton>
      </header>
      {present.length > 6 ? (
        <div className="documents__search">
          <input
            className="input input--slim"
            type="search"
            aria-label={t('library.searchTheDocumentsTitles')}
            placeholder={t('library.titleAuthorOutlet')}
            value={query}
            onChange={(event) => setQuery(event.target.value)}
          />
        </div>
      ) : null}
      {present.length === 0 ? (
        <div className="documents__empty">
          <p>{t('library.whatYouImportIsListed')}</p>
        </div>
      ) : null}
      <div ref={scroller} className="documents__scroller">
        <ul className="documents__rows" style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map((row) => {
            const summary = shown[row.index]!;
            return (
              <li key={summary.id} style={{ transform: `translateY(${row.start}px)`, height: ROW_HEIGHT }}>
                <DocumentRow
                  summary={summary}
                  project={project}
                  isOpen={summary.id === openId}
                  onOpen={() => onOpen(summary.id)}
                />
              </li>
            );
          })}
        </ul>
      </div>
    </nav>
  );
}

interface DocumentRowProps {
  readonly summary: DocumentSummary;
  readonly project: ProjectSnapshot;
  readonly isOpen: boolean;
  onOpen(): void;
}

function DocumentRow({ summary, project, isOpen, onOpen }: DocumentRowProps) {
  const state = stateOf(summary, project);
  const count = summary.layers.reduce((sum, layer) => sum + layer.annotations, 0);
  const Icon = state === 'done' ? CircleCheck : state === 'inProgress' ? CircleDot : Circle;
  const stateText = t(`library.state.${state}`);
  const next = READING_STATES[(READING_STATES.indexOf(state) + 1) % READING_STATES.length]!;
  return (
    <div className="documents__row" data-open={isOpen || undefined} data-state={state}>
      <button
        type="button"
        className="documents__state"
        aria-label={t(`library.next.${next}`, { state: stateText, title: summary.title })}
        title={t(`library.click.${next}`, { state: stateText })}
        disabled={project.readOnly !== null}
        onClick={() => setReadingState(summary.id, next)}
      >
        <Icon size={15} aria-hidden="true" />
      </button>
      <button
        type="button"
        className="documents__open"
        aria-current={isOpen ? 'page' : undefined}
        onClick={onOpen}
      >
        <span className="documents__title" dir="auto">
          {summary.title}
        </span>
        <DocumentMeta summary={summary} />
      </button>
      <span className="documents__count" title={t('library.passageCount', { count })}>
        <span aria-hidden="true">{count > 0 ? formatNumber(count) : ''}</span>
        <span className="visually-hidden">{t('library.passageCount', { count })}</span>
      </span>
      <IconButton
        label={t('library.removeFromTheProject', { title: summary.title })}
        size="small"
        className="documents__remove"
        disabled={project.readOnly !== null}
        onClick={() => removeDocument(summary.id)}
      >
        <Trash2 size={13} />
      </IconButton>
    </div>
  );
}

/** Who published it and when. A date is written left to right in every script, and is never cut off. */
function DocumentMeta({ summary }: { readonly summary: DocumentSummary }) {
  const { outlet, author, date } = summary.metadata;
  const from = outlet?.value ?? author?.value;
  return (
    <span className="documents__meta" dir="auto">
      {from || !date ? <span className="documents__from">{from ?? summary.fileName}</span> : null}
      {from && date ? <span aria-hidden="true">{' · '}</span> : null}
      {date ? (
        <bdi dir="ltr" className="documents__date">
          {date.value}
        </bdi>
      ) : null}
    </span>
  );
}

function metaOf(summary: DocumentSummary): string[] {
  const { outlet, author, date } = summary.metadata;
  return [outlet?.value ?? author?.value, date?.value].filter((part): part is string => Boolean(part));
}

/** The annotator's own state; a layer with passages that nobody marked is in progress. */
function stateOf(summary: DocumentSummary, project: ProjectSnapshot): ReadingState {
  const own = summary.layers.find((layer) => layer.annotator === project.annotator.id);
  if (!own) return 'unread';
  return own.state === 'unread' && own.annotations > 0 ? 'inProgress' : own.state;
}
