import { randomUUID } from 'node:crypto';
import { basename, dirname, join } from 'node:path';
import { Low, type Adapter } from 'lowdb';
import { PostilError } from '../../../core/errors.ts';
import type { Clock, Sha256 } from '../../../core/ports.ts';
import { replaceFile, UnconfirmedWrite, writeFileAtomically } from './atomic-write.ts';
import {
  decodeFile,
  encodeFile,
  HEAD_BYTES,
  openEnvelope,
  readVersionOf,
  type FileVersion,
  type RecordFormat,
} from './envelope.ts';
import { errnoOf, fileError, isMissing } from './file-error.ts';
import type { FileSystem } from './file-system.ts';

export interface JsonFileOptions<T> {
  readonly fs: FileSystem;
  readonly clock: Clock;
  readonly sha256: Sha256;
  /** Absolute. */
  readonly path: string;
  /** How the user knows the file: "layers/report/anna.json". */
  readonly name: string;
  readonly format: RecordFormat<T>;
  /**
   * Called before each rename, once the temporary file is there.
   * @throws PostilError `locked` when this session may write no more
   */
  readonly guard?: () => Promise<void>;
}

interface Batch<T> {
  readonly data: T;
  readonly callers: readonly { resolve(): void; reject(error: unknown): void }[];
}

/**
 * The adapter that Postil gives to lowdb: a file in an envelope, saved by the protocol of atomic-write.ts, whose
 * revision on disk is compared with the one last read or written before it is replaced.
 */
export class EnvelopeAdapter<T> implements Adapter<T> {
  readonly #options: JsonFileOptions<T>;
  #version: FileVersion | null = null;
  #waiting: Batch<T> | null = null;
  #isSaving = false;

  constructor(options: JsonFileOptions<T>) {
    this.#options = options;
  }

  /** The version last read or written; `null` while there is no file. */
  get version(): FileVersion | null {
    return this.#version;
  }

  /**
   * `null` only when there is no file.
   * @throws PostilError `damaged`, `newer-format`, or the file system's failure
   */
  async read(): Promise<T | null> {
    const { fs, path, name, format, sha256 } = this.#options;
    let bytes: Uint8Array;
    try {
      bytes = await fs.readFile(path);
    } catch (error) {
      if (!isMissing(error)) throw fileError(error, `read ${name}`, path);
      this.#version = null;
      return null;
    }
    const decoded = decodeFile(format, bytes, name, sha256);
    this.#version = { revision: decoded.revision, sha256: decoded.sha256 };
    return decoded.content;
  }

  /**
   * Saves `data`. What comes while a save runs waits for it, and only the last of what waits is written: it must hold
   * the changes of those before it. Each promise resolves when its own data, or data that came after it, is on disk.
   * @throws PostilError `conflict` when another wrote the file (a conflict copy is saved, `details.copy`);
   *   `disk-full`, `io` … when it could not be written
   */
  write(data: T): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting = { data, callers: [...(this.#waiting?.callers ?? []), { resolve, reject }] };
      if (!this.#isSaving) void this.#drain();
    });
  }

  async #drain(): Promise<void> {
    this.#isSaving = true;
    while (this.#waiting) {
      const batch = this.#waiting;
      this.#waiting = null;
      try {
        await this.#save(batch.data);
        for (const caller of batch.callers) caller.resolve();
      } catch (error) {
        for (const caller of batch.callers) caller.reject(error);
      }
    }
    this.#isSaving = false;
  }

