import { PostilError } from '../../../core/errors.ts';
import { documentSchema, documentSettingsSchema, titleOf } from '../../../core/document/document.ts';
import { documentSummarySchema, type DocumentSummary } from '../../../core/project/project.ts';

/** A summary without what stands in the layers. */
export type DocumentHead = Omit<DocumentSummary, 'layers'> & {
  /** Of its text, for finding versions; not shown. */
  readonly sketch?: string | undefined;
};
export const documentHeadSchema = documentSummarySchema
  .omit({ layers: true })
  .extend({ sketch: documentSchema.shape.text.shape.sketch });

/** The part of a document's record that a summary is made of; the structure, which is most of it, is not looked at. */
const headSchema = documentSchema.pick({ id: true, fileName: true, importedAt: true, text: true }).extend({
  settings: documentSettingsSchema.pick({
    metadata: true,
    sourceId: true,
    removedAt: true,
    versionOf: true,
  }),
});

/**
 * @param content what a document's file holds
 * @throws PostilError `damaged`
 */
export function summariseDocument(content: unknown): DocumentHead {
  const parsed = headSchema.safeParse(content);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new PostilError(
      'damaged',
      `The document's record does not fit its schema (${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}).`,
      {},
      parsed.error,
    );
  }
  const { id, fileName, importedAt, text, settings } = parsed.data;
  return {
    id,
    title: titleOf({ fileName, settings: { ...settings, zones: [] } }),
    fileName,
    metadata: settings.metadata,
    importedAt,
    textHash: text.sha256,
    characters: text.length,
    ...(settings.sourceId !== undefined && { sourceId: settings.sourceId }),
    ...(settings.removedAt !== undefined && { removedAt: settings.removedAt }),
    ...(settings.versionOf !== undefined && { versionOf: settings.versionOf }),
    ...(text.sketch !== undefined && { sketch: text.sketch }),
  };
}

/** By import, then title. */
export function compareHeads(a: DocumentHead, b: DocumentHead): number {
  return (
    compareStrings(a.importedAt, b.importedAt) ||
    compareStrings(a.title, b.title) ||
    compareStrings(a.id, b.id)
  );
}

function compareStrings(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
