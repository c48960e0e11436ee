import { z } from 'zod';
import { makeCodePoints } from '../code-points.ts';
import { inChunks, type ExportInput } from '../exchange.ts';
import { brokenFile } from '../fault.ts';
import {
  singleFile,
  type ExchangeFiles,
  type ReadableFormat,
  type ReadBack,
  type WritableFormat,
} from '../format.ts';
import type { Intake } from '../intake.ts';
import { jsonObjects } from '../spans/json-objects.ts';
import {
  placedIn,
  readBackSpans,
  SpanReader,
  spansCannotHold,
  type GivenSpan,
} from '../spans/read-span-document.ts';
import { spanDocuments } from '../spans/span-document.ts';

/**
 * doccano's JSONL for sequence labelling: one text a line, `label` as [start, end, word], in code points (its grapheme
 * mode off). Where several annotators have a document, it has a line for each.
 * Source: doccano's documentation, tutorial on importing datasets, and its `JSONLWriter`.
 */
export const doccanoFormat: WritableFormat & ReadableFormat = {
  write: (input) => singleFile(inChunks(writeLines(input))),
  cannotHold: spansCannotHold,
  held: (annotation) => annotation,
  readBack,
  read,
};

async function* writeLines(input: ExportInput): AsyncGenerator<string> {
  let id = 0;
  for await (const { text, spans, extension } of spanDocuments(input)) {
    const points = makeCodePoints(text);
    const label = spans.map((span) => [
      points.toCodePoints(span.start),
      points.toCodePoints(span.end),
      span.label,
    ]);
    yield `${JSON.stringify({ id: ++id, text, label, Comments: notesOf(extension), postil: extension })}\n`;
  }
}

function notesOf({
  annotations,
}: {
  readonly annotations: readonly { readonly note?: string | undefined }[];
}): string[] {
  return annotations.flatMap(({ note }) => note ?? []);
}

const triple = z.tuple([z.int().nonnegative(), z.int().nonnegative(), z.union([z.string(), z.number()])]);
const lineSchema = z.object({
  text: z.string().optional(),
  data: z.string().optional(),
  label: z.array(triple).optional(),
  labels: z.array(triple).optional(),
  entities: z
    .array(
      z.object({ label: z.string(), start_offset: z.int().nonnegative(), end_offset: z.int().nonnegative() }),
    )
    .optional(),
  postil: z.unknown().optional(),
  meta: z.record(z.string(), z.unknown()).optional(),
  metadata: z.record(z.string(), z.unknown()).optional(),
  filename: z.string().optional(),
  username: z.string().optional(),
});

interface DoccanoLine {
  readonly line: number;
  readonly text: string;
  readonly spans: readonly GivenSpan[];
  readonly extension: unknown;
  readonly fileName: string | undefined;
  readonly annotator: string | undefined;
}

async function* readLinesOf(
  files: ExchangeFiles,
  onFault: (line: number, why: string) => void,
): AsyncGenerator<DoccanoLine> {
  for await (const { line, value } of jsonObjects(files.text(''))) {
    const parsed = lineSchema.safeParse(value);
    const text = parsed.data?.text ?? parsed.data?.data;
    if (!parsed.success || text === undefined) {
      onFault(line, parsed.success ? 'has no text' : 'is no line of doccano’s');
      continue;
    }
    const { label, labels, entities, postil, meta, metadata, filename, username } = parsed.data;
    const spans = [
      ...[...(label ?? []), ...(labels ?? [])].map(([start, end, word]) => ({
        ranges: [{ start, end }],
        labels: [String(word)],
      })),
      ...(entities ?? []).map((one) => ({
        ranges: [{ start: one.start_offset, end: one.end_offset }],
        labels: [one.label],
      })),
    ];
    const extension = postil ?? meta?.['postil'] ?? metadata?.['postil'];
    yield { line, text, spans, extension, fileName: filename, annotator: username };
  }
}

async function read(files: ExchangeFiles, intake: Intake): Promise<void> {
  const reader = new SpanReader(intake, { unit: 'code-points', lineEnds: 'as-is' });
  let count = 0;
  const refuse = (line: number, why: string): void => intake.refuse(line, 'line', why);
  for await (const given of readLinesOf(files, refuse)) {
    count++;
    await reader.read({ ...given, title: given.fileName ?? `${files.label}, line ${given.line}` });
  }
  if (count === 0) throw brokenFile('The file holds no text with its labels.');
  reader.finish();
}

async function* readBack(files: ExchangeFiles): AsyncGenerator<ReadBack | string> {
  const faults: string[] = [];
  for await (const given of readLinesOf(files, (line, why) => void faults.push(`Line ${line} ${why}.`))) {
    const points = makeCodePoints(given.text);
    const found = given.spans.map((span) => placedIn(points, span));
    yield* readBackSpans(given.extension, found, `Line ${given.line}`);
  }
  yield* faults;
}
