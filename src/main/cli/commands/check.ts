import type { Command } from '../command.ts';
import { formatProblem, writeJson } from '../output.ts';
import { openProject } from '../../services/store/project-store.ts';

export const check: Command = {
  name: 'check',
  usage: 'check <project>',
  help: 'Checks every hash, schema and reference of the project on disk, and lists every fault; of files that\ncannot be read or are gone, with the newest good backup on this computer. Changes nothing.',
  shape: { positionals: ['project'], options: { json: 'flag' } },
  // Without the index: a project with damage is just what this is for.
  async run(args, { output, environment, job }) {
    const store = await openProject(environment, args.positionals[0]!);
    try {
      const { faults, checkedFiles } = await store.check(job);
      for (const { file, problem, backup, backupAt } of faults) {
        const rescue = backup === undefined ? '' : ` Its newest good backup, of ${backupAt}, is ${backup}`;
        output.error(formatProblem({ file }, `${problem}${rescue}`));
      }
      if (args.flag('json')) await writeJson(output, faults);
      else {
        const result =
          faults.length === 0 ? 'no fault' : `${faults.length} fault${faults.length === 1 ? '' : 's'}`;
        await output.out(`${checkedFiles} files checked, ${result}.\n`);
      }
      return faults.length === 0;
    } finally {
      await store.close();
    }
  },
};
