import { PostilError } from '../../core/errors.ts';
import type { DocumentId, DocumentSetId } from '../../core/ids.ts';
import { foldText } from '../../core/text-fold.ts';
import type { ProjectSession } from '../services/workbench/project-session.ts';

/** @throws PostilError `not-found` */
export function requireDocument({ index }: ProjectSession, named: string): DocumentId {
  const found = index.summaries().find(({ id, removedAt }) => id === named && removedAt === undefined);
  if (found) return found.id;
  throw new PostilError(
    'not-found',
    `There is no document “${named}” in this project; \`postil documents\` lists them.`,
  );
}

/** By id or name. @throws PostilError `not-found` */
export function requireSet({ store }: ProjectSession, named: string): DocumentSetId {
  const found = store
    .documentSets()
    .find(({ id, name }) => id === named || foldText(name) === foldText(named.trim()));
  if (found) return found.id;
  throw new PostilError(
    'not-found',
    `There is no document set “${named}” in this project; \`postil sets\` lists them.`,
  );
}
