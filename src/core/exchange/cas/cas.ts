import { Refusal } from '../fault.ts';
import { readJson } from '../read-json.ts';
import { titleOfFile } from '../spans/file-names.ts';
import type { OffsetSystem } from '../foreign-text.ts';
import type { ReadBack } from '../format.ts';
import { jsonForXml, readBackSpans, type GivenSpan, type GivenSpans } from '../spans/read-span-document.ts';
import type { SpanDocument } from '../spans/span-document.ts';

/** UIMA counts in Java's characters. */
export const CAS_OFFSETS: OffsetSystem = { unit: 'utf-16', lineEnds: 'as-is' };

/** A document of a CAS; `name` is its file's. */
export interface CasDocument extends GivenSpans {
  readonly name: string;
}

/** What is in the documents, for the self-check. */
export async function* readBackCas(documents: AsyncIterable<CasDocument>): AsyncGenerator<ReadBack | string> {
  for await (const { name, spans, extension } of documents) {
    const found = spans.map(({ ranges, labels }) => ({ ranges, label: labels[0]! }));
    yield* readBackSpans(extension, found, name);
  }
}

/** A feature structure: an annotation, or one without a place. */
export interface FeatureStructure {
  /** Its type's whole name. */
  readonly type: string;
  readonly begin?: number | undefined;
  readonly end?: number | undefined;
  readonly features: Readonly<Record<string, string>>;
}

export const SPAN_TYPE = 'postil.Span';
export const WHOLE_TYPE = 'postil.Whole';

export interface CasType {
  readonly name: string;
  readonly supertype: string;
  readonly about: string;
  /** All are strings but for what is said. */
  readonly features: Readonly<Record<string, string>>;
}

/** Postil's types. Offsets are UTF-16 code units, as UIMA counts. */
export const CAS_TYPES: readonly CasType[] = [
  {
    name: SPAN_TYPE,
    supertype: 'uima.tcas.Annotation',
    about: 'A range of a passage with one of its labels.',
    features: {
      label: 'Actor: …, Code: …, or Passage',
      passage: 'the annotation’s id',
      part: 'of a discontinuous passage, from 0',
      note: 'of the annotation, on its first range',
    },
  },
  {
    name: WHOLE_TYPE,
    supertype: 'uima.cas.TOP',
    about: 'All of the annotations, with stances, grades and attribution, as JSON: for Postil’s own reader.',
    features: { json: 'see docs/exchange.md' },
  },
];

/** What a document as one annotator has it is in a CAS. */
export function structuresOf({ spans, extension }: SpanDocument): FeatureStructure[] {
  const notes = new Map(
    extension.annotations.map((annotation, i) => [
      annotation.id as string,
      { note: annotation.note, label: extension.labels[i]![0] },
    ]),
  );
  const placed = spans.map(({ start, end, label, annotationId, part }): FeatureStructure => {
    const own = notes.get(annotationId);
    const note = part === 0 && own?.label === label ? own.note : undefined;
    return {
      type: SPAN_TYPE,
      begin: start,
      end,
      features: { label, passage: annotationId, part: String(part), ...(note !== undefined && { note }) },
    };
  });
  return [...placed, { type: WHOLE_TYPE, features: { json: jsonForXml(extension) } }];
}

/** Layers of other programs that say how a text is cut up, and nothing that an analyst said of it. */
const MECHANICAL =
  /(?:^|\.)(?:sofa|documentannotation|documentmetadata|tagsetdescription|token|sentence|paragraph|div|lemma|stem|pos\w*|morphologicalfeatures|dependency|constituent|root|layerdefinition|featuredefinition|annotationbase|casmetadata|tokenform)$/i;

/** In which feature programs keep an annotation's word, in the order in which they are asked. */
const WORDS = ['label', 'value', 'category', 'tag', 'identifier', 'type'];

/** A document of spans from a CAS, Postil's or anybody's. */
export function spansOfCas(
  name: string,
  label: string,
  text: string,
  structures: readonly FeatureStructure[],
): GivenSpans {
  const spans: GivenSpan[] = [];
  let extension: unknown;
  for (const { type, begin, end, features } of structures) {
    if (type.endsWith('Whole') && features['json'] !== undefined) {
      extension = parseWhole(features['json']);
    } else if (begin !== undefined && end !== undefined && !MECHANICAL.test(type) && begin < end) {
      const key = WORDS.find((word) => features[word] !== undefined && features[word] !== '');
      const word = key === undefined ? shortName(type) : features[key]!;
      spans.push({ ranges: [{ start: begin, end }], labels: [word], note: features['note'] });
    }
  }
  return {
    line: 1,
    text,
    title: titleOfFile(name, label),
    fileName: name.split('/').at(-1),
    spans,
    extension,
  };
}

function parseWhole(json: string): unknown {
  try {
    return readJson(json);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return undefined; // Damaged by somebody: the spans are still read.
  }
}

function shortName(type: string): string {
  return type.slice(type.lastIndexOf('.') + 1);
}
