import {
  singleFile,
  type ExchangeFiles,
  type ReadableFormat,
  type ReadBack,
  type WritableFormat,
} from '../format.ts';
import { parseJsonl, readJsonl } from './read.ts';
import { jsonlCannotHold, writeJsonl } from './write.ts';

export const jsonlFormat: WritableFormat & ReadableFormat = {
  write: (input) => singleFile(writeJsonl(input)),
  cannotHold: jsonlCannotHold,
  held: (annotation) => annotation,
  readBack,
  read: (files, intake) => readJsonl(files.text(''), intake),
};

async function* readBack(files: ExchangeFiles): AsyncGenerator<ReadBack | string> {
  for await (const entry of parseJsonl(files.text(''))) {
    if (entry.kind === 'invalid') {
      yield `Line ${entry.line}, ${entry.what}: ${entry.reason}.`;
    } else if (entry.record.kind === 'annotation') {
      const { kind: _, ...held } = entry.record;
      yield { id: held.id, held };
    }
  }
}
