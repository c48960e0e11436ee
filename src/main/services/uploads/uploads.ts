import { randomUUID } from 'node:crypto';
import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PostilError } from '../../../core/errors.ts';

/** Of one file. */
export const UPLOAD_LIMIT_BYTES = 256 * 1024 * 1024;
/** Of all that wait at once. */
const WAITING_LIMIT_BYTES = 1024 * 1024 * 1024;
const WAITING_LIMIT_FILES = 10_000;
const CHUNK_LIMIT_BYTES = 1024 * 1024;

export interface UploadedFile {
  /** The file's own name, without any folder. */
  readonly name: string;
  readonly path: string;
  readonly bytes: number;
}

/** Files that a page sends because the host cannot reach them; kept in a private temporary folder until used. */
export interface Uploads {
  begin(owner: string, name: string, bytes: number): Promise<string>;
  /** Answers with the bytes received so far. */
  append(owner: string, uploadId: string, base64: string): Promise<number>;
  /**
   * @throws PostilError `not-found` for an id that is not this owner's, `bad-request` while bytes are missing.
   */
  get(owner: string, uploadId: string): UploadedFile;
  release(owner: string, uploadId: string): Promise<void>;
  /** Removes all of one owner's, when its connection ends. */
  releaseOwner(owner: string): Promise<void>;
  close(): Promise<void>;
}

interface Upload {
  readonly owner: string;
  readonly name: string;
  readonly path: string;
  readonly bytes: number;
  received: number;
  /** The pieces of one file are written one after the other. */
  last: Promise<void>;
}

export function makeUploads(limits = { fileBytes: UPLOAD_LIMIT_BYTES }): Uploads {
  const uploads = new Map<string, Upload>();
  let folder: Promise<string> | null = null;

  function find(owner: string, uploadId: string): Upload {
    const upload = uploads.get(uploadId);
    if (!upload || upload.owner !== owner) {
      throw new PostilError('not-found', 'The file that was sent is not here any more; choose it again.');
    }
    return upload;
  }

  async function remove(uploadId: string, upload: Upload): Promise<void> {
    uploads.delete(uploadId);
    await upload.last;
    await rm(upload.path, { force: true });
  }

  return {
    async begin(owner, name, bytes) {
      const fileName = baseName(name);
      if (bytes > limits.fileBytes) {
        throw new PostilError(
          'refused',
          `“${fileName}” has ${bytes} bytes; at most ${limits.fileBytes} can be sent.`,
          { file: fileName },
        );
      }
      let waiting = bytes;
      for (const upload of uploads.values()) waiting += upload.bytes;
      if (waiting > WAITING_LIMIT_BYTES || uploads.size >= WAITING_LIMIT_FILES) {
        throw new PostilError('refused', 'Too much is being sent at once; import it in smaller lots.');
      }
      folder ??= mkdtemp(join(tmpdir(), 'postil-upload-'));
      const uploadId = randomUUID();
      const path = join(await folder, uploadId);
      await writeFile(path, '', { flag: 'wx', mode: 0o600 });
      uploads.set(uploadId, { owner, name: fileName, path, bytes, received: 0, last: Promise.resolve() });
      return uploadId;
    },

    async append(owner, uploadId, base64) {
      const upload = find(owner, uploadId);
      const piece = Buffer.from(base64, 'base64');
      if (piece.length === 0 || piece.length > CHUNK_LIMIT_BYTES || !isBase64(base64, piece)) {
        throw new PostilError('bad-request', 'A piece of a file is at most 1 MiB, base64, and not empty.');
      }
      if (upload.received + piece.length > upload.bytes) {
        await remove(uploadId, upload);
        throw new PostilError('bad-request', `“${upload.name}” became longer than was announced.`, {
          file: upload.name,
        });
      }
      upload.received += piece.length;
      const written = upload.last.then(() => appendFile(upload.path, piece));
      // Whoever comes next waits for this piece whether or not it succeeded; its own caller hears of a failure.
      upload.last = written.catch(() => {
        uploads.delete(uploadId);
      });
      await written;
      return upload.received;
    },

    get(owner, uploadId) {
      const upload = find(owner, uploadId);
      if (upload.received !== upload.bytes) {
        throw new PostilError('bad-request', `“${upload.name}” has not arrived whole.`, {
          file: upload.name,
        });
      }
      return { name: upload.name, path: upload.path, bytes: upload.bytes };
    },

    async release(owner, uploadId) {
      const upload = uploads.get(uploadId);
      if (upload?.owner === owner) await remove(uploadId, upload);
    },

    async releaseOwner(owner) {
      for (const [uploadId, upload] of uploads) {
        if (upload.owner === owner) await remove(uploadId, upload);
      }
    },

    async close() {
      uploads.clear();
      if (folder) await rm(await folder, { recursive: true, force: true });
      folder = null;
    },
  };
}

/** Pages of every system send names; some send a relative path with them. */
function baseName(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? '';
  // Control characters would forge lines in a report or a log.
  const clean = [...last].filter((character) => character >= ' ' && character !== '\u007f').join('');
  return clean === '' || clean === '.' || clean === '..' ? 'unnamed' : clean;
}

/** `Buffer.from` skips what is no base64 in silence; a piece that lost bytes so must not pass. */
function isBase64(base64: string, piece: Buffer): boolean {
  return piece.toString('base64').replace(/=+$/, '') === base64.replace(/=+$/, '');
}
