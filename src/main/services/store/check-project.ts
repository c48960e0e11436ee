import { createHash } from 'node:crypto';
import type { Fault } from '../../../contract/calls.ts';
import type { Annotation } from '../../../core/annotation/annotation.ts';
import type { Layer } from '../../../core/annotation/layer.ts';
import { makeTarget, splitsPair } from '../../../core/annotation/target.ts';
import type { Codebook } from '../../../core/codebook/codebook.ts';
import { isKnownId } from '../../../core/codebook/entries.ts';
import { resolveEntry } from '../../../core/codebook/resolve-entry.ts';
import type { DocumentRecord } from '../../../core/document/document.ts';
import { PostilError } from '../../../core/errors.ts';
import { isEqual } from '../../../core/equal.ts';
import type { Job } from '../../../core/ports.ts';
import { stepOf } from '../../../core/progress-steps.ts';
import type { AnnotatorId, DocumentId } from '../../../core/ids.ts';
import type { MemoBook } from '../../../core/memo/memo.ts';
import type { Project } from '../../../core/project/project.ts';
import type { DocumentSet } from '../../../core/sets/document-set.ts';
import { nameTwice } from '../../../core/sets/edit-sets.ts';
import { checkAdjudications } from './check-adjudications.ts';
import { findNewestBackup, findVanished } from './backups.ts';
import { decodeFile, type RecordFormat } from './envelope.ts';
import type { StoreEnvironment } from './environment.ts';
import { fileError } from './file-error.ts';
import { listProject } from './project-files.ts';
import {
  absolute,
  CODEBOOK_FILE,
  documentFile,
  FILTERS_FILE,
  layerFile,
  memosFile,
  originalFile,
  PROJECT_FILE,
  SETS_FILE,
  SOURCES_FILE,
  textFile,
} from './project-paths.ts';
import { referencesOf } from './plan-change.ts';
import {
  codebookFormat,
  documentFormat,
  documentSetsFormat,
  layerFormat,
  memosFormat,
  projectFormat,
  savedFiltersFormat,
  sourcesFormat,
  type SourceList,
} from './record-formats.ts';

interface Registry {
  readonly project: Project | null;
  readonly codebook: Codebook | null;
  readonly sources: SourceList | null;
}

type Say = (problem: string) => void;

/**
 * Reads every file of a project and says all that is wrong with it. Reads only.
 * @throws PostilError `cancelled`, or the failure to list the folder; what cannot be read is a fault, and no failure
 */
