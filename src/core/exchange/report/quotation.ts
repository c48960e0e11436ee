import type { Annotation } from '../../annotation/annotation.ts';
import { entryName } from '../../codebook/resolve-entry.ts';
import { titleOf, type DocumentRecord } from '../../document/document.ts';
import { describeLocator, type Locate } from '../../document/locate.ts';
import {
  occurring,
  READING_STATE_LOSS,
  type ExportDocument,
  type ExportFrame,
  type LossCounter,
} from '../exchange.ts';
import type { ReadBack } from '../format.ts';

/** An annotation as a report shows it: in words, for people. */
export interface Quotation {
  readonly id: string;
  /** The passage, its white space as one blank each. */
  readonly quote: string;
  /** What is said of it, line by line: a word, and what stands after it. */
  readonly facts: readonly (readonly [name: string, value: string])[];
  /** Its lines. */
  readonly note: readonly string[];
}

/** A document with its quotations. */
export interface ReportDocument {
  readonly title: string;
  /** Who published it and when, as far as is known. */
  readonly origin: string;
  readonly quotations: readonly Quotation[];
}

export async function reportOf(document: ExportDocument, frame: ExportFrame): Promise<ReportDocument> {
  const locate = await document.locate();
  const annotations = document.layers.flatMap((layer) => layer.annotations);
  return {
    title: flat(titleOf(document.record)),
    origin: originOf(document.record, frame),
    quotations: annotations.map((annotation) => quotationOf(annotation, frame, locate)),
  };
}

/** For the self-check: the quotations that a document's part of a report must hold. */
export async function heldQuotations(document: ExportDocument, frame: ExportFrame): Promise<ReadBack[]> {
  const { quotations } = await reportOf(document, frame);
  return quotations.map((held) => ({ id: held.id, held }));
}

function originOf({ settings }: DocumentRecord, { sources }: ExportFrame): string {
  const { author, outlet, date } = settings.metadata;
  const source = sources.find((one) => one.id === settings.sourceId);
  const parts = [author?.value, source?.name ?? outlet?.value, date?.value];
  return parts.flatMap((part) => (part ? [flat(part)] : [])).join(', ');
}

function quotationOf(annotation: Annotation, frame: ExportFrame, locate: Locate): Quotation {
  const { codebook, project } = frame;
  const name = (id: string): string => (id === 'author' ? 'the author' : flat(entryName(codebook, id)));
  const { scales } = codebook;
  const facts: [string, string][] = [];
  const place = describeLocator(locate(annotation.target.ranges));
  if (place) facts.push(['Place', flat(place)]);
  if (annotation.actors.length > 0) {
    facts.push([
      'Actors',
      annotation.actors.map(({ actorId, role }) => `${name(actorId)} (${role})`).join('; '),
    ]);
  }
  for (const { holder, target, polarity, expression, attribution, note } of annotation.stances) {
    const chain = attribution.length > 0 ? `, reported by ${attribution.map(name).join(', then ')}` : '';
    const label = flat(scales.polarity[String(polarity) as keyof typeof scales.polarity] ?? '');
    const remark = note === undefined ? '' : `: ${flat(note)}`;
    facts.push([
      'Stance',
      `${name(holder)} → ${name(target)}: ${label} (${polarity}), ${expression}${chain}${remark}`,
    ]);
  }
  const { reliability } = annotation;
  if (reliability?.source)
    facts.push(['Source', `${reliability.source} ${flat(scales.source[reliability.source] ?? '')}`]);
  if (reliability?.information) {
    const grade = String(reliability.information) as keyof typeof scales.information;
    facts.push(['Information', `${grade} ${flat(scales.information[grade] ?? '')}`]);
  }
  if (reliability?.why !== undefined) facts.push(['Because', flat(reliability.why)]);
  if (annotation.codes.length > 0) facts.push(['Codes', annotation.codes.map(name).join('; ')]);
  if (annotation.certainty) facts.push(['Certainty', annotation.certainty]);
  const annotator =
    project.annotators.find((one) => one.id === annotation.annotator)?.name ?? annotation.annotator;
  facts.push(['Annotator', flat(annotator)]);
  return {
    id: annotation.id,
    quote: flat(annotation.target.quote.exact),
    facts,
    note: (annotation.note ?? '')
      .split(/\r\n?|[\n\u2028\u2029]/u)
      .map(flat)
      .filter((line) => line !== ''),
  };
}

/** One line, in characters that every file of words can hold. */
function flat(text: string): string {
  return text
    .replace(/[\s\u0085]+/gu, ' ')
    .replace(/\p{Cc}|[\ufffe\uffff]|\p{Surrogate}/gu, '\ufffd')
    .trim();
}

/** A report says what was said, and not what a machine needs to put it back. */
export function reportCannotHold(): LossCounter {
  let states = 0;
  let annotations = 0;
  return {
    addLayer(layer) {
      if (layer.state !== 'unread') states++;
    },
    add() {
      annotations++;
    },
    losses: () =>
      occurring([
        { what: READING_STATE_LOSS, count: states },
        {
          what: 'the offsets of passages, and when they were made (it is a report for people)',
          count: annotations,
        },
      ]),
  };
}
