import { useMemo } from 'react';
import { diffWords, type DiffPiece } from '../../core/anchoring/word-diff.ts';
import type { WaitingPassage } from '../../contract/calls.ts';
import { keyLabel } from '../app/key-label.ts';
import { t } from '../i18n/texts.ts';
import { Button } from '../ui/button.tsx';

interface WaitingDetailProps {
  readonly item: WaitingPassage;
  readonly titles: ReadonlyMap<string, string>;
  /** Which of the places; -1 where there is none. */
  readonly chosen: number;
  readonly isReadOnly: boolean;
  onChoose(place: number): void;
  onAccept(): void;
  onDrop(): void;
  onPlace(): void;
  onOpenOlder(): void;
}

/** One passage in its older surroundings and, beside them, where it may stand now; what differs is marked. */
export function WaitingDetail(props: WaitingDetailProps) {
  const { item, titles, chosen, isReadOnly } = props;
  const place = item.places[chosen];
  const diff = useMemo(
    () => (place ? diffWords(item.before.exact, place.exact) : null),
    [item.before.exact, place],
  );
  return (
    <div className="versions__detail">
      <div className="versions__tools" role="toolbar" aria-label={t('versions.title')}>
        <Button tone="primary" disabled={isReadOnly || !place} onClick={props.onAccept}>
          {t('versions.accept')} <kbd className="kbd">{keyLabel('Enter')}</kbd>
        </Button>
        <Button disabled={isReadOnly} onClick={props.onPlace}>
          {t('versions.choose')} <kbd className="kbd">P</kbd>
        </Button>
        <Button disabled={isReadOnly} onClick={props.onDrop}>
          {t('versions.drop')} <kbd className="kbd">X</kbd>
        </Button>
        <Button tone="quiet" onClick={props.onOpenOlder}>
          {t('versions.openEarlier')} <kbd className="kbd">O</kbd>
        </Button>
      </div>
      {item.places.length > 1 ? (
        <div className="versions__places" role="group" aria-label={t('versions.places')}>
          <p>{t('versions.ambiguous')}</p>
          {item.places.map((one, index) => (
            <button
              key={one.ranges[0]!.start}
              type="button"
              className="chip"
              aria-pressed={index === chosen}
              onClick={() => props.onChoose(index)}
            >
              {t('versions.placeNumber', { number: index + 1 })}
            </button>
          ))}
        </div>
      ) : null}
      {/* Long excerpts scroll with the screen's own keys. */}
      <div className="versions__sides" tabIndex={0} role="group" aria-label={t('versions.title')}>
        <section className="versions__side">
          <h2>{t('versions.earlier')}</h2>
          <p className="versions__of" dir="auto">
            {titles.get(item.older) ?? item.older}
          </p>
          <Text
            before={item.before.before}
            pieces={diff?.before ?? [{ text: item.before.exact, isChanged: false }]}
            after={item.before.after}
            change="old"
          />
        </section>
        <section className="versions__side">
          <h2>{t('versions.newer')}</h2>
          <p className="versions__of" dir="auto">
            {titles.get(item.newer) ?? item.newer}
          </p>
          {place && diff ? (
            <Text before={place.before} pieces={diff.after} after={place.after} change="new" />
          ) : (
            <div className="versions__missing">
              <p>{t('versions.missing')}</p>
              <p>{t('versions.missing.hint')}</p>
            </div>
          )}
        </section>
      </div>
    </div>
  );
}

interface TextProps {
  readonly before: string;
  readonly pieces: readonly DiffPiece[];
  readonly after: string;
  readonly change: 'old' | 'new';
}

function Text({ before, pieces, after, change }: TextProps) {
  const Change = change === 'old' ? 'del' : 'ins';
  return (
    <blockquote className="versions__text" dir="auto">
      {before}
      <mark>
        {pieces.map((piece, i) =>
          piece.isChanged ? <Change key={i}>{piece.text}</Change> : <span key={i}>{piece.text}</span>,
        )}
      </mark>
      {after}
    </blockquote>
  );
}
