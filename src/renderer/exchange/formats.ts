import type { ExportFormat, ReadFormat } from '../../contract/calls.ts';

/** How the file of a format is called at its end; a folder has none. */
export const EXPORT_ENDINGS: Readonly<Record<ExportFormat, string>> = {
  jsonl: '.jsonl',
  csv: '',
  w3c: '.jsonld',
};

/** Endings of the files that may be read as a format. */
export const READ_EXTENSIONS: Readonly<Record<ReadFormat, readonly string[]>> = {
  jsonl: ['jsonl', 'ndjson', 'json'],
  w3c: ['jsonld', 'json'],
  'coding-sheet': ['csv', 'jsonl', 'tsv'],
};
