import { brokenFile } from './fault.ts';

/** UTF-16 units; a line is held in memory whole. */
export const MAX_LINE = 16_000_000;

export interface Line {
  /** 1-based. */
  readonly line: number;
  readonly text: string;
}

/**
 * The lines of a stream, without their ends (LF or CRLF). Empty lines are left out and counted.
 * @throws PostilError `refused` for a line of more than MAX_LINE units
 */
export async function* readLines(chunks: AsyncIterable<string>, maxLine = MAX_LINE): AsyncGenerator<Line> {
  let held = '';
  let line = 1;
  for await (const chunk of chunks) {
    let from = 0;
    for (let end = chunk.indexOf('\n'); end !== -1; end = chunk.indexOf('\n', from)) {
      const text = held + chunk.slice(from, end);
      held = '';
      from = end + 1;
      yield* one(text, line++, maxLine);
    }
    held += chunk.slice(from);
    if (held.length > maxLine) throw tooLong(line, maxLine);
  }
  yield* one(held, line, maxLine);
}

function* one(raw: string, line: number, maxLine: number): Generator<Line> {
  if (raw.length > maxLine) throw tooLong(line, maxLine);
  const text = raw.endsWith('\r') ? raw.slice(0, -1) : raw;
  if (text.trim() !== '') yield { line, text };
}

function tooLong(line: number, maxLine: number): Error {
  return brokenFile(`The line is longer than ${maxLine} characters.`, line);
}
