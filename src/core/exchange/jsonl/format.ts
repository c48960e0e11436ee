import { isEqual } from '../../equal.ts';
import type { ExportFrame } from '../exchange.ts';
import {
  singleFile,
  type ExchangeFiles,
  type ExchangeTexts,
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

async function* readBack(
  files: ExchangeFiles,
  _texts: ExchangeTexts,
  { memos = [] }: ExportFrame,
): AsyncGenerator<ReadBack | string> {
  const left = new Map(memos.map((memo) => [memo.id, memo]));
  for await (const entry of parseJsonl(files.text(''))) {
    if (entry.kind === 'invalid') {
      yield `Line ${entry.line}, ${entry.what}: ${entry.reason}.`;
    } else if (entry.record.kind === 'annotation') {
      const { kind: _, ...held } = entry.record;
      yield { id: held.id, held };
    } else if (entry.record.kind === 'memo') {
      const { kind: _, ...memo } = entry.record;
      if (!isEqual(memo, left.get(memo.id))) yield `Memo ${memo.id} is not as it was exported.`;
      left.delete(memo.id);
    }
  }
  for (const id of left.keys()) yield `Memo ${id} was exported and is not in the file.`;
}
