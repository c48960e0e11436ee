import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeText } from '../../../src/core/document/decode.ts';
import { PostilError } from '../../../src/core/errors.ts';

const utf8 = new TextEncoder();

function bytes(...parts: (string | readonly number[])[]): Uint8Array {
  return Uint8Array.from(
    parts.flatMap((part) => (typeof part === 'string' ? [...utf8.encode(part)] : [...part])),
  );
}

function utf16(text: string, isLittle: boolean): Uint8Array {
  const units = [0xfeff, ...Array.from({ length: text.length }, (_, i) => text.charCodeAt(i))];
  return Uint8Array.from(
    units.flatMap((unit) => (isLittle ? [unit & 255, unit >> 8] : [unit >> 8, unit & 255])),
  );
}

function reasonOf(input: Uint8Array): string {
  try {
    decodeText(input);
  } catch (error) {
    if (error instanceof PostilError && error.code === 'refused') return error.message;
    throw error;
  }
  return 'not refused';
}

describe('decodeText', () => {
  test('reads UTF-8 and says how lines ended', () => {
    expect(decodeText(bytes('a\nb'))).toEqual({
      text: 'a\nb',
      encoding: 'utf-8',
      lineEnds: 'lf',
      notices: [],
    });
    expect(decodeText(bytes('a\r\nb\r\n'))).toMatchObject({ text: 'a\nb\n', lineEnds: 'crlf' });
    expect(decodeText(bytes('a\rb'))).toMatchObject({ text: 'a\nb', lineEnds: 'cr' });
    expect(decodeText(bytes('a\r\nb\nc\r\rd'))).toMatchObject({ text: 'a\nb\nc\n\nd', lineEnds: 'mixed' });
    expect(decodeText(bytes('ab'))).toMatchObject({ lineEnds: 'none' });
  });

  test('takes one byte-order mark off and keeps other U+FEFF', () => {
    expect(decodeText(bytes([0xef, 0xbb, 0xbf], 'a\ufeffb'))).toMatchObject({
      text: 'a\ufeffb',
      encoding: 'utf-8-bom',
    });
  });

  test('reads UTF-16 of both orders with a byte-order mark', () => {
    const text = 'طالبان 🏔️ and “quotes”\r\nline';
    const expected = text.replace('\r\n', '\n');
    expect(decodeText(utf16(text, true))).toMatchObject({
      text: expected,
      encoding: 'utf-16le',
      lineEnds: 'crlf',
    });
    expect(decodeText(utf16(text, false))).toMatchObject({ text: expected, encoding: 'utf-16be' });
  });

  test('reads Windows-1252 and says so', () => {
    // Western text: caf\xe9, curly quotes \x93 \x94, a dash \x97, an apostrophe \x92.
    const decoded = decodeText(
      bytes(
        'In the caf',
        [0xe9],
        ' he said ',
        [0x93],
        'it',
        [0x92],
        's over',
        [0x94],
        ' ',
        [0x97],
        ' no more.',
      ),
    );
    expect(decoded.text).toBe('In the café he said “it’s over” — no more.');
    expect(decoded.encoding).toBe('windows-1252');
    expect(decoded.notices).toEqual([expect.stringContaining('Windows-1252')]);
  });

  test('refuses damaged UTF-8 rather than show gibberish, and names the byte', () => {
    expect(reasonOf(bytes('“quoted” and ', [0xff], ' “more” of it'))).toContain('not valid UTF-8 (byte 18)');
    expect(reasonOf(bytes([0xef, 0xbb, 0xbf], 'a', [0xe9], 'b'))).toContain('byte 5');
  });

  test('refuses other code pages', () => {
    // Cyrillic in Windows-1251: nearly every byte is high.
    expect(reasonOf(bytes([0xcf, 0xf0, 0xe8, 0xe2, 0xe5, 0xf2], ' ', [0xec, 0xe8, 0xf0]))).toContain(
      'Save it as UTF-8',
    );
    expect(reasonOf(bytes('abc', [0x81], 'def'))).toContain('not valid UTF-8');
  });

  test.each([
    ['empty', bytes(), 'empty'],
    ['white space', bytes(' \n\t\u00a0\r\n'), 'white space'],
    ['a mark alone', bytes([0xef, 0xbb, 0xbf]), 'white space'],
    ['NUL', bytes('ab', [0], 'c'), 'byte 3 is NUL'],
    ['UTF-16 without mark', utf16('hello', true).subarray(2), 'NUL'],
    ['UTF-32', bytes([0xff, 0xfe, 0, 0, 0x61, 0, 0, 0]), 'NUL'],
    ['half a UTF-16 character', utf16('hello', true).subarray(0, 7), 'breaks off'],
    ['PDF', bytes('%PDF-1.7 …'), 'PDF'],
    ['zip', bytes('PK', [3, 4], 'word/document.xml'), 'zip'],
    ['RTF', bytes('{\\rtf1\\ansi hello}'), 'RTF'],
    ['control characters', bytes('ab', [1, 2, 3], 'cd'), 'control characters'],
  ])('refuses %s', (_, input, reason) => {
    expect(reasonOf(input)).toContain(reason);
  });

  test('keeps a stray control character in much text', () => {
    expect(decodeText(bytes('a'.repeat(300), [0x1a])).text).toHaveLength(301);
  });

  test.each([
    ['overlong', [0xc0, 0xaf]],
    ['overlong of three', [0xe0, 0x80, 0xaf]],
    ['beyond Unicode', [0xf4, 0x90, 0x80, 0x80]],
    ['five bytes', [0xf8, 0x88, 0x80, 0x80, 0x80]],
    ['a lone continuation', [0x80]],
    ['a truncated end', [0xe2, 0x80]],
  ])('takes %s for no UTF-8', (_, wrong) => {
    expect(reasonOf(bytes('“fine” ', wrong))).toContain('not valid UTF-8 (byte 12)');
  });

  test('replaces lone surrogates, and says how many', () => {
    const decoded = decodeText(utf16('a\ud800b\udc00c\ud83d\ude00', true));
    expect(decoded.text).toBe('a\ufffdb\ufffdc😀');
    expect(decoded.notices).toEqual([expect.stringContaining('2 halves')]);
    const encoded = decodeText(bytes('a', [0xed, 0xa0, 0x80], 'b'));
    expect(encoded.text).toBe('a\ufffdb');
    expect(encoded.notices).toEqual([expect.stringContaining('lone surrogate')]);
  });

  test('agrees with TextDecoder on whatever is valid, and on what is not', () => {
    const strict = new TextDecoder('utf-8', { fatal: true });
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 40 }), (input) => {
        fc.pre(!input.includes(0) && !input.includes(13) && !(input[0]! >= 0xfe));
        let expected: string | null;
        try {
          expected = strict.decode(input);
        } catch {
          expected = null;
        }
        fc.pre(expected === null || expected.trim() !== '');
        let actual: string | null = null;
        try {
          const decoded = decodeText(input);
          if (decoded.encoding.startsWith('utf-8') && decoded.notices.length === 0) actual = decoded.text;
        } catch (error) {
          if (!(error instanceof PostilError)) throw error;
          if (error.message.includes('control characters') || error.message.includes('It is a')) return;
        }
        expect(actual).toBe(expected);
      }),
      { numRuns: 500 },
    );
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (text) => {
        fc.pre(text.trim() !== '' && !/\p{Cc}/u.test(text) && !text.startsWith('\ufeff'));
        expect(decodeText(utf8.encode(text)).text).toBe(text);
        expect(decodeText(utf16(text, false)).text).toBe(text);
      }),
    );
  });
});