export async function checkProject(
  environment: StoreEnvironment,
  folder: string,
  job: Job,
): Promise<{ readonly faults: Fault[]; readonly checkedFiles: number }> {
  const { fs } = environment;
  const faults: Fault[] = [];
  let checkedFiles = 0;

  /** What stands in the way of reading them; a good backup of these is worth naming. */
  const unreadable = new Set<Fault>();

  function about(file: string): Say {
    return (problem) => faults.push({ file, problem });
  }

  function sayUnreadable(file: string, problem: string): void {
    const fault = { file, problem };
    faults.push(fault);
    unreadable.add(fault);
  }

  async function readBytes(file: string): Promise<Uint8Array | null> {
    checkedFiles++;
    try {
      return await fs.readFile(absolute(folder, file));
    } catch (error) {
      sayUnreadable(file, fileError(error, `read ${file}`, file).message);
      return null;
    }
  }

  async function read<T>(file: string, format: RecordFormat<T>): Promise<T | null> {
    const bytes = await readBytes(file);
    if (bytes === null) return null;
    try {
      return decodeFile(format, bytes, file, environment.sha256).content;
    } catch (error) {
      if (!(error instanceof PostilError)) throw error;
      sayUnreadable(file, error.message);
      return null;
    }
  }

  async function readHashed(file: string, sha256: string): Promise<Uint8Array | null> {
    const bytes = await readBytes(file);
    if (bytes === null) return null;
    if (createHash('sha256').update(bytes).digest('hex') === sha256) return bytes;
    sayUnreadable(file, 'It is not what its hash says.');
    return null;
  }

  async function readDocument(id: DocumentRecord['id'], registry: Registry) {
    const file = documentFile(id);
    const document = await read(file, documentFormat);
    if (!document) return null;
    const bytes = await readHashed(textFile(id), document.text.sha256);
    await readHashed(originalFile(id), document.original.sha256);
    const text = bytes && decodeText(bytes, about(textFile(id)));
    if (document.id !== id) about(file)(`It holds document ${document.id}.`);
    checkDocument(document, text, registry, about(file));
    const { versionOf } = document.settings;
    if (versionOf !== undefined && !listing.documents.includes(versionOf)) {
      about(file)(`The document ${versionOf}, of which it is a version, is not there.`);
    }
    return { document, text };
  }

  let listing: Awaited<ReturnType<typeof listProject>>;
  try {
    listing = await listProject(fs, folder);
  } catch (error) {
    throw fileError(error, `look through ${folder}`, folder);
  }
  const total =
    3 +
    listing.optional.length +
    listing.memoAuthors.length +
    listing.documents.length * 3 +
    listing.layers.length;
  const registry: Registry = {
    project: await read(PROJECT_FILE, projectFormat),
    codebook: await read(CODEBOOK_FILE, codebookFormat),
    sources: await read(SOURCES_FILE, sourcesFormat),
  };
  if (registry.codebook) checkCodebook(registry.codebook, about(CODEBOOK_FILE));

  for (const author of listing.memoAuthors) {
    const file = memosFile(author);
    const book = await read(file, memosFormat);
    if (book) checkMemos(book, author, listing.documents, registry, about(file));
  }
  if (listing.optional.includes(SETS_FILE)) {
    const list = await read(SETS_FILE, documentSetsFormat);
    if (list) checkSets(list.sets, listing.documents, about(SETS_FILE));
  }
  if (listing.optional.includes(FILTERS_FILE)) {
    const list = await read(FILTERS_FILE, savedFiltersFormat);
    for (const kind of ['evidence', 'search']) {
      const twice = nameTwice((list?.filters ?? []).filter((filter) => filter.kind === kind));
      if (twice !== null) about(FILTERS_FILE)(`Two filters are called “${twice}”.`);
    }
  }

  for (const id of listing.documents) {
    job.signal.throwIfAborted();
    job.progress({ done: checkedFiles, total, ...stepOf('checking', id) });
    const found = await readDocument(id, registry);
    for (const { annotator } of listing.layers.filter((layer) => layer.documentId === id)) {
      const file = layerFile(id, annotator);
      const layer = await read(file, layerFormat);
      if (!layer) continue;
      if (layer.documentId !== id || layer.annotator !== annotator) {
        about(file)(`It holds the layer of ${layer.annotator} on ${layer.documentId}.`);
      }
      checkLayer(layer, found?.document ?? null, found?.text ?? null, registry, about(file));
    }
  }
  for (const { documentId, annotator } of listing.layers) {
    if (listing.documents.includes(documentId)) continue;
    about(layerFile(documentId, annotator))(
      `There is no document ${documentId} that it could be a layer of.`,
    );
  }
  const projectId = registry.project?.id ?? null;
  const vanished = projectId === null ? [] : await findVanished(environment, projectId, folder, listing);
  for (const file of vanished) sayUnreadable(file, 'It is missing, though it was there.');
  for (const file of listing.strays) about(file)('It belongs to a document that is not there.');
  for (const file of listing.conflictCopies) {
    about(file)('It holds work that was not saved because another program had changed the file.');
  }
  job.progress({ done: total, total, ...stepOf('checked') });
  return { faults: await Promise.all(faults.map(withBackup)), checkedFiles };

  async function withBackup(fault: Fault): Promise<Fault> {
    if (!unreadable.has(fault)) return fault;
    const backup = await findNewestBackup(environment, projectId, folder, fault.file);
    return backup ? { ...fault, backup: backup.path, backupAt: new Date(backup.at).toISOString() } : fault;
  }
}

function decodeText(bytes: Uint8Array, say: Say): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    say('It is not UTF-8.');
    return null;
  }
}

function checkCodebook(codebook: Codebook, say: Say): void {
  for (const entries of [codebook.actors, codebook.codes]) {
    const parents = new Map<string, string | undefined>();
    for (const entry of entries) {
      if (parents.has(entry.id)) say(`${entry.id} is there twice.`);
      parents.set(entry.id, entry.parent);
    }
    for (const { id, parent } of entries) {
      if (parent !== undefined && !parents.has(parent)) say(`The parent ${parent} of ${id} is not there.`);
      const seen = new Set<string>();
      for (let up: string | undefined = id; up !== undefined; up = parents.get(up)) {
        if (seen.has(up)) {
          say(`${id} is its own ancestor.`);
          break;
        }
        seen.add(up);
      }
    }
  }
  for (const { id, ended } of [...codebook.actors, ...codebook.codes]) {
    if (ended?.kind !== 'merged' && ended?.kind !== 'split') continue;
    const into: readonly string[] = ended.kind === 'merged' ? [ended.into] : ended.into;
    for (const successor of into) {
      if (!isKnownId(codebook, successor))
        say(`${id} was ${ended.kind} into ${successor}, which is not there.`);
    }
    const resolution = resolveEntry(codebook, id);
    if (resolution.kind === 'one' && resolution.id === id) say(`${id} was ${ended.kind} into itself.`);
  }
  if ((codebook.history.at(-1)?.revision ?? 0) !== codebook.revision) {
    say(`Its history does not end with its revision ${codebook.revision}.`);
  }
  codebook.history.forEach((entry, index) => {
    if (entry.revision !== index + 1)
      say(`Revision ${index + 1} of its history is numbered ${entry.revision}.`);
  });
}

