import { agreementWeights, type AgreementWeights } from './agreement-weights.ts';
import { cohenKappa } from './cohen-kappa.ts';
import { fleissKappa } from './fleiss-kappa.ts';
import { gwetAc1 } from './gwet-ac1.ts';
import { gwetAc2 } from './gwet-ac2.ts';
import { krippendorffAlpha } from './krippendorff-alpha.ts';
import type { Outcome } from './outcome.ts';
import type { Patterns } from './patterns.ts';
import { percentAgreement } from './percent-agreement.ts';
import type { CategoryKind } from './read-table.ts';

/** Coefficients of a reliability table, by the names that the command line has for them. */
export const TABLE_MEASURES = [
  'percent',
  'cohen',
  'cohen-linear',
  'cohen-quadratic',
  'fleiss',
  'alpha-nominal',
  'alpha-ordinal',
  'alpha-interval',
  'alpha-ratio',
  'ac1',
  'ac2',
] as const;
export type TableMeasure = (typeof TABLE_MEASURES)[number];

/** What each needs of categories. */
export const CATEGORY_KINDS: Readonly<Record<TableMeasure, CategoryKind>> = {
  percent: 'names',
  cohen: 'names',
  'cohen-linear': 'order',
  'cohen-quadratic': 'order',
  fleiss: 'names',
  'alpha-nominal': 'names',
  'alpha-ordinal': 'order',
  'alpha-interval': 'numbers',
  'alpha-ratio': 'ratios',
  ac1: 'names',
  ac2: 'order',
};

/**
 * The coefficient of this name. Weights of κ go by the place of a category in the order; those of AC2 by what number it
 * is, where categories are numbers, as Gwet has it.
 * @param weights of AC2
 */
export function tableMeasure(
  measure: TableMeasure,
  weights: AgreementWeights = 'linear',
): (patterns: Patterns) => Outcome {
  switch (measure) {
    case 'percent':
      return percentAgreement;
    case 'cohen':
      return (patterns) => cohenKappa(patterns);
    case 'cohen-linear':
      return (patterns) => cohenKappa(patterns, 'linear');
    case 'cohen-quadratic':
      return (patterns) => cohenKappa(patterns, 'quadratic');
    case 'fleiss':
      return fleissKappa;
    case 'alpha-nominal':
      return (patterns) => krippendorffAlpha(patterns, 'nominal');
    case 'alpha-ordinal':
      return (patterns) => krippendorffAlpha(patterns, 'ordinal');
    case 'alpha-interval':
      return (patterns) => krippendorffAlpha(patterns, 'interval');
    case 'alpha-ratio':
      return (patterns) => krippendorffAlpha(patterns, 'ratio');
    case 'ac1':
      return gwetAc1;
    case 'ac2':
      return (patterns) => gwetAc2(patterns, agreementWeights(weights, patterns.categories, patterns.values));
  }
}
