import { Gavel } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { AgreementScope } from '../../contract/agreement-calls.ts';
import type { CallValue, ProjectSnapshot } from '../../contract/calls.ts';
import type { AnnotatorId } from '../../core/ids.ts';
import { call } from '../app/host.ts';
import { messageOf } from '../app/notices.ts';
import { openAdjudication } from '../adjudication/adjudication-actions.ts';
import { openPassage } from '../evidence/evidence-actions.ts';
import { formatList } from '../i18n/format.ts';
import { t } from '../i18n/texts.ts';
import { Button } from '../ui/button.tsx';
import { setAgreement, type Opened } from './agreement-state.ts';
import { categoryWord, decisionWord, readingWords, stanceWords } from './agreement-words.ts';
import { MessageText } from '../ui/message-text.tsx';

type Units = CallValue<'agreement.units'>;
type UnitRow = Units['rows'][number];

const PAGE = 40;

interface UnitListProps {
  readonly scope: AgreementScope;
  readonly opened: Opened;
  readonly project: ProjectSnapshot;
  /** Another value: annotations have changed. */
  readonly version: number;
  nameOf(id: AnnotatorId): string;
}

/** The passages behind a number, with what each annotator said of them, side by side. */
export function UnitList({ scope, opened, project, version, nameOf }: UnitListProps) {
  const { decision, annotators, cell, documentId, onlyDisagreements } = opened;
  const [shown, setShown] = useState<Units | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [limit, setLimit] = useState(PAGE);
  const key = JSON.stringify(opened);

  useEffect(() => setLimit(PAGE), [key]);
  useEffect(() => {
    let isWanted = true;
    call('agreement.units', {
      scope,
      decision,
      annotators: [...annotators],
      ...(documentId && { documentId }),
      ...(cell && { cell }),
      onlyDisagreements,
      offset: 0,
      limit: Math.min(500, limit),
    }).then(
      (value) => {
        if (!isWanted) return;
        setShown(value);
        setProblem(null);
      },
      (error: unknown) => {
        if (isWanted) setProblem(messageOf(error));
      },
    );
    return () => {
      isWanted = false;
    };
    // `key` stands for all that `opened` holds.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [key, limit, scope, version]);

  const word = (category: string | null): string => categoryWord(decision, category, project.codebook);
  return (
    <>
      <p className="agreement-units__names">
        {t('agreement.passagesHead', {
          decision: decisionWord(decision),
          names: formatList(annotators.map(nameOf)),
        })}
      </p>
      <div className="agreement-units__filters">
        <label className="agreement-units__only">
          <input
            type="checkbox"
            checked={onlyDisagreements}
            onChange={(event) =>
              setAgreement({ opened: { ...opened, onlyDisagreements: event.target.checked } })
            }
          />
          {t('agreement.onlyDifferences')}
        </label>
        {cell ? (
          <Button tone="quiet" onClick={() => setAgreement({ opened: { ...opened, cell: undefined } })}>
            {t('agreement.cellShown', { first: word(cell.first), second: word(cell.second) })} ·{' '}
            {t('agreement.everyCell')}
          </Button>
        ) : null}
        {documentId ? (
          <Button tone="quiet" onClick={() => setAgreement({ opened: { ...opened, documentId: undefined } })}>
            {t('agreement.everyDocument')}
          </Button>
        ) : null}
      </div>
      {problem ? (
        <p role="alert">
          <MessageText>{problem}</MessageText>
        </p>
      ) : null}
      {shown ? (
        <>
          <p className="agreement__note" role="status">
            {shown.total === 0 ? t('agreement.totalNone') : t('agreement.total', { count: shown.total })}
          </p>
          <ul className="agreement-units__list">
            {shown.rows.map((row) => (
              <Unit
                key={`${row.annotations.map((annotation) => annotation?.id ?? '').join()} ${row.about ? `${row.about.holder} ${row.about.target}` : ''}`}
                row={row}
                opened={opened}
                project={project}
                nameOf={nameOf}
              />
            ))}
          </ul>
          {shown.total > shown.rows.length && shown.rows.length < 500 ? (
            <Button onClick={() => setLimit(limit + PAGE)}>{t('agreement.more')}</Button>
          ) : null}
        </>
      ) : problem ? null : (
        <p className="agreement__note">{t('agreement.loading')}</p>
      )}
    </>
  );
}

interface UnitProps {
  readonly row: UnitRow;
  readonly opened: Opened;
  readonly project: ProjectSnapshot;
  nameOf(id: AnnotatorId): string;
}

function Unit({ row, opened: { decision, annotators }, project, nameOf }: UnitProps) {
  const first = row.annotations.find((annotation) => annotation !== null);
  const title = project.documents.find(({ id }) => id === row.documentId)?.title ?? row.documentId;
  return (
    <li className="agreement-unit">
      <p className="agreement-unit__place" dir="auto">
        {title}
      </p>
      {row.about ? (
        <p className="agreement-unit__about">
          <bdi>{stanceWords(row.about, project.codebook)}</bdi>
        </p>
      ) : null}
      <div className="agreement-unit__sides">
        {annotators.map((id, i) => {
          const annotation = row.annotations[i] ?? null;
          return (
            <div
              key={id}
              className="agreement-unit__side"
              data-silent={row.readings[i] === null || undefined}
            >
              <p className="agreement-unit__who">
                <bdi>{nameOf(id)}</bdi>
              </p>
              {annotation ? (
                <>
                  <p className="agreement-unit__reading" dir="auto">
                    {readingWords(decision, row.readings[i] ?? null, project.codebook)}
                  </p>
                  <button
                    type="button"
                    className="agreement-unit__quote"
                    dir="auto"
                    title={t('agreement.openPassage', { name: nameOf(id) })}
                    onClick={() => openPassage(annotation)}
                  >
                    {annotation.target.quote.exact}
                  </button>
                </>
              ) : (
                <p className="agreement-unit__reading">{t('agreement.didNotMark')}</p>
              )}
            </div>
          );
        })}
      </div>
      {first ? (
        <Button
          tone="quiet"
          className="button--small agreement-unit__adjudicate"
          onClick={() => openAdjudication(row.documentId, first.id)}
        >
          <Gavel size={13} aria-hidden="true" /> {t('adjudication.adjudicate')}
        </Button>
      ) : null}
    </li>
  );
}
