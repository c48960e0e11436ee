import { z } from 'zod';
import type { Annotation } from '../../annotation/annotation.ts';
import { entryName } from '../../codebook/resolve-entry.ts';
import { countReadingStates } from '../count-reading-states.ts';
import { inChunks, type ExportFrame, type ExportInput } from '../exchange.ts';
import { brokenFile } from '../fault.ts';
import type { ExchangeFiles, Output, ReadableFormat, ReadBack, WritableFormat } from '../format.ts';
import type { Intake } from '../intake.ts';
import { jsonObjects } from '../spans/json-objects.ts';
import { readBackSpans, SpanReader, type GivenSpan, type GivenSpans } from '../spans/read-span-document.ts';
import { spanDocuments, type SpanDocument } from '../spans/span-document.ts';
import { labelsOf } from '../spans/labels.ts';
import { labellingConfig } from './config.ts';

const TASKS = 'tasks.json';
const CONFIG = 'labelling-config.xml';

/**
 * Label Studio's JSON and the labelling configuration that shows it: a task a document and annotator; offsets in UTF-16
 * code units. Each range is a region with its labels; certainty, grades and stances are choices and notes of the region;
 * the parts of a discontinuous passage are joined by relations. Source: Label Studio's documentation, "Label Studio JSON
 * format of annotated tasks".
 */
export const labelStudioFormat: WritableFormat & ReadableFormat = {
  write,
  cannotHold: countReadingStates,
  held: (annotation) => annotation,
  readBack,
  isPart: (name) => name === '' || name.endsWith('.json'),
  read,
};

async function* write(input: ExportInput): AsyncGenerator<Output> {
  yield { file: CONFIG, text: labellingConfig(input.codebook) };
  for await (const text of inChunks(writeTasks(input))) yield { file: TASKS, text };
}

async function* writeTasks(input: ExportInput): AsyncGenerator<string> {
  let id = 0;
  for await (const document of spanDocuments(input)) {
    id++;
    yield `${id === 1 ? '[\n' : ',\n'}${JSON.stringify(toTask(id, document, input))}`;
  }
  yield id === 0 ? '[]\n' : '\n]\n';
}

function toTask(id: number, { text, extension }: SpanDocument, frame: ExportFrame): unknown {
  const { annotator, annotations, document } = extension;
  const person = frame.project.annotators.findIndex((one) => one.id === annotator?.id) + 1;
  return {
    id,
    data: { text, title: document.title },
    meta: { postil: extension },
    annotations:
      annotator === null
        ? []
        : [
            {
              id,
              completed_by: { id: person, email: annotator.id, first_name: annotator.name, last_name: '' },
              was_cancelled: false,
              ground_truth: false,
              result: annotations.flatMap((annotation) => regionsOf(annotation, text, frame)),
            },
          ],
  };
}

function regionsOf(annotation: Annotation, text: string, { codebook }: ExportFrame): unknown[] {
  const { ranges } = annotation.target;
  const results: unknown[] = [];
  const regionId = (part: number): string => (part === 0 ? annotation.id : `${annotation.id}-${part + 1}`);
  for (const [part, { start, end }] of ranges.entries()) {
    const shared = { id: regionId(part), to_name: 'text', origin: 'manual' };
    const place = { start, end, text: text.slice(start, end) };
    const labels = labelsOf(annotation, codebook);
    results.push({ ...shared, from_name: 'label', type: 'labels', value: { ...place, labels } });
    if (part > 0) {
      results.push({
        type: 'relation',
        from_id: regionId(0),
        to_id: regionId(part),
        direction: 'right',
        labels: ['part'],
      });
      continue;
    }
    const choose = (from: string, choice: string): void => {
      results.push({ ...shared, from_name: from, type: 'choices', value: { ...place, choices: [choice] } });
    };
    const write = (from: string, lines: readonly string[]): void => {
      if (lines.length > 0)
        results.push({ ...shared, from_name: from, type: 'textarea', value: { ...place, text: lines } });
    };
    if (annotation.certainty) choose('certainty', annotation.certainty);
    if (annotation.reliability?.source) choose('source', annotation.reliability.source);
    if (annotation.reliability?.information)
      choose('information', String(annotation.reliability.information));
    const name = (of: string): string => (of === 'author' ? 'author' : entryName(codebook, of));
    write(
      'stances',
      annotation.stances.map(
        ({ holder, target, polarity, expression }) =>
          `${name(holder)} → ${name(target)}: ${polarity} (${expression})`,
      ),
    );
    write('note', annotation.note === undefined ? [] : [annotation.note]);
  }
  return results;
}

