import { makeCodePoints } from '../code-points.ts';
import { brokenFile } from '../fault.ts';
import type { OffsetSystem } from '../foreign-text.ts';
import type { ReadBack } from '../format.ts';
import type { Intake } from '../intake.ts';
import { placedIn, readBackSpans, SpanReader, type GivenSpans } from './read-span-document.ts';

/**
 * Reads every document of a file of spans.
 * @param nothing what is wrong with a file that holds none, a whole sentence
 * @throws a broken file with `nothing`
 */
export async function readSpanFiles(
  documents: AsyncIterable<GivenSpans>,
  intake: Intake,
  system: OffsetSystem,
  nothing: string,
): Promise<void> {
  const reader = new SpanReader(intake, system);
  let count = 0;
  for await (const given of documents) {
    count++;
    await reader.read(given);
  }
  if (count === 0) throw brokenFile(nothing);
  reader.finish();
}

/** The documents of a file with one a line, and a way to say what is wrong with a line. */
export type SpanLines = (onFault: (line: number, why: string) => void) => AsyncIterable<GivenSpans>;

/** Reads a file with a document a line, its offsets in code points. Arguments and errors as `readSpanFiles`. */
export function readSpanLines(lines: SpanLines, intake: Intake, nothing: string): Promise<void> {
  const documents = lines((line, why) => intake.refuse(line, 'line', why));
  return readSpanFiles(documents, intake, { unit: 'code-points', lineEnds: 'as-is' }, nothing);
}

/** What is in a file with a document a line, its offsets in code points, for the self-check. */
export async function* readBackLines(lines: SpanLines): AsyncGenerator<ReadBack | string> {
  const faults: string[] = [];
  for await (const given of lines((line, why) => void faults.push(`Line ${line} ${why}.`))) {
    const points = makeCodePoints(given.text);
    const found = given.spans.map((span) => placedIn(points, span));
    yield* readBackSpans(given.extension, found, `Line ${given.line}`);
  }
  yield* faults;
}
