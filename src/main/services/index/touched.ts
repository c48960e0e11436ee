import { isLayerEdit } from '../../../core/annotation/edit-layer.ts';
import type { AnnotatorId, DocumentId } from '../../../core/ids.ts';
import type { Edit } from '../../../core/project/edit.ts';

/**
 * What a change touched: one layer; or a document's record alone (`annotator` null); or, a bare id, its record and all
 * its layers.
 */
export type Touched =
  | DocumentId
  | { readonly documentId: DocumentId; readonly annotator: AnnotatorId | null };

/** What the edits touched of that which the index holds, each once. */
export function touchedBy(edits: readonly Edit[]): Touched[] {
  const touched = new Map<string, Touched>();
  for (const edit of edits) {
    if (isLayerEdit(edit)) {
      const { documentId, annotator } = edit;
      touched.set(`${documentId} ${annotator}`, { documentId, annotator });
    } else if (edit.kind === 'document') {
      touched.set(edit.documentId, { documentId: edit.documentId, annotator: null });
    }
  }
  return [...touched.values()];
}
