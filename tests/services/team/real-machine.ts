import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { DocumentRecord } from '../../../src/core/document/document.ts';
import type { ProjectId } from '../../../src/core/ids.ts';
import type { Change, Edit } from '../../../src/core/project/edit.ts';
import type { Annotator } from '../../../src/core/project/project.ts';
import { createProject, openProject } from '../../../src/main/services/store/project-store.ts';
import type { Team } from '../../../src/main/services/team/team-types.ts';
import { machineEnvironment } from '../../../src/main/services/workbench/machine.ts';
import { openSession } from '../../../src/main/services/workbench/open-session.ts';
import type { ProjectSession } from '../../../src/main/services/workbench/project-session.ts';
import { teamOf } from '../../../src/main/services/workbench/session-team.ts';
import { QUIET } from './fixture.ts';

/** A person’s machine with nothing in memory only: the store, the index, the keys and the exchange on real disks. */
export interface RealMachine {
  readonly annotator: Annotator;
  /** Holds all that this machine has. */
  readonly folder: string;
  readonly session: ProjectSession;
  readonly team: Team;
  apply(label: string, ...edits: Edit[]): Promise<void>;
  close(): Promise<void>;
}

export interface RealDocument {
  readonly record: DocumentRecord;
  readonly text: string;
}

/** @param id of the project, for a copy of one that is there; without it a new project is made */
export async function openRealMachine(
  folder: string,
  annotator: Annotator,
  options: { readonly id?: ProjectId; readonly documents?: readonly RealDocument[] } = {},
): Promise<RealMachine> {
  await mkdir(folder, { recursive: true });
  const userData = join(folder, 'user-data');
  const fail = (fault: unknown): never => {
    throw fault instanceof Error ? fault : new Error((fault as { message: string }).message);
  };
  const environment = machineEnvironment(userData, fail);
  const project = join(folder, 'project');
  const { id } = options;
  const created = await createProject(environment, project, {
    title: 'Harbour',
    annotator,
    ...(id !== undefined && { id }),
  });
  for (const { record, text } of options.documents ?? [])
    await created.addDocument({ record, text, original: Buffer.from(text) });
  await created.close();

  const session = await openSession(
    await openProject(environment, project),
    { environment, cacheFolder: join(folder, 'cache'), annotator, onProblem: fail, onFault: fail },
    QUIET,
  );
  const team = await teamOf(session, {
    environment,
    userData,
    secretBox: null,
    onApplied: () => undefined,
    onAdded: () => undefined,
  });
  return {
    annotator,
    folder,
    session,
    team,
    async apply(label, ...edits) {
      const change: Change = { label, edits };
      await session.apply(change);
    },
    close: () => session.close(),
  };
}