  async #save(data: T): Promise<void> {
    const { fs, path, name, format, guard } = this.#options;
    const { bytes, version } = encodeFile(format, data, (this.#version?.revision ?? 0) + 1);
    try {
      await replaceFile(fs, path, bytes, async () => {
        await Promise.all([guard?.(), this.#expectUnchanged()]);
      });
      this.#version = version;
    } catch (error) {
      if (error instanceof UnconfirmedWrite) {
        const cause = error.cause;
        // Whoever takes a project over sweeps its temporary files: one that is gone says that this session was
        // suspended and is no longer the writer.
        if (errnoOf(cause) === 'ENOENT') await this.#guardOrCopy(bytes);
        await this.#adoptIfInPlace(version);
        throw fileError(cause, `make sure of ${name}`, path, 'It may be the old or the new one.');
      }
      if (error instanceof PostilError && (error.code === 'conflict' || error.code === 'locked')) {
        throw await this.#conflict(bytes, error);
      }
      throw fileError(error, `save ${name}`, path, 'The file is as it was before.');
    }
  }

  /** After an unconfirmed write: whether the new file is in its place decides what the next save expects there. */
  async #adoptIfInPlace(written: FileVersion): Promise<void> {
    try {
      const found = await this.#versionOnDisk();
      if (found?.revision === written.revision && found.sha256 === written.sha256) this.#version = written;
    } catch {
      // It cannot be read either. The next save then finds a revision that it does not expect, and makes a copy.
      return;
    }
  }

  async #guardOrCopy(bytes: Uint8Array): Promise<void> {
    try {
      await this.#options.guard?.();
    } catch (error) {
      if (error instanceof PostilError && error.code === 'locked') throw await this.#conflict(bytes, error);
      throw fileError(error, `save ${this.#options.name}`, this.#options.path);
    }
  }

  async #versionOnDisk(): Promise<FileVersion | null> {
    const { fs, path, name, sha256 } = this.#options;
    try {
      const version = readVersionOf(await fs.readHead(path, HEAD_BYTES));
      return version ?? openEnvelope(await fs.readFile(path), name, sha256).version;
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  }

  async #expectUnchanged(): Promise<void> {
    const found = await this.#versionOnDisk();
    const expected = this.#version;
    if (found?.revision === expected?.revision && found?.sha256 === expected?.sha256) return;
    throw new PostilError('conflict', `Another program changed ${this.#options.name}.`);
  }

  async #conflict(bytes: Uint8Array, cause: PostilError): Promise<PostilError> {
    const { fs, path, name, clock } = this.#options;
    const copy = conflictPath(path, clock);
    try {
      await writeFileAtomically(fs, copy, [bytes]);
    } catch (error) {
      return new PostilError(
        'conflict',
        `${cause.message} Your version of ${name} could not be put beside it either: your last change is not saved. What is on disk was not touched.`,
        { file: name, errno: errnoOf(error) },
        error,
      );
    }
    return new PostilError(
      'conflict',
      `${cause.message} Postil did not overwrite ${name}; your version is beside it, as ${basename(copy)}.`,
      { file: name, copy },
      cause,
    );
  }
}

export function conflictPath(path: string, clock: Clock): string {
  const stem = basename(path).replace(/\.json$/, '');
  return join(dirname(path), `${stem}.conflict-${compactTimestamp(clock)}-${randomUUID().slice(0, 8)}.json`);
}

/** A timestamp that may stand in a file name on every system: `20260102T030405678Z`. */
export function compactTimestamp(clock: Clock): string {
  return new Date(clock.now()).toISOString().replace(/[-:.]/g, '');
}

export interface JsonFile<T> {
  /** `data` is what is on disk, or the default as long as there is no file. */
  readonly low: Low<T>;
  readonly adapter: EnvelopeAdapter<T>;
}

/**
 * Opens a file with lowdb. A missing file becomes `whenMissing`, or is `not-found` where there is no default: what is
 * known to exist is never replaced by one.
 * @throws PostilError `not-found`, `damaged`, `newer-format`, `io`
 */
export async function openJsonFile<T>(options: JsonFileOptions<T>, whenMissing?: T): Promise<JsonFile<T>> {
  const adapter = new EnvelopeAdapter(options);
  const found = await adapter.read();
  const data = found ?? whenMissing;
  if (data === undefined || data === null) {
    throw new PostilError('not-found', `${options.name} is missing.`, { file: options.path });
  }
  return { low: new Low<T>(adapter, data), adapter };
}
