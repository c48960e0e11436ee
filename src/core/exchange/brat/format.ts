import type { Annotation, TextRange } from '../../annotation/annotation.ts';
import { makeCodePoints, type CodePoints } from '../code-points.ts';
import { countReadingStates } from '../count-reading-states.ts';
import type { ExportInput } from '../exchange.ts';
import { brokenFile, Refusal } from '../fault.ts';
import type { ExchangeFiles, Output, ReadableFormat, ReadBack, WritableFormat } from '../format.ts';
import type { Intake } from '../intake.ts';
import { readLines } from '../lines.ts';
import { readJson } from '../read-json.ts';
import { spanFileName, titleOfFile } from '../spans/file-names.ts';
import { BARE_LABEL, labelsOfCodebook } from '../spans/labels.ts';
import {
  placedIn,
  readBackSpans,
  SpanReader,
  type GivenSpan,
  type PlacedSpan,
} from '../spans/read-span-document.ts';
import { spanDocuments, type SpanDocument } from '../spans/span-document.ts';

const MAX_LINE = 200_000_000;
/** A note of a type of our own: brat keeps notes that it does not know. */
const OWN_NOTE = 'Postil';

/**
 * brat's standoff: a text and an `.ann` a document and annotator, and the configuration that names the types. Offsets
 * are code points; a passage across a line end becomes fragments, since the format is one of lines.
 * Source: brat's documentation, "brat standoff format".
 */
export const bratFormat: WritableFormat & ReadableFormat = {
  write,
  cannotHold: countReadingStates,
  held: (annotation) => annotation,
  readBack,
  isPart: (name) => /\.(?:ann|txt)$/.test(name),
  read,
};

async function* write(input: ExportInput): AsyncGenerator<Output> {
  const types = new BratTypes();
  for (const label of labelsOfCodebook(input.codebook)) types.of(label);
  for await (const document of spanDocuments(input)) {
    const name = spanFileName(document);
    yield { file: `${name}.txt`, text: document.text };
    yield { file: `${name}.ann`, text: annotationLines(document, types) };
  }
  yield { file: 'annotation.conf', text: configuration(types) };
  yield { file: 'visual.conf', text: display(types) };
}

/** Labels as types, which are words of Latin letters, digits, `_` and `-`. */
class BratTypes {
  readonly #byLabel = new Map<string, string>();

