import type { IndexedStore } from '../index/indexed-store.ts';
import type { ProjectStore } from '../store/project-store.ts';

/** What the index reads, off the open store. */
export function indexSource(store: ProjectStore): IndexedStore {
  return {
    folder: store.folder,
    project: () => store.project(),
    fileStats: () => store.fileStats(),
    scanDocument: (id) => store.readDocument(id),
    async scanLayer(documentId, annotator) {
      const annotators = await store.layersOf(documentId);
      return annotators.includes(annotator) ? store.readLayer(documentId, annotator) : null;
    },
  };
}
