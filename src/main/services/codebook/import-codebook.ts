import { planCodebookImport, type ImportPlan } from '../../../core/exchange/codebook/plan-import.ts';
import type { Job } from '../../../core/ports.ts';
import type { Change } from '../../../core/project/edit.ts';
import type { StoreEnvironment } from '../store/project-store.ts';
import type { ProjectSession } from '../workbench/project-session.ts';
import { readCodebookFiles, type NamedPath } from './read-files.ts';

/**
 * Reads a codebook from files into the project, as one change, or says what that would do.
 * @param options.apply makes the change; null for a preview
 * @returns the plan, and the change that was made; null when there was nothing to change
 * @throws PostilError as `readCodebookFiles`; nothing was changed then
 */
export async function importCodebook(
  { store }: Pick<ProjectSession, 'store'>,
  options: {
    readonly places: readonly NamedPath[];
    readonly isUpdating: boolean;
    readonly apply: ((change: Change) => Promise<unknown>) | null;
  },
  environment: Pick<StoreEnvironment, 'fs' | 'sha256'>,
  job: Job,
): Promise<{ readonly plan: ImportPlan; readonly change: Change | null }> {
  const { places, isUpdating, apply } = options;
  const file = await readCodebookFiles(environment, places, job);
  job.signal.throwIfAborted();
  const plan = planCodebookImport(store.codebook(), file, environment.sha256, isUpdating);
  if (!apply || plan.changes.length === 0) return { plan, change: null };
  const label = `read the codebook from ${places.map(({ fileName }) => fileName).join(', ')}`;
  const change: Change = { label, edits: plan.changes };
  await apply(change);
  return { plan, change };
}
