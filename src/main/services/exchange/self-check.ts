import { isEqual } from '../../../core/equal.ts';
import { PostilError } from '../../../core/errors.ts';
import { canonicalJson, type ExportDocument, type ExportFrame } from '../../../core/exchange/exchange.ts';
import type { ExchangeFiles, ReadBack, WritableFormat } from '../../../core/exchange/format.ts';
import { shorten } from '../../../core/exchange/shorten.ts';
import type { Sha256 } from '../../../core/ports.ts';
import type { ExchangeSource } from './exchange-source.ts';

/** Differences that are told one by one. */
const TOLD = 100;

/** What an export must hold, each part as a digest: little memory whatever annotations hold. */
export interface Expectation {
  noteDocument(document: ExportDocument): Promise<void>;
  /** Digests by the parts' ids, one for each time that the part occurs. */
  readonly digests: Map<string, string | string[]>;
}

/** All that a document brings into an export, as the format holds it. */
export async function heldParts(
  format: WritableFormat,
  document: ExportDocument,
  frame: ExportFrame,
): Promise<readonly ReadBack[]> {
  if (format.heldOf) return format.heldOf(document, frame);
  return document.layers.flatMap((layer) =>
    layer.annotations.map((annotation) => ({ id: annotation.id, held: format.held(annotation, frame) })),
  );
}

export function expectParts(format: WritableFormat, frame: ExportFrame, sha256: Sha256): Expectation {
  const digests = new Map<string, string | string[]>();
  return {
    digests,
    async noteDocument(document) {
      for (const { id, held } of await heldParts(format, document, frame)) {
        const there = digests.get(id);
        const made = digest(held, sha256);
        if (there === undefined) digests.set(id, made);
        else digests.set(id, [...(typeof there === 'string' ? [there] : there), made]);
      }
    },
  };
}

function digest(held: unknown, sha256: Sha256): string {
  return sha256(canonicalJson(held)).slice(0, 32);
}

/**
 * Reads an export back with the format's reader and compares part by part.
 * @param documents once more what was exported, for saying what differs; asked for when something does
 */
export async function selfCheck(
  format: WritableFormat,
  files: ExchangeFiles,
  frame: ExportFrame,
  expected: Expectation,
  source: ExchangeSource,
  sha256: Sha256,
  documents: () => AsyncIterable<ExportDocument>,
): Promise<{ readonly compared: number; readonly differences: string[] }> {
  const differences: string[] = [];
  let untold = 0;
  function differ(what: string): void {
    if (differences.length < TOLD) differences.push(what);
    else untold++;
  }
  const missing = new Map(expected.digests);
  const changed: ReadBack[] = [];
  let compared = 0;
  try {
    for await (const read of format.readBack(files, textsOf(source), frame)) {
      if (typeof read === 'string') {
        differ(read);
        continue;
      }
      compared++;
      const wanted = missing.get(read.id);
      const left = typeof wanted === 'string' ? [wanted] : (wanted ?? []);
      const made = digest(read.held, sha256);
      const at = Math.max(0, left.indexOf(made));
      const rest = left.toSpliced(at, 1);
      if (rest.length === 0) missing.delete(read.id);
      else missing.set(read.id, rest);
      if (left.length === 0)
        differ(`${nameOf(read)} is in the file and was not exported, or is there twice.`);
      else if (left[at] !== made) {
        if (changed.length < TOLD) changed.push(read);
        else untold++;
      }
    }
  } catch (error) {
    // A file that its own reader refuses is the worst of differences, and no reason to hide the others.
    if (!(error instanceof PostilError) || error.code !== 'refused') throw error;
    differ(error.message);
  }
  for (const sentence of await describeChanges(format, frame, changed, documents)) differ(sentence);
  for (const id of missing.keys()) differ(`${partName(id)} was exported and is not in the file.`);
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

async function describeChanges(
  format: WritableFormat,
  frame: ExportFrame,
  changed: readonly ReadBack[],
  documents: () => AsyncIterable<ExportDocument>,
): Promise<string[]> {
  if (changed.length === 0) return [];
  const wanted = new Map<string, unknown>(changed.map(({ id }) => [id, undefined]));
  for await (const document of documents()) {
    for (const { id, held } of await heldParts(format, document, frame))
      if (wanted.has(id)) wanted.set(id, held);
  }
  return changed.map((read) => {
    const [before, after] = [wanted.get(read.id), read.held];
    const fields =
      isRecord(before) && isRecord(after)
        ? Object.keys({ ...before, ...after }).filter((key) => !isEqual(before[key], after[key]))
        : [];
    // No field differs where somebody changed the annotation while the export ran.
    return `${nameOf(read)} reads back with another ${fields.join(', ') || 'content'}.`;
  });
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
