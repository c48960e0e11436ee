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

/**
 * By id, or else by name.
 * @param kept what the sentence of the failure ends with
 * @throws PostilError `not-found`
 */
export function requireSet({ store }: ProjectSession, named: string, kept = ''): DocumentSetId {
  const sets = store.documentSets();
  const found =
    sets.find(({ id }) => id === named) ?? sets.find(({ name }) => foldText(name) === foldText(named.trim()));
  if (found) return found.id;
  throw new PostilError(
    'not-found',
    `There is no document set “${named}” in this project; \`postil sets\` lists them.${kept}`,
  );
}
