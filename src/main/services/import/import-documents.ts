import type { ImportReport } from '../../../contract/calls.ts';
import type { DocumentRecord } from '../../../core/document/document.ts';
import { PostilError } from '../../../core/errors.ts';
import { documentIdSchema, firstFree, slugify, type DocumentId } from '../../../core/ids.ts';
import { timestamp, type Clock, type Job } from '../../../core/ports.ts';
import { stepOf } from '../../../core/progress-steps.ts';
import { documentSummarySchema, type DocumentSummary } from '../../../core/project/project.ts';
import { readerHere, type DocumentReader, type FileRead } from './document-reader.ts';
import type { HashedDocument } from './import-protocol.ts';
import { mostBytesOf } from './read-document.ts';

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
  /** Adds a document whole or not at all. Several at once are added faster than one after the other. */
  add(document: ImportedDocument): Promise<DocumentSummary>;
  /** Hears of each document that was added, in the order of the files, also of those before a cancel. */
  onAdded?(summary: DocumentSummary): void;
}

export interface ImportedDocument {
  readonly record: DocumentRecord;
  readonly text: string;
  /** The file's bytes as they were. */
  readonly original: Uint8Array;
}

export interface ImportEnvironment {
  readonly clock: Clock;
  /** Without one, files are read on this thread. */
  readonly reader?: DocumentReader;
  readonly limits?: { readonly maxBytes: number };
}

/** Files whose reading or writing is under way: enough that neither the reader nor the disk waits for the other. */
const UNDER_WAY = 64;
const BYTES_UNDER_WAY = 64 * 1024 * 1024;

type Outcome =
  | { readonly kind: 'added'; readonly summary: DocumentSummary; readonly notices: readonly string[] }
  | { readonly kind: 'already'; readonly documentId: DocumentId; readonly title: string }
  | { readonly kind: 'refused'; readonly reason: string };

/**
 * Imports files, in their order as far as anybody can see. A file that is refused leaves the project as it was and is
 * listed with the reason; the others go on. A text that the project has already, or that came earlier in this import,
 * is listed and not added again.
 * @throws PostilError `cancelled`; what was added before stays, whole
 */
export async function importDocuments(
  target: ImportTarget,
  items: readonly ImportItem[],
  env: ImportEnvironment,
  job: Job,
): Promise<ImportReport> {
  const lane = new ImportLane(target, items, env, job);
  const report: ImportReport = { added: [], already: [], likelyVersions: [], refused: [], notices: [] };
  for (const [i, outcome] of (await lane.run()).entries()) {
    const file = items[i]!.name;
    if (outcome.kind === 'added') {
      report.added.push(documentSummarySchema.parse(outcome.summary));
      for (const notice of outcome.notices) report.notices.push({ file, notice });
    } else if (outcome.kind === 'already') {
      report.already.push({ file, documentId: outcome.documentId, title: outcome.title });
    } else {
      report.refused.push({ file, reason: outcome.reason });
    }
  }
  job.progress({ done: items.length, total: items.length, ...stepOf('imported') });
  return report;
}

/** One import: reads ahead, decides in order, writes behind. */
class ImportLane {
  readonly #target: ImportTarget;
  readonly #items: readonly ImportItem[];
  readonly #env: ImportEnvironment;
  readonly #reader: DocumentReader;
  readonly #job: Job;
  readonly #reads: Promise<FileRead>[] = [];
  readonly #outcomes: Promise<Outcome>[] = [];
  /** By the hash of its text, what is being added. */
  readonly #adding = new Map<string, Promise<Outcome>>();
  readonly #taken = new Set<string>();
  #lastAt = 0;
  #bytes = 0;
  #open = 0;
  /** How each file ended, null for a failure; empty where it has not. */
  readonly #ends: (Outcome | null)[] = [];
  #told = 0;
  #wake: (() => void) | null = null;
  #failure: { readonly error: unknown } | null = null;

  constructor(target: ImportTarget, items: readonly ImportItem[], env: ImportEnvironment, job: Job) {
    this.#target = target;
    this.#items = items;
    this.#env = env;
    this.#reader = env.reader ?? readerHere;
    this.#job = job;
  }

