import { z } from 'zod';
import { makeCodePoints } from '../code-points.ts';
import { countReadingStates } from '../count-reading-states.ts';
import { inChunks, type ExportInput } from '../exchange.ts';
import { singleFile, type ExchangeFiles, type ReadableFormat, type WritableFormat } from '../format.ts';
import { jsonObjects } from '../spans/json-objects.ts';
import type { GivenSpans } from '../spans/read-span-document.ts';
import { readBackLines, readSpanLines } from '../spans/read-span-files.ts';
import { spanDocuments } from '../spans/span-document.ts';

/**
 * doccano's JSONL for sequence labelling: one text a line, `label` as [start, end, word], in code points (its grapheme
 * mode off). Where several annotators have a document, it has a line for each.
 * Source: doccano's documentation, tutorial on importing datasets, and its `JSONLWriter`.
 */
export const doccanoFormat: WritableFormat & ReadableFormat = {
  write: (input) => singleFile(inChunks(writeLines(input))),
  cannotHold: countReadingStates,
  held: (annotation) => annotation,
  readBack: (files) => readBackLines((onFault) => readLinesOf(files, onFault)),
  read: (files, intake) =>
    readSpanLines(
      (onFault) => readLinesOf(files, onFault),
      intake,
      'The file holds no text with its labels.',
    ),
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

async function* readLinesOf(
  files: ExchangeFiles,
  onFault: (line: number, why: string) => void,
): AsyncGenerator<GivenSpans> {
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
    const title = filename ?? `${files.label}, line ${line}`;
    yield { line, text, title, fileName: filename, annotator: username, spans, extension };
  }
}
