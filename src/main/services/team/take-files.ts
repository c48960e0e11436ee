import { PostilError } from '../../../core/errors.ts';
import type { Job } from '../../../core/ports.ts';
import { parsePublishedName, readPublished, type PublishedFile } from '../../../core/team/published.ts';
import { refusalOf, refusedFile, type RefusedFile } from '../../../core/team/refusals.ts';
import { inParallel } from '../store/project-files.ts';
import { isAsBefore, type ExchangePlace } from './exchange-place.ts';
import { verifySignature } from './identity.ts';
import type { WholeFiles } from './team-record.ts';
import type { TeamState } from './team-state.ts';

/** What a folder or a bundle holds for this project. */
export interface TakenFiles {
  /** By SHA-256: whole, signed, of this project, and not in the journal yet. */
  readonly fresh: ReadonlyMap<string, PublishedFile>;
  readonly known: number;
  /** Of this annotator's own files there, those that are what they were. */
  readonly whole: WholeFiles;
  readonly refused: readonly RefusedFile[];
  /** Names that Postil does not give. */
  readonly foreign: readonly string[];
}

/** Read at a time: enough to keep a network drive busy, and few enough to be held while they are checked. */
const AT_ONCE = 64;

/**
 * Reads and checks every file that is not known yet, and closes the place. One that cannot be used is named and stops
 * none of the others. So is one of this annotator's own that was cut off or changed there since: others cannot use it.
 * @param before their own files that were found whole there: those that are as then are not read
 * @throws PostilError `io` where the place itself cannot be read, `not-found` where it is gone, `cancelled`
 */
export async function takeFiles(
  { environment, journal, project }: TeamState,
  place: ExchangePlace,
  before: WholeFiles,
  job: Job,
): Promise<TakenFiles> {
  const fresh = new Map<string, PublishedFile>();
  const refused: RefusedFile[] = [];
  const ports = { sha256: environment.sha256, verify: verifySignature };
  try {
    const { published, foreign } = await place.list();
    const unknown = published.filter((name) => !journal.knows(parsePublishedName(name)!.digits));
    for (let at = 0; at < unknown.length; at += AT_ONCE) {
      job.signal.throwIfAborted();
      job.progress({ done: at, total: unknown.length, message: unknown[at]! });
      const names = unknown.slice(at, at + AT_ONCE);
      const checked = new Map<string, PublishedFile | PostilError>();
      await inParallel(names, async (name) => void checked.set(name, await orRefusal(take(name))));
      for (const name of names) {
        const file = checked.get(name)!;
        if (file instanceof PostilError) refused.push({ name, reason: file.message, ...refusalOf(file) });
        else fresh.set(file.sha256, file);
      }
    }
    const own = published.filter((name) => {
      const { author, digits } = parsePublishedName(name)!;
      return author === project.annotator.id && journal.knows(digits);
    });
    const { whole, damaged } = await checkOwn(own);
    const known = published.length - unknown.length;
    return { fresh, known, whole, refused: [...refused, ...damaged], foreign };
  } finally {
    await place.close();
  }

  async function checkOwn(names: readonly string[]) {
    const whole: WholeFiles = {};
    const damaged: RefusedFile[] = [];
    await inParallel(names, async (name) => {
      job.signal.throwIfAborted();
      const { digits } = parsePublishedName(name)!;
      const there = await place.stat(name);
      if (!there) return;
      const text = isAsBefore(there, before[digits]) ? null : await orRefusal(place.read(name));
      if (text === null || (typeof text === 'string' && environment.sha256(text).startsWith(digits))) {
        whole[digits] = [there.size, there.mtimeMs];
        return;
      }
      const why =
        typeof text === 'string'
          ? `“${name}” is not what its name says: cut off, or changed. It is not used.`
          : text.message;
      const reason = `${why} It is your own, and whole in this project: publish, and it is put there anew.`;
      damaged.push({
        name,
        reason,
        ...(typeof text === 'string'
          ? { refusal: 'ownChanged', about: '' }
          : { refusal: 'ownUnreadable', about: text.message }),
      });
    });
    return { whole, damaged: damaged.sort((a, b) => (a.name < b.name ? -1 : 1)) };
  }

  async function take(name: string): Promise<PublishedFile> {
    const file = await readPublished(name, await place.read(name), ports);
    if (file.body.project === project.id) return file;
    throw refusedFile(name, 'is of another project', 'otherProject');
  }
}

/** What is wrong with one file; what is wrong with the place itself is thrown. */
async function orRefusal<T>(work: Promise<T>): Promise<T | PostilError> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof PostilError && error.code !== 'not-found' && error.code !== 'cancelled')
      return error;
    throw error;
  }
}
