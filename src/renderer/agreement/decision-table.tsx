import type { Decision } from '../../core/agreement/project/decision.ts';
import type { CoefficientResult, DecisionResult, GroupResult } from '../../core/agreement/project/report.ts';
import { formatAgreement } from '../i18n/format.ts';
import { t } from '../i18n/texts.ts';
import { coefficientWord, decisionWord, valueWord } from './agreement-words.ts';

interface DecisionTableProps {
  readonly group: GroupResult;
  readonly decision: Decision;
  /** Shows the passages, all or those on which annotators differ. */
  onOpen(decision: Decision, onlyDisagreements: boolean): void;
}

/** Every decision with its coefficients: value, interval, what it rests on; in words where there is none. */
export function DecisionTable({ group, decision: chosen, onOpen }: DecisionTableProps) {
  return (
    <table className="agreement-table">
      <thead>
        <tr>
          <th scope="col">{t('agreement.coefficient')}</th>
          <th scope="col" className="agreement-table__number">
            {t('agreement.value')}
          </th>
          <th scope="col" className="agreement-table__wide">
            <span className="visually-hidden">{t('agreement.interval')}</span>
          </th>
          <th scope="col" className="agreement-table__interval">
            {t('agreement.interval')}
          </th>
        </tr>
      </thead>
      {group.decisions.map((result) => (
        <tbody key={result.decision} data-chosen={result.decision === chosen || undefined}>
          <DecisionHead result={result} onOpen={onOpen} />
          {result.coefficients.map((coefficient) => (
            <CoefficientRow
              key={coefficient.coefficient}
              decision={result.decision}
              result={coefficient}
              onOpen={() => onOpen(result.decision, false)}
            />
          ))}
        </tbody>
      ))}
    </table>
  );
}

function DecisionHead({
  result,
  onOpen,
}: {
  readonly result: DecisionResult;
  onOpen: DecisionTableProps['onOpen'];
}) {
  const { decision, units, pairable, disagreements } = result;
  return (
    <tr className="agreement-table__decision">
      <th scope="rowgroup" colSpan={4}>
        <span className="agreement-table__name">{decisionWord(decision)}</span>
        <span className="agreement-table__units" title={t('agreement.unitsHead')}>
          {t('agreement.units', { pairable, units })}
        </span>
        {disagreements > 0 ? (
          <button
            type="button"
            className="link-button"
            aria-label={t('agreement.openDifferences', {
              words: t('agreement.differ', { count: disagreements }),
              decision: decisionWord(decision),
            })}
            onClick={() => onOpen(decision, true)}
          >
            {t('agreement.differ', { count: disagreements })}
          </button>
        ) : null}
        <span className="agreement-table__says">{t(`agreement.says.${decision}`)}</span>
      </th>
    </tr>
  );
}

interface CoefficientRowProps {
  readonly decision: Decision;
  readonly result: CoefficientResult;
  onOpen(): void;
}

function CoefficientRow({ decision, result, onOpen }: CoefficientRowProps) {
  const { coefficient, value, reason, interval } = result;
  const name = coefficientWord(coefficient);
  return (
    <tr>
      <th scope="row">{name}</th>
      <td className="agreement-table__number">
        <button
          type="button"
          className="agreement-table__value"
          data-undefined={value === null || undefined}
          aria-label={t('agreement.openValue', {
            decision: decisionWord(decision),
            coefficient: name,
            value: valueWord(result),
          })}
          onClick={onOpen}
        >
          {valueWord(result)}
        </button>
      </td>
      {value !== null ? (
        <>
          <td className="agreement-table__wide">
            <Track value={value} low={interval?.low ?? value} high={interval?.high ?? value} />
          </td>
          <td className="agreement-table__interval">
            {interval
              ? t('agreement.fromTo', {
                  low: formatAgreement(interval.low),
                  high: formatAgreement(interval.high),
                })
              : null}
          </td>
        </>
      ) : (
        <td className="agreement-table__reason" colSpan={2}>
          {reason === null ? null : t(`agreement.reason.${reason}`)}
        </td>
      )}
    </tr>
  );
}

interface TrackProps {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** The value on a line from 0 to 1, its interval around it; what is below 0 lies at the beginning. The numbers stand beside. */
function Track({ value, low, high }: TrackProps) {
  const at = (number: number): string => `${Math.max(0, Math.min(1, number)) * 100}%`;
  const from = Math.max(0, Math.min(1, low));
  const to = Math.max(0, Math.min(1, high));
  return (
    <span className="agreement-track" aria-hidden="true">
      <span
        className="agreement-track__interval"
        style={{ insetInlineStart: at(low), inlineSize: `${(to - from) * 100}%` }}
      />
      <span className="agreement-track__value" style={{ insetInlineStart: at(value) }} />
    </span>
  );
}
