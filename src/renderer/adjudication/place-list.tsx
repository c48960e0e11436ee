import { useMemo } from 'react';
import { DIFFERENCES } from '../../core/adjudication/differences.ts';
import { PLACE_STATUSES } from '../../core/adjudication/places.ts';
import { describeLocator, makeLocate } from '../../core/document/locate.ts';
import { formatNumber } from '../i18n/format.ts';
import { t } from '../i18n/texts.ts';
import { VirtualList } from '../ui/virtual-list.tsx';
import { goTo } from './adjudication-actions.ts';
import { setAdjudication, useAdjudication } from './adjudication-state.ts';
import type { AdjudicationView } from './adjudication-view.ts';
import { filterPlaces } from './place-order.ts';
import { StatusMark } from './status-mark.tsx';
import { differenceWords, quoteOf } from './words.ts';

const ROW_HEIGHT = 62;
const STATUSES = ['toDo', ...PLACE_STATUSES] as const;

interface PlaceListProps {
  readonly view: AdjudicationView;
  readonly currentKey: string | null;
}

/** The document's places in text order, each with what differs at it. */
export function PlaceList({ view, currentKey }: PlaceListProps) {
  const { open, readers, comparison } = view;
  const filter = useAdjudication((state) => state.places);
  const locate = useMemo(() => makeLocate(open.document, open.text), [open.document, open.text]);
  const shown = useMemo(() => filterPlaces(comparison.places, filter), [comparison.places, filter]);

  return (
    <section className="passage-list" aria-label={t('adjudication.placesOf')}>
      <header className="passage-list__head place-list__head">
        <h2>
          {t('adjudication.places')} <span className="count">{formatNumber(comparison.places.length)}</span>
        </h2>
        <select
          className="input input--slim"
          aria-label={t('adjudication.whichStatus')}
          value={filter.status ?? ''}
          onChange={({ target: { value } }) =>
            setAdjudication({
              places: { ...filter, status: STATUSES.find((each) => each === value) ?? null },
            })
          }
        >
          <option value="">{t('adjudication.anyStatus')}</option>
          {STATUSES.map((status) => (
            <option key={status} value={status}>
              {t(`adjudication.status.${status}`)}
            </option>
          ))}
        </select>
        <select
          className="input input--slim"
          aria-label={t('adjudication.whichDifference')}
          value={filter.difference ?? ''}
          onChange={({ target: { value } }) =>
            setAdjudication({
              places: { ...filter, difference: DIFFERENCES.find((each) => each === value) ?? null },
            })
          }
        >
          <option value="">{t('adjudication.anyDifference')}</option>
          {DIFFERENCES.map((difference) => (
            <option key={difference} value={difference}>
              {t(`adjudication.difference.${difference}`)}
            </option>
          ))}
        </select>
      </header>
      {comparison.places.length > 0 && shown.length === 0 ? (
        <p className="passage-list__empty">{t('adjudication.noPlaceLikeThat')}</p>
      ) : null}
      <VirtualList
        rows={shown}
        rowHeight={ROW_HEIGHT}
        label={t('adjudication.places')}
        currentIndex={shown.findIndex(({ key }) => key === currentKey)}
        keyOf={({ key }) => key}
        renderRow={(place) => {
          const ranges = (place.members.find((member) => member !== null) ?? place.results[0])?.target.ranges;
          return (
            <button
              type="button"
              className="passage-list__item"
              aria-current={place.key === currentKey}
              onClick={() => goTo(place)}
            >
              <span className="passage-list__quote" dir="auto">
                {quoteOf(place)}
              </span>
              <span className="passage-list__tags place-list__facts">
                <StatusMark status={place.status} />
                <span className="passage-list__locator">
                  {describeLocator(locate(ranges ?? [place.range]), { brief: true })}
                </span>
                <span>{differenceWords(place, readers).join(', ')}</span>
              </span>
            </button>
          );
        }}
      />
    </section>
  );
}
