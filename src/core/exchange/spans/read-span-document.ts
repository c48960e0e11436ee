import type { Annotation } from '../../annotation/annotation.ts';
import type { Actor, Code } from '../../codebook/codebook.ts';
import type { AnnotationId } from '../../ids.ts';
import type { CodePoints } from '../code-points.ts';
import { deriveUuid } from '../derive-uuid.ts';
import { withoutUndefined } from '../exchange.ts';
import { Refusal } from '../fault.ts';
import type { OffsetSystem } from '../foreign-text.ts';
import type { ReadBack } from '../format.ts';
import type { Intake } from '../intake.ts';
import type { IntakeDocument } from '../intake-document.ts';
import { asXmlHolds } from '../xml/write-xml.ts';
import { readLabel } from './labels.ts';
import { extensionSchema, spansOf, type Extension } from './span-document.ts';

/** A span as a file has it: offsets in the file's own unit, several ranges where it is discontinuous. */
export interface GivenSpan {
  readonly ranges: readonly { readonly start: number; readonly end: number }[];
  readonly labels: readonly string[];
  readonly quote?: string | undefined;
  readonly note?: string | undefined;
}

/** A document as a file has it. */
export interface GivenSpans {
  readonly line: number;
  readonly text: string;
  readonly title: string;
  readonly fileName?: string | undefined;
  /** Whose spans these are, where the file says so. */
  readonly annotator?: string | undefined;
  readonly spans: readonly GivenSpan[];
  /** What stands where Postil puts its own; anything. */
  readonly extension: unknown;
}

/** What Postil put beside the spans; null where it is not there or was damaged. */
export function readExtension(value: unknown): Extension | null {
  const parsed = extensionSchema.safeParse(withoutUndefined(value));
  return parsed.success && parsed.data.labels.length === parsed.data.annotations.length ? parsed.data : null;
}

/**
 * Reads one document's spans. Annotations that Postil wrote come back whole where their spans are still there; those
 * whose spans another tool took away stay out, and spans that it added become annotations of their own.
 */
export class SpanReader {
  readonly #expected: Expected;
  readonly #intake: Intake;
  readonly #system: OffsetSystem;
  readonly #actors: Actor[] = [];
  readonly #codes: Code[] = [];
  readonly #declared = new Set<string>();

  /** @param expected the spans that an annotation has in the format */
  constructor(intake: Intake, system: OffsetSystem, expected: Expected = rangeByRange) {
    this.#expected = expected;
    this.#intake = intake;
    this.#system = system;
  }

