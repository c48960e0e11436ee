import { ArrowRight, StickyNote } from 'lucide-react';
import { memo } from 'react';
import type { Annotation } from '../../core/annotation/annotation.ts';
import { describeLocator, type Locator } from '../../core/document/locate.ts';
import { knownEntries } from '../../core/codebook/entries.ts';
import type { DocumentSummary } from '../../core/project/project.ts';
import type { ProjectSnapshot } from '../../contract/calls.ts';
import { partyName } from '../tagging/codebook-items.tsx';
import { PolarityMark } from '../ui/polarity.tsx';
import { OpenCell, SelectCell } from '../ui/row-grid.tsx';
import { formatDate, formatDateTime } from '../i18n/format.ts';
import { annotatorName } from '../app/annotator-name.ts';
import { t } from '../i18n/texts.ts';

const STANCES_DRAWN = 2;

interface EvidenceCellsProps {
  readonly annotation: Annotation;
  readonly project: ProjectSnapshot;
  /** Undefined where the annotation's document is gone. */
  readonly summary: DocumentSummary | undefined;
  readonly isSelected: boolean;
  /** Undefined until it is known. */
  readonly locator: Locator | undefined;
}

/** One annotation as cells; drawn anew only when it, the project or its selection changes. */
export const EvidenceCells = memo(function EvidenceCells({
  annotation,
  project,
  summary,
  isSelected,
  locator,
}: EvidenceCellsProps) {
  const { codebook } = project;
  const annotator = annotatorName(project, annotation.annotator);
  const date = summary?.metadata.date?.value;
  const rating = annotation.reliability;
  const ratingWords = [
    rating?.source && t('evidence.sourceIs', { label: codebook.scales.source[rating.source]! }),
    rating?.information &&
      t('evidence.informationIs', { label: codebook.scales.information[String(rating.information)]! }),
    rating?.why,
  ]
    .filter(Boolean)
    .join('\n');
  const place = locator ? describeLocator(locator, { brief: true }) : '';
  const hidden = annotation.stances.length - STANCES_DRAWN;

  return (
    <>
      <SelectCell isSelected={isSelected} />
      <div role="gridcell" aria-colindex={2} className="evidence__cell evidence__cell--passage">
        <span className="evidence__quote" dir="auto">
          {annotation.target.quote.exact}
        </span>
        <span className="evidence__place">
          {[summary?.title ?? annotation.documentId, place, annotator].filter(Boolean).join(' · ')}
        </span>
        {annotation.note ? (
          <span className="evidence__note-mark" title={annotation.note}>
            <StickyNote size={12} aria-label={t('evidence.note', { note: annotation.note })} />
          </span>
        ) : null}
      </div>
      <div role="gridcell" aria-colindex={3} className="evidence__cell evidence__cell--document">
        <span className="evidence__clamp" dir="auto" title={summary?.title}>
          {summary?.title ?? annotation.documentId}
        </span>
        <span className="evidence__faint">
          {date}
          {place ? (
            <span className="evidence__inline-place">
              {date ? ' · ' : ''}
              {place}
            </span>
          ) : null}
        </span>
      </div>
      <div role="gridcell" aria-colindex={4} className="evidence__cell evidence__cell--place">
        {locator ? (
          <span className="evidence__clamp" title={describeLocator(locator)}>
            {place}
            {locator.section ? (
              <span className="evidence__section" dir="auto">
                {locator.section.at(-1)}
              </span>
            ) : null}
          </span>
        ) : null}
      </div>
      <div role="gridcell" aria-colindex={5} className="evidence__cell evidence__cell--actors">
        <span className="evidence__clamp" dir="auto">
          {annotation.actors.map((reference, at) => (
            <span key={`${reference.actorId} ${reference.role}`}>
              {at > 0 ? ', ' : ''}
              {partyName(codebook, reference.actorId)}
              {reference.role === 'about' ? null : (
                <span className="evidence__faint"> {t(`evidence.role.${reference.role}`)}</span>
              )}
            </span>
          ))}
        </span>
      </div>
      <div role="gridcell" aria-colindex={6} className="evidence__cell evidence__cell--stances">
        {annotation.stances.slice(0, STANCES_DRAWN).map((stance, at) => (
          <span
            key={stance.id}
            className="evidence__stance"
            data-alone={annotation.stances.length === 1 ? '' : undefined}
          >
            <PolarityMark polarity={stance.polarity} scales={codebook.scales} />
            <span
              className="evidence__parties"
              dir="auto"
              title={`${partyName(codebook, stance.holder)} → ${partyName(codebook, stance.target)}`}
            >
              <span className="evidence__party">{partyName(codebook, stance.holder)}</span>
              <ArrowRight size={11} aria-label={t('evidence.towards')} />
              <span className="evidence__party">{partyName(codebook, stance.target)}</span>
            </span>
            {hidden > 0 && at === STANCES_DRAWN - 1 ? (
              <span className="evidence__faint">{t('evidence.more', { hidden })}</span>
            ) : null}
          </span>
        ))}
      </div>
      <div role="gridcell" aria-colindex={7} className="evidence__cell evidence__cell--reliability">
        {rating ? (
          <b className="grade" title={ratingWords}>
            {rating.source ?? '–'}
            {rating.information ?? '–'}
          </b>
        ) : null}
      </div>
      <div role="gridcell" aria-colindex={8} className="evidence__cell evidence__cell--codes">
        <span className="evidence__clamp">
          {annotation.codes.map((code) => (
            <span key={code} className="evidence__code" dir="auto">
              <span
                className="swatch"
                data-colour={knownEntries(codebook).get(code)?.colour}
                aria-hidden="true"
              />
              {partyName(codebook, code)}{' '}
            </span>
          ))}
        </span>
      </div>
      <div role="gridcell" aria-colindex={9} className="evidence__cell evidence__cell--annotator">
        <span className="evidence__clamp" title={annotator}>
          {annotator}
        </span>
        <time className="evidence__faint evidence__inline-date" dateTime={annotation.updatedAt}>
          {formatDate(annotation.updatedAt)}
        </time>
      </div>
      <div role="gridcell" aria-colindex={10} className="evidence__cell evidence__cell--note">
        <span className="evidence__clamp" dir="auto" title={annotation.note}>
          {annotation.note}
        </span>
      </div>
      <div role="gridcell" aria-colindex={11} className="evidence__cell evidence__cell--changed">
        <time dateTime={annotation.updatedAt} title={formatDateTime(annotation.updatedAt)}>
          {formatDate(annotation.updatedAt)}
        </time>
      </div>
      <OpenCell
        columnIndex={12}
        label={t('evidence.openThisPassageInThe')}
        title={t('evidence.openInTheReaderEnter')}
      />
    </>
  );
});
