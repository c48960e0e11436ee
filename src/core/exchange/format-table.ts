/** What an export becomes on disk: one file, a folder of files, or one archive of them. */
export type ExportShape = 'file' | 'folder' | 'zip';

/** Of a format that can be written. */
export interface WriteEntry {
  readonly shape: ExportShape;
  /** Of the file that is made, with its point; '' for a folder. */
  readonly extension: string;
  /** What one gets and what for, in a sentence. */
  readonly about: string;
  /** Whether the documents' texts go along: they must, they may, or there is no place for them. */
  readonly texts: 'always' | 'optional' | 'never';
  /** What its offsets count; `none` where it has none. */
  readonly offsets: 'UTF-16 code units' | 'Unicode code points' | 'tokens' | 'none';
}

/** Of a format that can be read. */
export interface ReadEntry {
  /** A `zip` is opened only where this says so: a spreadsheet is an archive too, and one file all the same. */
  readonly from: readonly ExportShape[];
  /** Of the files that a chooser offers, without points. */
  readonly extensions: readonly string[];
  readonly about: string;
}

export interface FormatEntry {
  /** After `--format`. */
  readonly name: string;
  readonly label: string;
  readonly write: WriteEntry | null;
  readonly read: ReadEntry | null;
}

/**
 * Every format that works, in the order in which they are offered. The contract, the command line and the interface
 * take their lists from here; what does the work stands in `services/exchange/formats.ts`.
 */
