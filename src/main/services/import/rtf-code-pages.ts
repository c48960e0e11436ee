import { TextDecoder } from 'node:util';
import { decodeWindows1252 } from '../../../core/document/decode.ts';

/** RTF's `\fcharset` as a code page (specification 1.9.1, “Font table”). 0 and 1 are the file's own. */
const CHARSETS: ReadonlyMap<number, number> = new Map([
  [77, 10000],
  [128, 932],
  [129, 949],
  [134, 936],
  [136, 950],
  [161, 1253],
  [162, 1254],
  [163, 1258],
  [177, 1255],
  [178, 1256],
  [186, 1257],
  [204, 1251],
  [222, 874],
  [238, 1250],
  [254, 437],
  [255, 850],
]);

/** Code pages by the name that the Encoding Standard gives them. Of the old ones of DOS it knows only 866. */
const ENCODINGS: ReadonlyMap<number, string> = new Map([
  [866, 'ibm866'],
  [874, 'windows-874'],
  [932, 'shift_jis'],
  [936, 'gbk'],
  [949, 'euc-kr'],
  [950, 'big5'],
  [1250, 'windows-1250'],
  [1251, 'windows-1251'],
  [1252, 'windows-1252'],
  [1253, 'windows-1253'],
  [1254, 'windows-1254'],
  [1255, 'windows-1255'],
  [1256, 'windows-1256'],
  [1257, 'windows-1257'],
  [1258, 'windows-1258'],
  [10000, 'macintosh'],
  [65001, 'utf-8'],
]);

const WESTERN = 1252;

/** The code page of a font, or undefined where it has the file's own. */
export function codePageOfCharset(charset: number): number | undefined {
  return CHARSETS.get(charset);
}

/** Decodes bytes of RTF by code page, and remembers which it did not know. */
export class RtfDecoder {
  readonly #decoders = new Map<number, TextDecoder>();
  readonly unknown = new Set<number>();

  decode(bytes: Uint8Array, codePage: number): string {
    const encoding = ENCODINGS.get(codePage);
    // Plain ASCII is the same in all of them.
    if (encoding === undefined && bytes.some((byte) => byte > 0x7f)) this.unknown.add(codePage);
    if (encoding === undefined || codePage === WESTERN) return decodeWindows1252(bytes);
    let decoder = this.#decoders.get(codePage);
    if (!decoder) {
      decoder = new TextDecoder(encoding);
      this.#decoders.set(codePage, decoder);
    }
    return decoder.decode(bytes);
  }
}
