import { basename, resolve } from 'node:path';
import { createProject } from '../../services/store/project-store.ts';
import type { Command } from '../command.ts';
import { writeJson } from '../output.ts';

export const init: Command = {
  name: 'init',
  usage: 'init <project> [--name N]',
  help: 'Makes a project in a new or empty folder. Without --name it is called like the folder.',
  shape: { positionals: ['project'], options: { name: 'text', json: 'flag' } },
  async run(args, { output, environment, annotator }) {
    const folder = resolve(args.positionals[0]!);
    const title = args.text('name') ?? basename(folder);
    const store = await createProject(environment, folder, { title, annotator: await annotator() });
    const { id } = store.project();
    await store.close();
    if (args.flag('json')) await writeJson(output, [{ id, title, folder }]);
    else await output.out(`Made the project “${title}” in ${folder}.\n`);
    return true;
  },
};
