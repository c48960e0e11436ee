import { alphaU } from '../../../core/agreement/alpha-u.ts';
import { barUAlpha } from '../../../core/agreement/bar-u-alpha.ts';
import { bootstrapContinuum } from '../../../core/agreement/bootstrap-continuum.ts';
import type { Interval } from '../../../core/agreement/bootstrap.ts';
import type { Continuum } from '../../../core/agreement/continuum.ts';
import { cuAlpha } from '../../../core/agreement/cu-alpha.ts';
import { DEFAULT_GAMMA_WEIGHTS } from '../../../core/agreement/dissimilarity.ts';
import { gamma } from '../../../core/agreement/gamma.ts';
import type { Outcome } from '../../../core/agreement/outcome.ts';
import { isNumber } from '../../../core/agreement/read-table.ts';
import { readSpans } from '../../../core/agreement/read-spans.ts';
import { uAlpha } from '../../../core/agreement/u-alpha.ts';
import { readRows } from '../../services/agreement/read-rows.ts';
import type { CliContext } from '../context.ts';
import type { ParsedArguments } from '../parse-arguments.ts';
import { UsageError } from '../usage-error.ts';
import { bootstrapOptions, headerOption, oneOf, tellFaults, tellNotices } from './options.ts';
import { tellCoefficient } from './tell-coefficient.ts';

export const SPAN_MEASURES = ['alpha-u', 'u-alpha', 'bar-u-alpha', 'cu-alpha', 'gamma'] as const;
type SpanMeasure = (typeof SPAN_MEASURES)[number];

const COEFFICIENTS: Readonly<Record<Exclude<SpanMeasure, 'gamma'>, (continuum: Continuum) => Outcome>> = {
  'alpha-u': alphaU,
  'u-alpha': uAlpha,
  'bar-u-alpha': barUAlpha,
  'cu-alpha': cuAlpha,
};

/** `postil agreement --spans <spans.csv> --measure …` */
export async function agreementOfSpans(
  file: string,
  args: ParsedArguments,
  { output, environment, job }: CliContext,
): Promise<boolean> {
  const measure = oneOf(args, 'measure', SPAN_MEASURES);
  const options = bootstrapOptions(args, job);
  const given = requireContinuum(args);
  const reading = readSpans(await readRows(environment.fs, file, job), {
    hasHeader: headerOption(args),
    continuum: given,
    needsWholeNumbers: measure === 'alpha-u',
    overlaps: measure === 'gamma' ? 'keep' : measure === 'alpha-u' ? 'merge-same' : 'refuse-different',
  });
  if (!('continuum' in reading)) {
    tellFaults(output, file, reading);
    return false;
  }
  const { continuum, annotators, categories, hasHeader } = reading;
  tellNotices(output, file, reading.notices);
  const { outcome, interval, ...more } = compute();

  function compute(): { outcome: Outcome; interval: Interval | null; [key: string]: unknown } {
    if (measure !== 'gamma') {
      const outcome = COEFFICIENTS[measure](continuum);
      const [interval = null] =
        outcome.value === null ? [] : bootstrapContinuum(continuum, [COEFFICIENTS[measure]], options);
      return { outcome, interval };
    }
    const { outcome, interval, disorder, expectedDisorder, samples } = gamma(continuum, {
      seed: options.seed,
      weights: DEFAULT_GAMMA_WEIGHTS,
      onSample: () => job.signal.throwIfAborted(),
    });
    return { outcome, interval, disorder, expectedDisorder, samples };
  }

  await tellCoefficient(
    output,
    file,
    args.flag('json'),
    { measure, outcome, interval, units: continuum.units.length, annotators },
    {
      categories,
      continuum: { start: continuum.start, end: continuum.end },
      header: hasHeader,
      seed: options.seed,
      ...more,
    },
  );
  return true;
}

function requireContinuum(args: ParsedArguments): { start: number; end: number } | undefined {
  const given = args.list('continuum');
  if (given.length === 0) return undefined;
  const [start, end] = given.map(Number);
  if (given.length !== 2 || !given.every(isNumber) || !(start! < end!)) {
    throw new UsageError('--continuum takes two numbers, where it begins and where it ends.');
  }
  return { start: start!, end: end! };
}
