import { Pencil } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Annotation } from '../../core/annotation/annotation.ts';
import type { Difference } from '../../core/adjudication/differences.ts';
import type { Place } from '../../core/adjudication/places.ts';
import type { ProjectSnapshot } from '../../contract/calls.ts';
import { StanceLine } from '../inspector/passage-panel.tsx';
import { partyName } from '../tagging/codebook-items.tsx';
import { Button, IconButton } from '../ui/button.tsx';
import { formatList } from '../i18n/format.ts';
import { t } from '../i18n/texts.ts';
import { startEdit, takeOf } from './adjudication-actions.ts';
import { ADJUDICATED_SIGN, type AdjudicationView } from './adjudication-view.ts';
import { quoteParts } from './quote-parts.ts';

interface Column {
  readonly key: string;
  readonly sign: string;
  readonly name: string;
  readonly annotation: Annotation | null;
  /** Of a reader; null for what was decided. */
  readonly reader: number | null;
}

const FIELDS = ['quote', 'actors', 'codes', 'stances', 'reliability', 'certainty', 'note'] as const;
type Field = (typeof FIELDS)[number];

/** Which differences a field shows. */
const SHOWS: Readonly<Record<Field, readonly Difference[]>> = {
  quote: ['boundary'],
  actors: ['actor'],
  codes: ['code'],
  stances: ['stance', 'polarity'],
  reliability: ['reliability'],
  certainty: ['certainty'],
  note: [],
};

/** More have no column where they marked nothing: they are named in a line. */
const FEW_READERS = 3;

interface ComparisonTableProps {
  readonly view: AdjudicationView;
  readonly place: Place;
  readonly mayDecide: boolean;
}

/** What each reader has at a place, and what was decided, side by side; fields that differ say so. */
export function ComparisonTable({ view, place, mayDecide }: ComparisonTableProps) {
  const { readers, project, open } = view;
  const isCrowded = readers.length > FEW_READERS;
  const absent = isCrowded ? readers.filter((_, reader) => !place.members[reader]) : [];
  const columns: Column[] = [
    ...readers
      .map(({ annotator, sign, name }, reader) => ({
        key: annotator,
        sign,
        name,
        annotation: place.members[reader] ?? null,
        reader,
      }))
      .filter(({ annotation }) => annotation !== null || !isCrowded),
    ...place.results.map((annotation, i) => ({
      key: annotation.id,
      sign: i === 0 ? ADJUDICATED_SIGN : `${ADJUDICATED_SIGN}${i + 1}`,
      name: t('adjudication.adjudicated'),
      annotation,
      reader: null,
    })),
  ];
  const rows = FIELDS.filter(
    (field) => field === 'quote' || columns.some(({ annotation }) => annotation && has(annotation, field)),
  );
  const ranges = place.members.flatMap((member) =>
    member ? [{ id: member.id, ranges: member.target.ranges }] : [],
  );

  function cellOf(field: Field, annotation: Annotation, isReader: boolean): ReactNode {
    if (field === 'quote') {
      const others = isReader
        ? ranges.filter(({ id }) => id !== annotation.id).map((each) => each.ranges)
        : [];
      return <Quote text={open.text} annotation={annotation} others={others} />;
    }
    return has(annotation, field) ? (
      fieldOf(field, annotation, project)
    ) : (
      <span className="comparison__none">{t('adjudication.none')}</span>
    );
  }

  return (
    // It may be wider than the pane, so the keyboard must reach it.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className="comparison" role="group" aria-label={t('adjudication.sideBySide')} tabIndex={0}>
      {absent.length > 0 ? (
        <p className="comparison__absent">
          {t('adjudication.absent', { names: formatList(absent.map(({ sign, name }) => `${sign} ${name}`)) })}
        </p>
      ) : null}
      <table>
        <thead>
          <tr>
            {columns.map(({ key, sign, name, annotation, reader }) => (
              <th key={key} scope="col" data-decided={reader === null || undefined}>
                <span className="comparison__who" title={name}>
                  <b>{sign}</b> <bdi>{name}</bdi>
                </span>
                {reader !== null && mayDecide && annotation ? (
                  <span className="comparison__acts">
                    <Button
                      className="button--small"
                      title={t('adjudication.takeTitle', { name, key: String(reader + 1) })}
                      onClick={() => takeOf(reader)}
                    >
                      {t('adjudication.take', { sign })}
                      {reader < 9 ? <kbd className="kbd">{reader + 1}</kbd> : null}
                    </Button>
                    <IconButton
                      label={t('adjudication.editFrom', { name })}
                      size="small"
                      onClick={() => startEdit(annotation)}
                    >
                      <Pencil size={13} />
                    </IconButton>
                  </span>
                ) : null}
              </th>
            ))}
          </tr>
        </thead>
        {rows.map((field) => {
          const isDifferent = SHOWS[field].some((difference) => place.differences.includes(difference));
          return (
            <tbody key={field} data-differs={isDifferent || undefined}>
              <tr>
                <th scope="rowgroup" colSpan={columns.length} className="comparison__field">
                  {t(`adjudication.field.${field}`)}
                  {isDifferent ? (
                    <span className="comparison__differ">{t('adjudication.differ')}</span>
                  ) : null}
                </th>
              </tr>
              <tr>
                {columns.map(({ key, annotation, reader }) => (
                  <td key={key} data-decided={reader === null || undefined}>
                    {annotation ? (
                      cellOf(field, annotation, reader !== null)
                    ) : field === 'quote' ? (
                      <span className="comparison__none">{t('adjudication.didNotMark')}</span>
                    ) : null}
                  </td>
                ))}
              </tr>
            </tbody>
          );
        })}
      </table>
    </div>
  );
}

