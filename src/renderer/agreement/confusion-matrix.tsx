import { isOrdinal, stepsOf } from '../../core/agreement/project/decision.ts';
import type { DecisionResult } from '../../core/agreement/project/report.ts';
import type { AnnotatorId } from '../../core/ids.ts';
import type { Codebook } from '../../core/codebook/codebook.ts';
import { t } from '../i18n/texts.ts';
import { formatNumber } from '../i18n/format.ts';
import { categoryWord, decisionWord } from './agreement-words.ts';

interface ConfusionMatrixProps {
  readonly result: DecisionResult;
  /** Two. */
  readonly annotators: readonly AnnotatorId[];
  readonly codebook: Codebook;
  /** The cell whose passages are listed. */
  readonly cell: { readonly first: string | null; readonly second: string | null } | undefined;
  nameOf(id: AnnotatorId): string;
  onOpen(cell: { readonly first: string | null; readonly second: string | null }): void;
}

/** More would not be seen at once. */
const MOST_CATEGORIES = 12;

/** Who takes what for what: what the first said down, what the second said across; the same on the diagonal. */
export function ConfusionMatrix({
  result: { decision, confusion },
  annotators,
  codebook,
  cell: shown,
  nameOf,
  onOpen,
}: ConfusionMatrixProps) {
  const cells = confusion ?? [];
  const { categories, left } = categoriesOf(decision, cells);
  const countOf = (first: string | null, second: string | null): number =>
    cells.find((cell) => cell.first === first && cell.second === second)?.count ?? 0;
  const word = (category: string | null): string => categoryWord(decision, category, codebook);
  const [firstName, secondName] = [nameOf(annotators[0]!), nameOf(annotators[1]!)];
  return (
    <section aria-labelledby="agreement-confusion">
      <h2 id="agreement-confusion">{t('agreement.confusion')}</h2>
      {cells.length === 0 ? (
        <p className="agreement__note">{t('agreement.confusionNone')}</p>
      ) : (
        <>
          <p className="agreement__note">
            {t('agreement.confusionOf', {
              decision: decisionWord(decision),
              first: firstName,
              second: secondName,
            })}
          </p>
          <div className="agreement__scroll" tabIndex={0} role="group" aria-label={t('agreement.confusion')}>
            <table className="agreement-matrix" data-kind={isOrdinal(decision) ? 'steps' : 'tags'}>
              <thead>
                <tr>
                  <td />
                  {categories.map((category) => (
                    <th key={category ?? ''} scope="col">
                      <bdi>{word(category)}</bdi>
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {categories.map((first) => (
                  <tr key={first ?? ''}>
                    <th scope="row">
                      <bdi>{word(first)}</bdi>
                    </th>
                    {categories.map((second) => {
                      const total = countOf(first, second);
                      if (total === 0) {
                        return <td key={second ?? ''} data-same={first === second || undefined} />;
                      }
                      return (
                        <td key={second ?? ''} data-same={first === second || undefined}>
                          <button
                            type="button"
                            className="agreement-matrix__cell"
                            aria-pressed={shown?.first === first && shown.second === second}
                            aria-label={t('agreement.cellOpen', {
                              first: word(first),
                              second: word(second),
                              firstName,
                              secondName,
                              total,
                            })}
                            onClick={() => onOpen({ first, second })}
                          >
                            {formatNumber(total)}
                          </button>
                        </td>
                      );
                    })}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          {left > 0 ? (
            <p className="agreement__note">{t('agreement.confusionMore', { count: left })}</p>
          ) : null}
        </>
      )}
    </section>
  );
}

/** Steps in their order; tags by how often they are taken for others, then how often they occur; nothing last. */
function categoriesOf(
  decision: DecisionResult['decision'],
  cells: NonNullable<DecisionResult['confusion']>,
): { readonly categories: readonly (string | null)[]; readonly left: number } {
  if (isOrdinal(decision)) {
    const used = new Set(cells.flatMap(({ first, second }) => [first, second]));
    const steps = stepsOf(decision);
    const at = steps.flatMap((step, i) => (used.has(step) ? [i] : []));
    return { categories: steps.slice(Math.min(...at), Math.max(...at) + 1), left: 0 };
  }
  const counts = new Map<string | null, { confused: number; total: number }>();
  for (const { first, second, count } of cells) {
    for (const category of new Set([first, second])) {
      const { confused, total } = counts.get(category) ?? { confused: 0, total: 0 };
      counts.set(category, {
        confused: confused + (first === second ? 0 : count),
        total: total + count,
      });
    }
  }
  const nothing = counts.delete(null) ? [null] : [];
  const byCount = [...counts]
    .toSorted(([, a], [, b]) => b.confused - a.confused || b.total - a.total)
    .map(([category]) => category);
  return {
    categories: [...byCount.slice(0, MOST_CATEGORIES), ...nothing],
    left: Math.max(0, byCount.length - MOST_CATEGORIES),
  };
}
