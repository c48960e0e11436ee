import type { Annotation } from '../annotation/annotation.ts';
import type { ExportDocument, ExportFrame, ExportInput, LossCounter } from './exchange.ts';
import type { Intake } from './intake.ts';

/** A piece of one of an export's files, in order within its file; files may be interleaved. */
export interface Output {
  /**
   * The file's name within the export's folder or archive, `/` between folders; '' where the export is one file. It
   * may depend on the documents. Each part is at most 120 characters of letters, digits, `.`, `_`, `-`, and blanks.
   */
  readonly file: string;
  /** UTF-8 when it is written. */
  readonly text: string;
}

/** A record of a CSV file as a parser gives it. `line` is the 1-based line on which it begins. */
export interface CsvRow {
  readonly line: number;
  readonly cells: readonly string[];
}

/** The files of an export or of something to be read: one file, a folder, or what an archive holds. */
export interface ExchangeFiles {
  /** What the user calls the whole: the name of the file or folder. */
  readonly label: string;
  /** As in `Output.file`, sorted; [''] for a single file. */
  readonly names: readonly string[];
  /** Strictly decoded, the byte order mark taken off, in pieces. @throws PostilError `refused`, with file and line */
  text(name: string): AsyncIterable<string>;
  /** The records of a CSV file. @throws PostilError `refused`, with file and line */
  rows(name: string, delimiter?: string): AsyncIterable<CsvRow>;
  /** Whole, up to 200 MB. @throws PostilError `refused` above that */
  bytes(name: string): Promise<Uint8Array>;
}

/** What a reader or a self-check may ask of the project. */
export interface ExchangeTexts {
  /** The text of a document of the project. @throws PostilError `not-found` */
  readText(documentId: string): Promise<string>;
  /** SHA-256 of that text; `undefined` where there is no such document. */
  textHash(documentId: string): string | undefined;
}

/**
 * What an export's own reader found of one annotation: compared, in any order and with regard to how often it occurs,
 * with what `held` (or `heldOf`) makes of what was written.
 */
export interface ReadBack {
  /** The annotation's id. With `heldOf`: any key, for instance document, place and label. */
  readonly id: string;
  readonly held: unknown;
}

/**
 * A format in which annotations leave. What it is on disk stands in `format-table.ts`. A format whose bytes a library
 * makes (XLSX, Parquet, DOCX) yields its tables as text here, and a `Codec` of the services turns them into bytes and
 * back.
 */
export interface WritableFormat {
  write(input: ExportInput): AsyncIterable<Output>;
  cannotHold(): LossCounter;
  /** Whether decisions about mentions go along. Where not, they are counted as a loss for the format. */
  readonly holdsMentions?: true;
  /**
   * Whether the decisions of an adjudicated layer go along whole, or with each annotation that came of one from which
   * annotations it came, by whom and why. What of them is missing is counted as a loss for the format.
   */
  readonly holdsAdjudications?: 'whole' | 'origins';
  /**
   * What of an annotation the format holds: any plain value, the whole annotation where it holds all. What it cannot
   * hold must be counted by `cannotHold`, else something is dropped in silence.
   */
  held(annotation: Annotation, frame: ExportFrame): unknown;
  /**
   * In the place of `held`, for a format that has no ids of annotations, or in which an annotation's part depends on
   * the document's text or on its other annotations.
   */
  heldOf?(document: ExportDocument, frame: ExportFrame): Promise<readonly ReadBack[]>;
  /** For the self-check: every annotation that the files hold, or a sentence about what is wrong with them. */
  readBack(files: ExchangeFiles, texts: ExchangeTexts, frame: ExportFrame): AsyncIterable<ReadBack | string>;
}

/** A format from which annotations come. Hands what it finds to the intake; a broken file throws and changes nothing. */
export interface ReadableFormat {
  /**
   * Which files of a folder or archive are read, by name; all without it. What is not is never opened, and the user
   * hears of it.
   */
  isPart?(name: string): boolean;
  /** @throws PostilError `refused`, `newer-format`; details with file and line where they are known */
  read(files: ExchangeFiles, intake: Intake): Promise<void>;
}

/** An export that is one file. */
export async function* singleFile(chunks: AsyncIterable<string>): AsyncGenerator<Output> {
  for await (const text of chunks) yield { file: '', text };
}
