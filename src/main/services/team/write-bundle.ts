import type { Job } from '../../../core/ports.ts';
import type { Link } from '../../../core/team/chains.ts';
import { publishedName } from '../../../core/team/published.ts';
import { zipStreams } from '../exchange/write-zip.ts';
import { writeFileAtomically } from '../store/atomic-write.ts';
import { orFileError } from '../store/file-error.ts';
import type { TeamState } from './team-state.ts';

/**
 * Writes published files into a bundle; answers how many. Others' files too: a stick goes from hand to hand.
 * @throws PostilError `disk-full`, `io`
 */
export async function writeBundle(
  state: TeamState,
  path: string,
  links: readonly Link[],
  job: Job,
): Promise<number> {
  const { journal, environment } = state;
  const named: [string, () => AsyncIterable<Uint8Array>][] = [];
  for (const link of links) {
    const file = await journal.read(link.sha256);
    const sha = link.sha256;
    named.push([
      publishedName(file),
      async function* () {
        yield Buffer.from((await journal.read(sha)).text, 'utf8');
      },
    ]);
  }
  named.sort(([a], [b]) => (a < b ? -1 : 1));
  const writing = writeFileAtomically(environment.fs, path, zipStreams(named), { signal: job.signal });
  await orFileError(writing, `write ${path}`, path, 'Nothing was written.');
  return named.length;
}
