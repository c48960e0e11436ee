import type { IndexedStore } from '../index/indexed-store.ts';
import type { ProjectStore } from '../store/project-store.ts';

/** What the index reads, off the open store. */
export function indexSource(store: ProjectStore): IndexedStore {
  return {
    folder: store.folder,
    project: () => store.project(),
    fileStats: () => store.fileStats(),
    scanDocument: (id) => store.scanDocument(id),
    scanLayer: (documentId, annotator) => store.scanLayer(documentId, annotator),
  };
}
