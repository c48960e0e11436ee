import { ChevronLeft, ChevronRight, CircleCheck } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { hiddenLayersOf } from '../../core/team/visibility.ts';
import type { Place } from '../../core/adjudication/places.ts';
import { countPlaces } from '../../core/adjudication/places.ts';
import { describeLocator, makeLocate } from '../../core/document/locate.ts';
import { annotatorName } from '../app/annotator-name.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { useIdleFocus } from '../ui/use-idle-focus.ts';
import { t } from '../i18n/texts.ts';
import {
  acceptAllAgreed,
  goBy,
  goToNextToDo,
  keepAllReopened,
  keepHere,
  reasonFor,
  rejectHere,
  setDocumentDone,
  setReason,
  startEdit,
  startMerge,
  takeEverything,
  takeRestOf,
  withdrawHere,
} from './adjudication-actions.ts';
import { useAdjudication, type Refusal } from './adjudication-state.ts';
import type { AdjudicationView } from './adjudication-view.ts';
import { ChangesSince } from './changes-since.tsx';
import { ComparisonTable } from './comparison-table.tsx';
import { JudgementForm } from './judgement-form.tsx';
import { StatusMark } from './status-mark.tsx';
import { decisionWords, differenceWords } from './words.ts';

interface PlacePanelProps {
  readonly view: AdjudicationView;
  readonly place: Place | null;
  readonly refusal: Refusal | null;
}

/** The place in hand: what each has there, what was decided, and all that can be done about it. */
export function PlacePanel({ view, place, refusal }: PlacePanelProps) {
  const draft = useAdjudication((state) => state.draft);
  const panel = useRef<HTMLDivElement>(null);
  useIdleFocus(panel, true);
  const key = place?.key;
  // The keyboard stays with the place when a button that was pressed goes with the place before.
  useEffect(() => {
    if (document.activeElement === document.body) panel.current?.focus({ preventScroll: true });
    panel.current?.scrollTo({ top: 0 });
  }, [key]);
  const isEditing = draft !== null && draft.placeKey === key;

  return (
    <div ref={panel} className="place-panel" tabIndex={-1}>
      <DocumentSummary view={view} refusal={refusal} />
      {place ? (
        <>
          <PlaceHead view={view} place={place} />
          {place.adjudication ? (
            <p className="place-panel__decision">
              {decisionWords(place.adjudication, view.project)}
              {place.adjudication.results.length > 0 && place.results.length === 0
                ? ` ${t('adjudication.resultGone')}`
                : ''}
            </p>
          ) : null}
          {place.changes.length > 0 ? <ChangesSince place={place} project={view.project} /> : null}
          {isEditing ? (
            <JudgementForm key={draft.placeKey} view={view} draft={draft} />
          ) : refusal === null ? (
            <DecisionBar place={place} />
          ) : place.adjudication?.reason ? (
            <p dir="auto">{place.adjudication.reason}</p>
          ) : null}
          <ComparisonTable view={view} place={place} mayDecide={refusal === null && !isEditing} />
        </>
      ) : (
        <div className="empty">
          <h2>{t('adjudication.nothingMarked')}</h2>
          <p>{t('adjudication.nothingMarkedWhy')}</p>
        </div>
      )}
    </div>
  );
}

/** How far the document is, and what can be done about many places at once. */
function DocumentSummary({
  view,
  refusal,
}: {
  readonly view: AdjudicationView;
  readonly refusal: Refusal | null;
}) {
  const { comparison, adjudicated, readers, project, isOwn } = view;
  const isPartHidden = hiddenLayersOf(project.hidden, view.open.document.id) > 0;
  const counts = useMemo(() => countPlaces(comparison.places), [comparison.places]);
  const toDo = counts.open + counts.reopened + counts.agreed;
  const isDone = adjudicated.state === 'done';
  const mayDecide = refusal === null;
  return (
    <div className="place-panel__summary">
      {refusal ? (
        <p className="place-panel__refusal" role="note">
          {t(`adjudication.refusal.${refusal}`)}
          {isOwn
            ? ''
            : ` ${t('adjudication.shownOf', { name: annotatorName(project, adjudicated.annotator) })}`}
        </p>
      ) : null}
      {readers.length === 1 ? (
        <p className="place-panel__note">
          {t(isPartHidden ? 'adjudication.onlyReaderShown' : 'adjudication.onlyReader', {
            name: readers[0]!.name,
          })}
        </p>
      ) : null}
      {comparison.unaccounted.length > 0 ? (
        <p className="place-panel__note">
          {t('adjudication.unaccounted', { count: comparison.unaccounted.length })}
        </p>
      ) : null}
      {isDone && toDo > 0 ? (
        <p className="place-panel__reopened" role="status">
          {counts.reopened > 0
            ? t('adjudication.doneReopened', { count: counts.reopened })
            : t('adjudication.doneBut', { count: toDo })}
        </p>
      ) : toDo === 0 && comparison.places.length > 0 ? (
        <p className="place-panel__done" role="status">
          <CircleCheck size={14} aria-hidden="true" />{' '}
          {isDone ? t('adjudication.markedDone') : t('adjudication.onePlaceDone')}
        </p>
      ) : null}
      {mayDecide ? (
        <div className="place-panel__many">
          {counts.agreed > 0 ? (
            <Button className="button--small" onClick={acceptAllAgreed}>
              {t('adjudication.acceptAgreed', { count: counts.agreed })} <Keys keys={['⇧', 'A']} />
            </Button>
          ) : null}
          {counts.reopened > 1 ? (
            <Button className="button--small" onClick={keepAllReopened}>
              {t('adjudication.keepAll', { count: counts.reopened })}
            </Button>
          ) : null}
          {counts.open + counts.agreed > 0 ? (
            <select
              className="input input--slim"
              aria-label={t('adjudication.takeAllOf')}
              value=""
              onChange={({ target: { value } }) => {
                const reader = readers.find(({ annotator }) => annotator === value);
                if (reader) takeRestOf(reader.annotator);
              }}
            >
              <option value="">{t('adjudication.takeAllOf')}</option>
              {readers.map(({ annotator, name }) => (
                <option key={annotator} value={annotator}>
                  {t('adjudication.takeAll', { name })}
                </option>
              ))}
            </select>
          ) : null}
          <Button
            className="button--small"
            aria-pressed={isDone}
            tone={toDo === 0 && !isDone ? 'primary' : undefined}
            onClick={() => setDocumentDone(!isDone)}
          >
            <CircleCheck size={14} aria-hidden="true" />{' '}
            {t(isDone ? 'adjudication.markedDone' : 'adjudication.markDone')}
          </Button>
        </div>
      ) : null}
    </div>
  );
}

