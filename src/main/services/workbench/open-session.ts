import type { Job } from '../../../core/ports.ts';
import type { Annotator } from '../../../core/project/project.ts';
import { openProjectIndex } from '../index/project-index.ts';
import type { ProjectStore, StoreEnvironment, StoreProblem } from '../store/project-store.ts';
import { makeProjectSession, type ProjectSession } from './project-session.ts';

export interface SessionOptions {
  readonly environment: StoreEnvironment;
  readonly cacheFolder: string;
  /** Whose layers the session writes. */
  readonly annotator: Annotator;
  onProblem(problem: StoreProblem): void;
  onFault(fault: unknown): void;
}

/** A session over an open store, which is closed again when its index cannot be made. */
export async function openSession(
  store: ProjectStore,
  { environment, cacheFolder, annotator, onProblem, onFault }: SessionOptions,
  job: Job,
): Promise<ProjectSession> {
  try {
    const index = await openProjectIndex(
      store,
      {
        fs: environment.fs,
        clock: environment.clock,
        cacheFolder,
        onFault: ({ kind, message, cause }) => {
          onFault(new Error(message, { cause }));
          // A cache that is made anew concerns nobody.
          if (kind !== 'cache') onProblem({ code: 'damaged', message });
        },
      },
      job,
    );
    return makeProjectSession(store, index, annotator, { onReadOnly: onProblem, onFault });
  } catch (error) {
    await store.close();
    throw error;
  }
}