  /** What is wrong with one document or span is in the intake's report. */
  async read(given: GivenSpans): Promise<void> {
    const extension = readExtension(given.extension);
    let document: IntakeDocument;
    try {
      const { fileName } = given;
      const text = await this.#wholeText(given.text, extension);
      const { id, title } = extension?.document ?? { id: undefined, title: given.title };
      document = await this.#intake.document({
        text,
        title,
        fileName: extension?.document.fileName ?? fileName,
        id,
      });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.#intake.refuse(given.line, given.title, error.message);
      return;
    }
    const added = extension ? await this.#readOwn(given, extension, document) : given.spans;
    for (const span of added)
      await this.#attempt(given, span, () => this.#offerForeign(given, extension, document, span));
  }

  /** After the last document. */
  finish(): void {
    this.#intake.codebook.matchParents(this.#actors, this.#codes);
  }

  /** Answers with the spans that are of none of the annotations. */
  async #readOwn(given: GivenSpans, extension: Extension, document: IntakeDocument): Promise<GivenSpan[]> {
    const { codebook } = this.#intake;
    for (const actor of extension.actors) if (this.#isNew(actor.id)) this.#actors.push(actor);
    for (const code of extension.codes) if (this.#isNew(code.id)) this.#codes.push(code);
    for (const actor of extension.actors) codebook.matchActor(actor, given.line);
    for (const code of extension.codes) codebook.matchCode(code, given.line);
    if (extension.annotator) this.#intake.addAnnotator(extension.annotator);
    const left = new Map<string, GivenSpan[]>();
    for (const span of given.spans) {
      for (const label of span.labels) {
        const key = this.#keyOf(document, span, label);
        left.set(key, [...(left.get(key) ?? []), { ...span, labels: [label] }]);
      }
    }
    for (const [i, annotation] of extension.annotations.entries()) {
      const keys = this.#expected(annotation, extension.labels[i]!, document.text).map(keyOfSpan);
      if (!keys.every((key) => (left.get(key) ?? []).length > 0)) continue;
      for (const key of keys) left.get(key)!.shift();
      await this.#attempt(given, annotation.target.quote.exact, async () => {
        const isHere = annotation.target.textHash === document.textHash;
        const place = isHere
          ? { target: annotation.target, confidence: 1 }
          : document.target(
              annotation.target.ranges,
              { unit: 'utf-16', lineEnds: 'one' },
              annotation.target.quote.exact,
            );
        const keepsRevision = extension.project === this.#intake.projectId;
        const own = codebook.translate({ ...annotation, documentId: document.id, target: place.target });
        await this.#intake.offer({
          line: given.line,
          annotation: own,
          confidence: place.confidence,
          keepsRevision,
        });
      });
    }
    return [...left.values()].flat();
  }

  /** The text as this project has it, where the file holds all of it that its format can. */
  async #wholeText(text: string, extension: Extension | null): Promise<string> {
    if (!extension) return text;
    const { id, textHash } = extension.document;
    const known = this.#intake.documents.byText(textHash, id);
    if (!known) return text;
    const whole = (await this.#intake.text(known.id)).text;
    return asXmlHolds(whole) === text ? whole : text;
  }

  #isNew(id: string): boolean {
    if (this.#declared.has(id)) return false;
    this.#declared.add(id);
    return true;
  }

  /** A span's place in the text as Postil has it, and its label. */
  #keyOf(document: IntakeDocument, span: GivenSpan, label: string): string {
    try {
      const { ranges } = document.target(span.ranges, this.#system).target;
      return keyOfSpan({ ranges, label });
    } catch (error) {
      if (error instanceof Refusal) return `? ${keyOfSpan({ ranges: span.ranges, label })}`;
      throw error;
    }
  }

  async #offerForeign(
    given: GivenSpans,
    extension: Extension | null,
    document: IntakeDocument,
    span: GivenSpan,
  ): Promise<void> {
    const intake = this.#intake;
    const { target, confidence } = document.target(span.ranges, this.#system, span.quote);
    const annotator = this.#annotatorOf(given, extension);
    const actors: Annotation['actors'][number][] = [];
    const codes: Annotation['codes'][number][] = [];
    for (const label of span.labels) {
      const meaning = readLabel(label);
      if (meaning.kind === 'bare') continue;
      // Somebody else's word is an actor where the registry knows it, and a code where not.
      const isActor =
        meaning.kind === 'actor' ||
        (meaning.kind === 'foreign' && intake.codebook.actors.find(meaning.name).kind === 'one');
      if (isActor) actors.push({ actorId: intake.codebook.actorNamed(meaning.name), role: 'about' });
      else codes.push(intake.codebook.codeNamed(meaning.name));
    }
    const now = intake.now();
    const name = [
      document.textHash,
      annotator,
      keyOfSpan({ ranges: target.ranges, label: span.labels.join(' ') }),
    ].join(' ');
    const annotation: Annotation = {
      id: deriveUuid(intake.ports.sha256, name) as AnnotationId,
      documentId: document.id,
      annotator,
      target,
      actors,
      stances: [],
      codes: [...new Set(codes)],
      ...(span.note ? { note: span.note } : {}),
      codebookRevision: 0,
      createdAt: now,
      updatedAt: now,
    };
    await intake.offer({ line: given.line, annotation, confidence, isUnnamed: true });
  }

  #annotatorOf(given: GivenSpans, extension: Extension | null): Annotation['annotator'] {
    const { options } = this.#intake;
    if (options.annotator) return options.annotator.id;
    if (extension?.annotator) return extension.annotator.id;
    return given.annotator === undefined || given.annotator.trim() === ''
      ? options.self.id
      : this.#intake.annotatorNamed(given.annotator).id;
  }

  async #attempt(given: GivenSpans, what: string | GivenSpan, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const name =
        typeof what === 'string'
          ? what
          : (what.quote ?? `${what.labels.join(', ')} at ${what.ranges[0]?.start ?? 0}`);
      this.#intake.refuse(given.line, name, error.message);
    }
  }
}

/** Where and what a span of a format is; UTF-16 code units. */
export interface PlacedSpan {
  readonly ranges: readonly { readonly start: number; readonly end: number }[];
  readonly label: string;
}

/** The spans that an annotation has in a format, of the document's text. */
export type Expected = (annotation: Annotation, labels: readonly string[], text: string) => PlacedSpan[];

/** A span for each range and label: of formats that know no discontinuous spans. */
export function rangeByRange(annotation: Annotation, labels: readonly string[]): PlacedSpan[] {
  return spansOf(annotation, labels).map(({ start, end, label }) => ({ ranges: [{ start, end }], label }));
}

function keyOfSpan({ ranges, label }: PlacedSpan): string {
  return `${ranges.map(({ start, end }) => `${start}..${end}`).join(',')} ${label}`;
}

/**
 * What is in the file of each annotation: whole, and its spans all there.
 * @param found the spans of the file
 */
export function* readBackSpans(
  extension: unknown,
  found: readonly PlacedSpan[],
  where: string,
  text = '',
  expected: Expected = rangeByRange,
): Generator<ReadBack | string> {
  const own = readExtension(extension);
  if (!own) {
    yield `${where} has lost what Postil put beside its spans.`;
    return;
  }
  const wanted = own.annotations.flatMap((annotation, i) => expected(annotation, own.labels[i]!, text));
  const sorted = (spans: readonly PlacedSpan[]): string => spans.map(keyOfSpan).toSorted().join('\n');
  if (sorted(wanted) !== sorted(found)) yield `${where} holds other spans than its annotations have.`;
  for (const held of own.annotations) yield { id: held.id, held };
}

/** As `JSON.stringify`, in characters that XML can hold. */
export function jsonForXml(value: unknown): string {
  return JSON.stringify(value).replace(/[\x7f-\x9f\ufffe\uffff]/gu, escaped);
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** A span of a file whose offsets are code points. */
export function placedIn(points: CodePoints, { ranges, labels }: GivenSpan): PlacedSpan {
  const place = ({ start, end }: { readonly start: number; readonly end: number }) => ({
    start: points.toUtf16(start),
    end: points.toUtf16(end),
  });
  return { ranges: ranges.map(place), label: labels[0]! };
}
