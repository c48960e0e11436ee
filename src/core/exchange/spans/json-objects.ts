import { brokenFile, Refusal } from '../fault.ts';
import { readJsonItems } from '../json-items.ts';
import { readLines } from '../lines.ts';
import { readJson } from '../read-json.ts';

/** UTF-16 units: a text of 20 MB with its annotations stands in one line. */
const MAX_LINE = 200_000_000;

export interface JsonObjectEntry {
  /** 1-based. */
  readonly line: number;
  readonly value: unknown;
}

/**
 * The objects of a file that holds one a line, or one array of them.
 * @throws PostilError `refused` with the line of what is no JSON
 */
export async function* jsonObjects(chunks: AsyncIterable<string>): AsyncGenerator<JsonObjectEntry> {
  const { first, all } = await peek(chunks);
  if (first === '[') {
    for await (const { line, json, kind } of readJsonItems(all, []))
      if (kind === 'item') yield parse(json, line);
    return;
  }
  for await (const { line, text } of readLines(all, MAX_LINE))
    if (text.trim() !== '') yield parse(text, line);
}

function parse(json: string, line: number): JsonObjectEntry {
  try {
    return { line, value: readJson(json) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw brokenFile(`It ${error.message}.`, line, error);
  }
}

/** The first character that is no white space, and the whole stream all the same. */
async function peek(
  chunks: AsyncIterable<string>,
): Promise<{ readonly first: string; readonly all: AsyncIterable<string> }> {
  const iterator = chunks[Symbol.asyncIterator]();
  const seen: string[] = [];
  let first = '';
  while (first === '') {
    const next = await iterator.next();
    if (next.done) break;
    seen.push(next.value);
    first = next.value.trimStart().slice(0, 1);
  }
  async function* all(): AsyncGenerator<string> {
    yield* seen;
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value;
  }
  return { first, all: all() };
}
