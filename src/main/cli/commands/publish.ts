import { resolve } from 'node:path';
import type { Command } from '../command.ts';
import { writeJson } from '../output.ts';
import { UsageError } from '../usage-error.ts';

function keptBack(count: number): string {
  const revisions = count === 1 ? '1 earlier revision stays' : `${count} earlier revisions stay`;
  return `${revisions} here until the blind phase is over: made before it, and not sealed.\n`;
}

export const publish: Command = {
  name: 'publish',
  usage:
    'publish <project> --to <folder or file.postil-bundle> [--without-documents] [--overwrite] [--dry-run]',
  help: `Makes a signed revision of each layer and memo of yours that changed, of what you changed in the codebook, and of documents that
nobody published yet, and puts your files into the team's folder; into a bundle go all that this project knows, others'
files too. Files in a folder are never overwritten; a bundle takes the place of a file only with --overwrite. In the blind phase layers and memos are sealed to the adjudicators. --dry-run only says
what would be made. --json prints one record: place, made (kind, document, memo, revision, isSealed), put, keptBack.`,
  shape: {
    positionals: ['project'],
    options: { to: 'text', 'without-documents': 'flag', overwrite: 'flag', 'dry-run': 'flag', json: 'flag' },
  },
  async run(args, { output, withProject, team, job }) {
    const to = args.text('to');
    if (to === undefined) throw new UsageError('--to names the team’s folder, or a bundle to write.');
    const options = {
      isDryRun: args.flag('dry-run'),
      withDocuments: !args.flag('without-documents'),
      overwrite: args.flag('overwrite'),
    };
    return withProject(args.positionals[0]!, 'write', async (session) => {
      const report = await (await team(session)).publish(resolve(to), options, job);
      if (args.flag('json')) {
        await writeJson(output, [report]);
        return true;
      }
      const would = options.isDryRun ? 'would be ' : '';
      const lines = report.made.map(
        ({ kind, document, memo, revision, isSealed }) =>
          `  ${[kind, document ?? memo ?? ''].join(' ').trim()}, revision ${revision}${isSealed ? ', sealed' : ''}\n`,
      );
      if (report.keptBack > 0) output.error(keptBack(report.keptBack));
      await output.out(
        `${report.made.length} new revisions ${would}made, ${report.put} files put into ${report.place}.\n${lines.join('')}`,
      );
      return true;
    });
  },
};
