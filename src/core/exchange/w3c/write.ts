import type { Annotation, Target } from '../../annotation/annotation.ts';
import { makeTarget } from '../../annotation/target.ts';
import type { Actor, Code } from '../../codebook/codebook.ts';
import type { EntryEnd } from '../../codebook/entries.ts';
import { titleOf, type DocumentRecord } from '../../document/document.ts';
import { describeLocator, type Locate, type Locator } from '../../document/locate.ts';
import { isEqual } from '../../equal.ts';
import type { ActorId, CodeId } from '../../ids.ts';
import { makeCodePoints, type CodePoints } from '../code-points.ts';
import { inChunks, type ExportInput } from '../exchange.ts';
import { exportNames } from '../export-names.ts';
import { originsOf } from '../origins.ts';
import { makeBodies, type BodyNames } from './bodies.ts';
import { originMembers } from './origin.ts';
import { ANNOTATOR, CONTEXT, DOCUMENT, iriOf, UUID, type JsonObject } from './vocabulary.ts';

/**
 * A Web Annotation collection with one page that holds all annotations (W3C Recommendation of 2017, JSON-LD).
 * Positions are Unicode code points. Each range of a passage has a TextPositionSelector and a TextQuoteSelector, in
 * this order; a discontinuous passage has such a pair for each range.
 */
export function writeW3c(input: ExportInput): AsyncGenerator<string> {
  return inChunks(writeParts(input));
}

async function* writeParts(input: ExportInput): AsyncGenerator<string> {
  const { project, codebook } = input;
  const collection = UUID + input.exportId;
  yield `{\n${members({
    '@context': CONTEXT,
    id: collection,
    type: 'AnnotationCollection',
    label: project.title,
    generator: { id: 'urn:postil:software', type: 'Software', name: 'Postil' },
    generated: input.exportedAt,
    'postil:project': UUID + project.id,
    'postil:codebookRevision': codebook.revision,
  })}`;
  yield* list('postil:actors', codebook.actors.map(actorNode));
  yield* list('postil:codes', codebook.codes.map(codeNode));

  const names = makeNames(input);
  let total = 0;
  for await (const document of input.documents) {
    if (document.layers.every((layer) => layer.annotations.length === 0)) continue;
    const text = await document.text();
    const place = {
      record: document.record,
      text,
      codePoints: makeCodePoints(text),
      locate: await document.locate(),
    };
    for (const layer of document.layers) {
      const origins = originsOf(layer);
      for (const annotation of layer.annotations) {
        const item = JSON.stringify({
          ...toItem(annotation, place, names),
          ...originMembers(origins.get(annotation.id)),
        });
        // A page without items is none: it is begun when the first annotation comes.
        yield total === 0 ? `${beginPage(collection)}\n${item}` : `,\n${item}`;
        total++;
      }
    }
  }
  if (total > 0) yield '\n]}';
  yield `,\n${members({ total })}\n}\n`;
}

function members(object: Readonly<Record<string, unknown>>): string {
  return Object.entries(object)
    .map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`)
    .join(',\n');
}

function* list(key: string, values: readonly unknown[]): Generator<string> {
  if (values.length === 0) return;
  yield `,\n${JSON.stringify(key)}: [\n`;
  for (const [i, value] of values.entries()) yield `${i === 0 ? '' : ',\n'}${JSON.stringify(value)}`;
  yield '\n]';
}

function beginPage(collection: string): string {
  const page = members({
    id: `${collection}#page-1`,
    type: 'AnnotationPage',
    partOf: collection,
    startIndex: 0,
  });
  return `,\n"first": {\n${page},\n"items": [`;
}

function actorNode(actor: Actor): unknown {
  return {
    id: iriOf(actor.id),
    type: 'postil:Actor',
    label: actor.name,
    'postil:kind': actor.kind,
    'postil:aliases': actor.aliases.map((alias) => ({
      'postil:text': alias.text,
      'postil:from': alias.from,
      'postil:until': alias.until,
    })),
    'postil:parent': actor.parent && iriOf(actor.parent),
    'postil:note': actor.note,
    'postil:ended': endNode(actor.ended),
  };
}

