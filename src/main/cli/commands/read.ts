import { basename, resolve } from 'node:path';
import { READ_FORMATS, type ReadFormat } from '../../../contract/calls.ts';
import { readAnnotations } from '../../services/exchange/read-annotations.ts';
import { exchangeSource } from '../../services/workbench/exchange-source.ts';
import { findOrMakeAnnotator } from '../annotator-option.ts';
import type { Command } from '../command.ts';
import { codebook } from './codebook.ts';
import { formatProblem, writeJson } from '../output.ts';
import type { ParsedArguments } from '../parse-arguments.ts';
import { UsageError } from '../usage-error.ts';

export const read: Command = {
  name: 'read',
  usage: `read <project> --format ${READ_FORMATS.join('|')} <file|folder>
         [--annotator NAME] [--leave-documents] [--take-changes] [--preview]`,
  help: `Reads annotations from a file, folder or archive into the project. Passages are found by their places or quotes; what
is not found, or found twice, is listed on stderr with its line, left out, and makes the exit status 1; the rest is
taken. Reading a file again takes nothing twice. With --annotator (a name or an id) everything goes into that
annotator's layer; a name that the project does not know yet becomes a new annotator. Without it, what names an
annotator keeps it, and the rest is yours. Documents that the file has and the project lacks come along, unless
--leave-documents is given. An annotation that is here and differs is refused; with --take-changes the file's takes its
place where it is newer. --preview only says what would be done.
A coding sheet is CSV or JSONL of: document, quote, prefix, suffix, actors, holder, target, polarity, source,
information, codes, note. --json prints the annotations taken.`,
  shape: {
    positionals: ['project', 'file'],
    options: {
      format: 'text',
      annotator: 'text',
      'leave-documents': 'flag',
      'take-changes': 'flag',
      preview: 'flag',
      json: 'flag',
    },
  },
  async run(args, context) {
    if (args.text('format') === 'qdc') {
      const [project, path] = args.positionals;
      return codebook.run({ ...args, positionals: [project!, 'import', path!] }, context);
    }
    const { output, withProject, environment, job } = context;
    const format = requireFormat(args);
    const file = args.positionals[1]!;
    return withProject(args.positionals[0]!, args.flag('preview') ? 'read' : 'write', async (session) => {
      const name = args.text('annotator');
      const annotator = name === undefined ? undefined : findOrMakeAnnotator(session.store.project(), name);
      const report = await readAnnotations(
        exchangeSource(session),
        {
          format,
          path: resolve(file),
          fileName: basename(file),
          annotator,
          self: annotator ?? session.annotator,
          documents: args.flag('leave-documents') ? 'leave' : 'take',
          changes: args.flag('take-changes') ? 'take' : 'refuse',
          preview: args.flag('preview'),
        },
        environment,
        job,
      );
      for (const { line, notice } of report.notices)
        output.error(formatProblem({ file, line }, `note: ${notice}`));
      for (const { line, quote, confidence } of report.taken) {
        if (confidence === 1) continue;
        const percent = Math.floor(confidence * 100);
        output.error(
          formatProblem({ file, line }, `note: taken with ${percent} % confidence: “${shorten(quote)}”`),
        );
      }
      for (const { line, what, reason } of report.refused) {
        output.error(formatProblem({ file, line }, `refused: ${what}: ${reason}`));
      }
      for (const { title, isReturning } of report.newDocuments) {
        output.error(`${isReturning ? 'document that comes back' : 'new document'}: ${title}\n`);
      }
      for (const name of report.newAnnotators) output.error(`new annotator: ${name}\n`);
      for (const actor of report.newActors) output.error(`new actor: ${actor}\n`);
      for (const code of report.newCodes) output.error(`new code: ${code}\n`);
      const changed = report.changed.filter(({ isTaken }) => isTaken).length;
      const counts = `${report.taken.length} taken, ${changed > 0 ? `${changed} changed, ` : ''}${report.already} there already, ${report.refused.length} refused`;
      if (args.flag('json')) {
        const taken = report.edits.flatMap((edit) => (edit.kind === 'annotation' ? (edit.after ?? []) : []));
        output.error(`${counts}.\n`);
        await writeJson(output, taken);
      } else {
        await output.out(`${counts}.\n`);
      }
      return report.refused.length === 0;
    });
  },
};

function requireFormat(args: ParsedArguments): ReadFormat {
  // A workbook that is read is a coding sheet.
  const named = args.text('format') === 'xlsx' ? 'coding-sheet' : args.text('format');
  const format = READ_FORMATS.find((known) => known === named);
  if (!format) throw new UsageError(`--format is one of ${READ_FORMATS.join(', ')}.`);
  return format;
}

function shorten(text: string): string {
  return text.length <= 80 ? text : `${text.slice(0, 79)}…`;
}