function has(annotation: Annotation, field: Field): boolean {
  switch (field) {
    case 'quote':
      return true;
    case 'actors':
    case 'codes':
    case 'stances':
      return annotation[field].length > 0;
    default:
      return annotation[field] !== undefined;
  }
}

/** One field of an annotation, as it is also shown before and after a change. */
function fieldOf(
  field: Exclude<Field, 'quote'>,
  annotation: Annotation,
  project: ProjectSnapshot,
): ReactNode {
  const { codebook } = project;
  switch (field) {
    case 'actors':
      return (
        <ul>
          {annotation.actors.map(({ actorId, role }) => (
            <li key={`${actorId} ${role}`}>
              <bdi>{partyName(codebook, actorId)}</bdi>
              <span className="comparison__soft"> · {t(`inspector.role.${role}`)}</span>
            </li>
          ))}
        </ul>
      );
    case 'codes':
      return (
        <ul>
          {annotation.codes.map((code) => (
            <li key={code}>
              <bdi>{partyName(codebook, code)}</bdi>
            </li>
          ))}
        </ul>
      );
    case 'stances':
      return (
        <ul>
          {annotation.stances.map((stance) => (
            <li key={stance.id}>
              <StanceLine stance={stance} project={project} />
            </li>
          ))}
        </ul>
      );
    case 'reliability':
      return (
        <>
          <b className="grade">
            {annotation.reliability?.source ?? '–'}
            {annotation.reliability?.information ?? '–'}
          </b>{' '}
          <span dir="auto">{annotation.reliability?.why}</span>
        </>
      );
    case 'certainty':
      return annotation.certainty ? t(`tagging.certainty.${annotation.certainty}`) : null;
    case 'note':
      return <span dir="auto">{annotation.note}</span>;
  }
}

/** What an annotation says but for where it stands: for before and after. */
export function AnnotationFields({
  annotation,
  project,
}: {
  readonly annotation: Annotation;
  readonly project: ProjectSnapshot;
}) {
  return (
    <div className="annotation-fields">
      <p className="annotation-fields__quote" dir="auto">
        {annotation.target.quote.exact}
      </p>
      {FIELDS.map((field) =>
        field !== 'quote' && has(annotation, field) ? (
          <div key={field}>{fieldOf(field, annotation, project)}</div>
        ) : null,
      )}
    </div>
  );
}

/** The passage's words; what not all of the others have is marked by a line and said. */
function Quote({
  text,
  annotation,
  others,
}: {
  readonly text: string;
  readonly annotation: Annotation;
  readonly others: Parameters<typeof quoteParts>[2];
}) {
  return (
    <p className="comparison__quote" dir="auto">
      {quoteParts(text, annotation.target.ranges, others).map((part, i) => (
        <span key={i}>
          {part.isApart ? ' … ' : ''}
          {part.heldBy === 'all' ? (
            part.text
          ) : (
            <mark data-held={part.heldBy}>
              <span className="visually-hidden">
                {t(part.heldBy === 'one' ? 'adjudication.onlyHere' : 'adjudication.onlySome')}{' '}
              </span>
              {part.text}
              <span className="visually-hidden"> {t('adjudication.endOfOnly')}</span>
            </mark>
          )}
        </span>
      ))}
    </p>
  );
}
