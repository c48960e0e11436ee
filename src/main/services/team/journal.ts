import { join } from 'node:path';
import { PostilError } from '../../../core/errors.ts';
import type { Sha256 } from '../../../core/ports.ts';
import { linkOf, type Link } from '../../../core/team/chains.ts';
import { parsePublished, type PublishedFile } from '../../../core/team/published.ts';
import { writeFileAtomically } from '../store/atomic-write.ts';
import { orFileError } from '../store/file-error.ts';
import type { FileSystem } from '../store/file-system.ts';
import { makeFolders } from '../store/make-folders.ts';
import { listOrEmpty } from '../store/project-files.ts';

/**
 * Every published file that this project knows, its own and others', word for word. It only grows: a set of files in
 * segments, each written once. A segment holds one file a line.
 */
export interface Journal {
  readonly links: ReadonlyMap<string, Link>;
  /** By the twelve digits of a name. */
  knows(digits: string): boolean;
  /** @throws PostilError `damaged` where the segment is not what it was, `not-found`, `io` */
  read(sha256: string): Promise<PublishedFile>;
  /**
   * On disk when it answers. What is known already is not written again.
   * @throws PostilError `disk-full`, `io`; then the journal is as it was, or has some of very many bytes
   */
  append(files: readonly PublishedFile[]): Promise<void>;
}

export interface JournalPorts {
  readonly fs: FileSystem;
  readonly sha256: Sha256;
  /** A segment that has this many bytes is full: it is read whole, and Node reads no file of 2 GB whole. */
  readonly segmentBytes?: number;
}

const SEGMENT_BYTES = 256 * 1024 ** 2;

const SEGMENT = /^([0-9]{6})-[0-9a-f]{12}\.jsonl$/;

interface Place {
  readonly path: string;
  readonly position: number;
  readonly length: number;
}

/**
 * @param folder absolute; made at the first append
 * @throws PostilError `damaged`, `newer-format`, `io`
 */
export async function openJournal(folder: string, ports: JournalPorts): Promise<Journal> {
  const { fs, sha256, segmentBytes = SEGMENT_BYTES } = ports;
  const links = new Map<string, Link>();
  const places = new Map<string, Place>();
  const digits = new Set<string>();
  let last = 0;

  function note(file: PublishedFile, place: Place): void {
    links.set(file.sha256, linkOf(file.sha256, file.body));
    places.set(file.sha256, place);
    digits.add(file.sha256.slice(0, 12));
  }

  const entries = await orFileError(listOrEmpty(fs, folder), `look through ${folder}`, folder, UNCHANGED);
  const names = entries.flatMap(({ name }) => (SEGMENT.test(name) ? [name] : [])).sort();
  for (const name of names) {
    last = Math.max(last, Number(SEGMENT.exec(name)![1]));
    const path = join(folder, name);
    const bytes = Buffer.from(await orFileError(fs.readFile(path), `read ${path}`, path, UNCHANGED));
    let position = 0;
    while (position < bytes.length) {
      const end = bytes.indexOf(0x0a, position);
      if (end === -1) throw damaged(path, 'is cut off');
      const text = bytes.toString('utf8', position, end + 1);
      note(
        { sha256: sha256(text), text, body: parse(text, path) },
        { path, position, length: end + 1 - position },
      );
      position = end + 1;
    }
  }

  async function appendSegment(fresh: readonly PublishedFile[]): Promise<void> {
    const lines = fresh.map(({ text }) => Buffer.from(text, 'utf8'));
    const number = String(last + 1).padStart(6, '0');
    const path = join(
      folder,
      `${number}-${sha256(fresh.map((file) => file.sha256).join('\n')).slice(0, 12)}.jsonl`,
    );
    await orFileError(
      writeFileAtomically(fs, path, inPieces(lines)),
      `write ${path}`,
      path,
      'What was there before is as it was.',
    );
    last++;
    let position = 0;
    for (const [i, file] of fresh.entries()) {
      note(file, { path, position, length: lines[i]!.length });
      position += lines[i]!.length;
    }
  }

  return {
    links,
    knows: (twelve) => digits.has(twelve),
    async read(wanted) {
      const place = places.get(wanted);
      if (!place)
        throw new PostilError('not-found', `There is no published file ${wanted.slice(0, 12)} here.`);
      const bytes = await orFileError(readAt(fs, place), `read ${place.path}`, place.path, UNCHANGED);
      const text = Buffer.from(bytes).toString('utf8');
      if (sha256(text) !== wanted) throw damaged(place.path, 'was changed');
      return { sha256: wanted, text, body: parse(text, place.path) };
    },
    async append(files) {
      const fresh = [...new Map(files.map((file) => [file.sha256, file])).values()].filter(
        (file) => !links.has(file.sha256),
      );
      if (fresh.length === 0) return;
      await orFileError(makeFolders(fs, folder), `make the folder ${folder}`, folder, UNCHANGED);
      for (const some of inSegments(fresh, segmentBytes)) await appendSegment(some);
    },
  };
}

const UNCHANGED = 'Nothing was changed.';

async function readAt(fs: FileSystem, { path, position, length }: Place): Promise<Uint8Array> {
  const reader = await fs.openFile(path);
  try {
    return await reader.read(position, length);
  } finally {
    await reader.close();
  }
}

/** In their order, each of at most so many bytes, or of one file. */
function* inSegments(files: readonly PublishedFile[], most: number): Generator<PublishedFile[]> {
  let segment: PublishedFile[] = [];
  let bytes = 0;
  for (const file of files) {
    const own = Buffer.byteLength(file.text, 'utf8');
    if (segment.length > 0 && bytes + own > most) {
      yield segment;
      segment = [];
      bytes = 0;
    }
    segment.push(file);
    bytes += own;
  }
  yield segment;
}

const PIECE_BYTES = 1024 ** 2;

/** Thousands of small files, in few calls to the file system. */
function* inPieces(lines: readonly Buffer[]): Generator<Buffer> {
  let piece: Buffer[] = [];
  let bytes = 0;
  for (const line of lines) {
    piece.push(line);
    bytes += line.length;
    if (bytes < PIECE_BYTES) continue;
    yield Buffer.concat(piece);
    piece = [];
    bytes = 0;
  }
  yield Buffer.concat(piece);
}

/** Signatures were checked when the file came; here only what the disk may have done to it is. */
function parse(text: string, file: string): PublishedFile['body'] {
  try {
    return parsePublished(text);
  } catch (error) {
    if (error instanceof PostilError) throw error;
    throw damaged(file, 'holds a line that is no published file', error);
  }
}

function damaged(file: string, problem: string, cause?: unknown): PostilError {
  return new PostilError('damaged', `${file} ${problem}. Nothing was changed.`, { file, problem }, cause);
}
