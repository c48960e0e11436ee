import { TABLE_MEASURES } from '../../../core/agreement/measures.ts';
import { agreementOfProject } from '../agreement/project.ts';
import { agreementOfSpans, SPAN_MEASURES } from '../agreement/spans.ts';
import { agreementOfTable } from '../agreement/table.ts';
import type { Command } from '../command.ts';
import type { ParsedArguments } from '../parse-arguments.ts';
import { UsageError } from '../usage-error.ts';

export const agreement: Command = {
  name: 'agreement',
  usage: `agreement <project> [--document ID…] [--set NAME…] [--annotator NAME…] [--since-revision N] [--until-revision N]
  postil agreement --table <units.csv> --measure ${TABLE_MEASURES.join('|')}
  postil agreement --spans <spans.csv> --measure ${SPAN_MEASURES.join('|')} [--continuum START END]`,
  help: `How far annotators agree, corrected for chance, with a 95 % interval of 1,000 seeded resamples. What cannot be
told from chance (one category only, no unit judged by two) is undefined, with the reason; --json prints null.

<project>: agreement on the annotators' own layers, for each decision (boundaries, actor, code, polarity, source,
information) and coefficient, of all of them and, where they are more than two, of each two. Units are places that
annotators matched: passages that have at least half of the shorter one in common, best fits first. Actors and codes are
sets (alpha-masi; ac1, cohen and percent take equal sets as the same): who marked a passage and tagged nothing disagrees
with who tagged it. Polarity is of each stance, holder to target; unclear, F and 6 are missing, and so is who did not
claim the stance or did not rate. In boundaries what only one marked is a disagreement; alpha-u, bar-u-alpha, gamma and
F1 are of documents that all compared annotators read; cu-alpha is of the codes on what two marked. --since-revision and
--until-revision take the annotations made under those revisions of the codebook; run it twice to compare before and
after. --by-document adds values document by document. --json prints for each: decision, coefficient, value, reason,
interval, units, pairableUnits, disagreements, annotators (ids), documents; --ids adds the annotations behind it.

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
    positionals: ['project?'],
    options: {
      table: 'text',
      spans: 'text',
      measure: 'text',
      order: 'text',
      weights: 'text',
      continuum: 'list',
      document: 'list',
      set: 'list',
      annotator: 'list',
      'since-revision': 'text',
      'until-revision': 'text',
      'by-document': 'flag',
      ids: 'flag',
      header: 'flag',
      'no-header': 'flag',
      rounds: 'text',
      seed: 'text',
      json: 'flag',
    },
  },
  run(args, context) {
    const [project, table, spans] = [args.positionals[0], args.text('table'), args.text('spans')];
    const given = [project, table, spans].filter((source) => source !== undefined);
    if (given.length === 0) throw new UsageError('<project>, --table or --spans is missing.');
    if (given.length > 1) throw new UsageError('<project>, --table and --spans exclude each other.');
    assertFitting(args, table !== undefined ? 'table' : spans !== undefined ? 'spans' : 'project');
    if (table !== undefined) return agreementOfTable(table, args, context);
    if (spans !== undefined) return agreementOfSpans(spans, args, context);
    return agreementOfProject(project!, args, context);
  },
};

/** Options that mean nothing elsewhere: whoever gives one expects it to do something. */
const ONLY_FOR = {
  table: { flags: [], texts: ['order', 'weights'], lists: [] },
  spans: { flags: [], texts: [], lists: ['continuum'] },
  project: {
    flags: ['by-document', 'ids'],
    texts: ['since-revision', 'until-revision'],
    lists: ['document', 'set', 'annotator'],
  },
} as const;
const OF_FILES = { flags: ['header', 'no-header'], texts: ['measure'] } as const;

function assertFitting(args: ParsedArguments, source: keyof typeof ONLY_FOR): void {
  for (const [other, { flags, texts, lists }] of Object.entries(ONLY_FOR)) {
    if (other === source) continue;
    const stray =
      flags.find((name) => args.flag(name)) ??
      texts.find((name) => args.text(name) !== undefined) ??
      lists.find((name) => args.list(name).length > 0);
    const place = other === 'project' ? '<project>' : `--${other}`;
    if (stray !== undefined) throw new UsageError(`--${stray} is for ${place}.`);
  }
  if (source !== 'project') return;
  const stray =
    OF_FILES.flags.find((name) => args.flag(name)) ??
    OF_FILES.texts.find((name) => args.text(name) !== undefined);
  if (stray !== undefined) throw new UsageError(`--${stray} is for --table and --spans.`);
}
