import { PostilError } from '../../../core/errors.ts';
import { flowNotices } from './flow-notices.ts';
import { MarkupFlow } from './markup-flow.ts';
import { OdtStyles } from './odt-styles.ts';
import { readOfficeArchive, readPart, readProperties } from './office-archive.ts';
import type { Archive } from './read-archive.ts';
import { leftOut, type ReadFile } from './read-file.ts';
import type { XmlElement } from './read-xml.ts';
import { StructuredText } from './structured-text.ts';
import { tellProperties, ToldValues } from './told-metadata.ts';

const PARTS = new Set(['mimetype', 'content.xml', 'styles.xml', 'meta.xml', 'META-INF/manifest.xml']);
const MIMETYPE = /^application\/vnd\.oasis\.opendocument\.text(?:-template|-master)?$/;
const MOST_SPACES = 1000;

/**
 * An OpenDocument text. There is no kept library for it; its XML is read strictly, and told to the flow in HTML's words.
 * @throws PostilError `refused`
 */
export async function readOdt(bytes: Uint8Array): Promise<ReadFile> {
  const archive = await readOfficeArchive(bytes, (name) => PARTS.has(name), '.odt');
  const type = Buffer.from(archive.get('mimetype') ?? [])
    .toString('latin1')
    .trim();
  if (!MIMETYPE.test(type)) {
    throw new PostilError('refused', 'It is no OpenDocument text, though its name says so.');
  }
  refuseEncrypted(archive);
  const styles = new OdtStyles();
  if (archive.has('styles.xml')) readPart(archive, 'styles.xml', { open: (element) => styles.take(element) });
  readPart(archive, 'content.xml', { open: (element) => styles.take(element) });
  const writer = new StructuredText();
  const reader = new OdtReader(new MarkupFlow(writer), styles);
  readPart(archive, 'content.xml', reader);
  reader.flow.finish();
  const { text, structure } = writer.finish();
  if (text === '') throw new PostilError('refused', 'It holds no text.');
  return { text, structure, told: readTold(archive), notices: reader.notices() };
}

function refuseEncrypted(archive: Archive): void {
  if (!archive.has('META-INF/manifest.xml')) return;
  readPart(archive, 'META-INF/manifest.xml', {
    open({ name }) {
      if (name === 'encryption-data') {
        throw new PostilError(
          'refused',
          'It is protected by a password. Save it without one and import that.',
        );
      }
    },
  });
}

function readTold(archive: Archive): ReadFile['told'] {
  const properties = readProperties(archive, 'meta.xml');
  const told = new ToldValues();
  tellProperties(told, {
    title: properties.get('title'),
    author: properties.get('initial-creator') ?? properties.get('creator'),
    date: properties.get('creation-date') ?? properties.get('date'),
    language: properties.get('language'),
  });
  return told.values;
}

/** Elements that are not the document's text, with all that is in them. */
const SKIPPED = new Set(['forms', 'ruby-text', 'desc', 'event-listeners', 'meta', 'sequence-decls']);
/** Elements that are left out and counted. */
const COUNTED = new Set(['annotation', 'tracked-changes']);

/** Tells the flow what each element of `office:text` is in HTML. */
class OdtReader {
  readonly flow: MarkupFlow;
  readonly #styles: OdtStyles;
  /** Of each element that is open, how to leave it. */
  readonly #open: (() => void)[] = [];
  #isBody = false;
  #skipped = 0;
  #comments = 0;
  #deletions = 0;
  /** The style of each list that is open; a list inside takes its outer's where it names none. */
  readonly #lists: string[] = [];
  #noteMark = '';
  #isCitation = false;

  constructor(flow: MarkupFlow, styles: OdtStyles) {
    this.flow = flow;
    this.#styles = styles;
  }

