import { actorSchema, codeSchema, type Actor, type Code } from '../../codebook/codebook.ts';
import { annotatorIdSchema, type DocumentId } from '../../ids.ts';
import type { DocumentSummary } from '../../project/project.ts';
import { withoutUndefined } from '../exchange.ts';
import { Refusal } from '../fault.ts';
import type { Intake } from '../intake.ts';
import { fromForeignItem } from './foreign-item.ts';
import { parseW3c } from './parse.ts';
import {
  documentOf,
  fromPostilItem,
  isPostilItem,
  prepareW3cText,
  readPointer,
  type W3cText,
} from './postil-item.ts';
import { after, asArray, idOf, isObject, UUID, type JsonObject } from './vocabulary.ts';

/** Reads Web Annotations into a project: Postil's own back without loss, those of others as far as they go. */
export async function readW3c(chunks: AsyncIterable<string>, intake: Intake): Promise<void> {
  const actors: Actor[] = [];
  const codes: Code[] = [];
  const declared = new Set<string>();
  let keepsRevision = false;
  const texts = new Map<DocumentId, W3cText>();
  async function textOf(document: DocumentSummary): Promise<W3cText> {
    const known = texts.get(document.id);
    if (known) return known;
    const { text } = await intake.text(document.id);
    const made = prepareW3cText(text, document.textHash);
    // One document at a time: files are mostly in the documents' order.
    texts.clear();
    texts.set(document.id, made);
    return made;
  }
  function declareActor(node: JsonObject, line: number): void {
    const parsed = actorSchema.safeParse(withoutUndefined(readActor(node)));
    if (!parsed.success) {
      intake.refuse(line, 'postil:actors', 'is no actor as Postil writes them');
    } else if (!declared.has(parsed.data.id)) {
      declared.add(parsed.data.id);
      intake.codebook.matchActor(parsed.data, line);
      actors.push(parsed.data);
    }
  }
  function declareCode(node: JsonObject, line: number): void {
    const parsed = codeSchema.safeParse(withoutUndefined(readCode(node)));
    if (!parsed.success) {
      intake.refuse(line, 'postil:codes', 'is no code as Postil writes them');
    } else if (!declared.has(parsed.data.id)) {
      declared.add(parsed.data.id);
      intake.codebook.matchCode(parsed.data, line);
      codes.push(parsed.data);
    }
  }

  async function offerOwn(item: JsonObject, line: number): Promise<void> {
    const named = documentOf(item);
    const document = intake.documents.match(named.textHash, named.id, named.title);
    const text = await textOf(document);
    const { annotation, confidence } = fromPostilItem(item, document.id, text);
    const place =
      annotation.target.textHash === document.textHash && item['target'] !== undefined && !isDescribed(item)
        ? { target: annotation.target, confidence }
        : await intake.place(document.id, annotation.target);
    declareNamed(item, line);
    const creator = asArray(item['creator']).find(isObject);
    const name = creator?.['name'];
    const id = annotatorIdSchema.parse(annotation.annotator);
    intake.addAnnotator({
      id,
      name: typeof name === 'string' && name.trim() !== '' ? name.trim().slice(0, 120) : id,
    });
    const translated = intake.codebook.translate({ ...annotation, target: place.target });
    await intake.offer({ line, annotation: translated, confidence: place.confidence, keepsRevision });
  }

  /** Actors and codes that the annotation names and the collection did not: what is known of them is their name. */
  function declareNamed(item: JsonObject, line: number): void {
    for (const body of asArray(item['body']).filter(isObject)) {
      const source = body['source'];
      if (isObject(source) && idOf(source['id']) !== undefined) declareActor(source, line);
      const code = idOf(body['postil:code']);
      if (code !== undefined) declareCode({ id: body['postil:code'], label: body['value'] }, line);
    }
  }

  for await (const entry of parseW3c(chunks)) {
    const { line } = entry;
    if (entry.kind === 'invalid') {
      intake.refuse(line, 'item', entry.reason);
    } else if (entry.kind === 'member') {
      const { key, value } = entry;
      if (key === 'postil:project') keepsRevision = after(UUID, value) === intake.projectId;
      if (key === 'postil:actors')
        for (const node of asArray(value).filter(isObject)) declareActor(node, line);
      if (key === 'postil:codes') for (const node of asArray(value).filter(isObject)) declareCode(node, line);
      if (key === 'next' && typeof value === 'string') {
        intake.notice(`The collection goes on at ${value}; Postil fetches nothing.`, line);
      }
    } else {
      const { item } = entry;
      try {
        if (isPostilItem(item)) await offerOwn(item, line);
        else await intake.offer(await fromForeignItem(item, line, intake, textOf));
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        intake.refuse(line, describe(item), error.message);
      }
    }
  }
  intake.codebook.matchParents(actors, codes);
}

function isDescribed(item: JsonObject): boolean {
  const target = item['target'];
  return isObject(target) && target['postil:describedAs'] !== undefined;
}

/** What to call an annotation in a report: its quote, else its id. */
function describe(item: JsonObject): string {
  const [target] = asArray(item['target']);
  try {
    const quote = isObject(target) ? readPointer(target).quotes[0]?.exact : undefined;
    return quote ?? (typeof item['id'] === 'string' ? item['id'] : 'annotation');
  } catch (error) {
    if (error instanceof Refusal) return 'annotation';
    throw error;
  }
}

function readActor(node: JsonObject): unknown {
  return {
    id: idOf(node['id']),
    name: node['label'],
    kind: node['postil:kind'] ?? 'other',
    aliases: asArray(node['postil:aliases'])
      .filter(isObject)
      .map((alias) => ({
        text: alias['postil:text'],
        from: alias['postil:from'],
        until: alias['postil:until'],
      })),
    parent: idOf(node['postil:parent']),
    note: node['postil:note'],
    ended: readEnd(node['postil:ended']),
  };
}

function readCode(node: JsonObject): unknown {
  return {
    id: idOf(node['id']),
    name: node['label'],
    colour: node['postil:colour'] ?? 'slate',
    parent: idOf(node['postil:parent']),
    definition: node['postil:definition'],
    ended: readEnd(node['postil:ended']),
  };
}

/** Its schema is the entry's. */
function readEnd(node: unknown): unknown {
  if (!isObject(node)) return undefined;
  const kind = node['postil:how'];
  const into = asArray(node['postil:into']).map(idOf);
  return {
    kind,
    at: node['postil:at'],
    into: kind === 'merged' ? into[0] : kind === 'split' ? into : undefined,
  };
}
