import { brokenFile, Refusal } from '../fault.ts';
import { readJsonItems, type JsonMember } from '../json-items.ts';
import { readJson } from '../read-json.ts';
import { asArray, hasType, isObject, type JsonObject } from './vocabulary.ts';

export type W3cEntry =
  /** A member of the collection (or page) itself, not of its annotations. */
  | { readonly kind: 'member'; readonly line: number; readonly key: string; readonly value: unknown }
  | { readonly kind: 'annotation'; readonly line: number; readonly item: JsonObject }
  | { readonly kind: 'invalid'; readonly line: number; readonly reason: string };

const ENTERED = ['first', 'next', 'items', '@graph'];

/**
 * The annotations of a file that holds one, an array of them, a page or a collection with embedded pages; one at a time.
 * @throws PostilError `refused` when it is no JSON document
 */
export async function* parseW3c(chunks: AsyncIterable<string>): AsyncGenerator<W3cEntry> {
  const top: Record<string, unknown> = {};
  let isCollection = false;
  let firstLine = 1;
  for await (const member of readJsonItems(chunks, ENTERED)) {
    const { line, kind, key } = member;
    const value = parseMember(member);
    if (kind === 'item') {
      isCollection = true;
      yield* annotationsIn(value, line);
    } else {
      if (member.depth === 1) {
        if (Object.keys(top).length === 0) firstLine = line;
        top[key] = value;
      }
      yield { kind: 'member', line, key, value };
    }
  }
  if (isObject(top['items'])) yield* annotationsIn(top['items'], firstLine);
  else if (!isCollection && hasType(top, 'Annotation'))
    yield { kind: 'annotation', line: firstLine, item: top };
  else if (!isCollection && !hasType(top, 'AnnotationCollection') && !hasType(top, 'AnnotationPage')) {
    throw brokenFile('This is not a file of Web Annotations.');
  }
}

function parseMember(member: JsonMember): unknown {
  try {
    return readJson(member.json);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw brokenFile(`What begins here ${error.message}.`, member.line, error);
  }
}

function* annotationsIn(value: unknown, line: number): Generator<W3cEntry> {
  if (!isObject(value)) {
    yield { kind: 'invalid', line, reason: 'is not an annotation but a reference, and nothing is fetched' };
  } else if (hasType(value, 'AnnotationPage') || hasType(value, 'AnnotationCollection')) {
    for (const item of asArray(value['items'])) yield* annotationsIn(item, line);
    if (isObject(value['first'])) yield* annotationsIn(value['first'], line);
    if (isObject(value['next'])) yield* annotationsIn(value['next'], line);
  } else {
    yield { kind: 'annotation', line, item: value };
  }
}
