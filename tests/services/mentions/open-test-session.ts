import type { Annotator } from '../../../src/core/project/project.ts';
import { createProject, type ProjectStore } from '../../../src/main/services/store/project-store.ts';
import { machineEnvironment } from '../../../src/main/services/workbench/machine.ts';
import { openSession, type SessionOptions } from '../../../src/main/services/workbench/open-session.ts';
import type { ProjectSession } from '../../../src/main/services/workbench/project-session.ts';
import type { Place } from '../workbench/fixture.ts';

export interface TestSession {
  readonly session: ProjectSession;
  close(): Promise<void>;
}

/** A new project, open, on the real store. @param fill adds documents before the index is made */
export async function openTestSession(
  place: Place,
  annotator: Annotator,
  fill: (store: ProjectStore) => Promise<void> = async () => undefined,
): Promise<TestSession> {
  const fail = ({ message }: { readonly message: string }): never => {
    throw new Error(message);
  };
  const environment = machineEnvironment(place.userData, fail);
  const store = await createProject(environment, `${place.root}/mentions`, { title: 'Mentions', annotator });
  await fill(store);
  const options: SessionOptions = {
    environment,
    cacheFolder: `${place.userData}/cache`,
    annotator,
    onProblem: fail,
    onFault: (fault) => {
      throw fault;
    },
  };
  const session = await openSession(store, options, {
    progress: () => undefined,
    signal: { aborted: false, throwIfAborted: () => undefined },
  });
  return { session, close: () => session.close() };
}
