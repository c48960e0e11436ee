import { PostilError } from '../errors.ts';
import type { DocumentRecord } from './document.ts';

export type Encoding = 'utf-8' | 'utf-8-bom' | 'utf-16le' | 'utf-16be' | 'windows-1252';
type LineEnds = NonNullable<DocumentRecord['original']['lineEnds']>;

/** The text of bytes that are well-formed UTF-8 throughout, else null. The same for all bytes as decoding by hand. */
export type DecodeWhole = (bytes: Uint8Array) => string | null;

/** A file as text: LF only, no byte-order mark, no lone surrogate. `notices` are sentences for the user. */
export interface DecodedText {
  readonly text: string;
  readonly encoding: Encoding;
  readonly lineEnds: LineEnds;
  readonly notices: readonly string[];
}

/**
 * Decodes a file once and for all: UTF-8 (strict), UTF-16 with a byte-order mark, and Windows-1252 where the bytes
 * are not UTF-8 and look like it. Decoding is by hand, since core has no `TextDecoder`, and so that a fault can be
 * named by its byte.
 * @param decodeWhole the machine's own decoder, where there is one: for files without a fault, which most are
 * @throws PostilError `refused` when the bytes are empty, binary, or in no encoding that is read; the message says
 *   which and where, without the file's name.
 */
export function decodeText(bytes: Uint8Array, decodeWhole: DecodeWhole = () => null): DecodedText {
  if (bytes.length === 0) throw refused('It is empty.');
  const known = knownBinary(bytes);
  if (known) throw refused(known);
  const notices: string[] = [];
  const { raw, encoding } = decodeBytes(bytes, notices, decodeWhole);
  refuseControls(raw);
  const { text, lineEnds } = normaliseLineEnds(raw);
  if (text.trim() === '') throw refused('It holds nothing but white space.');
  return { text, encoding, lineEnds, notices };
}

function refused(reason: string): PostilError {
  return new PostilError('refused', reason);
}

const SIGNATURES: readonly (readonly [string, string])[] = [
  ['%PDF-', 'It is a PDF, though its name says otherwise. Give it the ending .pdf.'],
  ['PK\u0003\u0004', 'It is a zip archive, or a document whose name should end in .docx, .odt or .epub.'],
  ['\u00d0\u00cf\u0011\u00e0', 'It is an old office document. Save it as .docx or .odt and import that.'],
  ['{\\rtf', 'It is an RTF document, though its name says otherwise. Give it the ending .rtf.'],
];

function knownBinary(bytes: Uint8Array): string | null {
  const head = String.fromCharCode(...bytes.subarray(0, 8));
  return SIGNATURES.find(([signature]) => head.startsWith(signature))?.[1] ?? null;
}

function decodeBytes(
  bytes: Uint8Array,
  notices: string[],
  decodeWhole: DecodeWhole,
): { raw: string; encoding: Encoding } {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) {
    return { raw: decodeUtf16(bytes.subarray(2), true, notices), encoding: 'utf-16le' };
  }
  if (bytes[0] === 0xfe && bytes[1] === 0xff) {
    return { raw: decodeUtf16(bytes.subarray(2), false, notices), encoding: 'utf-16be' };
  }
  const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const body = hasMark ? bytes.subarray(3) : bytes;
  const nul = body.indexOf(0);
  if (nul !== -1) {
    throw refused(
      `It is not text: byte ${nul + 1 + bytes.length - body.length} is NUL. (UTF-16 needs a byte-order mark.)`,
    );
  }
  const whole = decodeWhole(body);
  if (whole !== null) return { raw: whole, encoding: hasMark ? 'utf-8-bom' : 'utf-8' };
  const utf8 = decodeUtf8(body);
  if (utf8.faults === 0) {
    if (utf8.surrogates > 0) notices.push(surrogateNotice(utf8.surrogates));
    return { raw: utf8.text, encoding: hasMark ? 'utf-8-bom' : 'utf-8' };
  }
  // One broken byte among many good sequences is damaged UTF-8; read as anything else it would be gibberish.
  if (!hasMark && utf8.sequences <= utf8.faults && isPlausibleWindows1252(body)) {
    notices.push(
      'Read as Windows-1252, since it is not UTF-8. Look whether its accents and quotes are right.',
    );
    return { raw: decodeWindows1252(body), encoding: 'windows-1252' };
  }
  throw refused(
    `It is not valid UTF-8 (byte ${utf8.firstFault + 1 + bytes.length - body.length}), nor UTF-16 with a byte-order mark, nor plausibly Windows-1252. Save it as UTF-8.`,
  );
}

/** Collects code units; strings are made of pieces, since `fromCharCode` takes its arguments from the stack. */
function unitsToString(units: Uint16Array): string {
  const PIECE = 8192;
  const pieces: string[] = [];
  for (let at = 0; at < units.length; at += PIECE) {
    pieces.push(Reflect.apply(String.fromCharCode, null, units.subarray(at, at + PIECE)));
  }
  return pieces.join('');
}

interface Utf8Result {
  readonly text: string;
  /** Bytes that begin no well-formed sequence (RFC 3629), surrogates not counted. */
  readonly faults: number;
  readonly firstFault: number;
  /** Well-formed sequences of two bytes and more. */
  readonly sequences: number;
  /** Encoded surrogates (ED A0..BF xx), each read as U+FFFD. */
  readonly surrogates: number;
}

