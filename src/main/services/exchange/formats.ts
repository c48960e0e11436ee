import { codingSheetFormat } from '../../../core/exchange/coding-sheet/format.ts';
import { csvFormat } from '../../../core/exchange/csv/format.ts';
import type { ExportFormat, FormatName, ReadFormat } from '../../../core/exchange/format-table.ts';
import type { ExchangeFiles, Output, ReadableFormat, WritableFormat } from '../../../core/exchange/format.ts';
import { conllFormat } from '../../../core/exchange/conll/format.ts';
import { stixFormat } from '../../../core/exchange/stix/format.ts';
import { bratFormat } from '../../../core/exchange/brat/format.ts';
import { casJsonFormat } from '../../../core/exchange/cas/json-format.ts';
import { casXmiFormat } from '../../../core/exchange/cas/xmi-format.ts';
import { teiFormat } from '../../../core/exchange/tei/format.ts';
import { docxFormat } from '../../../core/exchange/docx/format.ts';
import { htmlFormat } from '../../../core/exchange/html/format.ts';
import { markdownFormat } from '../../../core/exchange/markdown/format.ts';
import { docxCodec } from './codecs/docx-codec.ts';
import { qdpxFormat } from '../../../core/exchange/qdpx/format.ts';
import { parquetFormat } from '../../../core/exchange/parquet/format.ts';
import { xlsxFormat } from '../../../core/exchange/xlsx/format.ts';
import { parquetCodec } from './codecs/parquet-codec.ts';
import { sheetCodec, xlsxCodec } from './codecs/xlsx-codec.ts';
import { doccanoFormat } from '../../../core/exchange/doccano/format.ts';
import { labelStudioFormat } from '../../../core/exchange/label-studio/format.ts';
import { spacyFormat } from '../../../core/exchange/spacy/format.ts';
import { jsonlFormat } from '../../../core/exchange/jsonl/format.ts';
import { w3cFormat } from '../../../core/exchange/w3c/format.ts';
import type { Job } from '../../../core/ports.ts';

/** Between what core writes as text and files whose bytes a library makes: a spreadsheet, a column store. */
export interface Codec {
  /** Each file's bytes, in pieces, in order within a file. */
  encode(
    outputs: AsyncIterable<Output>,
    job: Job,
  ): AsyncIterable<{ readonly file: string; readonly bytes: Uint8Array }>;
  /** The inverse, for the self-check and for reading: files whose `text` is what core wrote. */
  decode(files: ExchangeFiles, job: Job): Promise<ExchangeFiles>;
}

type Implementation<Name extends FormatName> = (Name extends ExportFormat ? WritableFormat : unknown) &
  (Name extends ReadFormat ? ReadableFormat : unknown) & { readonly codec?: Codec };

const FORMATS: { readonly [Name in FormatName]: Implementation<Name> } = {
  jsonl: jsonlFormat,
  csv: csvFormat,
  w3c: w3cFormat,
  qdpx: qdpxFormat,
  'cas-xmi': casXmiFormat,
  'cas-json': casJsonFormat,
  tei: teiFormat,
  brat: bratFormat,
  'label-studio': labelStudioFormat,
  spacy: spacyFormat,
  doccano: doccanoFormat,
  conll: conllFormat,
  stix: stixFormat,
  xlsx: { ...xlsxFormat, codec: xlsxCodec },
  parquet: { ...parquetFormat, codec: parquetCodec },
  html: htmlFormat,
  markdown: markdownFormat,
  docx: { ...docxFormat, codec: docxCodec },
  'coding-sheet': { ...codingSheetFormat, codec: sheetCodec },
};

export const WRITABLE_FORMATS: Readonly<Record<ExportFormat, WritableFormat & { readonly codec?: Codec }>> =
  FORMATS;
export const READABLE_FORMATS: Readonly<Record<ReadFormat, ReadableFormat & { readonly codec?: Codec }>> =
  FORMATS;