function checkMemos(
  book: MemoBook,
  author: AnnotatorId,
  documents: readonly DocumentId[],
  { project, codebook }: Registry,
  say: Say,
): void {
  if (book.author !== author) say(`It holds the memos of ${book.author}.`);
  if (project && !project.annotators.some(({ id }) => id === author)) {
    say(`There is no annotator ${author} in the project.`);
  }
  for (const { id, target } of book.memos) {
    // An annotation may have been deleted, and the memo stays; documents and entries are known for ever.
    if ('documentId' in target && !documents.includes(target.documentId)) {
      say(`Memo ${id} is on document ${target.documentId}, which is not there.`);
    }
    const entry = target.kind === 'actor' ? target.actorId : target.kind === 'code' ? target.codeId : null;
    if (codebook && entry !== null && !isKnownId(codebook, entry)) {
      say(`Memo ${id} is on ${entry}, which is not in the codebook.`);
    }
  }
}

function checkSets(sets: readonly DocumentSet[], documents: readonly DocumentId[], say: Say): void {
  const known = new Set(documents);
  for (const { name, documents: members } of sets) {
    for (const id of members) if (!known.has(id)) say(`The set “${name}” holds ${id}, which is not there.`);
  }
  const twice = nameTwice(sets);
  if (twice !== null) say(`Two sets are called “${twice}”.`);
}

function checkDocument(document: DocumentRecord, text: string | null, registry: Registry, say: Say): void {
  const { structure, settings } = document;
  const { length } = document.text;
  if (text !== null && text.length !== length) say(`Its text has ${text.length} characters, not ${length}.`);
  let end = 0;
  for (const block of structure.blocks) {
    if (block.start < end || block.start > block.end || block.end > length) {
      say(`The ${block.kind} at ${block.start} overlaps another block or leaves the text.`);
    } else if (text !== null && text.slice(end, block.start).trim() !== '') {
      say(`The text at ${end} belongs to no block.`);
    }
    end = Math.max(end, block.end);
  }
  if (text !== null && structure.blocks.length > 0 && text.slice(end).trim() !== '') {
    say(`The text at ${end} belongs to no block.`);
  }
  for (const span of [...structure.inlines, ...settings.zones]) {
    if (span.start > span.end || span.end > length) say(`The ${span.kind} at ${span.start} leaves the text.`);
  }
  checkPages(document, text, say);
  if (settings.sourceId && !registry.sources?.sources.some((source) => source.id === settings.sourceId)) {
    say(`Its source ${settings.sourceId} is not there.`);
  }
}

function checkPages({ structure, text: { length } }: DocumentRecord, text: string | null, say: Say): void {
  let before = 0;
  for (const { label, start } of structure.pages ?? []) {
    if (start < before || start > length)
      say(`Page ${label} at ${start} is out of order or leaves the text.`);
    before = Math.max(before, start);
  }
  before = 0;
  for (const { at } of structure.joins ?? []) {
    if (at <= before || at >= length) say(`The joined word at ${at} is out of order or leaves the text.`);
    else if (text !== null && text.slice(at - 1, at + 1).trim().length < 2) {
      say(`At ${at} no word was joined.`);
    }
    before = Math.max(before, at);
  }
}

function checkLayer(
  layer: Layer,
  document: DocumentRecord | null,
  text: string | null,
  registry: Registry,
  say: Say,
): void {
  if (registry.project && !registry.project.annotators.some(({ id }) => id === layer.annotator)) {
    say(`There is no annotator ${layer.annotator} in the project.`);
  }
  const { codebook } = registry;
  // A decision may name an actor who was deleted: it counts again when that is undone.
  for (const { start, end } of layer.mentions ?? []) {
    if (document && end > document.text.length) say(`The mention at ${start} leaves the text.`);
    else if (text !== null && (splitsPair(text, start) || splitsPair(text, end))) {
      say(`The mention at ${start} begins or ends inside a character.`);
    }
  }
  const stanceIds = new Set<string>();
  for (const annotation of layer.annotations) {
    const sayOf: Say = (problem) => say(`Annotation ${annotation.id}: ${problem}`);
    checkAnnotation(annotation, sayOf);
    for (const stance of annotation.stances) {
      if (stanceIds.has(stance.id)) sayOf(`the stance ${stance.id} is there twice.`);
      stanceIds.add(stance.id);
    }
  }
  checkAdjudications(layer, checkAnnotation, say);

  function checkAnnotation(annotation: Annotation, sayOf: Say): void {
    for (const reference of referencesOf(annotation)) {
      // What was deleted is known from the codebook's history; nobody else writes the layers that keep it.
      if (codebook && !isKnownId(codebook, reference)) sayOf(`${reference} is not in the codebook.`);
    }
    if (codebook && annotation.codebookRevision > codebook.revision) {
      sayOf(
        `it is of codebook revision ${annotation.codebookRevision}, and the newest is ${codebook.revision}.`,
      );
    }
    if (document && annotation.target.textHash !== document.text.sha256) sayOf('it is of another text.');
    else if (text !== null) checkTarget(annotation, text, sayOf);
  }
}

function checkTarget({ target }: Annotation, text: string, say: Say): void {
  if (target.ranges.some((range) => range.end > text.length)) {
    say('its passage leaves the text.');
    return;
  }
  if (target.ranges.some((range) => splitsPair(text, range.start) || splitsPair(text, range.end))) {
    say('its passage begins or ends inside a character.');
  }
  if (!isEqual(makeTarget(text, target.textHash, target.ranges), target)) {
    say('its quote is not what the text says there.');
  }
}
