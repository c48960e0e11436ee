import type { Annotation } from '../annotation/annotation.ts';
import type { Layer } from '../annotation/layer.ts';
import type { Codebook } from '../codebook/codebook.ts';
import type { DocumentRecord, Source } from '../document/document.ts';
import type { Locate } from '../document/locate.ts';
import type { Memo } from '../memo/memo.ts';
import type { Project } from '../project/project.ts';

/** A document with what is exported of it. `text` is read only when a format asks for it. */
export interface ExportDocument {
  readonly record: DocumentRecord;
  text(): Promise<string>;
  /** What gives each passage its page, section and paragraph. Derived: readers and self-check leave it out. */
  locate(): Promise<Locate>;
  /** With the annotations in scope only, in text order; layers without one are left out unless they have a state. */
  readonly layers: readonly Layer[];
}

/** What an export says of the project as a whole. */
export interface ExportFrame {
  /** With the annotators of the project; under pseudonyms where the export is to be so. */
  readonly project: Project;
  readonly codebook: Codebook;
  readonly sources: readonly Source[];
  /** Of whose annotations are in scope; none where only some documents or annotations are, or notes are left out. */
  readonly memos?: readonly Memo[];
  /** ISO 8601, UTC. */
  readonly exportedAt: string;
  /** A UUID: the same for the same content and time. */
  readonly exportId: string;
  /** Whether the documents' texts go along, where the format leaves it open. */
  readonly includesTexts: boolean;
}

/** All that a writer is given. Documents come one at a time and may be asked for once. */
export interface ExportInput extends ExportFrame {
  readonly documents: AsyncIterable<ExportDocument>;
}

/** What a format cannot hold, and how often that occurs. `what` continues "This format cannot hold". */
export interface Loss {
  readonly what: string;
  readonly count: number;
}

/** Counts a format's losses annotation by annotation. */
export interface LossCounter {
  addLayer(layer: Pick<Layer, 'state'>): void;
  add(annotation: Annotation): void;
  losses(): Loss[];
}

/** Leaves out what did not occur. */
export function occurring(losses: readonly Loss[]): Loss[] {
  return losses.filter((loss) => loss.count > 0);
}

export const READING_STATE_LOSS = 'how far an annotator has read a document (in progress, done)';

/** About 64 KB: what a writer hands on at a time. */
export const CHUNK = 65_536;

/** Joins small strings into chunks of about 64 KB: a writer yields a line, a disk wants more. */
export async function* inChunks(parts: AsyncIterable<string>): AsyncGenerator<string> {
  let held: string[] = [];
  let length = 0;
  for await (const part of parts) {
    held.push(part);
    length += part.length;
    if (length >= CHUNK) {
      yield held.join('');
      held = [];
      length = 0;
    }
  }
  if (length > 0) yield held.join('');
}

/** JSON with sorted keys and without `undefined`: equal values give equal strings. */
export function canonicalJson(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`).join(',')}}`;
}

/** The value without the keys that hold `undefined`, all the way down: records have no such keys. */
export function withoutUndefined(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(withoutUndefined);
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .map(([key, item]) => [key, withoutUndefined(item)]),
  );
}
