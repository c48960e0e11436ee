import { CheckCheck } from 'lucide-react';
import { useRef, useState } from 'react';
import { adjudicatedIdOf } from '../../core/adjudication/adjudicated-id.ts';
import { DOUBT_KINDS, type DoubtKind } from '../../core/codebook/doubts.ts';
import type { AnnotatorId } from '../../core/ids.ts';
import type { ProjectSnapshot } from '../../contract/calls.ts';
import { Button } from '../ui/button.tsx';
import { formatNumber } from '../i18n/format.ts';
import { t } from '../i18n/texts.ts';
import { useWorklist } from './use-worklist.ts';
import { confirmAll } from './worklist-actions.ts';
import { WorklistItem } from './worklist-item.tsx';

const STEP = 50;

/** What one does not have to look at unless one wants to. */
export const PRESSING: readonly DoubtKind[] = DOUBT_KINDS.filter((kind) => kind !== 'older');

/** The annotations that changes of the codebook made doubtful, each with what can be said of it. */
export function WorklistTab({ project }: { readonly project: ProjectSnapshot }) {
  const self = project.annotator.id;
  const [annotator, setAnnotator] = useState<AnnotatorId>(self);
  const [kinds, setKinds] = useState<readonly DoubtKind[]>(PRESSING);
  const [limit, setLimit] = useState(STEP);
  const list = useRef<HTMLUListElement>(null);
  // Nothing chosen shows nothing; the question needs one.
  const worklist = useWorklist(project.folder, annotator, kinds.length > 0 ? kinds : PRESSING, limit);
  const isOwn = annotator === self || annotator === adjudicatedIdOf(self);
  const isReadOnly = !isOwn || project.readOnly !== null;
  const rows = kinds.length > 0 ? (worklist?.rows ?? []) : [];
  const total = kinds.length > 0 ? (worklist?.total ?? 0) : 0;
  const people = [project.annotator, ...project.project.annotators.filter((person) => person.id !== self)];

  function toggle(kind: DoubtKind): void {
    setKinds(kinds.includes(kind) ? kinds.filter((one) => one !== kind) : [...kinds, kind]);
    setLimit(STEP);
  }
  /** From an item to the one before or after it. */
  function move(at: number, step: number): void {
    const items = list.current?.querySelectorAll<HTMLElement>('[data-item]');
    items?.[Math.max(0, Math.min(items.length - 1, at + step))]?.focus();
  }

  return (
    // It scrolls, so the keyboard must reach it.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <section className="worklist" tabIndex={0} aria-label={t('codebook.tab.worklist')}>
      <header className="worklist__head">
        <div className="worklist__filters" role="group" aria-label={t('codebookChanges.worklist.show')}>
          {DOUBT_KINDS.map((kind) => (
            <Button
              key={kind}
              tone="quiet"
              className="button--small"
              aria-pressed={kinds.includes(kind)}
              onClick={() => toggle(kind)}
            >
              {t(`codebookChanges.doubt.${kind}`)}{' '}
              <span className="count">{worklist ? formatNumber(worklist.counts[kind]) : ''}</span>
            </Button>
          ))}
        </div>
        {people.length > 1 ? (
          <label className="worklist__person">
            <span className="field__label">{t('codebookChanges.worklist.of')}</span>
            <select
              className="input input--slim"
              value={annotator}
              onChange={(event) => {
                const person = people.find((one) => one.id === event.target.value);
                if (person) setAnnotator(person.id);
              }}
            >
              {people.map((person) => (
                <option key={person.id} value={person.id}>
                  {person.id === self
                    ? t('codebookChanges.worklist.yours', { name: person.name })
                    : person.name}
                </option>
              ))}
            </select>
          </label>
        ) : null}
      </header>
      {worklist && total === 0 ? (
        <div className="empty">
          <h2>{t('codebookChanges.worklist.noneTitle')}</h2>
          <p>{t('codebookChanges.worklist.none')}</p>
        </div>
      ) : null}
      {total > 0 ? (
        <div className="worklist__bar">
          <p role="status">{t('codebookChanges.worklist.total', { count: total })}</p>
          {isOwn ? (
            <>
              <p className="field__hint">{t('codebookChanges.worklist.keys')}</p>
              <Button disabled={isReadOnly} onClick={() => confirmAll(kinds, total)}>
                <CheckCheck size={14} aria-hidden="true" /> {t('codebookChanges.worklist.confirmAll')}
              </Button>
            </>
          ) : (
            <p className="field__hint">{t('codebookChanges.worklist.notYours')}</p>
          )}
        </div>
      ) : null}
      <ul ref={list} className="worklist__list">
        {rows.map((row, at) => (
          <WorklistItem
            key={row.annotation.id}
            row={row}
            project={project}
            isReadOnly={isReadOnly}
            onMove={(step) => move(at, step)}
          />
        ))}
      </ul>
      {total > rows.length ? (
        <Button onClick={() => setLimit(limit + STEP)}>
          {t('codebookChanges.worklist.more', { count: Math.min(STEP, total - rows.length) })}
        </Button>
      ) : null}
    </section>
  );
}
