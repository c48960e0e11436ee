import { join } from 'node:path';
import { viewStateSchema, type ViewState } from '../../../contract/calls.ts';
import type { ProjectId } from '../../../core/ids.ts';
import type { RecordFormat } from '../store/envelope.ts';
import { makeUserFile, type UserFileOptions } from './user-file.ts';

const viewFormat: RecordFormat<ViewState> = {
  name: 'postil-view',
  version: 1,
  schema: viewStateSchema,
  migrations: {},
};

/** What a page remembers of a project on this machine: position, panes. Opaque here. */
export interface ViewStore {
  get(): Promise<ViewState>;
  /** Null forgets a key. */
  put(state: ViewState): Promise<void>;
  settled(): Promise<void>;
}

export function openView(
  userDataFolder: string,
  projectId: ProjectId,
  options: Pick<UserFileOptions<ViewState>, 'fs' | 'sha256' | 'onProblem'>,
): ViewStore {
  const file = makeUserFile({
    ...options,
    file: join(userDataFolder, 'views', `${projectId}.json`),
    format: viewFormat,
    initial: {},
  });
  return {
    get: () => file.read(),
    async put(state) {
      await file.update((before) => {
        const after = { ...before };
        for (const [key, value] of Object.entries(state)) {
          if (value === null) delete after[key];
          else after[key] = value;
        }
        return after;
      });
    },
    settled: () => file.settled(),
  };
}
