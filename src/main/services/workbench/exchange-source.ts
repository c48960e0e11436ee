import { isLayerEdit } from '../../../core/annotation/edit-layer.ts';
import { PostilError } from '../../../core/errors.ts';
import type { ExchangeSource } from '../exchange/exchange-source.ts';
import type { AppliedChange } from '../store/project-store.ts';
import type { Change } from '../../../core/project/edit.ts';
import type { ProjectSession } from './project-session.ts';

/**
 * What exchange needs of an open project. Whose layers a file brings, the session may take back afterwards.
 * @param onApplied hears of the change once it is on disk
 */
export function exchangeSource(
  session: ProjectSession,
  onApplied: (change: Change, applied: AppliedChange) => void = () => undefined,
): ExchangeSource {
  const { store, index } = session;
  return {
    project: () => store.project(),
    codebook: () => store.codebook(),
    sources: () => store.sources(),
    documents: () => index.summaries(),
    memos: () => store.memos(),
    readDocument: (id) => store.readDocument(id),
    readText: (id) => store.readText(id),
    hidden: () => store.hidden(),
    layersOf: (id) => store.layersOf(id),
    readLayer: (id, annotator) => store.readLayer(id, annotator),
    ensureAnnotator: (annotator) => store.ensureAnnotator(annotator),
    async addDocument(document) {
      await store.addDocument(document);
      await index.didChange([document.record.id]);
    },
    check({ edits }) {
      for (const edit of edits) {
        // A file may hold what others did on documents in their blind phase: it is not read into what is hidden here.
        if (isLayerEdit(edit) && !store.visibility.isLayerOpen(edit.documentId, edit.annotator)) {
          throw new PostilError(
            'refused',
            `${edit.documentId} is in its blind phase, and what is read is ${edit.annotator}’s. Read it when the team has opened it, or into your own layer. Nothing was changed.`,
          );
        }
      }
      session.assertMayDecide(edits);
    },
    async apply(change) {
      for (const edit of change.edits) {
        if (!isLayerEdit(edit)) continue;
        const owner = store.project().annotators.find(({ id }) => id === edit.annotator);
        if (owner) session.adopt(owner);
      }
      const applied = await session.apply(change);
      onApplied(change, applied);
    },
  };
}
