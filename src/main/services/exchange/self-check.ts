import type { Annotation } from '../../../core/annotation/annotation.ts';
import type { Layer } from '../../../core/annotation/layer.ts';
import { isEqual } from '../../../core/equal.ts';
import { PostilError } from '../../../core/errors.ts';
import type { ExportDocument, ExportFrame } from '../../../core/exchange/exchange.ts';
import type { ExchangeFiles, ReadBack, WritableFormat } from '../../../core/exchange/format.ts';
import { originsOf, withOrigin } from '../../../core/exchange/origins.ts';
import { shorten } from '../../../core/exchange/shorten.ts';
import type { ExchangeSource } from './exchange-source.ts';
import type { HashTable } from './hash-table.ts';

/** Differences that are told one by one. */
const TOLD = 100;

/** All that a document brings into an export, as the format holds it. */
export async function heldParts(
  format: WritableFormat,
  document: ExportDocument,
  frame: ExportFrame,
): Promise<readonly ReadBack[]> {
  if (format.heldOf) return format.heldOf(document, frame);
  return document.layers.flatMap((layer) => {
    const held = heldIn(format, layer, frame);
    return layer.annotations.map((annotation) => ({ id: annotation.id, held: held(annotation) }));
  });
}

/** What the format holds of a layer's annotations, with what they came of where it holds that, too. */
function heldIn(
  format: WritableFormat,
  layer: Layer,
  frame: ExportFrame,
): (annotation: Annotation) => unknown {
  if (format.holdsAdjudications !== 'origins') return (annotation) => format.held(annotation, frame);
  const origins = originsOf(layer);
  return (annotation) => {
    const held = format.held(annotation, frame);
    const origin = origins.get(annotation.id);
    return origin === undefined || !isRecord(held) ? held : withOrigin(held, origin);
  };
}

/** Notes what an export must hold of a document. */
export async function expectDocument(
  expected: HashTable,
  format: WritableFormat,
  document: ExportDocument,
  frame: ExportFrame,
): Promise<void> {
  if (!format.heldOf) {
    // Not through a list of all: a document may have a hundred thousand.
    for (const layer of document.layers) {
      const held = heldIn(format, layer, frame);
      for (const annotation of layer.annotations) expected.add(annotation.id, held(annotation));
    }
    return;
  }
  for (const { id, held } of await format.heldOf(document, frame)) expected.add(id, held);
}

/**
 * Reads an export back with the format's reader and compares part by part.
 * @param documents once more what was exported, for saying what differs; asked for when something does
 */
export async function selfCheck(
  format: WritableFormat,
  files: ExchangeFiles,
  frame: ExportFrame,
  expected: HashTable,
  source: ExchangeSource,
  documents: () => AsyncIterable<ExportDocument>,
): Promise<{ readonly compared: number; readonly differences: string[] }> {
  const differences: string[] = [];
  let untold = 0;
  function differ(what: string): void {
    if (differences.length < TOLD) differences.push(what);
    else untold++;
  }
  const changed = new Map<string, unknown>();
  let compared = 0;
  try {
    for await (const read of format.readBack(files, textsOf(source), frame)) {
      if (typeof read === 'string') {
        differ(read);
        continue;
      }
      compared++;
      const found = expected.take(read.id, read.held);
      if (found === 'unknown')
        differ(`${nameOf(read)} is in the file and was not exported, or is there twice.`);
      else if (found === 'other') {
        if (changed.size < TOLD) changed.set(read.id, read.held);
        else untold++;
      }
    }
  } catch (error) {
    // A file that its own reader refuses is the worst of differences, and no reason to hide the others.
    if (!(error instanceof PostilError) || error.code !== 'refused') throw error;
    differ(error.message);
  }
  if (changed.size + expected.left > 0) {
    for await (const document of documents()) {
      for (const part of await heldParts(format, document, frame)) {
        if (expected.isLeft(part.id)) differ(`${nameOf(part)} was exported and is not in the file.`);
        if (changed.has(part.id)) {
          differ(describeChange({ id: part.id, held: changed.get(part.id) }, part.held));
          changed.delete(part.id);
        }
      }
    }
    for (const [id, held] of changed) differ(describeChange({ id, held }, undefined));
  }
  if (untold > 0) differences.push(`And ${untold} more.`);
  return { compared, differences };
}

function textsOf(source: ExchangeSource) {
  const known = (id: string) => source.documents().find((document) => document.id === id);
  return {
    textHash: (id: string) => known(id)?.textHash,
    async readText(id: string) {
      const document = known(id);
      if (!document) throw new PostilError('not-found', `There is no document ${id} in this project.`);
      return source.readText(document.id);
    },
  };
}

function partName(id: string): string {
  return /^[0-9a-f-]{36}$/.test(id) ? `Annotation ${id}` : `“${shorten(id)}”`;
}

function nameOf({ id, held }: ReadBack): string {
  const target = isRecord(held) && isRecord(held['target']) ? held['target'] : {};
  const quote = isRecord(target['quote']) ? target['quote']['exact'] : undefined;
  return typeof quote === 'string' ? `${partName(id)} (“${shorten(quote)}”)` : partName(id);
}

function describeChange(read: ReadBack, before: unknown): string {
  const after = read.held;
  const fields =
    isRecord(before) && isRecord(after)
      ? Object.keys({ ...before, ...after }).filter((key) => !isEqual(before[key], after[key]))
      : [];
  // No field differs where somebody changed the annotation while the export ran.
  return `${nameOf(read)} reads back with another ${fields.join(', ') || 'content'}.`;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
