import { join } from 'node:path';
import { PostilError } from '../../core/errors.ts';
import { annotatorIdSchema } from '../../core/ids.ts';
import type { Job } from '../../core/ports.ts';
import type { Annotator } from '../../core/project/project.ts';
import { makeFaultLog } from '../services/settings/fault-log.ts';
import { openSettings } from '../services/settings/settings-store.ts';
import { userFolders } from '../services/settings/user-folders.ts';
import { openProject, type StoreEnvironment } from '../services/store/project-store.ts';
import { nodeFileSystem } from '../services/store/file-system.ts';
import { machineEnvironment, sha256 } from '../services/workbench/machine.ts';
import { openSession } from '../services/workbench/open-session.ts';
import type { IdentityPlace } from '../services/team/move-identity.ts';
import type { Team } from '../services/team/team-types.ts';
import { teamOf } from '../services/workbench/session-team.ts';
import type { ProjectSession } from '../services/workbench/project-session.ts';
import { formatProblem, type Output } from './output.ts';

/** What every command works with. */
export interface CliContext {
  readonly output: Output;
  /** The folder with `out/`, `corpus/` and `package.json`. */
  readonly installation: string;
  /** Progress is not shown; Ctrl+C cancels between two steps, and what was done by then is whole. */
  readonly job: Job;
  readonly environment: StoreEnvironment;
  /** Where this user's keys and settings are. */
  readonly identityPlace: IdentityPlace;
  /** The team's exchange of an open project, with this user's keys. */
  team(session: ProjectSession): Promise<Team>;
  /** This user. */
  annotator(): Promise<Annotator>;
  /**
   * Opens a project, hands it over, and closes it whatever comes.
   * @param use `write` fails where the project is read-only, with the reason; `read` goes on
   */
  withProject<T>(
    folder: string,
    use: 'read' | 'write',
    work: (session: ProjectSession) => Promise<T>,
  ): Promise<T>;
}

/** Whoever only reads need not be known; a home folder that cannot be written must not stop them. */
const NOBODY: Annotator = { id: annotatorIdSchema.parse('nobody'), name: 'Nobody' };

export function makeContext(output: Output, installation: string, signal: AbortSignal): CliContext {
  const folders = userFolders();
  const onProblem = ({ message }: { readonly message: string }): void =>
    output.error(formatProblem({}, message));
  const environment = machineEnvironment(folders.userData, onProblem);
  const settings = openSettings(folders.userData, { fs: nodeFileSystem, sha256, onProblem });
  const onFault = makeFaultLog(join(folders.userData, 'logs', 'postil.log'));
  const job: Job = {
    progress: () => undefined,
    signal: {
      get aborted() {
        return signal.aborted;
      },
      throwIfAborted() {
        if (signal.aborted)
          throw new PostilError('cancelled', 'Stopped. What was done before is kept, whole.');
      },
    },
  };
  async function knownAnnotator(): Promise<Annotator> {
    try {
      return (await settings.get()).annotator ?? NOBODY;
    } catch (error) {
      if (!(error instanceof PostilError)) throw error;
      onProblem(error);
      return NOBODY;
    }
  }

  return {
    output,
    installation,
    job,
    environment,
    identityPlace: { userData: folders.userData, secretBox: null, settings },
    annotator: () => settings.annotator(),
    team: (session) =>
      teamOf(session, {
        environment,
        userData: folders.userData,
        secretBox: null,
        onApplied: () => undefined,
        onAdded: () => undefined,
      }),
    async withProject(folder, use, work) {
      const store = await openProject(environment, folder);
      const annotator = use === 'write' ? await settings.annotator() : await knownAnnotator();
      const session = await openSession(
        store,
        { environment, cacheFolder: folders.cache, annotator, onProblem, onFault },
        job,
      );
      try {
        if (store.readOnly) {
          if (use === 'write') {
            throw new PostilError(
              store.readOnly.code === 'locked' ? 'locked' : 'read-only',
              `${store.readOnly.message} Nothing was changed.`,
              { file: folder },
            );
          }
          // In use by another is no fault to whoever only reads; damage is.
          if (store.readOnly.code === 'damaged' || store.readOnly.code === 'newer-format') {
            for (const { file, problem } of store.readOnly.faults)
              output.error(formatProblem({ file }, problem));
            throw new PostilError('damaged', store.readOnly.message, { file: folder });
          }
        }
        return await work(session);
      } finally {
        await session.close();
      }
    },
  };
}
