import { z } from 'zod';
import { annotationSchema, type Annotation } from '../../annotation/annotation.ts';
import { actorSchema, codeSchema, type Actor, type Code, type Codebook } from '../../codebook/codebook.ts';
import { titleOf } from '../../document/document.ts';
import { locatorSchema, type Locate } from '../../document/locate.ts';
import { annotatorIdSchema, documentIdSchema, projectIdSchema } from '../../ids.ts';
import type { Annotator } from '../../project/project.ts';
import type { DeepReadonly } from '../../readonly.ts';
import type { ExportDocument, ExportFrame, ExportInput } from '../exchange.ts';
import { labelsOf } from './labels.ts';

/** A labelled stretch. Offsets are UTF-16 code units. A discontinuous passage is several of them, `part` from 0. */
export interface Span {
  readonly start: number;
  readonly end: number;
  readonly label: string;
  readonly annotationId: string;
  readonly part: number;
}

/**
 * What Postil's own reader finds beside the spans: the annotations whole, with the entries that they name. Tools carry
 * it along as metadata and show none of it.
 */
export const extensionSchema = z.object({
  version: z.literal(1),
  project: projectIdSchema,
  document: z.object({
    id: documentIdSchema,
    title: z.string(),
    fileName: z.string(),
    /** Of the text as it was, of which some formats cannot hold every character. */
    textHash: z.string(),
  }),
  annotator: z.object({ id: annotatorIdSchema, name: z.string().min(1) }).nullable(),
  actors: z.array(actorSchema),
  codes: z.array(codeSchema),
  annotations: z.array(annotationSchema),
  /** Of each annotation, the labels that its spans have in the file. */
  labels: z.array(z.array(z.string()).min(1)),
  /** Of each annotation, where it stands; derived from the document, and not read. */
  locators: z.array(locatorSchema).optional(),
});
export type Extension = DeepReadonly<z.infer<typeof extensionSchema>>;

/** One document as one annotator has it; without an annotator where nobody has a layer. */
export interface SpanDocument {
  readonly text: string;
  readonly spans: readonly Span[];
  readonly extension: Extension;
}

export async function* spanDocuments(input: ExportInput): AsyncGenerator<SpanDocument> {
  const label = (annotation: Annotation): string[] => labelsOf(annotation, input.codebook);
  for await (const document of input.documents) yield* await spanDocumentsOf(document, input, label);
}

/** A document as each of its annotators has it. @param label what an annotation's spans are called, one or more */
export async function spanDocumentsOf(
  document: ExportDocument,
  frame: ExportFrame,
  label: (annotation: Annotation) => string[],
): Promise<SpanDocument[]> {
  const text = await document.text();
  const layers = document.layers.filter((layer) => layer.annotations.length > 0);
  if (layers.length === 0) return [spanDocument(document, text, null, [], frame, label, null)];
  const locate = await document.locate();
  return layers.map(({ annotator, annotations }) => {
    const person = frame.project.annotators.find(({ id }) => id === annotator) ?? {
      id: annotator,
      name: annotator,
    };
    return spanDocument(document, text, person, annotations, frame, label, locate);
  });
}

function spanDocument(
  { record }: ExportDocument,
  text: string,
  annotator: Annotator | null,
  annotations: readonly Annotation[],
  { codebook, project }: ExportFrame,
  label: (annotation: Annotation) => string[],
  locate: Locate | null,
): SpanDocument {
  const { id, fileName } = record;
  const labels = annotations.map(label);
  return {
    text,
    spans: annotations.flatMap((annotation, i) => spansOf(annotation, labels[i]!)),
    extension: {
      version: 1,
      project: project.id,
      document: { id, title: titleOf(record), fileName, textHash: record.text.sha256 },
      annotator,
      ...entriesOf(annotations, codebook),
      annotations,
      labels,
      ...(locate && { locators: annotations.map(({ target }) => locate(target.ranges)) }),
    },
  };
}

/** One span for each label and range, label by label. */
export function spansOf(annotation: Annotation, labels: readonly string[]): Span[] {
  return labels.flatMap((label) =>
    annotation.target.ranges.map(({ start, end }, part) => ({
      start,
      end,
      label,
      annotationId: annotation.id,
      part,
    })),
  );
}

/** The entries that annotations name, with those above them and those that they were merged or split into. */
function entriesOf(
  annotations: readonly Annotation[],
  codebook: Codebook,
): Pick<Extension, 'actors' | 'codes'> {
  const wanted = new Set<string>();
  const entries = new Map<string, Actor | Code>(
    [...codebook.actors, ...codebook.codes].map((entry) => [entry.id, entry]),
  );
  function want(id: string): void {
    const entry = entries.get(id);
    if (!entry || wanted.has(id)) return;
    wanted.add(id);
    if (entry.parent !== undefined) want(entry.parent);
    const { ended } = entry;
    if (ended?.kind === 'merged') want(ended.into);
    if (ended?.kind === 'split') for (const part of ended.into) want(part);
  }
  for (const annotation of annotations) {
    for (const { actorId } of annotation.actors) want(actorId);
    for (const code of annotation.codes) want(code);
    for (const { holder, target, attribution } of annotation.stances) {
      for (const id of [holder, target, ...attribution]) want(id);
    }
  }
  return {
    actors: codebook.actors.filter(({ id }) => wanted.has(id)),
    codes: codebook.codes.filter(({ id }) => wanted.has(id)),
  };
}
