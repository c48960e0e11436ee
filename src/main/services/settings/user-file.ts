import { mkdir } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { PostilError } from '../../../core/errors.ts';
import type { Sha256 } from '../../../core/ports.ts';
import { writeFileAtomically } from '../store/atomic-write.ts';
import { decodeFile, encodeFile, type RecordFormat } from '../store/envelope.ts';
import type { FileSystem } from '../store/file-system.ts';

export interface UserFileOptions<T> {
  readonly fs: FileSystem;
  readonly sha256: Sha256;
  readonly file: string;
  readonly format: RecordFormat<T>;
  /** What stands for a file that is not there. */
  readonly initial: T;
  /** Hears that a damaged file was put aside and the initial record took its place. */
  onProblem(problem: { readonly code: string; readonly message: string }): void;
}

/** A small record of the user's on this machine: not part of a project, and never worth failing to start for. */
export interface UserFile<T> {
  read(): Promise<T>;
  /**
   * Reads, changes and writes, one after the other; another Postil's changes in between are kept. Answers when it is
   * on disk. A change that answers with what it was given writes nothing.
   */
  update(change: (before: T) => T): Promise<T>;
  /** Resolves when no update is under way. */
  settled(): Promise<void>;
}

export function makeUserFile<T>(options: UserFileOptions<T>): UserFile<T> {
  const { fs, file, format, sha256 } = options;
  let last: Promise<unknown> = Promise.resolve();

  async function load(): Promise<{ readonly content: T; readonly revision: number }> {
    let bytes: Uint8Array;
    try {
      bytes = await fs.readFile(file);
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === 'ENOENT')
        return { content: options.initial, revision: 0 };
      throw new PostilError('io', `${file} cannot be read. Nothing was changed.`, { file }, cause);
    }
    try {
      const decoded = decodeFile(format, bytes, basename(file), sha256);
      return { content: decoded.content, revision: decoded.revision };
    } catch (cause) {
      // A newer Postil's settings are not damaged: they must still be there when it is used again.
      if (!(cause instanceof PostilError) || cause.code !== 'damaged') throw cause;
      const aside = `${file}.damaged-${sha256(Buffer.from(bytes).toString('latin1')).slice(0, 8)}`;
      await fs.rename(file, aside);
      options.onProblem({
        code: cause.code,
        message: `${cause.message} It was put aside as ${basename(aside)} and begun anew; no project is touched.`,
      });
      return { content: options.initial, revision: 0 };
    }
  }

  function enqueue<R>(work: () => Promise<R>): Promise<R> {
    const next = last.then(work);
    // The queue goes on after a failure; its own caller hears of it.
    last = next.catch(() => undefined);
    return next;
  }

  return {
    read: () => enqueue(async () => (await load()).content),
    update: (change) =>
      enqueue(async () => {
        const { content, revision } = await load();
        const after = change(content);
        if (after === content) return content;
        await mkdir(dirname(file), { recursive: true });
        const { bytes } = encodeFile(format, after, revision + 1);
        try {
          await writeFileAtomically(fs, file, [bytes]);
        } catch (cause) {
          throw new PostilError('io', `${file} could not be written; it is as it was.`, { file }, cause);
        }
        return after;
      }),
    settled: async () => {
      await last;
    },
  };
}
