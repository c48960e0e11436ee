import { basename, resolve } from 'node:path';
import { createProject } from '../../services/store/project-store.ts';
import { projectOfExchange } from '../../services/team/exchange-place.ts';
import type { Command } from '../command.ts';
import { writeJson } from '../output.ts';
import { UsageError } from '../usage-error.ts';
import { describeReceived, tellReceived } from './receive.ts';

export const join: Command = {
  name: 'join',
  usage: 'join <project> --from <folder or bundle> [--name N]',
  help: `Makes a copy of a team's project in a new or empty folder, from what the team published: its documents, its codebook and
the layers that are open. Without --name it is called like the folder. --json prints what \`receive\` does.`,
  shape: { positionals: ['project'], options: { from: 'text', name: 'text', json: 'flag' } },
  async run(args, { output, environment, annotator, withProject, team, job }) {
    const from = args.text('from');
    if (from === undefined) throw new UsageError('--from names the team’s folder, or a bundle.');
    const place = resolve(from);
    const folder = resolve(args.positionals[0]!);
    const id = await projectOfExchange(environment.fs, place, job);
    const title = args.text('name') ?? basename(folder);
    const store = await createProject(environment, folder, { title, annotator: await annotator(), id });
    await store.close();
    return withProject(folder, 'write', async (session) => {
      const report = await (await team(session)).receive(place, { isDryRun: false }, job);
      if (args.flag('json')) await writeJson(output, [report]);
      else await output.out(describeReceived(report, false));
      tellReceived(report, output);
      return report.refused.length === 0;
    });
  },
};
