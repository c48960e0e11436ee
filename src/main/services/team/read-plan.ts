import { join } from 'node:path';
import { PostilError } from '../../../core/errors.ts';
import { EMPTY_PLAN, type Plan } from '../../../core/team/plan.ts';
import type { StoreEnvironment, StoreProblem } from '../store/project-store.ts';
import { lstatOrNull } from '../store/project-files.ts';
import { openTeamFiles, TEAM_FOLDER, type TeamFiles } from './team-state.ts';

/**
 * The team's plan as a project has it, without this user's keys: to know who may read what before anything is read.
 * A plan that cannot be read is told, and is null: nothing of others is shown then, and one's own work goes on.
 */
export async function readPlan(
  environment: StoreEnvironment,
  projectFolder: string,
  onProblem: (problem: StoreProblem) => void,
): Promise<{ readonly plan: Plan | null; readonly files: TeamFiles | null }> {
  try {
    if (!(await lstatOrNull(environment.fs, join(projectFolder, TEAM_FOLDER))))
      return { plan: EMPTY_PLAN, files: null };
    const files = await openTeamFiles(environment, projectFolder);
    const { plan } = await files.weigh(null);
    return { plan, files };
  } catch (error) {
    if (!(error instanceof PostilError)) throw error;
    onProblem({
      code: error.code,
      message: `${error.message} Until it can be read, what others annotated is hidden.`,
    });
    return { plan: null, files: null };
  }
}
