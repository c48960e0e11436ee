import { FILE_KINDS } from '../../../core/document/file-kinds.ts';
import { newerVersionOf } from '../../../core/document/versions.ts';
import { PostilError } from '../../../core/errors.ts';
import { DocumentIndex } from '../../../core/exchange/document-index.ts';
import { Refusal } from '../../../core/exchange/fault.ts';
import type { DocumentId } from '../../../core/ids.ts';
import type { Job } from '../../../core/ports.ts';
import { collectFiles } from '../../services/import/collect-files.ts';
import { importInto } from '../../services/workbench/import-into.ts';
import type { Command } from '../command.ts';
import { describeDocument } from '../document-record.ts';
import type { ProjectSession } from '../../services/workbench/project-session.ts';
import { formatProblem, writeJson, type Output } from '../output.ts';

/** Carries what is certain of the annotator's passages into the newer version, and says what was done. */
async function carryOver(
  session: ProjectSession,
  older: DocumentId,
  output: Output,
  job: Job,
): Promise<void> {
  const newer = newerVersionOf(session.index.summaries(), older);
  if (!newer) return;
  const { edits, pairs } = await session.versions.carry(session.annotator.id, job, newer.id);
  if (edits.length > 0) {
    await session.apply({ label: `carry passages into the new version of “${newer.title}”`, edits });
  }
  for (const { carried, waiting } of pairs) {
    output.error(
      `${newer.id}: ${carried} of your passages carried over, ${waiting} to be placed by you in the window.\n`,
    );
  }
}

/** @throws PostilError `not-found` */
function requireDocument({ index }: ProjectSession, name: string): DocumentId {
  try {
    return new DocumentIndex(index.summaries()).named(name).id;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new PostilError('not-found', `--version-of: ${error.message}. Nothing was imported.`, {}, error);
  }
}

export const importCommand: Command = {
  name: 'import',
  usage: 'import <project> <file or folder>… [--version-of DOCUMENT]',
  help: `Imports documents (${FILE_KINDS.map(({ endings }) => `.${endings[0]}`).join(' ')}): files as named, folders
with all that is in them. Images are left out; what else was lost is noted. A file that is refused is listed on stderr
and makes the exit status 1; the others are imported. A text that is there already is not imported again.
--json prints the documents that the files now are, as \`documents\` does.
--version-of DOCUMENT (an id or a file name) imports one file as a corrected version of that document. The older one stays
as it is; your passages that stand unchanged in one place of the new text are carried over, and the others wait in the
window for you to place. Done twice, it changes nothing.`,
  shape: { positionals: ['project', 'file or folder…'], options: { 'version-of': 'text', json: 'flag' } },
  run: (args, { output, withProject, job }) =>
    withProject(args.positionals[0]!, 'write', async (session) => {
      const added: DocumentId[] = [];
      const collected = await collectFiles(args.positionals.slice(1));
      const versionOf = args.text('version-of');
      const older = versionOf === undefined ? undefined : requireDocument(session, versionOf);
      const report = await importInto(session, collected, (summary) => added.push(summary.id), job, older);
      for (const { file, notice } of report.notices) output.error(formatProblem({ file }, `note: ${notice}`));
      for (const { file, title, documentId } of report.already) {
        output.error(formatProblem({ file }, `is there already, as “${title}” (${documentId}).`));
      }
      for (const { file, reason } of report.refused)
        output.error(formatProblem({ file }, `refused: ${reason}`));
      for (const { documentId, older: id, why } of report.likelyVersions) {
        const like = session.index.summary(id)?.title ?? id;
        output.error(
          `${documentId}: ${why === 'text' ? 'its text is very like that of' : 'its file has the name of'} “${like}” (${id}). If it is a corrected version of it, import it with --version-of ${id}.\n`,
        );
      }
      if (older !== undefined) await carryOver(session, older, output, job);
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
