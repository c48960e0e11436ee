import { randomUUID } from 'node:crypto';
import { serve } from '../../../contract/dispatcher.ts';
import { PostilError } from '../../../core/errors.ts';
import type { Job } from '../../../core/ports.ts';
import { openSettings } from '../settings/settings-store.ts';
import { makeUploads } from '../uploads/uploads.ts';
import { adjudicationHandlers } from './adjudication-handlers.ts';
import { agreementHandlers } from './agreement-handlers.ts';
import { appHandlers, fileHandlers, type HandlerParts } from './app-handlers.ts';
import { makeAudience } from './audience.ts';
import { codebookHandlers } from './codebook-handlers.ts';
import { makeDesk } from './desk.ts';
import { identityHandlers } from './identity-handlers.ts';
import { exchangeHandlers } from './exchange-handlers.ts';
import { machineEnvironment } from './machine.ts';
import { makePathAccess } from './path-access.ts';
import { projectHandlers } from './project-handlers.ts';
import { searchHandlers } from './search-handlers.ts';
import { teamHandlers } from './team-handlers.ts';
import type { Workbench, WorkbenchOptions } from './workbench-options.ts';

export type { NativeDialogs, Workbench, WorkbenchOptions } from './workbench-options.ts';

/** For what the host itself asks for: nobody watches, nobody cancels. */
const HOSTS_JOB: Job = {
  progress: () => undefined,
  signal: { aborted: false, throwIfAborted: () => undefined },
};

export function createWorkbench(options: WorkbenchOptions): Workbench {
  const audience = makeAudience();
  const onProblem = (problem: { readonly code: string; readonly message: string }): void =>
    audience.emit('project.problem', { code: problem.code, message: problem.message });
  const access = makePathAccess(options.allowedRoots);
  const environment = machineEnvironment(options.userDataFolder, onProblem);
  const settings = openSettings(options.userDataFolder, { ...environment, onProblem });
  const uploads = makeUploads();
  const desk = makeDesk({ options, environment, settings, access, audience, onProblem });
  const parts: HandlerParts = { options, environment, settings, access, audience, uploads, desk };
  const handlers = {
    ...appHandlers(parts),
    ...fileHandlers(parts),
    ...projectHandlers(parts),
    ...exchangeHandlers(parts),
    ...searchHandlers(parts),
    ...teamHandlers(parts),
    ...identityHandlers(parts),
    ...agreementHandlers(parts),
    ...adjudicationHandlers(parts),
    ...codebookHandlers(parts),
  };

  async function attempt(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof PostilError)) throw error;
      onProblem(error);
    }
  }

  return {
    connect(transport) {
      const connection = serve(transport, handlers, { id: randomUUID(), onFault: options.onFault });
      audience.add(connection);
      transport.onClose(() => {
        audience.remove(connection.id);
        uploads.releaseOwner(connection.id).catch(options.onFault);
      });
      return connection;
    },
    openFolder: (folder) =>
      attempt(async () => {
        access.grant(folder, 'write');
        await desk.open(await access.check(folder, 'write'), HOSTS_JOB, null);
      }),
    openAtFirstStart: () =>
      attempt(async () => {
        const { recentProjects } = await settings.get();
        if (recentProjects.length === 0) await desk.openSample(HOSTS_JOB, null);
      }),
    emitCommand: (command) => audience.emit('menu.command', { command }),
    grantPath: (path, use) => access.grant(path, use),
    async close() {
      await desk.close(null);
      await settings.settled();
      await uploads.close();
      audience.dispose();
    },
  };
}
