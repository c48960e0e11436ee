import { readFile } from 'node:fs/promises';
import type { ImportReport } from '../../../contract/calls.ts';
import type { DocumentId } from '../../../core/ids.ts';
import type { Job } from '../../../core/ports.ts';
import type { DocumentSummary } from '../../../core/project/project.ts';
import { collectFiles, type CollectedFiles } from '../import/collect-files.ts';
import { importDocuments, type ImportTarget } from '../import/import-documents.ts';
import type { UploadedFile } from '../uploads/uploads.ts';
import { systemClock } from './machine.ts';
import { mutable, type ProjectSession } from './project-session.ts';

/**
 * Imports what was collected. A text that the project had and that was removed from it comes back as the document it
 * was, with its annotations.
 * @param onAdded hears of each document as it is on disk, also of those before a cancel
 */
export async function importInto(
  session: ProjectSession,
  collected: CollectedFiles,
  onAdded: (summary: DocumentSummary) => void,
  job: Job,
): Promise<ImportReport> {
  const { store, index } = session;
  const removed = new Set<DocumentId>();
  const target: ImportTarget = {
    hasText(sha256) {
      const known = index.hasText(sha256);
      if (known?.removed) removed.add(known.documentId);
      return known;
    },
    isTaken: (id) => store.documentIds().some((taken) => taken === id),
    async add(document) {
      await store.addDocument(document);
      await index.didChange([document.record.id]);
      const summary = index.summary(document.record.id)!;
      onAdded(summary);
      return summary;
    },
  };
  const report = await importDocuments(target, collected.items, { clock: systemClock }, job);
  for (const id of removed) {
    const summary = await restore(session, id);
    onAdded(summary);
    report.added.push(mutable(summary));
  }
  return {
    added: report.added,
    already: report.already.filter(({ documentId }) => !removed.has(documentId)),
    refused: [...collected.refused, ...report.refused],
    notices: [...collected.notices, ...report.notices],
  };
}

async function restore(session: ProjectSession, id: DocumentId): Promise<DocumentSummary> {
  const { settings } = await session.store.readDocument(id);
  const { removedAt: _removedAt, ...after } = settings;
  await session.apply({
    label: `import “${session.index.summary(id)?.title ?? id}” again`,
    edits: [{ kind: 'document', documentId: id, before: settings, after }],
  });
  return session.index.summary(id)!;
}

/** An uploaded file as if it had been named by its path, with the same rules for its ending. */
export function collectUpload(upload: UploadedFile): Promise<CollectedFiles> {
  return collectFiles([upload.name], {
    describe: async () => ({ kind: 'file', bytes: upload.bytes }),
    resolve: async (file) => file,
    list: async () => [],
    read: () => readFile(upload.path),
  });
}

export function joinCollected(parts: readonly CollectedFiles[]): CollectedFiles {
  return {
    items: parts.flatMap((part) => part.items),
    refused: parts.flatMap((part) => part.refused),
    notices: parts.flatMap((part) => part.notices),
  };
}