function codeNode(code: Code): unknown {
  return {
    id: iriOf(code.id),
    type: 'postil:Code',
    label: code.name,
    'postil:colour': code.colour,
    'postil:parent': code.parent && iriOf(code.parent),
    'postil:definition': code.definition,
    'postil:ended': endNode(code.ended),
  };
}

function endNode(ended: EntryEnd | undefined): unknown {
  if (!ended) return undefined;
  const into: readonly (ActorId | CodeId)[] =
    ended.kind === 'merged' ? [ended.into] : ended.kind === 'split' ? ended.into : [];
  return {
    'postil:how': ended.kind,
    'postil:at': ended.at,
    'postil:into': into.length > 0 ? into.map(iriOf) : undefined,
  };
}

interface Names extends BodyNames {
  annotator(id: string): string;
}

function makeNames(input: ExportInput): Names {
  const { entry: of, annotator } = exportNames(input);
  return { of, annotator, scales: input.codebook.scales };
}

interface Place {
  readonly record: DocumentRecord;
  readonly text: string;
  readonly codePoints: CodePoints;
  readonly locate: Locate;
}

function toItem(annotation: Annotation, place: Place, names: Names): JsonObject {
  const bodies = makeBodies(annotation, names);
  const purposes = [...new Set(bodies.map((body) => body.purpose))];
  return {
    id: UUID + annotation.id,
    type: 'Annotation',
    motivation: purposes.length === 0 ? 'highlighting' : purposes.length === 1 ? purposes[0] : purposes,
    creator: {
      id: ANNOTATOR + annotation.annotator,
      type: 'Person',
      name: names.annotator(annotation.annotator),
    },
    created: annotation.createdAt,
    modified: annotation.updatedAt,
    body: bodies.length === 0 ? undefined : bodies,
    target: toTarget(annotation.target, place),
    'postil:certainty': annotation.certainty,
    'postil:codebookRevision': annotation.codebookRevision,
  };
}

function toTarget(target: Target, { record, text, codePoints, locate }: Place): unknown {
  const isInText = target.ranges.at(-1)!.end <= text.length;
  const canonical = isInText ? makeTarget(text, record.text.sha256, target.ranges) : null;
  const selectors = isInText
    ? target.ranges.flatMap((range) => [
        {
          type: 'TextPositionSelector',
          start: codePoints.toCodePoints(range.start),
          end: codePoints.toCodePoints(range.end),
        },
        { type: 'TextQuoteSelector', ...quoteOf(target, text, range) },
      ])
    : [{ type: 'TextQuoteSelector', ...target.quote }];
  return {
    type: 'SpecificResource',
    source: {
      id: DOCUMENT + record.id,
      type: 'Text',
      format: record.mediaType,
      language: record.settings.metadata.language?.value,
      label: titleOf(record),
      'postil:fileName': record.fileName,
    },
    state: { type: 'postil:TextState', 'postil:sha256': record.text.sha256 },
    selector: selectors,
    'postil:locator': locatorNode(locate(target.ranges)),
    // What the text and the positions do not give back.
    'postil:describedAs': isEqual(canonical, target)
      ? undefined
      : {
          'postil:starts': target.ranges.map((range) => range.start),
          'postil:ends': target.ranges.map((range) => range.end),
          'postil:exact': target.quote.exact,
          'postil:prefix': target.quote.prefix,
          'postil:suffix': target.quote.suffix,
          'postil:sha256': target.textHash,
        },
  };
}

/** Derived from the document, and not read. */
function locatorNode(locator: Locator): unknown {
  const { page, section, paragraph } = locator;
  const label = describeLocator(locator);
  if (label === '') return undefined;
  return {
    label,
    'postil:firstPage': page?.first,
    'postil:lastPage': page?.last,
    'postil:section': section,
    'postil:firstParagraph': paragraph?.first,
    'postil:lastParagraph': paragraph?.last,
  };
}

function quoteOf(target: Target, text: string, range: Target['ranges'][number]): Target['quote'] {
  return target.ranges.length === 1 ? target.quote : makeTarget(text, target.textHash, [range]).quote;
}
