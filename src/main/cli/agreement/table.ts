import { AGREEMENT_WEIGHTS, type AgreementWeights } from '../../../core/agreement/agreement-weights.ts';
import { bootstrap } from '../../../core/agreement/bootstrap.ts';
import { CATEGORY_KINDS, TABLE_MEASURES, tableMeasure } from '../../../core/agreement/measures.ts';
import { countPairable, distinctPatterns, judgementsIn } from '../../../core/agreement/patterns.ts';
import { readTable } from '../../../core/agreement/read-table.ts';
import { readRows } from '../../services/agreement/read-rows.ts';
import type { CliContext } from '../context.ts';
import type { ParsedArguments } from '../parse-arguments.ts';
import { UsageError } from '../usage-error.ts';
import { bootstrapOptions, headerOption, oneOf, tellFaults, tellNotices } from './options.ts';
import { tellCoefficient } from './tell-coefficient.ts';

/** `postil agreement --table <units.csv> --measure …` */
export async function agreementOfTable(
  file: string,
  args: ParsedArguments,
  { output, environment, job }: CliContext,
): Promise<boolean> {
  const measure = oneOf(args, 'measure', TABLE_MEASURES);
  const weights = requireWeights(args);
  const options = bootstrapOptions(args, job);
  const order = args
    .text('order')
    ?.split(',')
    .map((category) => category.trim())
    .filter((category) => category !== '');
  const reading = readTable(await readRows(environment.fs, file, job), {
    kind: CATEGORY_KINDS[measure],
    order,
    hasHeader: headerOption(args),
  });
  if (!('table' in reading)) {
    tellFaults(output, file, reading);
    return false;
  }
  const { annotators, categories, hasHeader } = reading;
  tellNotices(
    output,
    file,
    reading.notices.map((problem) => ({ problem })),
  );
  const patterns = distinctPatterns(reading.table);
  const units = patterns.rowOf.length;
  if (measure === 'fleiss') {
    let partial = 0;
    for (let row = 0; row < patterns.weights.length; row++) {
      if (judgementsIn(patterns, row) < annotators.length) partial += patterns.weights[row]!;
    }
    if (partial > 0) {
      const problem = `${partial} of ${units} units have an empty cell and were left out, as Fleiss’ κ needs.`;
      tellNotices(output, file, [{ problem }]);
    }
  }
  const coefficient = tableMeasure(measure, weights);
  const outcome = units === 0 ? ({ value: null, reason: 'no-units' } as const) : coefficient(patterns);
  const [interval = null] = outcome.value === null ? [] : bootstrap(patterns, [coefficient], options);
  await tellCoefficient(
    output,
    file,
    args.flag('json'),
    { measure, outcome, interval, units, annotators },
    {
      ...(measure === 'ac2' && { weights }),
      pairableUnits: countPairable(patterns),
      categories,
      header: hasHeader,
      seed: options.seed,
    },
  );
  return true;
}

function requireWeights(args: ParsedArguments): AgreementWeights {
  if (args.text('weights') === undefined) return 'linear';
  if (args.text('measure') !== 'ac2') throw new UsageError('--weights is for --measure ac2.');
  return oneOf(args, 'weights', AGREEMENT_WEIGHTS);
}