const resultSchema = z.looseObject({
  type: z.string(),
  id: z.string().optional(),
  value: z.unknown().optional(),
});
const placeSchema = z.looseObject({
  start: z.int().nonnegative(),
  end: z.int().nonnegative(),
  text: z.union([z.string(), z.array(z.string())]).optional(),
});
const personSchema = z.union([
  z.number(),
  z.looseObject({
    email: z.string().optional(),
    first_name: z.string().optional(),
    last_name: z.string().optional(),
  }),
]);
const taskSchema = z.looseObject({
  data: z.record(z.string(), z.unknown()),
  meta: z.record(z.string(), z.unknown()).nullable().optional(),
  annotations: z
    .array(
      z.looseObject({
        result: z.array(resultSchema),
        completed_by: personSchema.nullish(),
        was_cancelled: z.boolean().optional(),
      }),
    )
    .optional(),
});
const LABELLED = ['labels', 'hypertextlabels', 'paragraphlabels'];

async function* readTasks(
  files: ExchangeFiles,
  onFault: (line: number, why: string) => void,
): AsyncGenerator<GivenSpans> {
  const name = files.names.includes(TASKS) ? TASKS : files.names[0];
  if (name === undefined) return;
  for await (const { line, value } of jsonObjects(files.text(name))) {
    const parsed = taskSchema.safeParse(value);
    const text = parsed.success ? textOf(parsed.data.data) : undefined;
    if (!parsed.success || text === undefined) {
      onFault(line, parsed.success ? 'has no text in its data' : 'is no task of Label Studio’s');
      continue;
    }
    const { data, meta, annotations = [] } = parsed.data;
    const title = typeof data['title'] === 'string' ? data['title'] : `${files.label}, task on line ${line}`;
    const shared = { line, text, title, extension: meta?.['postil'] };
    const given = annotations.filter((one) => one.was_cancelled !== true);
    if (given.length === 0) yield { ...shared, spans: [] };
    for (const { result, completed_by } of given) {
      yield { ...shared, annotator: personOf(completed_by), spans: spansOfResult(result) };
    }
  }
}

/** Under `text`, else the longest string there. */
function textOf(data: Readonly<Record<string, unknown>>): string | undefined {
  if (typeof data['text'] === 'string') return data['text'];
  const strings = Object.values(data).filter((value) => typeof value === 'string');
  return strings.sort((a, b) => b.length - a.length)[0];
}

function personOf(person: z.infer<typeof personSchema> | null | undefined): string | undefined {
  if (typeof person !== 'object' || person === null) return undefined;
  const name = [person.first_name, person.last_name].filter((part) => part?.trim()).join(' ');
  return name || person.email;
}

function spansOfResult(result: readonly z.infer<typeof resultSchema>[]): GivenSpan[] {
  const notes = new Map<string, string>();
  for (const { id, type, value } of result) {
    const written = type === 'textarea' && id !== undefined ? placeSchema.safeParse(value) : null;
    if (written?.success && Array.isArray(written.data.text)) notes.set(id!, written.data.text.join('\n'));
  }
  return result.flatMap(({ id, type, value }) => {
    const place = placeSchema.safeParse(value);
    if (!LABELLED.includes(type) || !place.success) return [];
    const { start, end, text } = place.data;
    const labels = z.array(z.string()).catch([]).parse(place.data[type]);
    return [
      {
        ranges: [{ start, end }],
        labels,
        quote: typeof text === 'string' ? text : undefined,
        note: id === undefined ? undefined : notes.get(id),
      },
    ];
  });
}

async function read(files: ExchangeFiles, intake: Intake): Promise<void> {
  const reader = new SpanReader(intake, { unit: 'utf-16', lineEnds: 'as-is' });
  let count = 0;
  for await (const given of readTasks(files, (line, why) => intake.refuse(line, 'task', why))) {
    count++;
    await reader.read(given);
  }
  if (count === 0) throw brokenFile('The file holds no task with a text.');
  reader.finish();
}

async function* readBack(files: ExchangeFiles): AsyncGenerator<ReadBack | string> {
  const faults: string[] = [];
  for await (const given of readTasks(
    files,
    (line, why) => void faults.push(`The task on line ${line} ${why}.`),
  )) {
    const found = given.spans.flatMap(({ ranges, labels }) => labels.map((label) => ({ ranges, label })));
    yield* readBackSpans(given.extension, found, `The task on line ${given.line}`);
  }
  yield* faults;
}
