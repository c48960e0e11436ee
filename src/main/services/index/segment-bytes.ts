import { endianness } from 'node:os';
import type { Segment } from '../../../core/evidence/segment.ts';

/** How long a segment's columns and text are. */
export interface SegmentSizes {
  readonly rows: number;
  readonly parts: number;
  readonly codes: number;
  /** UTF-16 code units of its text. */
  readonly characters: number;
  /** Whether the text needs two bytes a character; one does for Latin-1. */
  readonly isWide: boolean;
}

export type SegmentColumns = Pick<Segment, (typeof COLUMNS)[number]['name']>;

/** Columns hold numbers as this machine does; a cache of another kind of machine is foreign. */
export const BYTE_ORDER = endianness();

/** Wide numbers first, so that every column begins where its numbers may. */
const COLUMNS = [
  { name: 'createdAt', type: Float64Array, of: 'rows', each: 1 },
  { name: 'updatedAt', type: Float64Array, of: 'rows', each: 1 },
  { name: 'ids', type: Uint32Array, of: 'rows', each: 4 },
  { name: 'start', type: Uint32Array, of: 'rows', each: 1 },
  { name: 'end', type: Uint32Array, of: 'rows', each: 1 },
  { name: 'partsEnd', type: Uint32Array, of: 'rows', each: 1 },
  { name: 'codesEnd', type: Uint32Array, of: 'rows', each: 1 },
  { name: 'textEnd', type: Uint32Array, of: 'rows', each: 1 },
  { name: 'parts', type: Uint32Array, of: 'parts', each: 1 },
  { name: 'codes', type: Uint32Array, of: 'codes', each: 1 },
  { name: 'sourceGrade', type: Uint8Array, of: 'rows', each: 1 },
  { name: 'informationGrade', type: Uint8Array, of: 'rows', each: 1 },
  { name: 'polarities', type: Uint8Array, of: 'rows', each: 1 },
] as const;
const ALIGNMENT = 8;

// oxlint-disable-next-line no-control-regex -- the whole of Latin-1 is meant, its controls too
const LATIN_1 = /^[\u0000-\u00ff]*$/;

export function sizesOf(segment: Segment): SegmentSizes {
  return {
    rows: segment.rows,
    parts: segment.parts.length,
    codes: segment.codes.length,
    characters: segment.text.length,
    isWide: !LATIN_1.test(segment.text),
  };
}

export function columnBytes(sizes: SegmentSizes): number {
  let bytes = 0;
  for (const { type, of, each } of COLUMNS) bytes += type.BYTES_PER_ELEMENT * each * sizes[of];
  return Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
}

export function textBytes(sizes: SegmentSizes): number {
  return sizes.characters * (sizes.isWide ? 2 : 1);
}

export function encodeColumns(segment: Segment, sizes: SegmentSizes): Uint8Array {
  const bytes = new Uint8Array(columnBytes(sizes));
  let at = 0;
  for (const { name } of COLUMNS) {
    const column = segment[name];
    bytes.set(new Uint8Array(column.buffer, column.byteOffset, column.byteLength), at);
    at += column.byteLength;
  }
  return bytes;
}

/** Views into `buffer` from the offset `at`, a multiple of 8: nothing is copied. */
export function decodeColumns(buffer: ArrayBuffer, at: number, sizes: SegmentSizes): SegmentColumns {
  const columns: Record<string, Float64Array | Uint32Array | Uint8Array> = {};
  let offset = at;
  for (const { name, type: Column, of, each } of COLUMNS) {
    const column = new Column(buffer, offset, each * sizes[of]);
    columns[name] = column;
    offset += column.byteLength;
  }
  // Each name of the type has its column, of its type, from the table above.
  return columns as unknown as SegmentColumns;
}

export function encodeText(segment: Segment, sizes: SegmentSizes): Uint8Array {
  return Buffer.from(segment.text, sizes.isWide ? 'utf16le' : 'latin1');
}

export function decodeText(bytes: Buffer, sizes: SegmentSizes): string {
  return bytes.toString(sizes.isWide ? 'utf16le' : 'latin1');
}
