import { PostilError } from '../../../core/errors.ts';

export interface RtfHandlers {
  begin(): void;
  end(): void;
  /** A control word, or a control symbol by its character. `value` is null where none was given. */
  control(word: string, value: number | null): void;
  /** A byte of text in the present code page, by itself or as `\'hh`. */
  byte(byte: number): void;
}

/** Deeper than any document; a file beyond it was made to exhaust a reader. */
const MAX_DEPTH = 256;
const LONGEST_WORD = 32;
const LONGEST_NUMBER = 10;

const BACKSLASH = 0x5c;
const OPEN = 0x7b;
const CLOSE = 0x7d;
const APOSTROPHE = 0x27;
const MINUS = 0x2d;
const SPACE = 0x20;

/**
 * Reads the tokens of an RTF file (Rich Text Format specification 1.9.1, “RTF syntax”), strictly: groups that do not
 * close and controls that are none are refused, not guessed at.
 * @throws PostilError `refused` with the byte; also what a handler throws
 */
export function readRtfTokens(bytes: Uint8Array, handlers: RtfHandlers): void {
  let depth = 0;
  let at = 0;
  while (at < bytes.length) {
    const byte = bytes[at]!;
    if (byte === OPEN) {
      if (++depth > MAX_DEPTH) throw refused(`It is nested more than ${MAX_DEPTH} deep (byte ${at}).`);
      handlers.begin();
      at++;
    } else if (byte === CLOSE) {
      handlers.end();
      at++;
      // What stands behind the last group is not part of the document.
      if (--depth === 0) return;
    } else if (byte === BACKSLASH) {
      at = readControl(bytes, at + 1, handlers);
    } else {
      // Line ends are there for whoever reads the file as text.
      if (byte !== 0x0a && byte !== 0x0d && byte !== 0) handlers.byte(byte);
      at++;
    }
  }
  throw refused('It is cut off: its last group is not closed.');
}

function readControl(bytes: Uint8Array, start: number, handlers: RtfHandlers): number {
  const first = bytes[start];
  if (first === undefined) throw refused('It is cut off: it ends in a backslash.');
  if (first === APOSTROPHE) {
    const hex = String.fromCharCode(bytes[start + 1] ?? 0, bytes[start + 2] ?? 0);
    if (!/^[0-9a-f]{2}$/i.test(hex)) throw refused(`It is damaged: no character at byte ${start}.`);
    handlers.byte(Number.parseInt(hex, 16));
    return start + 3;
  }
  if (!isLetter(first)) {
    handlers.control(String.fromCharCode(first), null);
    return start + 1;
  }
  let at = start;
  while (at < bytes.length && isLetter(bytes[at]!)) at++;
  if (at - start > LONGEST_WORD) throw refused(`It is damaged: no control word at byte ${start}.`);
  const word = String.fromCharCode(...bytes.subarray(start, at));
  const numberStart = at;
  if (bytes[at] === MINUS && isDigit(bytes[at + 1])) at++;
  while (isDigit(bytes[at])) at++;
  if (at - numberStart > LONGEST_NUMBER) throw refused(`It is damaged: no number at byte ${numberStart}.`);
  const value = at === numberStart ? null : Number(String.fromCharCode(...bytes.subarray(numberStart, at)));
  if (bytes[at] === SPACE) at++;
  if (word !== 'bin') {
    handlers.control(word, value);
    return at;
  }
  // Raw bytes, which may look like anything.
  const end = at + Math.max(0, value ?? 0);
  if (end > bytes.length) throw refused(`It is cut off within binary data (byte ${at}).`);
  return end;
}

function isLetter(byte: number): boolean {
  return (byte >= 0x61 && byte <= 0x7a) || (byte >= 0x41 && byte <= 0x5a);
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}

function refused(reason: string): PostilError {
  return new PostilError('refused', reason);
}
