import { TABLE_MEASURES } from '../../../core/agreement/measures.ts';
import { agreementOfSpans, SPAN_MEASURES } from '../agreement/spans.ts';
import { agreementOfTable } from '../agreement/table.ts';
import type { Command } from '../command.ts';
import { UsageError } from '../usage-error.ts';

const FROM_FILE = ['--table', '--spans'] as const;

export const agreement: Command = {
  name: 'agreement',
  usage: `agreement --table <units.csv> --measure ${TABLE_MEASURES.join('|')}
  postil agreement --spans <spans.csv> --measure ${SPAN_MEASURES.join('|')} [--continuum START END]`,
  help: `How far annotators agree, corrected for chance, with a 95 % interval of 1,000 seeded resamples. What cannot be
told from chance (one category only, no unit judged by two) is undefined, with the reason; --json prints null.

--table: a row a unit, a column an annotator, an empty cell where an annotator said nothing. A first row of names is
found out and said; --header and --no-header decide. Ordinal measures take numbers in their order, other categories in
that of --order a,b,c, else of the alphabet. ac2 has linear weights, or those of --weights (linear, quadratic). Missing
data: every measure leaves out what makes no pair; fleiss leaves out every unit with an empty cell; ac1 and ac2 count
what only one judged into the shares of the categories.

--spans: annotator, start, end (half-open), category, with or without a header. alpha-u is Krippendorff's of 1995 and
2004, u-alpha, bar-u-alpha and cu-alpha are those of 2016, gamma is that of Mathet, Widlöcher and Métivier (2015). What
an annotator left blank is a disagreement, but for cu-alpha, which looks only where two marked something. Without
--continuum it reaches from the first unit to the last. Units of one annotator may overlap for gamma; else those of one
category become one, and others are refused.

--rounds N and --seed N set the resampling; --rounds 0 leaves it out. The interval of gamma is what its sampling leaves
open. A file that cannot be read as it should makes the exit status 1, with each line that is wrong on stderr.`,
  shape: {
    positionals: [],
    options: {
      table: 'text',
      spans: 'text',
      measure: 'text',
      order: 'text',
      weights: 'text',
      continuum: 'list',
      header: 'flag',
      'no-header': 'flag',
      rounds: 'text',
      seed: 'text',
      json: 'flag',
    },
  },
  run(args, context) {
    const [table, spans] = [args.text('table'), args.text('spans')];
    if (table !== undefined && spans !== undefined) {
      throw new UsageError('--table and --spans exclude each other.');
    }
    if (table !== undefined) return agreementOfTable(table, args, context);
    if (spans !== undefined) return agreementOfSpans(spans, args, context);
    throw new UsageError(`${FROM_FILE.join(' or ')} is missing.`);
  },
};
