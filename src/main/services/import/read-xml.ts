import { decodeHTML } from 'entities';
import { SaxesParser, type SaxesTagNS } from 'saxes';
import { PostilError } from '../../../core/errors.ts';

/** An element as it opens. Names of attributes and elements are without their prefix; `uri` is the name space. */
export interface XmlElement {
  readonly name: string;
  readonly uri: string;
  /** By local name; of two with the same local name the one without a prefix goes before. */
  readonly attributes: Readonly<Record<string, string>>;
}

export interface XmlHandlers {
  open?(element: XmlElement): void;
  close?(element: XmlElement): void;
  text?(text: string): void;
}

export interface XmlOptions {
  /** How the message names it: "content.xml". */
  readonly part: string;
  /** XHTML: the doctype of HTML without an internal subset may stand there, and HTML's named characters mean what they do. */
  readonly isXhtml?: boolean;
}

/** Deeper than any document; a file beyond it was made to exhaust a reader. */
const MAX_DEPTH = 512;

/**
 * Reads XML into events, strictly. A DOCTYPE is refused, so that no entity can be declared, expanded or fetched.
 * @throws PostilError `refused` with the place; also what a handler throws
 */
export function readXml(bytes: Uint8Array, handlers: XmlHandlers, { part, isXhtml }: XmlOptions): void {
  const text = decodeXml(bytes, part);
  const parser = new SaxesParser({ xmlns: true, position: true });
  const where = () => `${part}, line ${parser.line}`;
  const open: XmlElement[] = [];
  if (isXhtml) parser.ENTITIES = htmlEntities();
  parser.on('error', (error) => {
    throw refused(`It is damaged: ${part} is no well-formed XML (line ${parser.line}).`, error);
  });
  parser.on('doctype', (doctype) => {
    if (isXhtml && isHarmless(doctype)) return;
    throw refused(`It declares a document type (${where()}); such files are not read.`);
  });
  parser.on('opentag', (tag) => {
    if (open.length >= MAX_DEPTH) throw refused(`It is nested more than ${MAX_DEPTH} deep (${where()}).`);
    const element: XmlElement = { name: tag.local, uri: tag.uri, attributes: localAttributes(tag) };
    open.push(element);
    handlers.open?.(element);
  });
  parser.on('closetag', () => {
    const element = open.pop()!;
    handlers.close?.(element);
  });
  parser.on('text', (content) => handlers.text?.(content));
  parser.on('cdata', (content) => handlers.text?.(content));
  parser.write(text).close();
}

function refused(reason: string, cause?: unknown): PostilError {
  return new PostilError('refused', reason, {}, cause);
}

function localAttributes(tag: SaxesTagNS): Record<string, string> {
  const attributes: Record<string, string> = Object.create(null);
  for (const { local, prefix, value } of Object.values(tag.attributes)) {
    if (prefix === '' || !(local in attributes)) attributes[local] = value;
  }
  return attributes;
}

/** `html` by itself or with the public name of an XHTML; a subset in brackets could declare entities. */
function isHarmless(doctype: string): boolean {
  return /^\s*html(?:\s+(?:PUBLIC|SYSTEM)\s[^[\]]*)?\s*$/i.test(doctype);
}

/** XML's own five and HTML's: each is one or two characters, and none of them another's name. */
function htmlEntities(): Record<string, string> {
  return new Proxy<Record<string, string>>(Object.create(null) as Record<string, string>, {
    get(_target, name) {
      if (typeof name !== 'string' || !/^[a-z][a-z0-9]{0,31}$/i.test(name)) return undefined;
      const reference = `&${name};`;
      const character = decodeHTML(reference);
      return character === reference ? undefined : character;
    },
  });
}

/** By its byte-order mark, else UTF-8: what office programs and EPUBs are written in. */
function decodeXml(bytes: Uint8Array, part: string): string {
  const [first, second] = bytes;
  const encoding =
    first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (error) {
    throw refused(`It is damaged: ${part} is not ${encoding.toUpperCase()}.`, error);
  }
}
