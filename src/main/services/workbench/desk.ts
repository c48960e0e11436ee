import { cp, lstat, mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { randomUUID } from 'node:crypto';
import type { ProjectSnapshot } from '../../../contract/calls.ts';
import { PostilError } from '../../../core/errors.ts';
import { timestamp, type Job } from '../../../core/ports.ts';
import type { SettingsStore } from '../settings/settings-store.ts';
import { openView, type ViewStore } from '../settings/view-store.ts';
import {
  createProject,
  openProject,
  restoreBackups,
  type ProjectStore,
  type StoreEnvironment,
} from '../store/project-store.ts';
import type { Audience } from './audience.ts';
import { isProject } from './folder-listing.ts';
import type { PathAccess } from './path-access.ts';
import { keepHistory, sessionTeamOptions } from './session-team.ts';
import { watchTeamFolder } from './watch-team-folder.ts';
import { openSession } from './open-session.ts';
import type { ProjectSession } from './project-session.ts';
import { makeQueue } from './queue.ts';
import type { WorkbenchOptions } from './workbench-options.ts';

/** Which project lies open, if any. At most one; opening another closes it. */
export interface Desk {
  readonly current: ProjectSession | null;
  /** @throws PostilError `no-project` */
  required(): ProjectSession;
  /** What is remembered of the open project. @throws PostilError `no-project` */
  view(): ViewStore;
  /** @param folder checked already, as are all. */
  open(folder: string, job: Job, caller: string | null): Promise<ProjectSnapshot>;
  create(folder: string, title: string, job: Job, caller: string | null): Promise<ProjectSnapshot>;
  openSample(job: Job, caller: string | null): Promise<ProjectSnapshot>;
  /**
   * Puts backups in the place of damaged files, and opens the project anew, whether or not that went well.
   * @param files as the open project's `readOnly.faults` names them
   * @throws PostilError as `restoreBackups`; `refused` for a file that is not among the faults
   */
  restoreBackups(files: readonly string[], job: Job, caller: string | null): Promise<ProjectSnapshot>;
  /** Tells the pages anew what is open: who works on it changed. */
  retell(): void;
  close(caller: string | null): Promise<void>;
}

export interface DeskParts {
  readonly options: WorkbenchOptions;
  readonly environment: StoreEnvironment;
  readonly settings: SettingsStore;
  readonly access: PathAccess;
  readonly audience: Audience;
  onProblem(problem: { readonly code: string; readonly message: string }): void;
}

export function makeDesk({ options, environment, settings, access, audience, onProblem }: DeskParts): Desk {
  const turns = makeQueue();
  let current: ProjectSession | null = null;
  let view: ViewStore | null = null;

  /** Opens what `take` opens, and only then closes what was open: a project that cannot be opened changes nothing. */
  async function replaceBy(
    take: () => Promise<ProjectStore>,
    job: Job,
    caller: string | null,
  ): Promise<ProjectSnapshot> {
    const annotator = await settings.annotator();
    const store = await take();
    const next = await openSession(
      store,
      {
        environment,
        cacheFolder: options.cacheFolder,
        annotator,
        searchWorkerFile: options.searchWorkerFile,
        agreementWorkerFile: options.agreementWorkerFile,
        onProblem,
        onFault: options.onFault,
      },
      job,
    );
    const nextView = openView(options.userDataFolder, store.project().id, {
      fs: environment.fs,
      sha256: environment.sha256,
      onProblem,
    });
    const before = current;
    current = next;
    await view?.settled();
    view = nextView;
    if (before) await closeQuietly(before);
    access.grant(store.folder, 'write');
    next.search.warm();
    const teamParts = { audience, environment, options };
    keepHistory(next, sessionTeamOptions(teamParts, next));
    watchTeamFolder(next, teamParts).catch(options.onFault);
    next.store.onDidChange(({ kind }) => {
      if (kind === 'visibilityChanged') retellOnceRead(next).catch(options.onFault);
    });
    const snapshot = next.snapshot();
    audience.emit('project.didOpen', { snapshot }, caller);
    await remember(store);
    return snapshot;
  }

  /** What opened or closed is in the index before the pages hear of it. */
  async function retellOnceRead(session: ProjectSession): Promise<void> {
    await session.index.didChange([]);
    if (current === session) desk.retell();
  }

  /** The next project is open already: what the last one had to say goes to the user as a problem. */
  async function closeQuietly(session: ProjectSession): Promise<void> {
    try {
      await session.close();
    } catch (error) {
      options.onFault(error);
      if (error instanceof PostilError) onProblem({ code: error.code, message: error.message });
    }
  }

  /** Not being able to remember it is no reason not to work on it. */
  async function remember(store: ProjectStore): Promise<void> {
    try {
      const { folder } = store;
      const after = await settings.recordProject(
        { folder, title: store.project().title },
        timestamp(environment.clock),
      );
      audience.emit('settings.didChange', { settings: after });
    } catch (error) {
      options.onFault(error);
    }
  }

  const desk: Desk = {
    get current() {
      return current;
    },
    required() {
      if (!current) throw new PostilError('no-project', 'No project is open.');
      return current;
    },
    view() {
      if (!view) throw new PostilError('no-project', 'No project is open.');
      return view;
    },
    open: (folder, job, caller) =>
      turns.run(async () => {
        // A second page that opens what is open joins in; one that is read-only is tried again.
        if (current?.store.folder === folder && !current.store.readOnly) return current.snapshot();
        return replaceBy(() => openProject(environment, folder), job, caller);
      }),
    create: (folder, title, job, caller) =>
      turns.run(async () => {
        for (let above = dirname(folder); above !== dirname(above); above = dirname(above)) {
          if (await isProject(above)) {
            throw new PostilError('refused', `“${folder}” lies inside the project “${above}”.`, {
              file: folder,
            });
          }
        }
        const annotator = await settings.annotator();
        return replaceBy(() => createProject(environment, folder, { title, annotator }), job, caller);
      }),
    async openSample(job, caller) {
      const folder = join(options.userDataFolder, 'projects', 'postil-sample');
      await turns.run(() => copySample(options.sampleFolder, folder));
      access.grant(folder, 'write');
      return desk.open(await access.check(folder, 'write'), job, caller);
    },
    restoreBackups: (files, job, caller) =>
      turns.run(async () => {
        const before = desk.required();
        const { folder } = before.store;
        assertRestorable(before, files);
        const projectId = before.store.project().id;
        job.signal.throwIfAborted();
        // From here on to the end: a cancelled opening would leave nothing open.
        const opening: Job = {
          progress: (progress) => job.progress(progress),
          signal: { aborted: false, throwIfAborted: () => undefined },
        };
        await closeQuietly(before);
        let failure: { readonly cause: unknown } | null = null;
        try {
          await restoreBackups(environment, folder, projectId, files);
        } catch (cause) {
          failure = { cause };
        }
        try {
          // Closed already: there is nothing left to close when the next is open.
          current = null;
          const snapshot = await replaceBy(
            () => openProject(environment, folder),
            opening,
            failure ? null : caller,
          );
          if (!failure) return snapshot;
        } catch (error) {
          view = null;
          audience.emit('project.didOpen', { snapshot: null });
          throw failure?.cause ?? error;
        }
        throw failure.cause;
      }),
    retell() {
      audience.emit('project.didOpen', { snapshot: current?.snapshot() ?? null });
    },
    close: (caller) =>
      turns.run(async () => {
        const before = current;
        const viewBefore = view;
        current = null;
        view = null;
        if (!before) return;
        try {
          await viewBefore?.settled();
          await before.close();
        } finally {
          audience.emit('project.didOpen', { snapshot: null }, caller);
        }
      }),
  };
  return desk;
}

function assertRestorable({ store }: ProjectSession, files: readonly string[]): void {
  const { readOnly } = store;
  if (readOnly?.code !== 'damaged') {
    throw new PostilError(
      'refused',
      'No file of the open project is known to be damaged. Nothing was changed.',
    );
  }
  for (const file of files) {
    const fault = readOnly.faults.find((known) => known.file === file);
    if (fault?.backup !== undefined) continue;
    throw new PostilError(
      'refused',
      fault
        ? `There is no good backup of ${file} on this computer. Nothing was changed.`
        : `${file} is not among the damaged files of the open project. Nothing was changed.`,
      { file },
    );
  }
}

/** Makes this user's copy of the sample project, once; whole or not at all. */
async function copySample(from: string, to: string): Promise<void> {
  if (await isProject(to)) return;
  if (!(await isProject(from))) {
    throw new PostilError('not-found', 'This Postil came without its sample project.', { file: from });
  }
  const part = `${to}-${randomUUID()}.part`;
  try {
    await mkdir(dirname(to), { recursive: true });
    await cp(from, part, {
      recursive: true,
      filter: async (source) => !(await lstat(source)).isSymbolicLink(),
    });
    await rename(part, to);
  } catch (cause) {
    await rm(part, { recursive: true, force: true });
    if (cause instanceof PostilError) throw cause;
    throw new PostilError(
      'io',
      `The sample project cannot be copied to ${to}. Nothing of it was left behind.`,
      { file: to },
      cause,
    );
  }
}
