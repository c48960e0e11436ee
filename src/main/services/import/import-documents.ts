import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import type { ImportReport } from '../../../contract/calls.ts';
import { decodeText, type DecodedText } from '../../../core/document/decode.ts';
import type { DocumentRecord, MetadataField, Structure } from '../../../core/document/document.ts';
import { sketchText } from '../../../core/document/likeness.ts';
import { proposeMetadata } from '../../../core/document/metadata.ts';
import { findPlainStructure } from '../../../core/document/plain-structure.ts';
import { proposeZones } from '../../../core/document/zones.ts';
import { PostilError } from '../../../core/errors.ts';
import { documentIdSchema, firstFree, slugify, type DocumentId } from '../../../core/ids.ts';
import { timestamp, type Clock, type Job } from '../../../core/ports.ts';
import { documentSummarySchema, type DocumentSummary } from '../../../core/project/project.ts';
import { readMarkdown } from './markdown-structure.ts';

export interface ImportItem {
  /** Shown to the user: the file's name, within a chosen folder with its path from there. */
  readonly name: string;
  /** As the file system says, before reading. */
  readonly bytes: number;
  readonly read: () => Promise<Uint8Array>;
}

/** The project that documents go into. */
export interface ImportTarget {
  /** The document that has this text, if any. */
  hasText(sha256: string): { readonly documentId: DocumentId; readonly title: string } | null;
  isTaken(id: string): boolean;
  /** Adds a document whole or not at all. */
  add(document: ImportedDocument): Promise<DocumentSummary>;
}

export interface ImportedDocument {
  readonly record: DocumentRecord;
  readonly text: string;
  /** The file's bytes as they were. */
  readonly original: Uint8Array;
}

export const DEFAULT_MAX_BYTES = 20 * 1024 * 1024;
const MARKDOWN_ENDING = /\.(?:md|markdown)$/i;

/**
 * Imports files one after the other. A file that is refused leaves the project as it was and is listed with the
 * reason; the others go on. A text that the project has already, or that came earlier in this import, is listed and
 * not added again.
 * @throws PostilError `cancelled` between two files; what was added before stays, whole
 */
export async function importDocuments(
  target: ImportTarget,
  items: readonly ImportItem[],
  env: { readonly clock: Clock; readonly limits?: { readonly maxBytes: number } },
  job: Job,
): Promise<ImportReport> {
  const report: ImportReport = { added: [], already: [], likelyVersions: [], refused: [], notices: [] };
  const maxBytes = env.limits?.maxBytes ?? DEFAULT_MAX_BYTES;
  const pause = async () => {
    await setImmediate();
    job.signal.throwIfAborted();
  };
  for (const [done, item] of items.entries()) {
    await pause();
    job.progress({ done, total: items.length, message: `Importing ${item.name}` });
    try {
      await importOne(target, item, { clock: env.clock, maxBytes, pause }, report);
    } catch (error) {
      if (!(error instanceof PostilError) || error.code === 'cancelled') throw error;
      report.refused.push({ file: item.name, reason: error.message });
    }
  }
  job.progress({ done: items.length, total: items.length, message: 'Imported' });
  return report;
}

async function importOne(
  target: ImportTarget,
  item: ImportItem,
  env: { readonly clock: Clock; readonly maxBytes: number; readonly pause: () => Promise<void> },
  report: ImportReport,
): Promise<void> {
  refuseTooLarge(item.bytes, env.maxBytes);
  const original = await item.read();
  refuseTooLarge(original.length, env.maxBytes);
  const decoded = decodeText(original);
  await env.pause();
  const fileName = fileNameOf(item.name);
  const parsed = await readStructure(decoded, fileName, env.pause);
  const textHash = sha256(parsed.text);
  const known = target.hasText(textHash);
  if (known) {
    report.already.push({ file: item.name, documentId: known.documentId, title: known.title });
    return;
  }
  const base = `${slugify(fileName.replace(/\.[^.]+$/, ''), 40)}-${textHash.slice(0, 8)}`;
  const record: DocumentRecord = {
    id: documentIdSchema.parse(firstFree(base, (id) => target.isTaken(id))),
    fileName,
    mediaType: MARKDOWN_ENDING.test(fileName) ? 'text/markdown' : 'text/plain',
    importedAt: timestamp(env.clock),
    text: { sha256: textHash, length: parsed.text.length, sketch: sketchText(parsed.text) },
    original: {
      sha256: sha256(original),
      bytes: original.length,
      encoding: decoded.encoding,
      lineEnds: decoded.lineEnds,
    },
    structure: parsed.structure,
    settings: {
      metadata: proposeMetadata(parsed.text, parsed.structure, parsed.front),
      zones: proposeZones(parsed.text, parsed.structure),
    },
  };
  await env.pause();
  const summary = await target.add({ record, text: parsed.text, original });
  report.added.push(documentSummarySchema.parse(summary));
  for (const notice of [...decoded.notices, ...parsed.notices])
    report.notices.push({ file: item.name, notice });
}

interface ParsedText {
  readonly text: string;
  readonly structure: Structure;
  readonly front: Partial<Record<MetadataField, string>>;
  readonly notices: readonly string[];
}

async function readStructure(
  decoded: DecodedText,
  fileName: string,
  pause: () => Promise<void>,
): Promise<ParsedText> {
  if (!MARKDOWN_ENDING.test(fileName)) {
    return { text: decoded.text, structure: findPlainStructure(decoded.text), front: {}, notices: [] };
  }
  const parsed = await readMarkdown(decoded.text, pause);
  if (parsed.text.trim() === '') {
    throw new PostilError('refused', 'It holds Markdown marks and no text.');
  }
  return parsed;
}

function refuseTooLarge(bytes: number, maxBytes: number): void {
  if (bytes <= maxBytes) return;
  throw new PostilError(
    'refused',
    `It is too large: ${formatMegabytes(bytes)}, the limit is ${formatMegabytes(maxBytes)}.`,
  );
}

function formatMegabytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

/** Without its folder, composed (macOS hands out decomposed names), within what a record may hold. */
function fileNameOf(name: string): string {
  const last = name.split(/[/\\]/).at(-1)!.normalize('NFC');
  if (last.length <= 255) return last === '' ? 'document' : last;
  const ending = /\.[^.]{1,10}$/.exec(last)?.[0] ?? '';
  return last.slice(0, 255 - ending.length).replace(/[\ud800-\udbff]$/, '') + ending;
}

function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
