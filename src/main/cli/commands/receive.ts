import { resolve } from 'node:path';
import type { ReceiveReport } from '../../services/team/team-types.ts';
import type { Command } from '../command.ts';
import { formatProblem, oneLine, writeJson, type Output } from '../output.ts';
import { UsageError } from '../usage-error.ts';

export const receive: Command = {
  name: 'receive',
  usage: 'receive <project> --from <folder or bundle> [--dry-run]',
  help: `Takes every valid file that the team published into the project, whatever the order; twice changes nothing the second
time. Files with other names (copies that programs for synchronising make) are listed, never used and never deleted.
Refused files make the exit status 1; the others are taken. --dry-run only says what would change. --json prints one
record: accepted, known, refused, notRecognised, newPeople, documents, registryChanges, planChanges, layers, memos, conflicts, forks,
waiting, waitingMemos, held.`,
  shape: { positionals: ['project'], options: { from: 'text', 'dry-run': 'flag', json: 'flag' } },
  async run(args, { output, withProject, team, job }) {
    const from = args.text('from');
    if (from === undefined) throw new UsageError('--from names the team’s folder, or a bundle.');
    return withProject(args.positionals[0]!, 'write', async (session) => {
      const report = await (
        await team(session)
      ).receive(resolve(from), { isDryRun: args.flag('dry-run') }, job);
      if (args.flag('json')) await writeJson(output, [report]);
      else await output.out(describeReceived(report, args.flag('dry-run')));
      tellReceived(report, output);
      return report.refused.length === 0;
    });
  },
};

/** What did not go through, on stderr. */
export function tellReceived(report: ReceiveReport, output: Output): void {
  for (const { name, reason } of report.refused)
    output.error(formatProblem({ file: name }, reason.replace(`“${name}” `, '')));
  for (const { author, kind, why } of report.held)
    output.error(formatProblem({}, `Held: a ${kind} of ${author} ${why}.`));
  for (const name of report.notRecognised)
    output.error(formatProblem({ file: name }, 'is not recognised, and not used.'));
  for (const { document, annotator, why } of report.waiting)
    output.error(formatProblem({}, `The layer of ${annotator} on ${document} waits: it ${why}.`));
  for (const { annotator, count, why } of report.waitingMemos)
    output.error(
      formatProblem(
        {},
        count === 1
          ? `1 memo of ${annotator} waits: it ${why}.`
          : `${count} memos of ${annotator} wait: each ${why}.`,
      ),
    );
  for (const { key, why } of report.conflicts) output.error(formatProblem({}, `${key} ${why}.`));
  tellForks(report.forks, output);
}

/** What one annotator did on several machines that did not know of each other. */
export function tellForks(forks: ReceiveReport['forks'], output: Output): void {
  for (const { document, annotator, heads } of forks) {
    const kept = heads.length === 2 ? 'both states' : 'all states';
    output.error(
      formatProblem(
        {},
        `${annotator} worked on ${document} on ${heads.length} machines at a time; ${kept} are kept, and they settle it on their Team screen.`,
      ),
    );
  }
}

export function describeReceived(report: ReceiveReport, isDryRun: boolean): string {
  const would = isDryRun ? 'would be ' : '';
  const lines = [
    ...report.newPeople.map(({ name, fingerprint }) => `new: ${name}, key ${fingerprint}`),
    ...report.documents.map((id) => `document ${id}`),
    ...report.registryChanges,
    ...report.planChanges.map(
      ({ kind, name, to }) =>
        `${kind} of ${name || (kind === 'phase' ? 'all other documents' : 'all documents')}: ${to ?? 'taken back'}`,
    ),
    ...report.layers.map(
      ({ document, annotator, added, changed, removed }) =>
        `${annotator} on ${document}: +${added} ~${changed} −${removed}`,
    ),
    ...report.memos.map(
      ({ annotator, title, memo, change }) => `memo of ${annotator} ${change}: ${title || memo}`,
    ),
  ];
  return `${report.accepted} files ${would}taken, ${report.known} known already.\n${lines.map((line) => `  ${oneLine(line)}\n`).join('')}`;
}
