import { readFile } from 'node:fs/promises';
import type { ImportReport } from '../../../contract/calls.ts';
import type { DocumentRecord } from '../../../core/document/document.ts';
import { findLikelyVersions, newerVersionOf, wouldCircle } from '../../../core/document/versions.ts';
import { PostilError } from '../../../core/errors.ts';
import type { DocumentId } from '../../../core/ids.ts';
import type { Job } from '../../../core/ports.ts';
import type { DocumentSummary } from '../../../core/project/project.ts';
import { collectFiles, type CollectedFiles } from '../import/collect-files.ts';
import { importDocuments, type ImportedDocument, type ImportTarget } from '../import/import-documents.ts';
import type { DocumentReader } from '../import/document-reader.ts';
import { openReader } from '../import/import-threads.ts';
import type { UploadedFile } from '../uploads/uploads.ts';
import { systemClock } from './machine.ts';
import { mutable, type ProjectSession } from './project-session.ts';

/**
 * Imports what was collected. A text that the project had and that was removed from it comes back as the document it
 * was, with its annotations.
 * @param onAdded hears of each document as it is on disk, also of those before a cancel
 * @param versionOf of which document the one file is a corrected version: linked to it, also where it is there already
 * @param reader is closed at the end
 * @throws PostilError `not-found`, `bad-request` for a `versionOf` that cannot be; nothing is imported then
 */
export async function importInto(
  session: ProjectSession,
  collected: CollectedFiles,
  onAdded: (summary: DocumentSummary) => void,
  job: Job,
  versionOf?: DocumentId,
  reader: DocumentReader = openReader(),
): Promise<ImportReport> {
  const { store, index } = session;
  const older = versionOf === undefined ? null : await requireOlder(session, versionOf, collected);
  const removed = new Set<DocumentId>();
  const taken = new Set<string>(store.documentIds());
  const target: ImportTarget = {
    hasText(sha256) {
      const known = index.hasText(sha256);
      if (known?.removed) removed.add(known.documentId);
      return known;
    },
    isTaken: (id) => taken.has(id),
    async add(imported) {
      const document = older ? asVersion(session, imported, older) : imported;
      await store.addDocument(document);
      // Nobody can have a layer on it yet.
      await index.didChange([{ documentId: document.record.id, annotator: null }]);
      return index.summary(document.record.id)!;
    },
    onAdded,
  };
  let report: ImportReport;
  try {
    report = await importDocuments(target, collected.items, { clock: systemClock, reader }, job);
  } finally {
    await reader.close();
  }
  for (const id of removed) {
    const summary = await restore(session, id);
    onAdded(summary);
    report.added.push(mutable(summary));
  }
  if (older) {
    for (const { documentId, file } of report.already) {
      const reason = await linkVersion(session, documentId, older.id);
      if (reason === null) continue;
      report.refused.push({ file, reason });
    }
  }
  return {
    added: report.added,
    likelyVersions: likelyVersions(session, report.added),
    already: report.already.filter(({ documentId }) => !removed.has(documentId)),
    refused: [...collected.refused, ...report.refused],
    notices: [...collected.notices, ...report.notices],
  };
}

/** The document that a version is to be of, with what the version takes over from it. */
async function requireOlder(
  { store, index }: ProjectSession,
  id: DocumentId,
  collected: CollectedFiles,
): Promise<DocumentRecord> {
  const summary = index.summary(id);
  if (!summary || summary.removedAt !== undefined) {
    throw new PostilError('not-found', `There is no document ${id} in this project. Nothing was imported.`);
  }
  if (collected.items.length + collected.refused.length !== 1) {
    throw new PostilError(
      'bad-request',
      'A new version of a document is one file. Name one, and no folder of several. Nothing was imported.',
    );
  }
  return store.readDocument(id);
}

/** @throws PostilError `refused` where the document has a newer version already */
function asVersion(
  session: ProjectSession,
  document: ImportedDocument,
  older: DocumentRecord,
): ImportedDocument {
  const reason = whyNoVersion(session, document.record.id, older.id);
  if (reason !== null) throw new PostilError('refused', reason);
  const { sourceId } = older.settings;
  const settings = {
    ...document.record.settings,
    ...(sourceId === undefined ? {} : { sourceId }),
    versionOf: older.id,
  };
  return { ...document, record: { ...document.record, settings } };
}

/** Links a document that is there already. Null when it is linked now; else the reason why not. */
async function linkVersion(
  session: ProjectSession,
  id: DocumentId,
  older: DocumentId,
): Promise<string | null> {
  const { settings } = await session.store.readDocument(id);
  if (settings.versionOf === older) return null;
  const reason = whyNoVersion(session, id, older);
  if (reason !== null) return reason;
  await session.apply({
    label: `take “${titleIn(session, id)}” for a new version of “${titleIn(session, older)}”`,
    edits: [{ kind: 'document', documentId: id, before: settings, after: { ...settings, versionOf: older } }],
  });
  return null;
}

function whyNoVersion(session: ProjectSession, id: DocumentId, older: DocumentId): string | null {
  const documents = session.index.summaries();
  const title = titleIn(session, older);
  if (id === older) return `It has the same text as “${title}”: a new version has another.`;
  const newer = newerVersionOf(documents, older);
  if (newer && newer.id !== id) {
    return `There is a newer version of “${title}” already: “${newer.title}” (${newer.id}). Import it as a version of that.`;
  }
  if (wouldCircle(documents, id, older)) return `“${title}” is itself a newer version of it.`;
  return null;
}

function titleIn({ index }: ProjectSession, id: DocumentId): string {
  return index.summary(id)?.title ?? id;
}

function likelyVersions(
  { index }: ProjectSession,
  added: readonly DocumentSummary[],
): ImportReport['likelyVersions'] {
  if (added.length === 0) return [];
  const heads = index.heads().map((head) => ({ ...head, sketch: head.sketch ?? '' }));
  const found = findLikelyVersions(heads, new Set(added.map(({ id }) => id)));
  return [...found].map(([documentId, likely]) => ({ documentId, ...likely }));
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
