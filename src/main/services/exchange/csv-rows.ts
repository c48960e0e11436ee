import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { brokenFile } from '../../../core/exchange/fault.ts';
import { MAX_LINE } from '../../../core/exchange/lines.ts';
import type { CsvRow } from '../../../core/exchange/format.ts';

/**
 * The records of a CSV file with the lines on which they begin. Empty lines are records of one empty cell.
 * @throws PostilError `refused` with the line where a quotation mark is not closed or stands where none may
 */
export async function* csvRows(chunks: AsyncIterable<string>, delimiter = ','): AsyncGenerator<CsvRow> {
  /** The last line of the records parsed so far, which is ahead of those that came out. */
  let parsedTo = 0;
  const parser = parse({
    delimiter,
    info: true,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    max_record_size: MAX_LINE,
    on_record(record, { lines }) {
      parsedTo = lines;
      return record;
    },
  });
  const input = Readable.from(wholePairs(chunks), { objectMode: true });
  // `pipe` passes no failure on; a cancelled or undecodable input must end the parser too.
  input.on('error', (error) => parser.destroy(error));
  input.pipe(parser);
  let line = 1;
  try {
    for await (const { record, info } of parser as AsyncIterable<{
      readonly record: readonly string[];
      readonly info: { readonly lines: number };
    }>) {
      yield { line, cells: record };
      line = info.lines + 1;
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const problem =
      error.code === 'CSV_QUOTE_NOT_CLOSED'
        ? 'A quotation mark that opens a cell is not closed'
        : error.code === 'CSV_MAX_RECORD_SIZE'
          ? `The row is longer than ${MAX_LINE} characters`
          : 'A quotation mark stands where none may';
    throw brokenFile(`${problem}.`, parsedTo + 1, error);
  } finally {
    input.destroy();
  }
}

/** Pieces that no surrogate pair crosses: the parser encodes each by itself. */
async function* wholePairs(chunks: AsyncIterable<string>): AsyncGenerator<string> {
  let held = '';
  for await (const chunk of chunks) {
    const text = held + chunk;
    held = /[\ud800-\udbff]$/.test(text) ? text.slice(-1) : '';
    if (text.length > held.length) yield held === '' ? text : text.slice(0, -1);
  }
  if (held !== '') yield held;
}
