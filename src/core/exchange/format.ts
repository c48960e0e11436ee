import type { Annotation } from '../annotation/annotation.ts';
import type { ExportInput, LossCounter } from './exchange.ts';
import type { Intake } from './intake.ts';

/** A piece of one of an export's files, in order within its file; files may be interleaved. */
export interface Output {
  /** The file's name within the export's folder or archive, `/` between folders; '' where the export is one file. */
  readonly file: string;
  /** UTF-8 when it is written. */
  readonly text: string;
}

/** The files of an export or of something to be read: one file, a folder, or what an archive holds. */
export interface ExchangeFiles {
  /** As in `Output.file`; [''] for a single file. */
  readonly names: readonly string[];
  /** Strictly decoded, the byte order mark taken off, in pieces. @throws PostilError `refused`, with file and line */
  text(name: string): AsyncIterable<string>;
  bytes(name: string): Promise<Uint8Array>;
}

/** What a reader or a self-check may ask of the project. */
export interface ExchangeTexts {
  /** The text of a document of the project. @throws PostilError `not-found` */
  readText(documentId: string): Promise<string>;
}

/**
 * What an export's own reader found of one annotation: compared, as canonical JSON, with what the format's `held`
 * makes of the annotation that was written.
 */
export interface ReadBack {
  readonly id: Annotation['id'];
  readonly held: unknown;
}

/**
 * A format in which annotations leave. `zip` packs its files into one archive, `folder` makes a folder of them.
 * A format whose bytes a library makes (XLSX, Parquet) yields tables as text here and is encoded by the services.
 */
export interface WritableFormat {
  readonly shape: 'file' | 'folder' | 'zip';
  write(input: ExportInput): AsyncIterable<Output>;
  cannotHold(): LossCounter;
  /** What of an annotation the format holds: any plain value. The whole annotation where it holds all. */
  held(annotation: Annotation): unknown;
  /** For the self-check: every annotation that the files hold, or a sentence about what is wrong with them. */
  readBack(files: ExchangeFiles, texts: ExchangeTexts): AsyncIterable<ReadBack | string>;
}

/** A format from which annotations come. Hands what it finds to the intake; a broken file throws and changes nothing. */
export interface ReadableFormat {
  /** @throws PostilError `refused`, `newer-format`; details with file and line where they are known */
  read(files: ExchangeFiles, intake: Intake): Promise<void>;
}
