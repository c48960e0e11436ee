import { isUtf8 } from 'node:buffer';
import { decodeWindows1252 } from '../../../core/document/decode.ts';
import { PostilError } from '../../../core/errors.ts';

/** Bytes from the beginning in which a page may say its encoding, as the HTML standard has it. */
const PRESCAN_BYTES = 1024;
const FALLBACK = 'windows-1252';

/**
 * A page as text: by its byte-order mark, by what its head says, as UTF-8 where its bytes are, else as Windows-1252,
 * as browsers do.
 * @throws PostilError `refused` when it is empty or no text
 */
export function decodeHtml(bytes: Uint8Array): { readonly source: string; readonly encoding: string } {
  if (bytes.length === 0) throw new PostilError('refused', 'It is empty.');
  const encoding = findEncoding(bytes);
  const source = encoding === FALLBACK ? decodeWindows1252(bytes) : new TextDecoder(encoding).decode(bytes);
  // Zeros in an encoding that has none: an image or a program with the ending of a page.
  if (source.includes('\0')) throw new PostilError('refused', 'It is no text: it holds zero bytes.');
  return { source, encoding };
}

function findEncoding(bytes: Uint8Array): string {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8';
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const head = Buffer.from(bytes.subarray(0, PRESCAN_BYTES)).toString('latin1');
  const said =
    /<meta[^>]{0,200}?charset\s*=\s*["']?\s*([a-z0-9_:.-]{1,40})/i.exec(head)?.[1] ??
    /^<\?xml[^>]{0,100}?encoding\s*=\s*["']([a-z0-9_:.-]{1,40})/i.exec(head)?.[1];
  // A page that could be read so far as to say UTF-16 is not in it.
  const known = said === undefined || /^utf-?16/i.test(said) ? null : knownEncoding(said);
  if (known !== null) return known;
  return isUtf8(bytes) ? 'utf-8' : FALLBACK;
}

function knownEncoding(label: string): string | null {
  try {
    return new TextDecoder(label).encoding;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
