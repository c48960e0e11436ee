import type { Annotation } from '../../annotation/annotation.ts';
import { makeTarget } from '../../annotation/target.ts';
import type { AnnotationId, AnnotatorId, CodeId } from '../../ids.ts';
import { annotationIdSchema, annotatorIdSchema } from '../../ids.ts';
import type { DocumentSummary } from '../../project/project.ts';
import { deriveUuid } from '../derive-uuid.ts';
import { canonicalJson } from '../exchange.ts';
import { Refusal } from '../fault.ts';
import type { Intake, Offer } from '../intake.ts';
import { placePointer, readPointer, type W3cText } from './postil-item.ts';
import { after, ANNOTATOR, asArray, DOCUMENT, isObject, UUID, type JsonObject } from './vocabulary.ts';

/**
 * A Web Annotation of somebody else's: its tags become codes, its comments the note. An annotation without an id gets
 * one made of its content, so that reading it twice finds it again.
 * @throws Refusal when it points to no document or passage of this project
 */
export async function fromForeignItem(
  item: JsonObject,
  line: number,
  intake: Intake,
  textOf: (document: DocumentSummary) => Promise<W3cText>,
): Promise<Offer> {
  const targets = asArray(item['target']);
  const documents = new Set(targets.map((target) => documentOf(target, intake)));
  const [document] = documents;
  if (!document) throw new Refusal('has no target');
  if (documents.size > 1) throw new Refusal('has targets in several documents');
  const text = await textOf(document);
  const places = targets.map((target) => {
    if (!isObject(target) || target['selector'] === undefined) {
      throw new Refusal('is about the whole document and not a passage of it');
    }
    return placePointer(readPointer(target), text);
  });
  const { codes, notes } = readForeignBodies(item);
  const created = timestampOf(item['created']);
  const modified = timestampOf(item['modified']);
  const now = intake.now();
  const annotation: Annotation = {
    id: idOfItem(item, intake),
    documentId: document.id,
    annotator: annotatorOf(item, intake),
    target: makeTarget(
      text.anchor.text,
      text.hash,
      places.flatMap((place) => place.ranges),
    ),
    actors: [],
    stances: [],
    codes: [...new Set(codes.map((name): CodeId => intake.codebook.codeNamed(name)))],
    ...(notes.length > 0 ? { note: notes.join('\n\n') } : {}),
    codebookRevision: 0,
    createdAt: created ?? modified ?? now,
    updatedAt: modified ?? created ?? now,
  };
  return {
    line,
    annotation,
    confidence: Math.min(...places.map((place) => place.confidence)),
    says: [
      'documentId',
      'annotator',
      'target',
      'codes',
      'note',
      ...(modified ? (['updatedAt'] as const) : []),
    ],
  };
}

function documentOf(target: unknown, intake: Intake): DocumentSummary {
  const source = isObject(target) ? (target['source'] ?? target['id']) : target;
  const iri = isObject(source) ? source['id'] : source;
  const hash = isObject(target) ? readPointer(target).textHash : undefined;
  const byText = hash === undefined ? undefined : intake.documents.byText(hash, '');
  if (byText) return byText;
  const names = [
    after(DOCUMENT, iri),
    ...(typeof iri === 'string' ? [iri, lastSegment(iri)] : []),
    ...(isObject(source)
      ? [source['postil:fileName'], source['label'], source['title'], source['name']]
      : []),
  ];
  for (const name of names) {
    const found = typeof name === 'string' && name !== '' ? intake.documents.find(name) : undefined;
    if (found) return found;
  }
  throw new Refusal(`its document ${typeof iri === 'string' ? `“${iri}” ` : ''}is not in this project`);
}

function lastSegment(iri: string): string {
  const path = iri.replace(/[?#].*$/su, '').replace(/\/+$/u, '');
  const segment = path.split(/[/:]/u).at(-1)!;
  try {
    return decodeURIComponent(segment);
  } catch (error) {
    if (error instanceof URIError) return segment;
    throw error;
  }
}

const TAGGING = ['tagging', 'classifying', 'identifying'];

function readForeignBodies(item: JsonObject): { readonly codes: string[]; readonly notes: string[] } {
  const codes: string[] = [];
  const notes: string[] = [];
  const isTagging = (value: unknown): boolean => asArray(value).some((one) => TAGGING.includes(String(one)));
  for (const value of asArray(item['bodyValue'])) if (typeof value === 'string') notes.push(value);
  for (const body of flattenBodies(asArray(item['body']))) {
    if (typeof body === 'string') {
      notes.push(body);
      continue;
    }
    const source = isObject(body['source']) ? body['source'] : body;
    const iri = typeof body['source'] === 'string' ? body['source'] : source['id'];
    const value = body['value'] ?? body['chars'] ?? source['label'] ?? source['title'] ?? source['name'];
    const purpose = body['purpose'] ?? item['motivation'];
    const words = typeof value === 'string' ? value.trim() : '';
    if (isTagging(purpose)) {
      const name = words || (typeof iri === 'string' ? lastSegment(iri) : '');
      if (name !== '') codes.push(name);
    } else if (words !== '' || typeof iri === 'string') {
      notes.push(words || String(iri));
    }
  }
  return { codes, notes };
}

/** Choices, lists and composites are taken apart. */
function flattenBodies(bodies: readonly unknown[]): (string | JsonObject)[] {
  return bodies.flatMap((body) => {
    if (typeof body === 'string') return [body];
    if (!isObject(body)) return [];
    return body['items'] === undefined ? [body] : flattenBodies(asArray(body['items']));
  });
}

function timestampOf(value: unknown): string | undefined {
  const time = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  // Beyond year 9999 the format has a sign, which no schema here takes.
  return time >= 0 && time < Date.parse('9999-12-31') ? new Date(time).toISOString() : undefined;
}

function idOfItem(item: JsonObject, intake: Intake): AnnotationId {
  const uuid = annotationIdSchema.safeParse(after(UUID, item['id'])?.toLowerCase());
  if (uuid.success) return uuid.data;
  const name =
    typeof item['id'] === 'string' ? item['id'] : canonicalJson({ ...item, '@context': undefined });
  return deriveUuid(intake.ports.sha256, name) as AnnotationId;
}

function annotatorOf(item: JsonObject, intake: Intake): AnnotatorId {
  if (intake.options.annotator) return intake.options.annotator.id;
  const [creator] = asArray(item['creator']);
  if (creator === undefined) return intake.options.self.id;
  const iri = isObject(creator) ? creator['id'] : creator;
  const given = isObject(creator) ? (creator['name'] ?? creator['nickname']) : undefined;
  const own = annotatorIdSchema.safeParse(after(ANNOTATOR, iri));
  const name = typeof given === 'string' && given.trim() !== '' ? given : undefined;
  if (own.success) {
    intake.addAnnotator({ id: own.data, name: (name ?? own.data).trim().slice(0, 120) });
    return own.data;
  }
  const words = name ?? (typeof iri === 'string' ? lastSegment(iri) : '');
  return words.trim() === '' ? intake.options.self.id : intake.annotatorNamed(words).id;
}
