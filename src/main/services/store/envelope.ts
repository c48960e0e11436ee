import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import type { z } from 'zod';
import { PostilError } from '../../../core/errors.ts';
import type { Sha256 } from '../../../core/ports.ts';

/** How a kind of record stands on disk. */
export interface RecordFormat<T> {
  /** `[a-z-]+`, the same for ever. */
  readonly name: string;
  readonly version: number;
  readonly schema: z.ZodType<T>;
  /**
   * The UTF-8 of `JSON.stringify(content)` in pieces, where that can be had faster than by doing it. Contents are
   * values: a part that is the same object as before is the same JSON as before.
   */
  readonly encode?: (content: T) => readonly Uint8Array[];
  /** `migrations[n]` makes content of version n + 1 of content of version n; one for each n from 1 to version - 1. */
  readonly migrations: Readonly<Record<number, (content: unknown) => unknown>>;
}

/** What tells two states of a file apart. */
export interface FileVersion {
  readonly revision: number;
  readonly sha256: string;
}

export interface DecodedFile<T> extends FileVersion {
  readonly content: T;
}

/** Deeper than any record of Postil; a file beyond it was not written by Postil. */
const MAX_DEPTH = 64;
/** More bytes than the head of any envelope has. */
export const HEAD_BYTES = 256;
const TAIL = '}\n';
const HEAD =
  /^\{"format":"([a-z-]+)","formatVersion":([0-9]{1,9}),"revision":([0-9]{1,15}),"sha256":"([0-9a-f]{64})","content":/;

/**
 * The bytes of a file: one line of JSON that begins with format, version, revision and hash, so that the revision can
 * be read without the content. The hash is SHA-256 over `JSON.stringify(content)`.
 */
export function encodeFile<T>(
  format: RecordFormat<T>,
  content: T,
  revision: number,
): { readonly bytes: Uint8Array; readonly version: FileVersion } {
  const pieces = format.encode?.(content) ?? [Buffer.from(JSON.stringify(content), 'utf8')];
  const length = pieces.reduce((sum, piece) => sum + piece.byteLength, 0);
  // Copied once, with room for the head before it, which cannot be known before the hash.
  const buffer = Buffer.allocUnsafe(HEAD_BYTES + length + TAIL.length);
  let at = HEAD_BYTES;
  for (const piece of pieces) {
    buffer.set(piece, at);
    at += piece.byteLength;
  }
  const hash = hashOf(buffer.subarray(HEAD_BYTES, at));
  buffer.write(TAIL, at, 'latin1');
  const head = `{"format":"${format.name}","formatVersion":${format.version},"revision":${revision},"sha256":"${hash}","content":`;
  const start = HEAD_BYTES - head.length;
  buffer.write(head, start, 'latin1');
  const bytes = buffer.subarray(start);
  return { bytes, version: { revision, sha256: hash } };
}

/** Over bytes that are there anyway: three times as fast as over a string. */
function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Reads the version off the first `HEAD_BYTES` of a file; `null` when it does not begin as Postil writes it. */
export function readVersionOf(head: Uint8Array): FileVersion | null {
  const match = HEAD.exec(Buffer.from(head).toString('latin1'));
  return match ? { revision: Number(match[3]), sha256: match[4]! } : null;
}

interface OpenedEnvelope {
  readonly format: string;
  readonly formatVersion: number;
  readonly version: FileVersion;
  readonly content: unknown;
}

/**
 * Opens an envelope and checks encoding, form and hash, but no schema.
 * @param file its name, for the message
 * @throws PostilError `damaged`
 */
export function openEnvelope(bytes: Uint8Array, file: string, sha256: Sha256): OpenedEnvelope {
  const opened = openHashed(bytes, file, sha256);
  assertPlain(opened.content, file, 0);
  return opened;
}

function openHashed(bytes: Uint8Array, file: string, sha256: Sha256): OpenedEnvelope {
  if (bytes.byteLength === 0) throw damaged(file, 'is empty');
  if (!isUtf8(bytes)) throw damaged(file, 'is not UTF-8');
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  const opened = openAsWritten(text, bytes, file) ?? openReformatted(text, file);
  if (opened.raw !== null && hashOf(opened.raw) === opened.version.sha256) return opened;
  // Before `JSON.stringify`, which runs out of stack where `JSON.parse` does not.
  assertPlain(opened.content, file, 0);
  if (sha256(JSON.stringify(opened.content)) === opened.version.sha256) return opened;
  throw damaged(file, 'is not what its hash says');
}

interface RawEnvelope extends OpenedEnvelope {
  /** The content as it stands in the file, where that is what was hashed. */
  readonly raw: Uint8Array | null;
}

function openAsWritten(text: string, bytes: Uint8Array, file: string): RawEnvelope | null {
  const match = HEAD.exec(text);
  if (!match || !text.endsWith('}\n')) return null;
  // The head is ASCII: as many bytes as characters.
  const from = match[0].length;
  return {
    format: match[1]!,
    formatVersion: Number(match[2]),
    version: { revision: Number(match[3]), sha256: match[4]! },
    content: parse(text.slice(from, -2), file),
    raw: bytes.subarray(from, -2),
  };
}

/** A file that a tool has laid out anew: the content is still what was hashed. */
function openReformatted(text: string, file: string): RawEnvelope {
  const value = parse(text, file);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw damaged(file, 'has no envelope');
  }
  const { format, formatVersion, revision, sha256, content } = value as Readonly<Record<string, unknown>>;
  if (
    typeof format !== 'string' ||
    !Number.isSafeInteger(formatVersion) ||
    !Number.isSafeInteger(revision) ||
    typeof sha256 !== 'string' ||
    content === undefined
  ) {
    throw damaged(file, 'has no envelope');
  }
  return {
    format,
    formatVersion: Number(formatVersion),
    version: { revision: Number(revision), sha256 },
    content,
    raw: null,
  };
}

