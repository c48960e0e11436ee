import { join } from 'node:path';
import type { Job } from '../../../core/ports.ts';
import type { Annotator } from '../../../core/project/project.ts';
import { makeProjectAdjudication } from '../adjudication/project-adjudication.ts';
import { makeProjectAgreement } from '../agreement/project-agreement.ts';
import { builtLayerWorker } from '../index/layer-threads.ts';
import { openProjectIndex } from '../index/project-index.ts';
import { makeProjectSearch } from '../search/project-search.ts';
import type { ProjectStore, StoreEnvironment, StoreProblem } from '../store/project-store.ts';
import { readPlan } from '../team/read-plan.ts';
import { makeVisibleStore } from '../team/visible-store.ts';
import { makeProjectSession, type ProjectSession } from './project-session.ts';

export interface SessionOptions {
  readonly environment: StoreEnvironment;
  readonly cacheFolder: string;
  /** Whose layers the session writes. */
  readonly annotator: Annotator;
  /** The search's built worker, where it is not the program's own. */
  readonly searchWorkerFile?: string | undefined;
  /** That of agreement, likewise. */
  readonly agreementWorkerFile?: string | undefined;
  onProblem(problem: StoreProblem): void;
  onFault(fault: unknown): void;
}

/** A session over an open store, which is closed again when its index cannot be made. */
export async function openSession(
  opened: ProjectStore,
  {
    environment,
    cacheFolder,
    annotator,
    searchWorkerFile,
    agreementWorkerFile,
    onProblem,
    onFault,
  }: SessionOptions,
  job: Job,
): Promise<ProjectSession> {
  try {
    const { plan, files: teamFiles } = await readPlan(environment, opened.folder, onProblem);
    const store = makeVisibleStore(opened, annotator.id, plan);
    const index = await openProjectIndex(
      store,
      {
        fs: environment.fs,
        clock: environment.clock,
        cacheFolder,
        layerWorker: builtLayerWorker(),
        onFault: ({ kind, message, cause }) => {
          onFault(new Error(message, { cause }));
          // A cache that is made anew concerns nobody.
          if (kind !== 'cache') onProblem({ code: 'damaged', message });
        },
      },
      job,
    );
    const search = makeProjectSearch(store, index, {
      workerFile: searchWorkerFile,
      cacheFile: join(cacheFolder, store.project().id, 'search-v1.bin'),
      onFault,
    });
    const agreement = makeProjectAgreement(store, index, { workerFile: agreementWorkerFile, onFault });
    const adjudication = makeProjectAdjudication(store, index);
    return makeProjectSession(store, index, { search, agreement, adjudication, teamFiles }, annotator, {
      onReadOnly: onProblem,
      onFault,
    });
  } catch (error) {
    await opened.close();
    throw error;
  }
}
