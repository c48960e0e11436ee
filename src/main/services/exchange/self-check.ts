import type { ExportFormat } from '../../../contract/calls.ts';
import type { Annotation } from '../../../core/annotation/annotation.ts';
import { isEqual } from '../../../core/equal.ts';
import { PostilError } from '../../../core/errors.ts';
import { readCsv } from '../../../core/exchange/csv/read.ts';
import { canonicalJson } from '../../../core/exchange/exchange.ts';
import { Refusal } from '../../../core/exchange/fault.ts';
import { parseJsonl } from '../../../core/exchange/jsonl/read.ts';
import { shorten } from '../../../core/exchange/shorten.ts';
import { parseW3c } from '../../../core/exchange/w3c/parse.ts';
import {
  documentOf,
  fromPostilItem,
  prepareW3cText,
  type W3cText,
} from '../../../core/exchange/w3c/postil-item.ts';
import type { AnnotationId } from '../../../core/ids.ts';
import type { Job, Sha256 } from '../../../core/ports.ts';
import { csvRows } from './csv-rows.ts';
import { decodeFile } from './decode-file.ts';
import type { ExchangeSource } from './exchange-source.ts';
import { WRITABLE_FORMATS } from './formats.ts';
import type { Staging } from './staging.ts';

/** Differences that are told one by one. */
const TOLD = 100;

/** The annotations as they were written, each as a digest: bounded memory whatever they hold. */
export interface Expectation {
  note(annotation: Annotation): void;
  readonly digests: Map<AnnotationId, string>;
}

export function expectAnnotations(format: ExportFormat, sha256: Sha256): Expectation {
  const digests = new Map<AnnotationId, string>();
  const { held } = WRITABLE_FORMATS[format];
  return { digests, note: (annotation) => void digests.set(annotation.id, digest(held(annotation), sha256)) };
}

function digest(annotation: Annotation, sha256: Sha256): string {
  return sha256(canonicalJson(annotation)).slice(0, 32);
}

/** Reads staged files back with the format's reader and compares annotation by annotation. */
export async function selfCheck(
  format: ExportFormat,
  staging: Staging,
  expected: Expectation,
  source: ExchangeSource,
  sha256: Sha256,
  job: Job,
): Promise<{ readonly compared: number; readonly differences: string[] }> {
  const differences: string[] = [];
  let untold = 0;
  function differ(what: string): void {
    if (differences.length < TOLD) differences.push(what);
    else untold++;
  }
  const missing = new Map(expected.digests);
  let compared = 0;
  try {
    for await (const read of readBack(format, staging, source, job)) {
      if (typeof read === 'string') {
        differ(read);
        continue;
      }
      compared++;
      const wanted = missing.get(read.id);
      missing.delete(read.id);
      if (wanted === undefined)
        differ(`${nameOf(read)} is in the file and was not exported, or is there twice.`);
      else if (wanted !== digest(read, sha256)) differ(await describeDifference(format, read, source));
    }
  } catch (error) {
    // A file that its own reader refuses is the worst of differences, and no reason to hide the others.
    if (!(error instanceof PostilError) || error.code !== 'refused') throw error;
    differ(error.message);
  }
  for (const id of missing.keys()) differ(`Annotation ${id} was exported and is not in the file.`);
  if (untold > 0) differences.push(`And ${untold} more.`);
  return { compared, differences };
}

function nameOf(annotation: Annotation): string {
  return `Annotation ${annotation.id} (“${shorten(annotation.target.quote.exact)}”)`;
}

async function describeDifference(
  format: ExportFormat,
  read: Annotation,
  source: ExchangeSource,
): Promise<string> {
  const layer = await source.readLayer(read.documentId, read.annotator);
  const original = layer.annotations.find((one) => one.id === read.id);
  const wanted = original && WRITABLE_FORMATS[format].held(original);
  const fields = wanted
    ? (Object.keys({ ...wanted, ...read }) as (keyof Annotation)[]).filter(
        (key) => !isEqual(wanted[key], read[key]),
      )
    : [];
  // No field differs where somebody changed the annotation while the export ran.
  return `${nameOf(read)} reads back with another ${fields.join(', ') || 'content'}.`;
}

/** Annotations, and sentences on what is no annotation. */
async function* readBack(
  format: ExportFormat,
  staging: Staging,
  source: ExchangeSource,
  job: Job,
): AsyncGenerator<Annotation | string> {
  const decode = async function* (file: string): AsyncGenerator<string> {
    yield* decodeFile(await staging.read(file), file, job);
  };
  switch (format) {
    case 'csv':
      yield* readCsv(csvRows(decode('annotations.csv')), csvRows(decode('stances.csv')));
      break;
    case 'jsonl':
      for await (const entry of parseJsonl(decode(''))) {
        if (entry.kind === 'invalid') {
          yield `Line ${entry.line}, ${entry.what}: ${entry.reason}.`;
        } else if (entry.record.kind === 'annotation') {
          const { kind: _, ...annotation } = entry.record;
          yield annotation;
        }
      }
      break;
    case 'w3c':
      yield* readBackW3c(decode(''), source);
      break;
  }
}

async function* readBackW3c(
  chunks: AsyncIterable<string>,
  source: ExchangeSource,
): AsyncGenerator<Annotation | string> {
  let current = null as { readonly id: string; readonly text: W3cText } | null;
  let items = 0;
  let total: unknown;
  for await (const entry of parseW3c(chunks)) {
    if (entry.kind === 'invalid') {
      yield `Line ${entry.line} ${entry.reason}.`;
    } else if (entry.kind === 'member') {
      if (entry.key === 'total') total = entry.value;
    } else {
      items++;
      try {
        const { id } = documentOf(entry.item);
        const document = source.documents().find((one) => one.id === id);
        if (!document) throw new Refusal(`is of a document ${id} that is not in this project`);
        if (current?.id !== id) {
          current = { id, text: prepareW3cText(await source.readText(document.id), document.textHash) };
        }
        yield fromPostilItem(entry.item, id, current.text).annotation;
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        yield `The annotation on line ${entry.line} ${error.message}.`;
      }
    }
  }
  if (total !== items)
    yield `The collection says that it holds ${String(total)} annotations and holds ${items}.`;
}
