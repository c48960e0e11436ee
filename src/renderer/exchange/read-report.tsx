import type { ReadReport } from '../../contract/calls.ts';
import { run } from '../app/notices.ts';
import { openDocument } from '../app/session.ts';
import { setState } from '../app/state.ts';
import { formatList, formatNumber, formatPercent } from '../i18n/format.ts';
import { t } from '../i18n/texts.ts';
import { Button } from '../ui/button.tsx';

interface ReadReportViewProps {
  readonly report: ReadReport;
  readonly name: string;
  readonly isDone: boolean;
  onRead(): void;
}

/** What reading would do, or has done: counted first, then named. */
export function ReadReportView({ report, name, isDone, onRead }: ReadReportViewProps) {
  const unsure = report.taken.filter((row) => row.confidence < 1);
  const changed = report.changed.filter((row) => row.isTaken);
  const annotations = report.taken.length + changed.length;
  const counts = [
    [isDone ? 'taken' : 'new', report.taken.length],
    ['changed', changed.length],
    ['already', report.already],
    ['refused', report.refused.length],
  ] as const;
  const names = [
    ['newDocuments', report.newDocuments.filter((one) => !one.isReturning).map(({ title }) => title)],
    ['returning', report.newDocuments.filter((one) => one.isReturning).map(({ title }) => title)],
    ['newAnnotators', report.newAnnotators],
    ['newActors', report.newActors],
    ['newCodes', report.newCodes],
  ] as const;
  return (
    <div className="exchange__report" role="status">
      <h4 className="exchange__file">{name}</h4>
      <dl className="exchange__counts">
        {counts.map(([kind, count]) => (
          <div key={kind} data-zero={count === 0 || undefined}>
            <dt>{t(`exchange.count.${kind}`)}</dt>
            <dd>{formatNumber(count)}</dd>
          </div>
        ))}
      </dl>
      {names.map(([kind, all]) =>
        all.length === 0 ? null : (
          <p key={kind}>
            {t(`exchange.${kind}`, { names: formatList(all.slice(0, NAMED)), count: all.length })}
          </p>
        ),
      )}
      {report.changed.length > changed.length ? (
        <p className="field__hint">
          {t('exchange.changedLeft', { count: report.changed.length - changed.length })}
        </p>
      ) : null}
      {changed.length > 0 ? (
        <Rows summary={t('exchange.changedRows', { count: changed.length })} rows={changed}>
          {(row) => `“${row.quote}” ${formatList(row.fields)}`}
        </Rows>
      ) : null}
      {unsure.length > 0 ? (
        <Rows summary={t('exchange.unsure', { count: unsure.length })} rows={unsure}>
          {(row) => (
            <>
              <button
                type="button"
                className="link-button"
                disabled={!isDone}
                onClick={() => {
                  setState({ screen: 'workbench' });
                  run(() => openDocument(row.documentId, row.annotationId));
                }}
              >
                “{row.quote}”
              </button>{' '}
              <span className="count">{formatPercent(row.confidence)}</span>
            </>
          )}
        </Rows>
      ) : null}
      {report.notices.length > 0 ? (
        <Rows summary={t('exchange.worthKnowing', { total: report.notices.length })} rows={report.notices}>
          {(row) => row.notice}
        </Rows>
      ) : null}
      {report.refused.length > 0 ? (
        <Rows isOpen summary={t('exchange.leftOut', { total: report.refused.length })} rows={report.refused}>
          {(row) => `${row.what ? `“${row.what}” ` : ''}${row.reason}`}
        </Rows>
      ) : null}
      {isDone ? null : (
        <div>
          <Button
            tone="primary"
            disabled={annotations === 0 && report.newDocuments.length === 0}
            onClick={onRead}
          >
            {annotations === 0 && report.newDocuments.length > 0
              ? t('exchange.bringDocuments', { count: report.newDocuments.length })
              : t('exchange.readCount', { count: annotations })}
          </Button>
        </div>
      )}
    </div>
  );
}

/** Names that are listed; the count says how many there are. */
const NAMED = 30;
/** Rows that are shown; nobody reads more, and the summary has the count. */
const SHOWN = 500;

interface RowsProps<Row> {
  readonly summary: string;
  readonly rows: readonly Row[];
  readonly isOpen?: boolean;
  children(row: Row): React.ReactNode;
}

function Rows<Row extends { readonly line?: number | undefined }>({
  summary,
  rows,
  isOpen = false,
  children,
}: RowsProps<Row>) {
  return (
    <details open={isOpen}>
      <summary>{summary}</summary>
      <ul className="exchange__rows">
        {rows.slice(0, SHOWN).map((row, i) => (
          <li key={`${row.line ?? ''}-${i}`}>
            {row.line ? t('exchange.line', { line: row.line }) : ''}
            {children(row)}
          </li>
        ))}
      </ul>
    </details>
  );
}
