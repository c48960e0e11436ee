import { alphaU } from '../alpha-u.ts';
import { barUAlpha } from '../bar-u-alpha.ts';
import { bootstrapContinuum } from '../bootstrap-continuum.ts';
import { bootstrap, type BootstrapOptions, type Interval } from '../bootstrap.ts';
import { mergeOverlapping, unitsByAnnotator, type Continuum } from '../continuum.ts';
import { cuAlpha } from '../cu-alpha.ts';
import { gamma } from '../gamma.ts';
import { alphaWithDifferences } from '../krippendorff-alpha.ts';
import { tableMeasure } from '../measures.ts';
import { meanSpanF1 } from '../mean-span-f1.ts';
import { undefinedBecause, type Outcome } from '../outcome.ts';
import { distinctPatterns, type Patterns } from '../patterns.ts';
import { exactSpanScores, partialSpanScores } from '../span-f1.ts';
import { isOrdinal, type Decision } from './decision.ts';
import type { LayersContinuum } from './layers-continuum.ts';
import type { CoefficientName, CoefficientResult } from './report.ts';
import type { UnitTable } from './unit-table.ts';

/** How exact the disorder of chance need be on the layers of a project. */
const GAMMA_PRECISION = 0.03;
/** MASI of so many sets, a thousand times over, would take minutes. */
const MAX_RESAMPLED_SETS = 1500;

/** What is left out where many reports are made: intervals, and γ. */
export type Thoroughness = 'full' | 'values';

type Named<T> = readonly [CoefficientName, (data: T) => Outcome];

/** Coefficients of units that were matched: of sets of tags, or of ordinal steps. */
export function tableCoefficients(
  decision: Exclude<Decision, 'boundaries'>,
  { table, differences }: UnitTable,
  options: BootstrapOptions | null,
): CoefficientResult[] {
  const patterns = distinctPatterns(table);
  const named = isOrdinal(decision)
    ? ordinalCoefficients(table.annotators)
    : setCoefficients(table.annotators, differences);
  const resampled =
    options && (isOrdinal(decision) || table.categories <= MAX_RESAMPLED_SETS) ? options : null;
  const intervals = resampled
    ? bootstrap(
        patterns,
        named.map(([, of]) => of),
        resampled,
      )
    : [];
  return named.map(([coefficient, of], i) => result(coefficient, of(patterns), intervals[i]));
}

function ordinalCoefficients(annotators: number): Named<Patterns>[] {
  return [
    ['percent', tableMeasure('percent')],
    ['alpha-ordinal', tableMeasure('alpha-ordinal')],
    ...(annotators === 2
      ? ([
          ['cohen-linear', tableMeasure('cohen-linear')],
          ['cohen-quadratic', tableMeasure('cohen-quadratic')],
        ] as const)
      : []),
    ['ac2', tableMeasure('ac2')],
  ];
}

function setCoefficients(annotators: number, differences: Float64Array | null): Named<Patterns>[] {
  return [
    ['percent', tableMeasure('percent')],
    [
      'alpha-masi',
      (patterns) =>
        differences ? alphaWithDifferences(patterns, differences) : undefinedBecause('too-many-sets'),
    ],
    ['alpha-nominal', tableMeasure('alpha-nominal')],
    annotators === 2 ? ['cohen', tableMeasure('cohen')] : ['fleiss', tableMeasure('fleiss')],
    ['ac1', tableMeasure('ac1')],
  ];
}

/** Coefficients of where passages begin and end, and (cu-α) how their common text is coded. */
export function boundaryCoefficients(
  { passages, coded, documents }: LayersContinuum,
  options: BootstrapOptions | null,
): CoefficientResult[] {
  const merged = mergeOverlapping(passages).continuum;
  const onMerged: Named<Continuum>[] = [
    ['alpha-u', alphaU],
    ['bar-u-alpha', barUAlpha],
  ];
  const onCoded: Named<Continuum>[] = [['cu-alpha', cuAlpha]];
  const onPassages: Named<Continuum>[] = [
    ['f1-exact', (continuum) => meanSpanF1(continuum, exactSpanScores)],
    ['f1-partial', (continuum) => meanSpanF1(continuum, partialSpanScores)],
    ...(passages.annotators === 2 ? precisionAndRecall() : []),
  ];
  return [
    ...results(onMerged, merged),
    ...results(onCoded, coded),
    ...(options ? [gammaResult(passages, documents, options)] : []),
    ...results(onPassages, passages),
  ];

  function results(named: readonly Named<Continuum>[], continuum: Continuum): CoefficientResult[] {
    if (documents === 0) return named.map(([name]) => result(name, undefinedBecause('no-common-documents')));
    const intervals = options
      ? bootstrapContinuum(
          continuum,
          named.map(([, of]) => of),
          options,
        )
      : [];
    return named.map(([coefficient, of], i) => result(coefficient, of(continuum), intervals[i]));
  }
}

function gammaResult(passages: Continuum, documents: number, options: BootstrapOptions): CoefficientResult {
  if (documents === 0) return result('gamma', undefinedBecause('no-common-documents'));
  const { outcome, interval } = gamma(passages, {
    seed: options.seed,
    precision: GAMMA_PRECISION,
    onSample: (sample, samples) => options.onRound?.(Math.floor((sample / samples) * options.rounds)),
  });
  return result('gamma', outcome, interval);
}

/** Of the second annotator against the first. */
function precisionAndRecall(): Named<Continuum>[] {
  const kinds = [
    ['exact', exactSpanScores],
    ['partial', partialSpanScores],
  ] as const;
  return kinds.flatMap(([kind, scoresOf]) =>
    (['precision', 'recall'] as const).map((side): Named<Continuum> => [
      `${side}-${kind}`,
      (continuum) => {
        const [first, second] = unitsByAnnotator(continuum);
        return scoresOf(first!, second!)[side];
      },
    ]),
  );
}

function result(
  coefficient: CoefficientName,
  outcome: Outcome,
  interval: Interval | null | undefined = null,
): CoefficientResult {
  return { coefficient, ...outcome, interval: outcome.value === null ? null : (interval ?? null) };
}
