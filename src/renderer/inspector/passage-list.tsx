import { useMemo, useState } from 'react';
import type { Annotation } from '../../core/annotation/annotation.ts';
import { describeLocator, type Locate } from '../../core/document/locate.ts';
import { foldText } from '../../core/text-fold.ts';
import type { AnnotationId } from '../../core/ids.ts';
import type { ProjectSnapshot } from '../../contract/calls.ts';
import { partyName } from '../tagging/codebook-items.tsx';
import { t } from '../i18n/texts.ts';
import { formatNumber } from '../i18n/format.ts';
import { polarityText } from '../ui/polarity.tsx';
import { VirtualList } from '../ui/virtual-list.tsx';

const ROW_HEIGHT = 58;

interface PassageListProps {
  readonly annotations: readonly Annotation[];
  readonly project: ProjectSnapshot;
  readonly currentId: AnnotationId | null;
  readonly locate: Locate;
  onOpen(id: AnnotationId): void;
}

/** This document's passages in text order. */
export function PassageList({ annotations, project, currentId, locate, onOpen }: PassageListProps) {
  const [query, setQuery] = useState('');
  const shown = useMemo(() => {
    const words = foldText(query).split(/\s+/).filter(Boolean);
    if (words.length === 0) return annotations;
    return annotations.filter((annotation) => {
      const text = foldText(
        [
          annotation.target.quote.exact,
          annotation.note ?? '',
          ...annotation.actors.map((reference) => partyName(project.codebook, reference.actorId)),
          ...annotation.codes.map((code) => partyName(project.codebook, code)),
        ].join(' '),
      );
      return words.every((word) => text.includes(word));
    });
  }, [annotations, query, project.codebook]);

  const currentIndex = shown.findIndex((annotation) => annotation.id === currentId);

  return (
    <section className="passage-list" aria-label={t('inspector.passagesOfThisDocument')}>
      <header className="passage-list__head">
        <h2>
          {t('inspector.passages')} <span className="count">{formatNumber(annotations.length)}</span>
        </h2>
        <input
          className="input input--slim"
          type="search"
          aria-label={t('inspector.searchThesePassages')}
          placeholder={t('inspector.search')}
          value={query}
          onChange={(event) => setQuery(event.target.value)}
        />
      </header>
      {annotations.length === 0 ? (
        <p className="passage-list__empty">{t('inspector.nothingHighlightedYetSelectA')}</p>
      ) : shown.length === 0 ? (
        <p className="passage-list__empty">{t('inspector.noPassageHoldsTheseWords')}</p>
      ) : null}
      <VirtualList
        rows={shown}
        rowHeight={ROW_HEIGHT}
        label={t('inspector.passages')}
        currentIndex={currentIndex}
        keyOf={({ id }) => id}
        renderRow={(annotation) => (
          <button
            type="button"
            className="passage-list__item"
            aria-current={annotation.id === currentId}
            onClick={() => onOpen(annotation.id)}
          >
            <span className="passage-list__quote" dir="auto">
              {annotation.target.quote.exact}
            </span>
            <span className="passage-list__tags">
              <span className="passage-list__locator">
                {describeLocator(locate(annotation.target.ranges), { brief: true })}
              </span>{' '}
              {tagSummary(annotation, project)}
            </span>
          </button>
        )}
      />
    </section>
  );
}

/** One line: actors, stances by their sign, rating, codes. */
function tagSummary(annotation: Annotation, project: ProjectSnapshot): string {
  const { codebook } = project;
  const rating = annotation.reliability;
  const parts = [
    ...new Set(annotation.actors.map((reference) => partyName(codebook, reference.actorId))),
    ...annotation.stances.map(
      (stance) =>
        `${partyName(codebook, stance.holder)} ${polarityText(stance.polarity)} ${partyName(codebook, stance.target)}`,
    ),
    ...(rating ? [`${rating.source ?? '–'}${rating.information ?? '–'}`] : []),
    ...annotation.codes.map((code) => partyName(codebook, code)),
  ];
  return parts.length > 0 ? parts.join(' · ') : (annotation.note ?? t('inspector.highlight'));
}
