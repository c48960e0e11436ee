import { AUTHOR, type Speaker } from '../../annotation/annotation.ts';
import type { ActorId, CodeId } from '../../ids.ts';

export const ANNOTATION_CONTEXT = 'http://www.w3.org/ns/anno.jsonld';

/**
 * What the model has no term for. A reader that does not know the prefix still sees a valid annotation, since every
 * body of Postil's own types is a TextualBody with a value besides.
 */
export const CONTEXT = [
  ANNOTATION_CONTEXT,
  {
    postil: 'urn:postil:ns#',
    'postil:holder': { '@id': 'urn:postil:ns#holder', '@type': '@id' },
    'postil:target': { '@id': 'urn:postil:ns#target', '@type': '@id' },
    'postil:attribution': { '@id': 'urn:postil:ns#attribution', '@type': '@id', '@container': '@list' },
    'postil:code': { '@id': 'urn:postil:ns#code', '@type': '@id' },
    'postil:section': { '@id': 'urn:postil:ns#section', '@container': '@list' },
    'postil:parent': { '@id': 'urn:postil:ns#parent', '@type': '@id' },
    'postil:by': { '@id': 'urn:postil:ns#by', '@type': '@id' },
    prov: 'http://www.w3.org/ns/prov#',
    'prov:wasDerivedFrom': { '@id': 'http://www.w3.org/ns/prov#wasDerivedFrom', '@type': '@id' },
  },
] as const;

const ACTOR = 'urn:postil:actor:';
const CODE = 'urn:postil:code:';
const AUTHOR_IRI = 'urn:postil:author';
export const ANNOTATOR = 'urn:postil:annotator:';
export const DOCUMENT = 'urn:postil:document:';
export const UUID = 'urn:uuid:';

export function iriOf(id: Speaker | ActorId | CodeId): string {
  if (id === AUTHOR) return AUTHOR_IRI;
  return (id.startsWith('a-') ? ACTOR : CODE) + id;
}

/** The actor, code or author that an IRI of Postil's names; its schema is for the caller to check. */
export function idOf(iri: unknown): string | undefined {
  if (typeof iri !== 'string') return undefined;
  if (iri === AUTHOR_IRI) return AUTHOR;
  return after(ACTOR, iri) ?? after(CODE, iri);
}

export function after(prefix: string, iri: unknown): string | undefined {
  return typeof iri === 'string' && iri.startsWith(prefix) ? iri.slice(prefix.length) : undefined;
}

export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** JSON-LD writes a single value without its array. */
export function asArray(value: unknown): readonly unknown[] {
  return value === undefined || value === null ? [] : Array.isArray(value) ? value : [value];
}

export function hasType(value: JsonObject, type: string): boolean {
  return asArray(value['type'] ?? value['@type']).includes(type);
}