  of(label: string): string {
    const known = this.#byLabel.get(label);
    if (known !== undefined) return known;
    const plain =
      label
        .normalize('NFKD')
        .replace(/\p{M}+/gu, '')
        .replace(/[^A-Za-z0-9]+/g, '_')
        .replace(/^_+|_+$/g, '') || 'Type';
    let type = plain;
    const taken = new Set(this.#byLabel.values());
    for (let n = 2; taken.has(type); n++) type = `${plain}_${n}`;
    this.#byLabel.set(label, type);
    return type;
  }

  entries(): readonly (readonly [label: string, type: string])[] {
    return [...this.#byLabel];
  }
}

function annotationLines({ text, extension }: SpanDocument, types: BratTypes): string {
  const points = makeCodePoints(text);
  const lines: string[] = [];
  const notes: string[] = [];
  let count = 0;
  const typeOf: Record<string, string> = {};
  for (const [i, annotation] of extension.annotations.entries()) {
    for (const { ranges, label } of fragments(annotation, extension.labels[i]!, text)) {
      count++;
      const type = types.of(label);
      typeOf[type] = label;
      const places = ranges.map(
        ({ start, end }) => `${points.toCodePoints(start)} ${points.toCodePoints(end)}`,
      );
      const quote = ranges.map(({ start, end }) => text.slice(start, end)).join(' ');
      lines.push(`T${count}\t${type} ${places.join(';')}\t${quote}`);
      if (annotation.note !== undefined && label === extension.labels[i]![0]) {
        notes.push(
          `#${notes.length + 1}\tAnnotatorNotes T${count}\t${annotation.note.replace(/\s+/gu, ' ').trim()}`,
        );
      }
    }
  }
  if (count > 0)
    notes.push(`#${notes.length + 1}\t${OWN_NOTE} T1\t${JSON.stringify({ labels: typeOf, extension })}`);
  return [...lines, ...notes].map((line) => `${line}\n`).join('');
}

// What ends a line for one reader or another; brat's own splits at all that Python does.
const LINE_END = /(?:[\v\f\u2028\u2029]|(?! )\p{Cc})+/gu;

/** A passage's ranges without the line ends in them, once for each label. */
function fragments(annotation: Annotation, labels: readonly string[], text: string): PlacedSpan[] {
  const ranges = annotation.target.ranges.flatMap(({ start, end }): TextRange[] => {
    const found: TextRange[] = [];
    let from = start;
    for (const match of text.slice(start, end).matchAll(LINE_END)) {
      const at = start + match.index;
      if (at > from) found.push({ start: from, end: at });
      from = at + match[0].length;
    }
    if (end > from) found.push({ start: from, end });
    return found;
  });
  // A passage of line ends alone has no place in a format of lines, and is in Postil's own note only.
  return ranges.length === 0 ? [] : labels.map((label) => ({ ranges, label }));
}

function configuration(types: BratTypes): string {
  const entities = types.entries().map(([, type]) => type);
  return `[entities]\n${entities.join('\n')}\n\n[relations]\n\n[events]\n\n[attributes]\n`;
}

function display(types: BratTypes): string {
  const labels = types.entries().map(([label, type]) => `${type} | ${label.replace(/[|\s]+/gu, ' ')}`);
  return `[labels]\n${labels.join('\n')}\n\n[drawing]\n`;
}

interface BratDocument {
  readonly name: string;
  readonly text: string;
  readonly spans: readonly GivenSpan[];
  readonly extension: unknown;
}

async function* readDocuments(
  files: ExchangeFiles,
  onFault: (file: string, line: number, why: string) => void,
): AsyncGenerator<BratDocument> {
  for (const name of files.names.filter((one) => one.endsWith('.txt'))) {
    const annotations = name.replace(/txt$/, 'ann');
    let text = '';
    for await (const chunk of files.text(name)) text += chunk;
    const found = files.names.includes(annotations)
      ? await readAnnotationFile(files, annotations, onFault)
      : { spans: [], extension: undefined };
    yield { name, text, ...found };
  }
}

async function readAnnotationFile(
  files: ExchangeFiles,
  name: string,
  onFault: (file: string, line: number, why: string) => void,
): Promise<Pick<BratDocument, 'spans' | 'extension'>> {
  const entities = new Map<
    string,
    { type: string; ranges: { start: number; end: number }[]; quote: string; note?: string }
  >();
  let own: { labels?: Record<string, string>; extension?: unknown } = {};
  for await (const { line, text } of readLines(files.text(name), MAX_LINE)) {
    const [id, middle, rest] = splitTabs(text);
    if (id.startsWith('T')) {
      const match = /^(\S+) (\d+ \d+(?:;\d+ \d+)*)$/.exec(middle);
      if (!match) {
        onFault(name, line, 'is no text-bound annotation: it needs `T1<TAB>Type start end<TAB>text`');
        continue;
      }
      const ranges = match[2]!.split(';').map((pair) => {
        const [start, end] = pair.split(' ').map(Number);
        return { start: start!, end: end! };
      });
      entities.set(id, { type: match[1]!, ranges, quote: rest });
    } else if (id.startsWith('#')) {
      const [type, target] = middle.split(' ');
      const entity = entities.get(target ?? '');
      if (type === OWN_NOTE) {
        try {
          own = readJson(rest) as typeof own;
        } catch (error) {
          if (!(error instanceof Refusal)) throw error;
          onFault(name, line, `holds what Postil put there, damaged: it ${error.message}`);
        }
      } else if (entity) {
        entity.note = entity.note === undefined ? rest : `${entity.note}\n${rest}`;
      }
    }
  }
  const labels = own.labels ?? {};
  const spans = [...entities.values()].map(({ type, ranges, quote, note }) => ({
    ranges,
    labels: [
      Object.hasOwn(labels, type)
        ? labels[type]!
        : type === BARE_LABEL
          ? BARE_LABEL
          : type.replaceAll('_', ' '),
    ],
    quote,
    note,
  }));
  return { spans, extension: own.extension };
}

function splitTabs(text: string): [string, string, string] {
  const first = text.indexOf('\t');
  if (first === -1) return [text, '', ''];
  const second = text.indexOf('\t', first + 1);
  if (second === -1) return [text.slice(0, first), text.slice(first + 1), ''];
  return [text.slice(0, first), text.slice(first + 1, second), text.slice(second + 1)];
}

async function read(files: ExchangeFiles, intake: Intake): Promise<void> {
  const reader = new SpanReader(intake, { unit: 'code-points', lineEnds: 'as-is' }, fragments);
  let count = 0;
  const refuse = (file: string, line: number, why: string): void => intake.refuse(line, file, why);
  for await (const { name, ...given } of readDocuments(files, refuse)) {
    count++;
    await reader.read({
      ...given,
      line: 1,
      title: titleOfFile(name, files.label),
      fileName: name.split('/').at(-1),
    });
  }
  if (count === 0) throw brokenFile('There is no text (.txt) with annotations (.ann) in it.');
  reader.finish();
}

async function* readBack(files: ExchangeFiles): AsyncGenerator<ReadBack | string> {
  const faults: string[] = [];
  const note = (file: string, line: number, why: string): void =>
    void faults.push(`Line ${line} of ${file} ${why}.`);
  for await (const { name, text, spans, extension } of readDocuments(files, note)) {
    const points: CodePoints = makeCodePoints(text);
    const found = spans.map((span) => placedIn(points, span));
    if (extension !== undefined) yield* readBackSpans(extension, found, name, text, fragments);
    else if (spans.length > 0) yield `${name} has lost what Postil put beside its spans.`;
  }
  yield* faults;
}