  async run(): Promise<Outcome[]> {
    try {
      for (const [i, item] of this.#items.entries()) {
        this.#job.signal.throwIfAborted();
        this.#progress(i);
        this.#readAhead(i);
        const outcome = this.#outcomeOf(item, await settle(this.#reads[i]!));
        this.#outcomes.push(outcome);
        void outcome.then(
          (end) => this.#ended(i, end),
          (error: unknown) => {
            this.#failure ??= { error };
            this.#ended(i, null);
          },
        );
        while (this.#isFull()) await this.#room();
        // What is no refusal ends the import.
        if (this.#failure) throw this.#failure.error;
      }
      return await Promise.all(this.#outcomes);
    } finally {
      // What is being written is written whole before anybody hears the end.
      await Promise.allSettled([...this.#outcomes, ...this.#reads]);
      this.#tell();
    }
  }

  /** Tells of what was added, up to the first file that is still under way. */
  #tell(): void {
    while (this.#told < this.#ends.length) {
      const outcome = this.#ends[this.#told];
      if (outcome === undefined) return;
      if (outcome?.kind === 'added') this.#target.onAdded?.(outcome.summary);
      this.#told++;
    }
  }

  #isFull(): boolean {
    return this.#open >= UNDER_WAY || (this.#open > 0 && this.#bytes > BYTES_UNDER_WAY);
  }

  #room(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }

  #ended(i: number, outcome: Outcome | null): void {
    this.#ends[i] = outcome;
    this.#tell();
    this.#open--;
    this.#bytes -= this.#items[i]!.bytes;
    this.#wake?.();
    this.#wake = null;
  }

  /** Begins to read the file that is next, and as many after it as there is room for. */
  #readAhead(next: number): void {
    const width = this.#env.reader ? this.#reader.width * 2 : 1;
    while (this.#reads.length < this.#items.length && this.#reads.length < next + width) {
      if (this.#reads.length > next && this.#isFull()) return;
      const item = this.#items[this.#reads.length]!;
      this.#open++;
      this.#bytes += item.bytes;
      const read = this.#read(item, this.#reads.length);
      // Whoever decides on it hears of its failure.
      read.catch(() => undefined);
      this.#reads.push(read);
    }
  }

  async #read(item: ImportItem, index: number): Promise<FileRead> {
    const fileName = fileNameOf(item.name);
    const maxBytes = this.#env.limits?.maxBytes ?? mostBytesOf(fileName);
    refuseTooLarge(item.bytes, maxBytes);
    const bytes = await item.read();
    refuseTooLarge(bytes.length, maxBytes);
    const { signal } = this.#job;
    const onPlace = (place: string) => this.#progress(index, place);
    return this.#reader.read({ fileName, bytes, signal, onPlace });
  }

  #progress(done: number, place?: string): void {
    const name = this.#items[done]!.name;
    this.#job.progress({
      done,
      total: this.#items.length,
      ...stepOf('importing', place === undefined ? name : `${name} (${place})`),
    });
  }

  async #outcomeOf(item: ImportItem, read: Settled<FileRead>): Promise<Outcome> {
    try {
      if (!read.isDone) throw read.error;
      return await this.#decide(item, read.value);
    } catch (error) {
      if (!(error instanceof PostilError) || error.code === 'cancelled') throw error;
      return { kind: 'refused', reason: error.message };
    }
  }

  async #decide(item: ImportItem, read: FileRead): Promise<Outcome> {
    const { textHash } = read.document;
    const known = this.#target.hasText(textHash);
    if (known) return { kind: 'already', documentId: known.documentId, title: known.title };
    const before = this.#adding.get(textHash);
    if (!before) {
      const adding = this.#add(item, read);
      this.#adding.set(textHash, adding);
      return adding;
    }
    const first = await before.catch(() => null);
    if (first?.kind === 'added') {
      return { kind: 'already', documentId: first.summary.id, title: first.summary.title };
    }
    return this.#add(item, read);
  }

  async #add(item: ImportItem, { document, original }: FileRead): Promise<Outcome> {
    const record = this.#recordOf(fileNameOf(item.name), document, original);
    const summary = await this.#target.add({ record, text: document.text, original });
    return { kind: 'added', summary, notices: document.notices };
  }

  /** A millisecond apart at the least: the list of documents is in the order of their files, however fast they come. */
  #importedAt(): string {
    this.#lastAt = Math.max(this.#env.clock.now(), this.#lastAt + 1);
    return timestamp({ now: () => this.#lastAt });
  }

  #recordOf(fileName: string, document: HashedDocument, original: Uint8Array): DocumentRecord {
    const { text, textHash, originalHash, encoding, lineEnds } = document;
    const base = `${slugify(fileName.replace(/\.[^.]+$/, ''), 40)}-${textHash.slice(0, 8)}`;
    const id = firstFree(base, (id) => this.#taken.has(id) || this.#target.isTaken(id));
    this.#taken.add(id);
    return {
      id: documentIdSchema.parse(id),
      fileName,
      mediaType: document.mediaType,
      importedAt: this.#importedAt(),
      text: { sha256: textHash, length: text.length, sketch: document.sketch },
      original: {
        sha256: originalHash,
        bytes: original.length,
        ...(encoding !== undefined && { encoding }),
        ...(lineEnds !== undefined && { lineEnds }),
      },
      structure: document.structure,
      settings: { metadata: document.metadata, zones: document.zones },
    };
  }
}

type Settled<T> =
  | { readonly isDone: true; readonly value: T }
  | { readonly isDone: false; readonly error: unknown };

async function settle<T>(promise: Promise<T>): Promise<Settled<T>> {
  try {
    return { isDone: true, value: await promise };
  } catch (error) {
    return { isDone: false, error };
  }
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