export const FORMATS = [
  {
    name: 'jsonl',
    label: 'Postil JSONL',
    write: {
      shape: 'file',
      extension: '.jsonl',
      about: 'Everything, one record a line. Reads back without any loss, here or in a script.',
      texts: 'never',
      offsets: 'UTF-16 code units',
    },
    read: {
      from: ['file'],
      extensions: ['jsonl', 'ndjson', 'json'],
      about: 'What another Postil exported.',
    },
  },
  {
    name: 'csv',
    label: 'CSV tables',
    write: {
      shape: 'folder',
      extension: '',
      about:
        'A folder of tables for spreadsheets and statistics: annotations, stances, documents, actors, codes.',
      texts: 'never',
      offsets: 'UTF-16 code units',
    },
    read: null,
  },
  {
    name: 'w3c',
    label: 'W3C Web Annotation',
    write: {
      shape: 'file',
      extension: '.jsonld',
      about: 'JSON-LD by the W3C’s model, for annotation servers and the semantic web.',
      texts: 'never',
      offsets: 'Unicode code points',
    },
    read: {
      from: ['file'],
      extensions: ['jsonld', 'json'],
      about: 'JSON-LD from Postil or any other annotation tool.',
    },
  },
  {
    name: 'qdpx',
    label: 'REFI-QDA project',
    write: {
      shape: 'zip',
      extension: '.qdpx',
      about: 'Texts, codes and codings, for NVivo, ATLAS.ti, MAXQDA, QualCoder and others.',
      texts: 'always',
      offsets: 'Unicode code points',
    },
    read: {
      from: ['zip'],
      extensions: ['qdpx'],
      about:
        'A project exported from NVivo, ATLAS.ti, MAXQDA or QualCoder. Texts that the project lacks come along.',
    },
  },
  {
    name: 'cas-xmi',
    label: 'UIMA CAS (XMI)',
    write: {
      shape: 'folder',
      extension: '',
      about: 'An XMI file a document with the type system, for INCEpTION, DKPro and other UIMA tools.',
      texts: 'always',
      offsets: 'UTF-16 code units',
    },
    read: {
      from: ['folder', 'zip', 'file'],
      extensions: ['xmi', 'xml', 'zip'],
      about: 'XMI from INCEpTION or another UIMA tool. Texts that the project lacks come along.',
    },
  },
  {
    name: 'cas-json',
    label: 'UIMA CAS (JSON)',
    write: {
      shape: 'folder',
      extension: '',
      about: 'A CAS JSON 0.4 file a document, for INCEpTION and Cassis.',
      texts: 'always',
      offsets: 'UTF-16 code units',
    },
    read: {
      from: ['folder', 'zip', 'file'],
      extensions: ['json', 'zip'],
      about: 'CAS JSON from INCEpTION or Cassis. Texts that the project lacks come along.',
    },
  },
  {
    name: 'tei',
    label: 'TEI P5',
    write: {
      shape: 'folder',
      extension: '',
      about: 'A TEI file a document with its annotations as standoff, for digital editions and archives.',
      texts: 'always',
      offsets: 'Unicode code points',
    },
    read: {
      from: ['folder', 'zip', 'file'],
      extensions: ['xml', 'zip'],
      about:
        'TEI with spans that point into the text by string-range. Texts that the project lacks come along.',
    },
  },
  {
    name: 'brat',
    label: 'brat standoff',
    write: {
      shape: 'folder',
      extension: '',
      about:
        'A text and an .ann file a document, with annotation.conf, for brat and the many tools that read it.',
      texts: 'always',
      offsets: 'Unicode code points',
    },
    read: {
      from: ['folder', 'zip'],
      extensions: ['zip'],
      about: 'A folder of .txt and .ann files. Texts that the project lacks come along.',
    },
  },
  {
    name: 'label-studio',
    label: 'Label Studio',
    write: {
      shape: 'folder',
      extension: '',
      about:
        'Tasks with their regions, and the labelling configuration that shows them. To go on annotating there.',
      texts: 'always',
      offsets: 'UTF-16 code units',
    },
    read: {
      from: ['folder', 'file'],
      extensions: ['json'],
      about: 'Tasks exported from Label Studio as JSON. Texts that the project lacks come along.',
    },
  },
  {
    name: 'spacy',
    label: 'spaCy / Prodigy JSONL',
    write: {
      shape: 'file',
      extension: '.jsonl',
      about: 'Texts with tokens and spans, for training with spaCy or reviewing in Prodigy.',
      texts: 'always',
      offsets: 'Unicode code points',
    },
    read: {
      from: ['file'],
      extensions: ['jsonl', 'ndjson', 'json'],
      about: 'Spans from Prodigy or a spaCy pipeline. Texts that the project lacks come along.',
    },
  },
  {
    name: 'doccano',
    label: 'doccano JSONL',
    write: {
      shape: 'file',
      extension: '.jsonl',
      about: 'Texts with labelled spans, for sequence labelling in doccano (grapheme mode off).',
      texts: 'always',
      offsets: 'Unicode code points',
    },
    read: {
      from: ['file'],
      extensions: ['jsonl', 'ndjson', 'json'],
      about: 'Labels exported from doccano. Texts that the project lacks come along.',
    },
  },
  {
    name: 'conll',
    label: 'CoNLL (IOB2)',
    write: {
      shape: 'file',
      extension: '.conllu',
      about: 'A word a line with IOB tags for actors, stances and codes, for training sequence taggers.',
      texts: 'always',
      offsets: 'tokens',
    },
    read: null,
  },
  {
    name: 'stix',
    label: 'STIX 2.1 bundle',
    write: {
      shape: 'file',
      extension: '.json',
      about: 'Reports, actors, notes and stances as relationships, for threat intelligence platforms.',
      texts: 'never',
      offsets: 'UTF-16 code units',
    },
    read: null,
  },
  {
    name: 'xlsx',
    label: 'Excel workbook',
    write: {
      shape: 'file',
      extension: '.xlsx',
      about: 'Annotations, stances, documents, actors and codes as the sheets of a workbook.',
      texts: 'never',
      offsets: 'UTF-16 code units',
    },
    read: null,
  },
  {
    name: 'parquet',
    label: 'Parquet tables',
    write: {
      shape: 'folder',
      extension: '',
      about: 'The same tables for data frames: pandas, R, DuckDB, Polars.',
      texts: 'never',
      offsets: 'UTF-16 code units',
    },
    read: null,
  },
  {
    name: 'html',
    label: 'HTML report',
    write: {
      shape: 'file',
      extension: '.html',
      about:
        'A page to read, print and hand on: every quotation with what was said of it. No script, nothing fetched.',
      texts: 'never',
      offsets: 'none',
    },
    read: null,
  },
  {
    name: 'markdown',
    label: 'Markdown',
    write: {
      shape: 'file',
      extension: '.md',
      about: 'Quotations with what was said of them, for notes and wikis.',
      texts: 'never',
      offsets: 'none',
    },
    read: null,
  },
  {
    name: 'docx',
    label: 'Word (DOCX)',
    write: {
      shape: 'file',
      extension: '.docx',
      about: 'Quotations with what was said of them, to go on writing in a word processor.',
      texts: 'never',
      offsets: 'none',
    },
    read: null,
  },
  {
    name: 'coding-sheet',
    label: 'Coding sheet',
    write: null,
    read: {
      from: ['file'],
      extensions: ['csv', 'xlsx', 'jsonl', 'tsv'],
      about:
        'A CSV, Excel workbook or JSONL of quotes with their tags, as kept in spreadsheets. Quotes are found in the documents.',
    },
  },
] as const satisfies readonly FormatEntry[];

type Entry = (typeof FORMATS)[number];
export type FormatName = Entry['name'];
export type ExportFormat = Extract<Entry, { readonly write: object }>['name'];
export type ReadFormat = Extract<Entry, { readonly read: object }>['name'];

const ENTRIES: readonly FormatEntry[] = FORMATS;

// The filters say what `Extract` says; TypeScript cannot follow them.
export const EXPORT_FORMATS = ENTRIES.filter(({ write }) => write !== null).map(
  ({ name }) => name,
) as readonly ExportFormat[];
export const READ_FORMATS = ENTRIES.filter(({ read }) => read !== null).map(
  ({ name }) => name,
) as readonly ReadFormat[];

export function labelOf(name: FormatName): string {
  return ENTRIES.find((entry) => entry.name === name)!.label;
}

export function writeEntry(name: ExportFormat): WriteEntry {
  return ENTRIES.find((entry) => entry.name === name)!.write!;
}

export function readEntry(name: ReadFormat): ReadEntry {
  return ENTRIES.find((entry) => entry.name === name)!.read!;
}
