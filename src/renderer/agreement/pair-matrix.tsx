import type { Decision } from '../../core/agreement/project/decision.ts';
import type { GroupResult } from '../../core/agreement/project/report.ts';
import type { AnnotatorId } from '../../core/ids.ts';
import { t } from '../i18n/texts.ts';
import { coefficientWord, decisionWord, HEADLINES, valueWord } from './agreement-words.ts';

interface PairMatrixProps {
  readonly annotators: readonly AnnotatorId[];
  readonly pairs: readonly GroupResult[];
  readonly decision: Decision;
  /** The pair that is looked at; empty for none. */
  readonly pair: readonly AnnotatorId[];
  nameOf(id: AnnotatorId): string;
  onChoose(pair: readonly AnnotatorId[]): void;
}

/** Each two annotators by the chosen decision’s first coefficient. */
export function PairMatrix({ annotators, pairs, decision, pair, nameOf, onChoose }: PairMatrixProps) {
  const coefficient = HEADLINES[decision];
  const resultOf = (a: AnnotatorId, b: AnnotatorId) =>
    pairs
      .find(({ annotators: two }) => two.includes(a) && two.includes(b))
      ?.decisions.find((result) => result.decision === decision)
      ?.coefficients.find((result) => result.coefficient === coefficient);
  return (
    <section aria-labelledby="agreement-pairs">
      <h2 id="agreement-pairs">{t('agreement.pairs')}</h2>
      <p className="agreement__note">
        {t('agreement.pairsBy', {
          coefficient: coefficientWord(coefficient),
          decision: decisionWord(decision),
        })}
      </p>
      <div className="agreement__scroll" tabIndex={0} role="group" aria-label={t('agreement.pairs')}>
        <table className="agreement-matrix">
          <thead>
            <tr>
              <td />
              {annotators.slice(1).map((id) => (
                <th key={id} scope="col">
                  <bdi>{nameOf(id)}</bdi>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {annotators.slice(0, -1).map((a, i) => (
              <tr key={a}>
                <th scope="row">
                  <bdi>{nameOf(a)}</bdi>
                </th>
                {annotators.slice(1).map((b, j) =>
                  j < i ? (
                    <td key={b} />
                  ) : (
                    <td key={b}>
                      <button
                        type="button"
                        className="agreement-matrix__cell"
                        aria-pressed={pair.includes(a) && pair.includes(b)}
                        aria-label={t('agreement.pairOpen', {
                          first: nameOf(a),
                          second: nameOf(b),
                          value: valueWord(resultOf(a, b)),
                        })}
                        onClick={() => onChoose([a, b])}
                      >
                        {valueWord(resultOf(a, b))}
                      </button>
                    </td>
                  ),
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
