import { PostilError } from '../../../../core/errors.ts';
import { readXml } from '../../../../core/exchange/xml/read-xml.ts';
import { escapeXmlAttribute, escapeXmlText } from '../../../../core/exchange/xml/write-xml.ts';
import type { Job } from '../../../../core/ports.ts';
import type { OpenFiles } from '../files-over.ts';
import { zipStreams } from '../write-zip.ts';
import { openParts } from './zip-in-memory.ts';

/** A sheet of a workbook: rows of cells, as text; numbers as they are written. */
export interface Sheet {
  readonly name: string;
  readonly rows: readonly (readonly string[])[];
}

const PROLOGUE = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';

// Excel reads `_x0041_` in a string as a character: what looks like one is escaped, what XML cannot hold is written so.
const ESCAPED = /_(?=x[0-9A-Fa-f]{4}_)/g;
const UNHELD = /(?![\t\n])\p{Cc}|[\ufffe\uffff]/gu;
const ESCAPE = /_x([0-9A-Fa-f]{4})_/g;

function encodeString(text: string): string {
  const escaped = text
    .replace(ESCAPED, '_x005F_')
    .replace(
      UNHELD,
      (character) => `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`,
    );
  return escapeXmlText(escaped);
}

function decodeString(text: string): string {
  return text.replace(ESCAPE, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/**
 * A workbook (SpreadsheetML, ECMA-376) with a head row that stays in view on each sheet. Written here rather than by a
 * library: the same content gives the same bytes, and a million rows need no object each.
 * @param isNumber whether a cell of a column is written as a number, where it is one
 */
export async function* writeWorkbook(
  sheets: readonly Sheet[],
  isNumber: (column: string) => boolean,
): AsyncGenerator<Uint8Array> {
  const names = sheets.map(
    (sheet, i) => `<sheet name="${escapeXmlAttribute(sheet.name)}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`,
  );
  const overrides = sheets.map(
    (_, i) =>
      `<Override PartName="/xl/worksheets/sheet${i + 1}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>`,
  );
  const relations = sheets.map(
    (_, i) =>
      `<Relationship Id="rId${i + 1}" Type="${OFFICE}/worksheet" Target="worksheets/sheet${i + 1}.xml"/>`,
  );
  yield* zipStreams([
    [
      '[Content_Types].xml',
      () =>
        one(
          `${PROLOGUE}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>${overrides.join('')}</Types>`,
        ),
    ],
    [
      '_rels/.rels',
      () =>
        one(
          `${PROLOGUE}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
        ),
    ],
    [
      'xl/workbook.xml',
      () =>
        one(
          `${PROLOGUE}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${names.join('')}</sheets></workbook>`,
        ),
    ],
    [
      'xl/_rels/workbook.xml.rels',
      () =>
        one(
          `${PROLOGUE}<Relationships xmlns="${PACKAGE}/relationships">${relations.join('')}<Relationship Id="rId${sheets.length + 1}" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`,
        ),
    ],
    ['xl/styles.xml', () => one(STYLES)],
    ...sheets.map(
      (sheet, i) => [`xl/worksheets/sheet${i + 1}.xml`, () => sheetParts(sheet, isNumber)] as const,
    ),
  ]);
}

const STYLES = `${PROLOGUE}<styleSheet xmlns="${MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs></styleSheet>`;

async function* one(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text, 'utf8');
}

async function* sheetParts(
  { rows }: Sheet,
  isNumber: (column: string) => boolean,
): AsyncGenerator<Uint8Array> {
  yield Buffer.from(
    `${PROLOGUE}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>`,
  );
  const numbers = (rows[0] ?? []).map(isNumber);
  let held: string[] = [];
  for (const [r, cells] of rows.entries()) {
    const inner = cells.map((text, c) =>
      cellXml(text, `${columnName(c)}${r + 1}`, r === 0, numbers[c] === true),
    );
    held.push(`<row r="${r + 1}">${inner.join('')}</row>`);
    if (held.length === 500) {
      yield Buffer.from(held.join(''), 'utf8');
      held = [];
    }
  }
  yield Buffer.from(`${held.join('')}</sheetData></worksheet>`, 'utf8');
}

function cellXml(text: string, place: string, isHead: boolean, isNumber: boolean): string {
  if (text === '') return '';
  if (isNumber && !isHead && /^-?\d{1,15}$/.test(text)) return `<c r="${place}"><v>${text}</v></c>`;
  return `<c r="${place}" t="inlineStr"${isHead ? ' s="1"' : ''}><is><t xml:space="preserve">${encodeString(text)}</t></is></c>`;
}

/** A, B, … Z, AA … */
export function columnName(index: number): string {
  let name = '';
  for (let rest = index + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    name = String.fromCharCode(65 + ((rest - 1) % 26)) + name;
  }
  return name;
}

function columnIndex(place: string): number {
  let index = 0;
  for (const letter of /^[A-Z]{1,3}/.exec(place)?.[0] ?? '') index = index * 26 + letter.charCodeAt(0) - 64;
  return index - 1;
}

/**
 * The sheets of a workbook, in their order, with the values of formulas and without formats.
 * @throws PostilError `refused` for what is no workbook; limits as for archives
 */
export async function readWorkbook(bytes: Uint8Array, label: string, job: Job): Promise<Sheet[]> {
  const parts = await openParts(bytes, label, (name) => /^xl\/.*\.(?:xml|rels)$/.test(name), job);
  try {
    if (!parts.names.includes('xl/workbook.xml')) {
      throw new PostilError('refused', `“${label}” is no workbook of Excel. Nothing was read in.`, {
        file: label,
      });
    }
    const targets = new Map<string, string>();
    await elements(parts, 'xl/_rels/workbook.xml.rels', (name, attribute) => {
      if (name === 'relationship')
        targets.set(attribute('id') ?? '', (attribute('target') ?? '').replace(/^\/?(?:xl\/)?/, ''));
    });
    const named: { name: string; path: string }[] = [];
    await elements(parts, 'xl/workbook.xml', (name, attribute) => {
      // `r:id`, whose prefix is off; `sheetId` is another attribute.
      if (name === 'sheet')
        named.push({ name: attribute('name') ?? '', path: `xl/${targets.get(attribute('id') ?? '') ?? ''}` });
    });
    const shared = parts.names.includes('xl/sharedStrings.xml') ? await readStrings(parts) : [];
    const sheets: Sheet[] = [];
    for (const { name, path } of named) {
      if (parts.names.includes(path)) sheets.push({ name, rows: await readRows(parts, path, shared) });
    }
    return sheets;
  } finally {
    await parts.close();
  }
}

async function elements(
  parts: OpenFiles,
  file: string,
  open: (name: string, attribute: (key: string) => string | undefined) => void,
): Promise<void> {
  await readXml(parts.text(file), {
    open: ({ name, attribute }) => open(name, attribute),
    text() {},
    close() {},
  });
}

async function readStrings(parts: OpenFiles): Promise<string[]> {
  const strings: string[] = [];
  let isText = false;
  let isPhonetic = false;
  await readXml(parts.text('xl/sharedStrings.xml'), {
    open({ name }) {
      if (name === 'si') strings.push('');
      if (name === 'rph') isPhonetic = true;
      isText = name === 't' && !isPhonetic;
    },
    text(text) {
      if (isText) strings[strings.length - 1] += text;
    },
    close(name) {
      if (name === 'rph') isPhonetic = false;
      isText = false;
    },
  });
  return strings.map(decodeString);
}

/** More rows than Excel has in a sheet. */
const MOST_ROWS = 1_048_576;

async function readRows(parts: OpenFiles, path: string, shared: readonly string[]): Promise<string[][]> {
  const rows: string[][] = [];
  let type = '';
  let column = 0;
  let value = '';
  let isValue = false;
  await readXml(parts.text(path), {
    open({ name, attribute }) {
      if (name === 'row') {
        const number = Number(attribute('r') ?? rows.length + 1);
        // Empty rows are not written.
        while (rows.length < Math.min(number, MOST_ROWS) - 1) rows.push([]);
        rows.push([]);
        column = -1;
      } else if (name === 'c') {
        const place = attribute('r');
        column = place === undefined ? column + 1 : columnIndex(place);
        type = attribute('t') ?? 'n';
        value = '';
      }
      isValue = name === 'v' || (name === 't' && type === 'inlineStr');
    },
    text(text) {
      if (isValue) value += text;
    },
    close(name) {
      isValue = false;
      const row = rows.at(-1);
      if (name !== 'c' || !row || column < 0 || column > 16_383) return;
      while (row.length < column) row.push('');
      row[column] =
        type === 's'
          ? (shared[Number(value)] ?? '')
          : type === 'b'
            ? value === '1'
              ? 'TRUE'
              : 'FALSE'
            : type === 'n'
              ? value
              : decodeString(value);
    },
  });
  return rows;
}
