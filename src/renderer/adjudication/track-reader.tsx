import { useCallback, useEffect, useMemo, useRef } from 'react';
import type { TextRange } from '../../core/annotation/annotation.ts';
import type { AnnotationId } from '../../core/ids.ts';
import { useReaderPassages } from '../app/reader-passages.ts';
import { rememberedPosition } from '../app/view-memory.ts';
import { setZoneStatus } from '../library/document-actions.ts';
import { Reader, type ReaderHandle, type ReaderPassage } from '../reader/reader.tsx';
import { formatList } from '../i18n/format.ts';
import { t } from '../i18n/texts.ts';
import { goTo, openPlacesOf, selectText } from './adjudication-actions.ts';
import { placeAt, useAdjudication } from './adjudication-state.ts';
import { ADJUDICATED_SIGN, type AdjudicationView } from './adjudication-view.ts';
import { idsOf } from './place-order.ts';
import { shownJudgement } from './draft.ts';
import { setTrackReader } from './track-reader-handle.ts';

const NOTHING: readonly AnnotationId[] = [];

/** The document between its tracks: each annotator's passages, and what was decided of them. */
export function TrackReader({ view }: { readonly view: AdjudicationView }) {
  const { open, tracks, annotations, adjudicated, others } = view;
  const handle = useRef<ReaderHandle>(null);
  const current = useAdjudication((state) => state.current);
  const selection = useAdjudication((state) => state.selection);
  const draft = useAdjudication((state) => state.draft);
  const passages = useReaderPassages(annotations, adjudicated.annotator);
  const place = placeAt(view, current);
  const currentIds = useMemo(() => (place ? idsOf(place) : NOTHING), [place]);
  const draftRanges = draft ? shownJudgement(draft).ranges : null;
  const find = useMemo(() => (draftRanges ? { ranges: draftRanges, current: -1 } : null), [draftRanges]);
  const remembered = useMemo(() => rememberedPosition(open.document.id), [open.document.id]);

  useEffect(() => {
    setTrackReader(handle.current);
    return () => setTrackReader(null);
  }, []);
  // Where one begins: the first place that is to be decided, or the one that was asked for.
  useEffect(() => {
    const first = placeAt(view, useAdjudication.getState().current);
    if (first) goTo(first);
    // Only when the document comes.
    // oxlint-disable-next-line react/exhaustive-deps
  }, []);

  const onOpenPassages = useCallback((ids: readonly AnnotationId[]) => {
    openPlacesOf(ids);
    // The keys are the place's again, not the caret's.
    requestAnimationFrame(() =>
      document.querySelector<HTMLElement>('.place-panel')?.focus({ preventScroll: true }),
    );
  }, []);
  const onSelectionChange = useCallback((ranges: readonly TextRange[]) => selectText(ranges), []);
  const describe = useCallback(
    ({ annotation }: ReaderPassage) => {
      const track = tracks.find(({ annotator }) => annotator === annotation.annotator);
      return t('reader.track', { sign: track?.name ?? '', name: annotation.target.quote.exact.slice(0, 80) });
    },
    [tracks],
  );

  return (
    <>
      <ul className="adjudication-tracks" aria-label={t('adjudication.tracks')}>
        {tracks.map(({ annotator, sign, name }) => (
          <li key={annotator} data-decided={sign.startsWith(ADJUDICATED_SIGN) || undefined}>
            <b>{sign}</b> <bdi>{name}</bdi>
          </li>
        ))}
      </ul>
      {others.length > 0 ? (
        <p className="adjudication__note">
          {t('adjudication.alsoAdjudicated', {
            names: formatList(
              others.map(
                ({ annotator }) => tracks.find((track) => track.annotator === annotator)?.name ?? annotator,
              ),
            ),
          })}
        </p>
      ) : null}
      <Reader
        ref={handle}
        document={open.document}
        text={open.text}
        passages={passages}
        currentId={null}
        currentIds={currentIds}
        tracks={tracks}
        selection={selection}
        onSelectionChange={onSelectionChange}
        onOpenPassages={onOpenPassages}
        onZone={setZoneStatus}
        describePassage={describe}
        initialOffset={remembered.offset}
        find={find}
      />
    </>
  );
}
