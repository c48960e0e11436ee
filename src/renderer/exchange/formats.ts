import type { ExportFormat, ReadFormat } from '../../contract/calls.ts';

export interface FormatText {
  readonly name: string;
  readonly about: string;
}

export const EXPORT_TEXTS: Readonly<Record<ExportFormat, FormatText & { readonly ending: string }>> = {
  jsonl: {
    name: 'Postil JSONL',
    about: 'Everything, one record a line. Reads back without any loss, here or in a script.',
    ending: '.jsonl',
  },
  csv: {
    name: 'CSV tables',
    about:
      'A folder of tables for spreadsheets and statistics: annotations, stances, documents, actors, codes.',
    ending: '',
  },
  w3c: {
    name: 'W3C Web Annotation',
    about: 'JSON-LD by the W3C’s model, for annotation servers and the semantic web.',
    ending: '.jsonld',
  },
};

export const READ_TEXTS: Readonly<
  Record<ReadFormat, FormatText & { readonly extensions: readonly string[] }>
> = {
  jsonl: {
    name: 'Postil JSONL',
    about: 'What another Postil exported.',
    extensions: ['jsonl', 'ndjson', 'json'],
  },
  w3c: {
    name: 'W3C Web Annotation',
    about: 'JSON-LD from Postil or any other annotation tool.',
    extensions: ['jsonld', 'json'],
  },
  'coding-sheet': {
    name: 'Coding sheet',
    about:
      'A CSV or JSONL of quotes with their tags, as kept in spreadsheets. Quotes are found in the documents.',
    extensions: ['csv', 'jsonl', 'tsv'],
  },
};
