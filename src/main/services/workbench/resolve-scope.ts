import type { ExportScope } from '../../../contract/calls.ts';
import { PostilError } from '../../../core/errors.ts';
import type { DocumentSet } from '../../../core/sets/document-set.ts';
import { resolveSets } from '../../../core/sets/resolve-sets.ts';
import { mutable } from './project-session.ts';

/**
 * The scope in terms of documents alone, so that no format needs to know of sets.
 * @throws PostilError `refused` when no document is left
 */
export function resolveScope(scope: ExportScope, sets: readonly DocumentSet[]): ExportScope {
  const resolved = resolveSets(scope, sets);
  const filter = scope.filter && resolveSets(scope.filter, sets);
  if (!resolved || filter === null) {
    throw new PostilError(
      'refused',
      'None of the documents that were asked for is in the chosen document sets. Nothing was exported.',
    );
  }
  return mutable({ ...resolved, ...(filter && { filter }) });
}
