import { brokenFile } from '../fault.ts';
import { shorten } from '../shorten.ts';
import { readXml, type XmlElement, type XmlHandler } from '../xml/read-xml.ts';
import { normaliseColour, normaliseGuid, type QdaCode, type QdaCodeBook, type QdaSet } from './code-book.ts';

/** Reads a `.qdc` file. @throws PostilError `refused`, with the line, for what is none */
export async function readQdc(chunks: AsyncIterable<string>): Promise<QdaCodeBook> {
  const reader = new CodeBookReader();
  let isRoot = true;
  await readXml(chunks, {
    open(element) {
      if (isRoot && element.name !== 'codebook') {
        throw brokenFile(`It is no codebook: its first element is ${shorten(element.name)}.`, element.line);
      }
      isRoot = false;
      reader.open(element);
    },
    text: (text) => reader.text(text),
    close: (name, line) => reader.close(name, line),
  });
  return reader.finish();
}

interface CodeFrame {
  readonly kind: 'code';
  readonly code: Omit<QdaCode, 'codes' | 'description'>;
  readonly codes: QdaCode[];
  description?: string;
}
interface SetFrame {
  readonly kind: 'set';
  readonly set: Omit<QdaSet, 'members' | 'description'>;
  readonly members: string[];
  description?: string;
}
interface OtherFrame {
  readonly kind: 'other';
}
type Frame = CodeFrame | SetFrame | OtherFrame | { readonly kind: 'description' };

/**
 * Makes a code book of what is heard between a CodeBook element's beginning and end, both included: a reader of a
 * project hands on to it, too. Elements that it does not know (notes, other programs' own) are passed over, and so is
 * all that stands in them.
 */
export class CodeBookReader implements XmlHandler {
  #origin: string | undefined;
  readonly #codes: QdaCode[] = [];
  readonly #sets: QdaSet[] = [];
  readonly #frames: Frame[] = [];
  readonly #guids = new Map<string, number>();
  #text: string[] = [];
  /** How deep it is in something to pass over. */
  #passed = 0;

  open(element: XmlElement): void {
    if (this.#passed > 0) {
      this.#passed++;
      return;
    }
    const frame = this.#frameOf(element);
    if (frame) this.#frames.push(frame);
    else this.#passed = 1;
  }

  text(text: string): void {
    if (this.#passed === 0 && this.#frames.at(-1)?.kind === 'description') this.#text.push(text);
  }

  close(_name: string, _line: number): void {
    if (this.#passed > 0) {
      this.#passed--;
      return;
    }
    const frame = this.#frames.pop();
    const above = this.#frames.at(-1);
    switch (frame?.kind) {
      case 'description':
        if (above?.kind === 'code' || above?.kind === 'set') above.description = this.#text.join('');
        this.#text = [];
        break;
      case 'code': {
        const code: QdaCode = { ...frame.code, ...described(frame.description), codes: frame.codes };
        // Some programs put a Codes element between a code and those under it.
        const parent = this.#frames.findLast((outer) => outer.kind === 'code');
        (parent?.codes ?? this.#codes).push(code);
        break;
      }
      case 'set':
        this.#sets.push({ ...frame.set, ...described(frame.description), members: frame.members });
        break;
      default:
        break;
    }
  }

  finish(): QdaCodeBook {
    const codeBook = { codes: this.#codes, sets: this.#sets };
    return this.#origin === undefined ? codeBook : { origin: this.#origin, ...codeBook };
  }

  /** Null for what is passed over. */
  #frameOf(element: XmlElement): Frame | null {
    const above = this.#frames.at(-1);
    switch (element.name) {
      case 'codebook':
        this.#origin = element.attribute('origin');
        return { kind: 'other' };
      case 'codes':
      case 'sets':
        return { kind: 'other' };
      case 'code':
        return { kind: 'code', code: this.#code(element), codes: [] };
      case 'set':
        return { kind: 'set', set: named(element, 'set'), members: [] };
      case 'membercode': {
        const guid = element.attribute('guid') ?? element.attribute('targetguid') ?? '';
        if (above?.kind === 'set') above.members.push(guidOf(guid, element, 'member of a set'));
        return { kind: 'other' };
      }
      case 'description':
        return { kind: 'description' };
      default:
        return null;
    }
  }

  #code(element: XmlElement): CodeFrame['code'] {
    const { guid, name } = named(element, 'code');
    const before = this.#guids.get(guid);
    if (before !== undefined) {
      throw brokenFile(
        `The code “${shorten(name)}” has the GUID of the code in line ${before}.`,
        element.line,
      );
    }
    this.#guids.set(guid, element.line);
    const colour = element.attribute('color') ?? element.attribute('colour');
    const isCodable = element.attribute('iscodable')?.trim().toLowerCase();
    return {
      guid,
      name,
      isCodable: isCodable !== 'false' && isCodable !== '0',
      // A colour that is none is no reason to refuse the code.
      colour: (colour !== undefined && normaliseColour(colour)) || undefined,
      line: element.line,
    };
  }
}

function named(element: XmlElement, kind: string): { readonly guid: string; readonly name: string } {
  const name = element.attribute('name') ?? '';
  if (name.trim() === '') throw brokenFile(`A ${kind} has no name.`, element.line);
  return { guid: guidOf(element.attribute('guid') ?? '', element, `${kind} “${shorten(name)}”`), name };
}

function guidOf(guid: string, { line }: XmlElement, what: string): string {
  const normal = normaliseGuid(guid);
  if (normal === null) {
    throw brokenFile(
      guid === ''
        ? `The ${what} has no GUID.`
        : `The ${what} has the GUID “${shorten(guid)}”, which is none.`,
      line,
    );
  }
  return normal;
}

function described(description: string | undefined): { readonly description?: string } {
  return description === undefined ? {} : { description };
}