function parse(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw damaged(file, 'is cut off or not JSON', error);
  }
}

function assertPlain(value: unknown, file: string, depth: number): void {
  if (typeof value !== 'object' || value === null) return;
  if (depth > MAX_DEPTH) throw damaged(file, 'is nested too deeply');
  if (Array.isArray(value)) {
    for (const item of value) assertPlain(item, file, depth + 1);
    return;
  }
  for (const [key, item] of Object.entries(value)) {
    if (key === '__proto__') throw damaged(file, 'holds the key __proto__');
    assertPlain(item, file, depth + 1);
  }
}

/**
 * The record in a file: encoding, envelope, hash, migration by version, schema.
 * @throws PostilError `damaged` or `newer-format`
 */
export function decodeFile<T>(
  format: RecordFormat<T>,
  bytes: Uint8Array,
  file: string,
  sha256: Sha256,
): DecodedFile<T> {
  const opened = openEnvelope(bytes, file, sha256);
  const content = migrated(format, opened, file);
  const parsed = format.schema.safeParse(content);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw damaged(
      file,
      `does not fit its schema (${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''})`,
      parsed.error,
    );
  }
  return { ...opened.version, content: parsed.data };
}

/**
 * What is in a file: as `decodeFile`, but unchecked by the schema. For the derived index, which checks by itself the few
 * fields that it reads: over 100,000 annotations the schema takes longer than all the rest of opening a project.
 * @throws PostilError `damaged` or `newer-format`
 */
export function scanFile<T>(
  format: RecordFormat<T>,
  bytes: Uint8Array,
  file: string,
  sha256: Sha256,
): unknown {
  return migrated(format, openHashed(bytes, file, sha256), file);
}

function migrated<T>(format: RecordFormat<T>, opened: OpenedEnvelope, file: string): unknown {
  if (opened.format !== format.name) throw damaged(file, `is of the kind ${opened.format}`);
  if (opened.formatVersion > format.version) {
    throw new PostilError(
      'newer-format',
      `${file} was written by a newer Postil (format ${opened.formatVersion}, this one knows ${format.version}). Nothing was changed; please update.`,
      { file },
    );
  }
  let content = opened.content;
  for (let version = opened.formatVersion; version < format.version; version++) {
    const migrate = format.migrations[version];
    if (!migrate) throw damaged(file, `has the unknown format version ${version}`);
    content = migrate(content);
  }
  return content;
}

export function damaged(file: string, problem: string, cause?: unknown): PostilError {
  return new PostilError('damaged', `${file} ${problem}.`, { file, problem }, cause);
}
