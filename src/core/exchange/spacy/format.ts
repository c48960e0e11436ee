import { z } from 'zod';
import { makeCodePoints, type CodePoints } from '../code-points.ts';
import { countReadingStates } from '../count-reading-states.ts';
import { inChunks, type ExportInput } from '../exchange.ts';
import { singleFile, type ExchangeFiles, type ReadableFormat, type WritableFormat } from '../format.ts';
import { jsonObjects } from '../spans/json-objects.ts';
import type { GivenSpans } from '../spans/read-span-document.ts';
import { readBackLines, readSpanLines } from '../spans/read-span-files.ts';
import { spanDocuments, type Span, type SpanDocument } from '../spans/span-document.ts';
import { tokenise, type Token } from './tokens.ts';

/**
 * Prodigy's JSONL, from which spaCy makes its documents: one text a line with `tokens`, `spans` (offsets in code points,
 * `token_end` inclusive) and `relations` that join the parts of a discontinuous passage. Where several annotators have a
 * document, it has a line for each. Source: Prodigy's documentation, "Annotation interfaces" (spans, relations).
 */
export const spacyFormat: WritableFormat & ReadableFormat = {
  write: (input) => singleFile(inChunks(writeLines(input))),
  cannotHold: countReadingStates,
  held: (annotation) => annotation,
  readBack: (files) => readBackLines((onFault) => readLinesOf(files, onFault)),
  read: (files, intake) =>
    readSpanLines((onFault) => readLinesOf(files, onFault), intake, 'The file holds no text with spans.'),
};

async function* writeLines(input: ExportInput): AsyncGenerator<string> {
  for await (const document of spanDocuments(input)) yield `${JSON.stringify(toLine(document))}\n`;
}

function toLine({ text, spans, extension }: SpanDocument): unknown {
  const points = makeCodePoints(text);
  const tokens = tokenise(text, spans);
  const byStart = new Map(tokens.map((token) => [token.start, token]));
  const byEnd = new Map(tokens.map((token) => [token.end, token]));
  const toSpan = (span: Span) => ({
    start: points.toCodePoints(span.start),
    end: points.toCodePoints(span.end),
    token_start: byStart.get(span.start)!.id,
    token_end: byEnd.get(span.end)!.id,
    label: span.label,
  });
  return {
    text,
    tokens: tokens.map((token) => toToken(token, points)),
    spans: spans.map(toSpan),
    relations: relationsOf(spans, toSpan),
    _view_id: 'relations',
    ...(extension.annotator && {
      _annotator_id: extension.annotator.name,
      _session_id: extension.annotator.id,
    }),
    answer: 'accept',
    meta: { source: extension.document.title, postil: extension },
  };
}

function toToken({ text, start, end, id, ws }: Token, points: CodePoints) {
  return { text, start: points.toCodePoints(start), end: points.toCodePoints(end), id, ws };
}

/** From the first part of a discontinuous passage to each of the others, once whatever labels it has. */
function relationsOf(
  spans: readonly Span[],
  toSpan: (span: Span) => { readonly token_end: number },
): unknown[] {
  const firsts = new Map<string, Span>();
  const seen = new Set<string>();
  return spans.flatMap((span) => {
    if (span.part === 0) firsts.set(span.annotationId, firsts.get(span.annotationId) ?? span);
    const key = `${span.annotationId} ${span.part}`;
    if (span.part === 0 || seen.has(key)) return [];
    seen.add(key);
    const head = toSpan(firsts.get(span.annotationId)!);
    const child = toSpan(span);
    return [
      { head: head.token_end, child: child.token_end, head_span: head, child_span: child, label: 'PART' },
    ];
  });
}

const lineSchema = z.object({
  text: z.string(),
  spans: z
    .array(
      z.object({
        start: z.int().nonnegative(),
        end: z.int().nonnegative(),
        label: z.string().optional(),
        text: z.string().optional(),
      }),
    )
    .optional(),
  meta: z.record(z.string(), z.unknown()).optional(),
  answer: z.string().optional(),
  _annotator_id: z.string().optional(),
  _session_id: z.string().nullable().optional(),
});

async function* readLinesOf(
  files: ExchangeFiles,
  onFault: (line: number, why: string) => void,
): AsyncGenerator<GivenSpans> {
  for await (const { line, value } of jsonObjects(files.text(''))) {
    const parsed = lineSchema.safeParse(value);
    if (!parsed.success) {
      onFault(line, 'is no line of Prodigy’s: it needs `text`, and `spans` with start, end and label');
      continue;
    }
    const { text, spans = [], meta, answer, _annotator_id, _session_id } = parsed.data;
    if (answer === 'reject' || answer === 'ignore') {
      onFault(line, `was answered with “${answer}”`);
      continue;
    }
    const source = typeof meta?.['source'] === 'string' ? meta['source'] : undefined;
    yield {
      line,
      text,
      title: source ?? `${files.label}, line ${line}`,
      spans: spans.map(({ start, end, label, text: quote }) => ({
        ranges: [{ start, end }],
        labels: [label ?? ''],
        quote,
      })),
      extension: meta?.['postil'],
      annotator: _annotator_id ?? _session_id ?? undefined,
    };
  }
}
