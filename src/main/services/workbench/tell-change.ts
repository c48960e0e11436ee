import type { Change } from '../../../core/project/edit.ts';
import type { AppliedChange } from '../store/project-store.ts';
import type { Audience } from './audience.ts';
import { mutable, type ProjectSession } from './project-session.ts';

/**
 * Tells every page what is on disk now.
 * @param origin whose edit it was, as a connection; null where it is of the services themselves, so that the page that
 *   asked for it takes it in like any other
 */
export function tellChange(
  audience: Audience,
  session: ProjectSession,
  origin: string | null,
  { label, edits }: Change,
  { documents, codebookChanged }: AppliedChange,
): void {
  audience.emit('project.didChange', {
    origin,
    label,
    edits: mutable(edits),
    codebook: codebookChanged ? mutable(session.store.codebook()) : null,
    documents: mutable(session.summariesOf(documents)),
  });
}