function decodeUtf8(bytes: Uint8Array): Utf8Result {
  const units = new Uint16Array(bytes.length);
  let length = 0;
  let faults = 0;
  let firstFault = -1;
  let sequences = 0;
  let surrogates = 0;
  for (let at = 0; at < bytes.length;) {
    const lead = bytes[at]!;
    if (lead < 0x80) {
      units[length++] = lead;
      at++;
      continue;
    }
    const size =
      lead >= 0xc2 && lead < 0xe0 ? 2 : lead >= 0xe0 && lead < 0xf0 ? 3 : lead >= 0xf0 && lead < 0xf5 ? 4 : 0;
    let point = size === 2 ? lead & 0x1f : size === 3 ? lead & 0x0f : lead & 0x07;
    let isWhole = size > 0;
    for (let k = 1; k < size && isWhole; k++) {
      const next = bytes[at + k];
      if (next === undefined || (next & 0xc0) !== 0x80) isWhole = false;
      else point = (point << 6) | (next & 0x3f);
    }
    if (!isWhole || (size === 3 && point < 0x800) || (size === 4 && (point < 0x10000 || point > 0x10ffff))) {
      if (firstFault === -1) firstFault = at;
      faults++;
      at++;
      continue;
    }
    at += size;
    if (point >= 0xd800 && point < 0xe000) {
      surrogates++;
      units[length++] = 0xfffd;
      continue;
    }
    sequences++;
    if (point < 0x10000) {
      units[length++] = point;
    } else {
      units[length++] = 0xd7c0 + (point >> 10);
      units[length++] = 0xdc00 | (point & 0x3ff);
    }
  }
  return {
    text: faults > 0 ? '' : unitsToString(units.subarray(0, length)),
    faults,
    firstFault,
    sequences,
    surrogates,
  };
}

function decodeUtf16(bytes: Uint8Array, isLittle: boolean, notices: string[]): string {
  if (bytes.length % 2 === 1) throw refused('It is UTF-16 that breaks off in the middle of a character.');
  const units = new Uint16Array(bytes.length / 2);
  for (let i = 0; i < units.length; i++) {
    const a = bytes[2 * i]!;
    const b = bytes[2 * i + 1]!;
    units[i] = isLittle ? a | (b << 8) : (a << 8) | b;
  }
  let lone = 0;
  for (let i = 0; i < units.length; i++) {
    const unit = units[i]!;
    if (unit < 0xd800 || unit >= 0xe000) continue;
    const next = units[i + 1] ?? 0;
    if (unit < 0xdc00 && next >= 0xdc00 && next < 0xe000) {
      i++;
    } else {
      units[i] = 0xfffd;
      lone++;
    }
  }
  if (lone > 0) notices.push(surrogateNotice(lone));
  const text = unitsToString(units);
  const nul = text.indexOf('\0');
  if (nul !== -1) throw refused(`It is not text: character ${nul + 1} is NUL.`);
  return text;
}

function surrogateNotice(count: number): string {
  return count === 1
    ? 'One half of a character (a lone surrogate) was replaced with U+FFFD.'
    : `${count} halves of characters (lone surrogates) were replaced with U+FFFD.`;
}

/** Windows-1252, 0x80 to 0x9F; 0 where it has no character. Source: the WHATWG encoding standard's index. */
const WINDOWS_1252 = [
  0x20ac, 0, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0,
  0x017d, 0, 0, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a,
  0x0153, 0, 0x017e, 0x0178,
];

/**
 * Western text has few high bytes, nearly all of them letters or the usual quotes and dashes. Cyrillic or Arabic code
 * pages have high bytes throughout, binary data has the five bytes that Windows-1252 leaves out.
 */
function isPlausibleWindows1252(bytes: Uint8Array): boolean {
  let high = 0;
  let likely = 0;
  for (const byte of bytes) {
    if (byte < 0x80) continue;
    high++;
    if (byte < 0xa0) {
      if (WINDOWS_1252[byte - 0x80] === 0) return false;
      likely++;
    } else if (
      (byte >= 0xc0 && byte !== 0xd7 && byte !== 0xf7) ||
      '\u00a0§«»°·£©®¿¡´½¼¾²³¹ªº'.includes(String.fromCharCode(byte))
    ) {
      likely++;
    }
  }
  return high <= bytes.length * 0.25 && likely >= high * 0.8;
}

/** The five bytes that it leaves out become U+FFFD. By hand also where there is a decoder: that of Node 20 takes it for Latin-1. */
export function decodeWindows1252(bytes: Uint8Array): string {
  return unitsToString(
    Uint16Array.from(bytes, (byte) =>
      byte >= 0x80 && byte < 0xa0 ? WINDOWS_1252[byte - 0x80]! || 0xfffd : byte,
    ),
  );
}

/** Above one control character in a hundred it is no text; fewer are strays of an old editor and stay. */
function refuseControls(text: string): void {
  let controls = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x20 && !(unit >= 0x09 && unit <= 0x0d)) controls++;
  }
  if (controls * 100 > text.length) {
    throw refused(`It is not text: ${controls} of its ${text.length} characters are control characters.`);
  }
}

function normaliseLineEnds(raw: string): { text: string; lineEnds: LineEnds } {
  let crlf = 0;
  let cr = 0;
  let lf = 0;
  for (let i = 0; i < raw.length; i++) {
    const unit = raw.charCodeAt(i);
    if (unit === 10) lf++;
    else if (unit === 13) {
      if (raw.charCodeAt(i + 1) === 10) {
        crlf++;
        i++;
      } else cr++;
    }
  }
  const kinds = (crlf > 0 ? 1 : 0) + (cr > 0 ? 1 : 0) + (lf > 0 ? 1 : 0);
  const lineEnds: LineEnds =
    kinds === 0 ? 'none' : kinds > 1 ? 'mixed' : crlf > 0 ? 'crlf' : cr > 0 ? 'cr' : 'lf';
  return { text: crlf + cr > 0 ? raw.replace(/\r\n?/g, '\n') : raw, lineEnds };
}
