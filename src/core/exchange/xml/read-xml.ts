import { SaxesParser } from 'saxes';
import { brokenFile } from '../fault.ts';

/** An element as it begins. Prefixes are taken off: programs choose their own for one namespace. */
export interface XmlElement {
  /** The local name in small letters: programs differ in case. */
  readonly name: string;
  /** 1-based. */
  readonly line: number;
  /** An attribute's value by its local name in small letters. */
  attribute(name: string): string | undefined;
}

/** Hears a document from its beginning to its end. What it throws ends the reading. */
export interface XmlHandler {
  open(element: XmlElement): void;
  /** Characters and CDATA, in pieces, references resolved; line ends are LF. */
  text(text: string): void;
  /** @param name as in `open` */
  close(name: string, line: number): void;
}

export interface XmlLimits {
  readonly depth: number;
  readonly elements: number;
}

/** Deeper than any program nests its codes, and far from what hurts. */
export const XML_LIMITS: XmlLimits = { depth: 256, elements: 5_000_000 };

/**
 * Reads XML as it comes, whole document or a refusal. No DOCTYPE, and so no entities but XML's own five.
 * @param chunks decoded, without a byte order mark
 * @throws PostilError `refused` with the line of what is not well formed, or beyond the limits; what `handler` throws
 */
export async function readXml(
  chunks: AsyncIterable<string>,
  handler: XmlHandler,
  limits: XmlLimits = XML_LIMITS,
): Promise<void> {
  const parser = new SaxesParser({ xmlns: false });
  let depth = 0;
  let elements = 0;
  parser.on('error', (error) => {
    throw brokenFile(`It is not well-formed XML: ${reasonOf(error)}.`, parser.line, error);
  });
  parser.on('doctype', () => {
    throw brokenFile('It has a DOCTYPE, which Postil does not read.', parser.line);
  });
  parser.on('opentag', (tag) => {
    if (++depth > limits.depth) {
      throw brokenFile(`Its elements are nested deeper than ${limits.depth} levels.`, parser.line);
    }
    if (++elements > limits.elements) {
      throw brokenFile(`It has more than ${limits.elements} elements.`, parser.line);
    }
    const attributes = new Map<string, string>();
    for (const [name, value] of Object.entries(tag.attributes)) attributes.set(localName(name), value);
    handler.open({
      name: localName(tag.name),
      line: parser.line,
      attribute: (name) => attributes.get(name),
    });
  });
  parser.on('text', (text) => handler.text(text));
  parser.on('cdata', (text) => handler.text(text));
  parser.on('closetag', (tag) => {
    depth--;
    handler.close(localName(tag.name), parser.line);
  });
  for await (const chunk of chunks) parser.write(chunk);
  parser.close();
  if (elements === 0) throw brokenFile('It has no element.');
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1).toLowerCase();
}

/** The parser puts its own place before what it says. */
function reasonOf(error: Error): string {
  return error.message.replace(/^(?:[^:]*:)?\d+:\d+: /, '').replace(/\.$/, '');
}
