import { useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import type { ProjectSnapshot, WaitingPassage } from '../../contract/calls.ts';
import { nextIndex } from '../codebook/next-index.ts';
import { notify, run, readOnlyText } from '../app/notices.ts';
import { openDocument } from '../app/session.ts';
import { setState } from '../app/state.ts';
import { formatPercent } from '../i18n/format.ts';
import { t } from '../i18n/texts.ts';
import { decidePassage, startPlacing } from './version-actions.ts';
import { useWaiting } from './use-waiting.ts';
import { WaitingDetail } from './waiting-detail.tsx';
import './versions.css';
import { MessageText } from '../ui/message-text.tsx';

/** How many are asked for at once: each may have to be searched for in a long text. */
const SHOWN = 50;
const PAGE_ROWS = 8;

/** What Postil would not carry by itself: one's own passages of earlier versions, old and new side by side. */
export function VersionsScreen({ project }: { readonly project: ProjectSnapshot }) {
  const { answer, failure } = useWaiting(project, SHOWN);
  const [active, setActive] = useState(0);
  const [choices, setChoices] = useState<ReadonlyMap<string, number>>(new Map());
  /** What is being decided: it must not be decided twice while the answer is on its way. */
  const deciding = useRef(new Set<string>());
  const list = useRef<HTMLDivElement>(null);
  const waiting = (answer?.waiting ?? []).filter((item) => !deciding.current.has(keyOf(item)));
  const at = Math.min(active, Math.max(0, waiting.length - 1));
  const item = waiting[at] ?? null;
  const chosen = item ? Math.min(choices.get(keyOf(item)) ?? 0, item.places.length - 1) : -1;
  const titles = useMemo(
    () => new Map<string, string>(project.documents.map((summary) => [summary.id, summary.title])),
    [project.documents],
  );
  useEffect(() => {
    // A decision is known to be on disk when the services do not tell of the passage any more.
    deciding.current = new Set(
      [...deciding.current].filter((key) => answer?.waiting.some((one) => keyOf(one) === key)),
    );
  }, [answer]);
  const hasItems = waiting.length > 0;
  useEffect(() => {
    if (hasItems) list.current?.focus({ preventScroll: true });
  }, [hasItems]);
  useEffect(() => {
    document.getElementById(`waiting-${at}`)?.scrollIntoView({ block: 'nearest' });
  }, [at]);

  function decide(place: 'accept' | 'drop'): void {
    if (!item) return;
    if (project.readOnly) {
      notify('error', readOnlyText(project.readOnly));
      return;
    }
    const ranges = item.places[chosen]?.ranges;
    if (place === 'accept' && !ranges) {
      notify('info', t('versions.missing.hint'));
      return;
    }
    const key = keyOf(item);
    deciding.current.add(key);
    const { proposal } = item;
    const confidence = 'confidence' in proposal ? { confidence: proposal.confidence } : {};
    run(async () => {
      try {
        await decidePassage(
          item.newer,
          item.annotation.id,
          place === 'accept' ? { ranges: ranges!, ...confidence } : null,
        );
      } catch (error) {
        deciding.current.delete(key);
        throw error;
      }
    });
    setActive(at);
  }
  function choose(place: number): void {
    if (item && place < item.places.length) setChoices(new Map(choices).set(keyOf(item), place));
  }
  function openOlder(): void {
    if (!item) return;
    run(async () => {
      await openDocument(item.older, item.annotation.id);
      setState({ screen: 'workbench' });
    });
  }
  function placeElsewhere(): void {
    if (!item) return;
    if (project.readOnly) notify('error', readOnlyText(project.readOnly));
    else startPlacing(item);
  }
  function onKeyDown(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const next = nextIndex(event.key, at, waiting.length, PAGE_ROWS);
    const key = event.key.toLowerCase();
    if (next !== null) setActive(next);
    else if (event.key === 'Enter') decide('accept');
    else if (/^[1-9]$/.test(event.key)) choose(Number(event.key) - 1);
    else if (key === 'p') placeElsewhere();
    else if (key === 'x' || event.key === 'Delete') decide('drop');
    else if (key === 'o') openOlder();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <main className="versions" aria-label={t('versions.title')}>
      <header className="versions__head">
        <h1>{t('versions.title')}</h1>
        <p role="status">
          {answer === null
            ? t('versions.finding')
            : answer.total === 0
              ? ''
              : t('versions.waiting', { count: answer.total })}{' '}
          {answer && answer.total > SHOWN ? t('versions.shownFirst', { shown: SHOWN }) : ''}
        </p>
      </header>
      {failure ? (
        <p className="banner banner--error" role="alert">
          <MessageText>{failure}</MessageText>
        </p>
      ) : null}
      {answer && !item ? (
        <div className="empty">
          <h2>{t('versions.nothing')}</h2>
          <p>{t('versions.nothing.hint')}</p>
        </div>
      ) : null}
      {item ? (
        <div className="versions__panes">
          <div
            ref={list}
            className="versions__list"
            role="listbox"
            aria-label={t('versions.list')}
            aria-activedescendant={`waiting-${at}`}
            tabIndex={0}
            onKeyDown={onKeyDown}
          >
            {waiting.map((one, index) => (
              // The list box has the keyboard; a click only chooses.
              // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
              <div
                key={keyOf(one)}
                id={`waiting-${index}`}
                role="option"
                aria-selected={index === at}
                className="versions__row"
                onClick={() => setActive(index)}
              >
                <span className="versions__quote" dir="auto">
                  {one.annotation.target.quote.exact}
                </span>
                <span className="versions__about">
                  <span className="versions__state" data-kind={one.proposal.kind}>
                    {stateOf(one)}
                  </span>
                  <span className="versions__title" dir="auto">
                    {titles.get(one.newer) ?? one.newer}
                  </span>
                </span>
              </div>
            ))}
          </div>
          <WaitingDetail
            key={keyOf(item)}
            item={item}
            titles={titles}
            chosen={chosen}
            isReadOnly={project.readOnly !== null}
            onChoose={choose}
            onAccept={() => decide('accept')}
            onDrop={() => decide('drop')}
            onPlace={placeElsewhere}
            onOpenOlder={openOlder}
          />
        </div>
      ) : null}
    </main>
  );
}

function keyOf({ newer, annotation }: WaitingPassage): string {
  return `${newer} ${annotation.id}`;
}

function stateOf({ proposal }: WaitingPassage): string {
  switch (proposal.kind) {
    case 'likely':
      return t('versions.state.likely', { percent: formatPercent(proposal.confidence) });
    case 'ambiguous':
      return t('versions.state.ambiguous', { count: proposal.count });
    default:
      return t(`versions.state.${proposal.kind}`);
  }
}