  notices(): string[] {
    return [
      ...flowNotices(this.flow),
      ...leftOut(this.#comments, 'comment', 'comments'),
      ...(this.#deletions > 0 ? ['It was read as if all its tracked changes were accepted.'] : []),
    ];
  }

  open(element: XmlElement): void {
    this.#open.push(this.#enter(element) ?? nothing);
  }

  close(): void {
    this.#open.pop()!();
  }

  text(text: string): void {
    if (!this.#isBody || this.#skipped > 0) return;
    if (this.#isCitation) this.#noteMark += text;
    else this.flow.text(text);
  }

  #enter(element: XmlElement): (() => void) | null {
    const { name, uri, attributes } = element;
    if (!this.#isBody) {
      if (name !== 'text' || !uri.endsWith(':office:1.0')) return null;
      this.#isBody = true;
      return () => {
        this.#isBody = false;
      };
    }
    const isPictureTitle = name === 'title' && uri.includes(':svg');
    if (this.#skipped > 0 || SKIPPED.has(name) || COUNTED.has(name) || isPictureTitle) {
      if (this.#skipped === 0 && name === 'annotation') this.#comments++;
      if (name === 'deletion' || name === 'insertion') this.#deletions++;
      this.#skipped++;
      return () => this.#skipped--;
    }
    switch (name) {
      case 'h': {
        const level = Number.parseInt(attributes['outline-level'] ?? '1', 10);
        return this.#as(`h${Math.min(6, Math.max(1, level || 1))}`);
      }
      case 'p':
        return this.#enterParagraph(this.#styles.roleOf(attributes['style-name']));
      case 'span': {
        const { isBold, isItalic } = this.#styles.textOf(attributes['style-name']);
        return this.#as(...(isBold ? ['strong'] : []), ...(isItalic ? ['em'] : []));
      }
      case 'a':
        return uri.includes(':text:') ? this.#as(['a', { href: attributes['href'] ?? '' }]) : null;
      case 's':
        this.flow.text(' '.repeat(Math.min(MOST_SPACES, Number.parseInt(attributes['c'] ?? '1', 10) || 1)));
        return null;
      case 'tab':
        this.flow.text(' ');
        return null;
      case 'line-break':
        this.flow.open('br');
        this.flow.close();
        return null;
      case 'list':
        return this.#enterList(attributes);
      case 'list-item':
      case 'list-header':
        return this.#as(['li', attributes['start-value'] ? { value: attributes['start-value'] } : {}]);
      case 'note':
        return this.#enterNote();
      case 'note-citation':
        this.#isCitation = true;
        return () => {
          this.#isCitation = false;
          this.flow.text(`[${this.#noteMark.trim()}]`);
        };
      case 'note-body':
        return this.#as(['note', { 'data-mark': this.#noteMark.trim() }]);
      case 'table':
        return uri.includes(':table:') ? this.#as('table') : null;
      case 'table-row':
        return this.#as('tr');
      case 'table-cell':
      case 'covered-table-cell':
        return this.#as('td');
      case 'image':
        this.flow.leftOut.images++;
        this.#skipped++;
        return () => this.#skipped--;
      case 'object':
      case 'object-ole':
      case 'plugin':
        this.flow.leftOut.objects++;
        this.#skipped++;
        return () => this.#skipped--;
      default:
        return null;
    }
  }

  #enterParagraph(role: ReturnType<OdtStyles['roleOf']>): () => void {
    if (role === 'title') return this.#as('title');
    if (role === 'quote') return this.#as('blockquote', 'p');
    if (role === 'caption') return this.#as('figcaption');
    if (role === 'code') return this.#as('pre');
    return this.#as('p');
  }

  #enterList(attributes: Readonly<Record<string, string>>): () => void {
    const style = attributes['style-name'] ?? this.#lists.at(-1) ?? '';
    this.#lists.push(style);
    const { isOrdered, format } = this.#styles.levelOf(style, this.#lists.length);
    const leave = this.#as([isOrdered ? 'ol' : 'ul', { type: format }]);
    return () => {
      leave();
      this.#lists.pop();
    };
  }

  #enterNote(): () => void {
    this.#noteMark = '';
    return nothing;
  }

  /** Opens HTML's elements, the outer first, and answers how to close them. */
  #as(...elements: (string | readonly [string, Readonly<Record<string, string>>])[]): () => void {
    for (const element of elements) {
      if (typeof element === 'string') this.flow.open(element);
      else this.flow.open(...element);
    }
    return () => {
      for (const _ of elements) this.flow.close();
    };
  }
}

function nothing(): void {
  // What opened nothing closes nothing.
}