function PlaceHead({ view, place }: { readonly view: AdjudicationView; readonly place: Place }) {
  const { open, comparison, readers } = view;
  const locate = useMemo(() => makeLocate(open.document, open.text), [open.document, open.text]);
  const differences = differenceWords(place, readers);
  return (
    <header className="place-panel__head">
      <div className="place-panel__at">
        <h2>
          {t('adjudication.placeAt', {
            at: comparison.places.indexOf(place) + 1,
            total: comparison.places.length,
          })}
        </h2>
        <StatusMark status={place.status} />
        <span className="place-panel__locator">
          {describeLocator(locate([place.range]), { brief: true })}
        </span>
        <IconButton label={`${t('adjudication.previousPlace')} ([)`} size="small" onClick={() => goBy(-1)}>
          <ChevronLeft size={15} />
        </IconButton>
        <IconButton label={`${t('adjudication.nextPlace')} (])`} size="small" onClick={() => goBy(1)}>
          <ChevronRight size={15} />
        </IconButton>
      </div>
      <ul className="place-panel__differences" aria-live="polite">
        {(differences.length > 0 ? differences : [t('adjudication.noDifference')]).map((difference) => (
          <li key={difference}>{difference}</li>
        ))}
      </ul>
    </header>
  );
}

function DecisionBar({ place }: { readonly place: Place }) {
  const marked = place.members.filter((member) => member !== null).length;
  return (
    <div className="decision-bar" role="group" aria-label={t('adjudication.actions')}>
      <div className="decision-bar__acts">
        <Button disabled={marked < 2} onClick={takeEverything}>
          {t(marked > 2 ? 'adjudication.all' : 'adjudication.both')} <Keys keys={['B']} />
        </Button>
        <Button disabled={marked < 2} onClick={startMerge}>
          {t('adjudication.merge')} <Keys keys={['M']} />
        </Button>
        <Button onClick={() => startEdit(null)}>
          {t('adjudication.edit')} <Keys keys={['E']} />
        </Button>
        <Button onClick={rejectHere}>
          {t('adjudication.reject')} <Keys keys={['X']} />
        </Button>
        {place.status === 'reopened' ? (
          <Button tone="primary" onClick={keepHere}>
            {t('adjudication.keep')} <Keys keys={['K']} />
          </Button>
        ) : null}
        {place.adjudication ? (
          <Button tone="quiet" onClick={withdrawHere}>
            {t('adjudication.withdraw')} <Keys keys={['U']} />
          </Button>
        ) : null}
        <Button tone="quiet" onClick={goToNextToDo}>
          {t('adjudication.next')} <Keys keys={['N']} />
        </Button>
      </div>
      <ReasonField key={place.key} place={place} />
    </div>
  );
}

/** Why it is decided so: before the decision, or after it. */
function ReasonField({ place }: { readonly place: Place }) {
  const kept = reasonFor(place);
  const [value, setValue] = useState(kept);
  const isDropped = useRef(false);
  useEffect(() => setValue(kept), [kept]);
  const leave = (): void =>
    document.querySelector<HTMLElement>('.place-panel')?.focus({ preventScroll: true });
  return (
    <input
      className="input adjudication-reason"
      aria-label={t('adjudication.reason')}
      placeholder={t('adjudication.reasonHint')}
      dir="auto"
      maxLength={10_000}
      value={value}
      onChange={(event) => setValue(event.target.value)}
      // What is dropped by Escape is not taken as it is left.
      onBlur={() => (isDropped.current ? (isDropped.current = false) : setReason(place, value))}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== 'Escape') return;
        event.preventDefault();
        event.stopPropagation();
        isDropped.current = event.key === 'Escape';
        if (isDropped.current) setValue(kept);
        leave();
      }}
    />
  );
}

function Keys({ keys }: { readonly keys: readonly string[] }) {
  return (
    <span className="keys" aria-hidden="true">
      {keys.map((key) => (
        <kbd key={key} className="kbd">
          {key}
        </kbd>
      ))}
    </span>
  );
}
