import { parse, resolve } from 'node:path';
import type { ExportScope } from '../../../contract/calls.ts';
import { evidenceFilterSchema } from '../../../core/evidence/evidence.ts';
import { EXPORT_FORMATS, FORMATS, type ExportFormat } from '../../../core/exchange/format-table.ts';
import { layerNoteSentence } from '../../../core/exchange/export-layers.ts';
import { explain } from '../../../core/exchange/jsonl/read.ts';
import { describeHidden } from '../../../core/team/visibility.ts';
import { runExport } from '../../services/exchange/run-export.ts';
import { exchangeSource } from '../../services/workbench/exchange-source.ts';
import { assertExportPlace } from '../../services/workbench/export-place.ts';
import { makePathAccess } from '../../services/workbench/path-access.ts';
import { resolveScope } from '../../services/workbench/resolve-scope.ts';
import { layersOption } from '../layers-option.ts';
import { requireAnnotator } from '../annotator-option.ts';
import type { Command } from '../command.ts';
import { codebook } from './codebook.ts';
import { requireDocument, requireSet } from '../document-option.ts';
import { formatProblem, writeJson } from '../output.ts';
import type { ParsedArguments } from '../parse-arguments.ts';
import { UsageError } from '../usage-error.ts';

export const exportCommand: Command = {
  name: 'export',
  usage: `export <project> --format ${EXPORT_FORMATS.join('|')}|qdc --out <path> [--overwrite]
         [--layers annotators|adjudicated|all] [--annotator NAME…] [--document ID…] [--set NAME…] [--filter JSON] [--no-text] [--no-notes] [--pseudonyms]`,
  help: `Writes the annotations, reads what it wrote back, and compares; a dataset card, README.md, goes with it. --out names
a file, for some formats a folder. With --overwrite an export that is there already is replaced, once the new one is
whole. What the format cannot hold is listed on stderr.
The annotators' own layers are exported, without what an adjudicator made of them; --layers adjudicated takes the
adjudicated layer instead, all both, where a passage is there several times. Of a document with the adjudicated layers of
two, name one with --annotator "Adjudicated (NAME)". What is left out stands in the card and on stderr.
--annotator (a name or an id), --document (an id), --set (a document set’s name or id) and --filter (as the evidence
table has it, for instance '{"actors":["a-mayor"],"polarities":[-2,-1]}') narrow what is exported; the first three may
be given several times.
--no-text leaves the documents' texts out where the format leaves that open, --no-notes what annotators wrote in words
of their own, --pseudonyms their names. --json prints the files: path and bytes. The formats:
${describeFormats()}`,
  shape: {
    positionals: ['project'],
    options: {
      format: 'text',
      out: 'text',
      layers: 'text',
      annotator: 'list',
      document: 'list',
      set: 'list',
      filter: 'text',
      'no-text': 'flag',
      'no-notes': 'flag',
      pseudonyms: 'flag',
      overwrite: 'flag',
      json: 'flag',
    },
  },
  async run(args, context) {
    // A codebook holds no annotations: that format is the command's of its own.
    if (args.text('format') === 'qdc') {
      return codebook.run({ ...args, positionals: [args.positionals[0]!, 'export'] }, context);
    }
    const { output, withProject, environment, job } = context;
    const format = requireFormat(args);
    const filter = readFilter(args.text('filter'));
    const layers = layersOption(args);
    const named = args.text('out');
    if (named === undefined) throw new UsageError('--out <path> is missing.');
    const out = resolve(named);
    return withProject(args.positionals[0]!, 'read', async (session) => {
      const everywhere = makePathAccess([parse(out).root, parse(session.store.folder).root]);
      const place = await everywhere.check(out, 'write');
      assertExportPlace(await everywhere.check(session.store.folder, 'read'), place);
      const project = session.store.project();
      const annotators = args.list('annotator').map((name) => requireAnnotator(project, name).id);
      const documents = args.list('document').map((id) => requireDocument(session, id));
      const sets = args.list('set').map((name) => requireSet(session, name));
      const asked = {
        ...(layers && { layers }),
        ...(annotators.length > 0 && { annotators }),
        ...(documents.length > 0 && { documents }),
        ...(sets.length > 0 && { sets }),
        ...(filter && { filter }),
      };
      const scope = resolveScope(asked, session.store.documentSets());
      const options = {
        texts: !args.flag('no-text'),
        notes: !args.flag('no-notes'),
        pseudonyms: args.flag('pseudonyms'),
      };
      const request = { format, scope, options, out: place, overwrite: args.flag('overwrite') };
      const report = await runExport(exchangeSource(session), request, environment, job);
      for (const { what, count } of report.losses) {
        output.error(`${format} cannot hold ${what}: ${count === 1 ? 'once' : `${count} times`}.\n`);
      }
      for (const note of report.layers) output.error(`note: ${layerNoteSentence(note)}\n`);
      const hidden = describeHidden(report.hidden);
      if (hidden !== null) output.error(`note: the export is without what is hidden: ${hidden}\n`);
      const { compared, differences } = report.selfCheck;
      for (const difference of differences) output.error(formatProblem({ file: out }, difference));
      if (args.flag('json')) {
        await writeJson(output, report.files);
      } else {
        for (const { path, bytes } of report.files) await output.out(`${path}  ${bytes} bytes\n`);
        await output.out(
          `${report.annotations} annotations of ${report.documents} documents exported; ${compared} read back and compared, ${differences.length} different.\n`,
        );
      }
      return differences.length === 0;
    });
  },
};

function describeFormats(): string {
  const lines = FORMATS.flatMap(({ name, label, write }) =>
    write ? [`  ${name.padEnd(13)} ${label}${write.shape === 'folder' ? ' (a folder)' : ''}`] : [],
  );
  return [...lines, '  qdc           REFI-QDA codebook (as `postil codebook` writes it)'].join('\n');
}

function requireFormat(args: ParsedArguments): ExportFormat {
  const format = EXPORT_FORMATS.find((known) => known === args.text('format'));
  if (!format) throw new UsageError(`--format is one of ${EXPORT_FORMATS.join(', ')}.`);
  return format;
}

function readFilter(json: string | undefined): ExportScope['filter'] {
  if (json === undefined) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (cause) {
    throw new UsageError('--filter is no JSON.', cause);
  }
  const parsed = evidenceFilterSchema.strict().safeParse(value);
  if (!parsed.success) throw new UsageError(`--filter: ${explain(parsed.error)}.`);
  return parsed.data;
}
