import { posix } from 'node:path';
import { PostilError } from '../../../core/errors.ts';
import { flowNotices } from './flow-notices.ts';
import { assertReadable, parseHtml, walkTree } from './html-tree.ts';
import { MarkupFlow } from './markup-flow.ts';
import { readOfficeArchive, readPart } from './office-archive.ts';
import type { Archive } from './read-archive.ts';
import type { ReadFile, ReadPace } from './read-file.ts';
import { readXml } from './read-xml.ts';
import { StructuredText } from './structured-text.ts';
import { ToldValues } from './told-metadata.ts';

const CONTAINER = 'META-INF/container.xml';
const ENCRYPTION = 'META-INF/encryption.xml';
const CHAPTERS = new Set(['application/xhtml+xml', 'text/html', 'application/x-dtbook+xml']);
const MOST_CHAPTERS = 5000;

interface Package {
  /** Paths in the archive, in the order of the spine. */
  readonly chapters: readonly string[];
  readonly told: ReadFile['told'];
}

/**
 * An EPUB: its chapters in the order of its spine, headings as they are, the pages of the printed book where it knows
 * them. Notes stand at the end of their chapter.
 * @throws PostilError `refused`
 */
export async function readEpub(bytes: Uint8Array, pace: ReadPace): Promise<ReadFile> {
  const archive = await readOfficeArchive(bytes, isText, 'EPUB');
  refuseProtected(archive);
  const { chapters, told } = readPackage(archive);
  const writer = new StructuredText();
  const flow = new MarkupFlow(writer);
  let loose = 0;
  for (const [i, path] of chapters.entries()) {
    const chapter = archive.get(path);
    if (!chapter) throw new PostilError('refused', `It is damaged: its chapter ${path} is missing.`);
    if (!readChapter(chapter, path, flow)) loose++;
    flow.flushNotes();
    pace.report(`${i + 1}/${chapters.length}`);
    await pace.pause();
  }
  flow.finish();
  const { text, structure } = writer.finish();
  if (text === '') throw new PostilError('refused', 'It holds no text.');
  const notices = flowNotices(flow);
  if (loose > 0) {
    notices.push(
      `${loose} of its ${chapters.length} chapters ${loose === 1 ? 'is' : 'are'} no well-formed XHTML and ${loose === 1 ? 'was' : 'were'} read as web pages are.`,
    );
  }
  return { text, structure, told, notices };
}

/** Pictures, fonts, sound and styles are not even unpacked. */
function isText(name: string): boolean {
  return /\.(?:xhtml|html|htm|xml|opf|ncx)$/i.test(name);
}

/** Fonts may be scrambled; texts may not. */
function refuseProtected(archive: Archive): void {
  const bytes = archive.get(ENCRYPTION);
  if (!bytes) return;
  readXml(
    bytes,
    {
      open({ name, attributes }) {
        if (name === 'CipherReference' && isText(attributes['URI'] ?? '')) {
          throw new PostilError('refused', 'It is protected (DRM): its text cannot be read.');
        }
      },
    },
    { part: ENCRYPTION },
  );
}

function readPackage(archive: Archive): Package {
  let root: string | undefined;
  readPart(archive, CONTAINER, {
    open({ name, attributes }) {
      if (name === 'rootfile') root ??= attributes['full-path'];
    },
  });
  if (root === undefined) throw new PostilError('refused', `It is damaged: ${CONTAINER} names no package.`);
  const items = new Map<string, { readonly path: string; readonly type: string; readonly isNav: boolean }>();
  const spine: string[] = [];
  const creators: string[] = [];
  const told = new ToldValues();
  let content = '';
  const folder = posix.dirname(root);
  readPart(archive, root, {
    open({ name, attributes }) {
      content = '';
      const { id, href, idref } = attributes;
      if (name === 'item' && id !== undefined && href !== undefined) {
        const isNav = /\bnav\b/.test(attributes['properties'] ?? '');
        items.set(id, { path: pathOf(folder, href), type: attributes['media-type'] ?? '', isNav });
      } else if (name === 'itemref' && idref !== undefined) spine.push(idref);
    },
    text(text) {
      content += text;
    },
    close({ name, uri }) {
      const isMetadata = uri === 'http://purl.org/dc/elements/1.1/';
      if (!isMetadata) return;
      if (name === 'creator') creators.push(content.trim());
      if (name === 'title' || name === 'date' || name === 'language') {
        told.tell(name, content, `the EPUB’s ${name}`, name !== 'language');
      }
      if (name === 'publisher') told.tell('outlet', content, 'the EPUB’s publisher', true);
    },
  });
  told.tell('author', creators.filter((name) => name !== '').join(', '), 'the EPUB’s creator', true);
  const chapters = spine.flatMap((id) => {
    const item = items.get(id);
    return item && CHAPTERS.has(item.type) && !item.isNav ? [item.path] : [];
  });
  if (chapters.length === 0) throw new PostilError('refused', 'It is damaged: it names no chapters.');
  if (chapters.length > MOST_CHAPTERS) {
    throw new PostilError(
      'refused',
      `It has ${chapters.length} chapters; at most ${MOST_CHAPTERS} are read.`,
    );
  }
  return { chapters, told: told.values };
}

/** Only looked up among the archive's own entries: what leads elsewhere is not there. */
function pathOf(folder: string, href: string): string {
  const plain = href.replace(/[?#].*$/, '');
  return posix.normalize(posix.join(folder, decodeOrKeep(plain)));
}

function decodeOrKeep(href: string): string {
  try {
    return decodeURIComponent(href);
  } catch (error) {
    if (error instanceof URIError) return href;
    throw error;
  }
}

/** Answers whether it was XHTML as EPUB demands it. */
function readChapter(bytes: Uint8Array, path: string, flow: MarkupFlow): boolean {
  // Checked whole before anything of it is written.
  if (isWellFormed(bytes, path)) {
    let isBody = false;
    readXml(
      bytes,
      {
        open: ({ name, attributes }) => {
          const lower = name.toLowerCase();
          if (isBody) flow.open(lower, attributes);
          else if (lower === 'body') isBody = true;
        },
        close: ({ name }) => {
          if (name.toLowerCase() === 'body') isBody = false;
          else if (isBody) flow.close();
        },
        text: (text) => {
          if (isBody) flow.text(text);
        },
      },
      { part: path, isXhtml: true },
    );
    return true;
  }
  const { body } = parseHtml(new TextDecoder().decode(bytes));
  if (!body) return false;
  assertReadable(body);
  walkTree(body, flow);
  return false;
}

function isWellFormed(bytes: Uint8Array, path: string): boolean {
  try {
    readXml(bytes, {}, { part: path, isXhtml: true });
    return true;
  } catch (error) {
    // A document type with entities, or a nesting without end, is no slip of whoever made the book.
    if (error instanceof PostilError && !error.message.startsWith('It is damaged')) throw error;
    if (error instanceof PostilError) return false;
    throw error;
  }
}
