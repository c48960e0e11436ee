/** The room's door: what the rest of the services uses of an open project. */
export type { StoreEnvironment, StoreProblem } from './environment.ts';
export { createProject } from './create-project.ts';
export { openProject } from './open-project.ts';
export { restoreBackups } from './restore-backups.ts';
export type { AppliedChange, FileStats, ProjectStore, StoreEvent } from './store-types.ts';
