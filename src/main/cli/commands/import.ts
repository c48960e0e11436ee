import type { DocumentId } from '../../../core/ids.ts';
import { collectFiles } from '../../services/import/collect-files.ts';
import { importInto } from '../../services/workbench/import-into.ts';
import type { Command } from '../command.ts';
import { describeDocument } from '../document-record.ts';
import { formatProblem, writeJson } from '../output.ts';

export const importCommand: Command = {
  name: 'import',
  usage: 'import <project> <file or folder>…',
  help: `Imports texts (.txt, .md): files as named, folders with all that is in them. A file that is refused is listed
on stderr and makes the exit status 1; the others are imported. A text that is there already is not imported again.
--json prints the documents that the files now are, as \`documents\` does.`,
  shape: { positionals: ['project', 'file or folder…'], options: { json: 'flag' } },
  run: (args, { output, withProject, job }) =>
    withProject(args.positionals[0]!, 'write', async (session) => {
      const added: DocumentId[] = [];
      const collected = await collectFiles(args.positionals.slice(1));
      const report = await importInto(session, collected, (summary) => added.push(summary.id), job);
      for (const { file, notice } of report.notices) output.error(formatProblem({ file }, `note: ${notice}`));
      for (const { file, title, documentId } of report.already) {
        output.error(formatProblem({ file }, `is there already, as “${title}” (${documentId}).`));
      }
      for (const { file, reason } of report.refused)
        output.error(formatProblem({ file }, `refused: ${reason}`));
      if (args.flag('json')) {
        const all = new Set([...added, ...report.already.map(({ documentId }) => documentId)]);
        const summaries = session.summariesOf(all);
        await writeJson(
          output,
          summaries.map((summary) => describeDocument(summary, session.store.sources())),
        );
      } else {
        for (const { id, title } of report.added) await output.out(`${id}  ${title}\n`);
        await output.out(
          `${report.added.length} imported, ${report.already.length} there already, ${report.refused.length} refused.\n`,
        );
      }
      return report.refused.length === 0;
    }),
};
