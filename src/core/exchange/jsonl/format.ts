import type { Adjudication } from '../../adjudication/adjudication.ts';
import { isEqual } from '../../equal.ts';
import type { Layer } from '../../annotation/layer.ts';
import type { MentionDecision } from '../../mentions/mention.ts';
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
  holdsMentions: true,
  holdsAdjudications: 'whole',
  held: (annotation) => annotation,
  heldOf: async ({ layers }) =>
    layers.flatMap((layer): ReadBack[] => [
      ...layer.annotations.map((annotation) => ({ id: annotation.id, held: annotation })),
      ...(layer.adjudications ?? []).map((one) => ({ id: decisionId(one), held: [layer.annotator, one] })),
      ...(layer.mentions?.length ? [{ id: mentionsId(layer), held: layer.mentions }] : []),
    ]),
  readBack,
  read: (files, intake) => readJsonl(files.text(''), intake),
};

async function* readBack(
  files: ExchangeFiles,
  _texts: ExchangeTexts,
  { memos = [] }: ExportFrame,
): AsyncGenerator<ReadBack | string> {
  const mentions = new Map<string, MentionDecision[]>();
  const left = new Map(memos.map((memo) => [memo.id, memo]));
  for await (const entry of parseJsonl(files.text(''))) {
    if (entry.kind === 'invalid') {
      yield `Line ${entry.line}, ${entry.what}: ${entry.reason}.`;
    } else if (entry.record.kind === 'annotation') {
      const { kind: _, ...held } = entry.record;
      yield { id: held.id, held };
    } else if (entry.record.kind === 'mention') {
      const id = mentionsId(entry.record);
      const held = mentions.get(id);
      if (held) held.push(entry.record.decision);
      else mentions.set(id, [entry.record.decision]);
    } else if (entry.record.kind === 'adjudication') {
      const { annotator, decision } = entry.record;
      yield { id: decisionId(decision), held: [annotator, decision] };
    } else if (entry.record.kind === 'memo') {
      const { kind: _, ...memo } = entry.record;
      if (!isEqual(memo, left.get(memo.id))) yield `Memo ${memo.id} is not as it was exported.`;
      left.delete(memo.id);
    }
  }
  for (const [id, held] of mentions) yield { id, held };
  for (const id of left.keys()) yield `Memo ${id} was exported and is not in the file.`;
}

/** The name of an adjudicator's decision in the self-check; its own id may be an annotation's, too. */
function decisionId({ id }: Pick<Adjudication, 'id'>): string {
  return `adjudication ${id}`;
}

/** The name of a layer's decisions in the self-check. */
function mentionsId({ documentId, annotator }: Pick<Layer, 'documentId' | 'annotator'>): string {
  return `decisions of ${annotator} about mentions in ${documentId}`;
}
