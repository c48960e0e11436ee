import { overviewOf, type AdjudicationOverview } from '../../../core/adjudication/overview.ts';
import { PostilError } from '../../../core/errors.ts';
import type { AnnotatorId, DocumentId } from '../../../core/ids.ts';
import type { Job } from '../../../core/ports.ts';
import { stepOf } from '../../../core/progress-steps.ts';
import type { ProjectIndex } from '../index/project-index.ts';
import type { ProjectStore } from '../store/project-store.ts';
import { resolverOf } from './compare-document.ts';

/** How far the adjudication of the open project is. */
export interface ProjectAdjudication {
  /**
   * Of every document that somebody has read, in the project's order. What did not change since is not read again.
   * @throws PostilError `damaged`, `io` where a layer cannot be read; `cancelled`
   */
  overview(adjudicator: AnnotatorId, job: Job): Promise<AdjudicationOverview[]>;
  close(): void;
}

export function makeProjectAdjudication(store: ProjectStore, index: ProjectIndex): ProjectAdjudication {
  const known = new Map<DocumentId, AdjudicationOverview>();
  let knownFor: AnnotatorId | null = null;
  /** Grows with all that makes what is known of a document stale: what was read before is not kept then. */
  let version = 0;

  const stopListening = store.onDidChange((event) => {
    version++;
    if (event.kind === 'changed' && !event.codebookChanged) {
      for (const documentId of event.documents) known.delete(documentId);
    } else if (event.kind !== 'documentAdded' && event.kind !== 'annotatorsChanged') {
      // Entries that were merged make people agree, wherever they tagged; what the team opens comes in everywhere.
      known.clear();
    }
  });

  async function look(documentId: DocumentId, adjudicator: AnnotatorId): Promise<AdjudicationOverview> {
    for (;;) {
      const before = version;
      const annotators = await store.layersOf(documentId);
      const layers = await Promise.all(annotators.map((annotator) => store.readLayer(documentId, annotator)));
      const overview: AdjudicationOverview =
        layers.length === 0
          ? { documentId, readers: [], adjudicated: [] }
          : overviewOf(layers, adjudicator, resolverOf(store));
      // What changed while it was read is looked at again.
      if (version !== before) continue;
      if (knownFor === adjudicator) known.set(documentId, overview);
      return overview;
    }
  }

  return {
    async overview(adjudicator, job) {
      if (knownFor !== adjudicator) known.clear();
      knownFor = adjudicator;
      const documents = index
        .summaries()
        .filter(({ removedAt, layers }) => removedAt === undefined && layers.length > 0);
      const rows: AdjudicationOverview[] = [];
      for (const [done, { id }] of documents.entries()) {
        job.signal.throwIfAborted();
        job.progress({ done, total: documents.length, ...stepOf('comparingLayers') });
        if (knownFor !== adjudicator) throw new PostilError('cancelled', 'Somebody else annotates now.');
        const overview = known.get(id) ?? (await look(id, adjudicator));
        if (overview.readers.length > 0 || overview.adjudicated.some(({ isBegun }) => isBegun)) {
          rows.push(overview);
        }
      }
      return rows;
    },
    close: stopListening,
  };
}
