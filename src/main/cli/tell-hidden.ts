import { describeHidden } from '../../core/team/visibility.ts';
import type { AnnotatorId, DocumentId } from '../../core/ids.ts';
import type { ProjectSession } from '../services/workbench/project-session.ts';
import type { Output } from './output.ts';

/** What a command left out because the team has not opened it yet, on stderr: nothing is left out silently. */
export function tellHidden(
  output: Output,
  { store }: Pick<ProjectSession, 'store'>,
  of: {
    readonly layers?: boolean;
    readonly memos?: boolean;
    readonly annotators?: readonly AnnotatorId[];
    readonly documents?: ReadonlySet<DocumentId> | null;
  },
): void {
  const hidden = store.hidden();
  const { annotators = [], documents = null } = of;
  const layers = hidden.layers.filter(
    ({ annotator, documentId }) =>
      (annotators.length === 0 || annotators.includes(annotator)) &&
      (documents === null || documents.has(documentId)),
  );
  const told = describeHidden({
    layers: of.layers ? layers.length : 0,
    memos: of.memos ? hidden.memos : 0,
  });
  if (told !== null) output.error(`note: ${told}\n`);
}
