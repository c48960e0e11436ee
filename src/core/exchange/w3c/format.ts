import { Refusal } from '../fault.ts';
import { countReadingStates } from '../count-reading-states.ts';
import {
  singleFile,
  type ExchangeFiles,
  type ExchangeTexts,
  type ReadableFormat,
  type ReadBack,
  type WritableFormat,
} from '../format.ts';
import { withOrigin } from '../origins.ts';
import { readOrigin } from './origin.ts';
import { parseW3c } from './parse.ts';
import { documentOf, fromPostilItem, prepareW3cText, type W3cText } from './postil-item.ts';
import { readW3c } from './read.ts';
import { writeW3c } from './write.ts';

export const w3cFormat: WritableFormat & ReadableFormat = {
  write: (input) => singleFile(writeW3c(input)),
  cannotHold: countReadingStates,
  holdsAdjudications: 'origins',
  held: (annotation) => annotation,
  readBack,
  read: (files, intake) => readW3c(files.text(''), intake),
};

async function* readBack(files: ExchangeFiles, texts: ExchangeTexts): AsyncGenerator<ReadBack | string> {
  let current = null as { readonly id: string; readonly text: W3cText } | null;
  let items = 0;
  let total: unknown;
  for await (const entry of parseW3c(files.text(''))) {
    if (entry.kind === 'invalid') {
      yield `Line ${entry.line} ${entry.reason}.`;
    } else if (entry.kind === 'member') {
      if (entry.key === 'total') total = entry.value;
    } else {
      items++;
      try {
        const { id } = documentOf(entry.item);
        const hash = texts.textHash(id);
        if (hash === undefined) throw new Refusal(`is of a document ${id} that is not in this project`);
        if (current?.id !== id) current = { id, text: prepareW3cText(await texts.readText(id), hash) };
        const held = fromPostilItem(entry.item, id, current.text).annotation;
        yield { id: held.id, held: withOrigin(held, readOrigin(entry.item)) };
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        yield `The annotation on line ${entry.line} ${error.message}.`;
      }
    }
  }
  if (total !== items)
    yield `The collection says that it holds ${String(total)} annotations and holds ${items}.`;
}
