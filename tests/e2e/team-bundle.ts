import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { installation } from './start-host.ts';

const run = promisify(execFile);
const sample = join(import.meta.dirname, '../../corpus/sample-project');

/**
 * A bundle by two people who gave one actor an alias each, neither knowing of the other. Made once in a folder.
 * Answers with its path.
 */
export async function conflictBundle(work: string): Promise<string> {
  const bundle = join(work, 'two of one mind.postil-bundle');
  if (existsSync(bundle)) return bundle;
  const shared = join(work, 'bundle-shared');
  await mkdir(shared, { recursive: true });
  const people = ['first', 'second'] as const;
  const project = (person: string): string => join(work, `bundle-${person}`);
  async function postil(person: string, ...args: string[]): Promise<string> {
    const { stdout } = await run(process.execPath, [join(installation, 'out/main/cli.js'), ...args], {
      env: { ...process.env, POSTIL_HOME: join(work, `home-${person}`) },
    });
    return stdout;
  }
  for (const person of people) {
    await cp(sample, project(person), { recursive: true });
    const actors = JSON.parse(await postil(person, 'actors', project(person), '--json')) as {
      readonly name: string;
    }[];
    await postil(
      person,
      'actors',
      project(person),
      '--add',
      actors[0]!.name,
      '--alias',
      `Name of the ${person}`,
    );
    await postil(person, 'publish', project(person), '--to', shared, '--without-documents');
  }
  await postil('second', 'receive', project('second'), '--from', shared);
  await postil('second', 'publish', project('second'), '--to', bundle, '--without-documents');
  return bundle;
}
