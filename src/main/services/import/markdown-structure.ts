import type { Nodes, Parents, RootContent } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import type { MetadataField, Structure } from '../../../core/document/document.ts';
import { findPlainStructure } from '../../../core/document/plain-structure.ts';
import { isCaption } from '../../../core/document/patterns.ts';
import { readFrontMatter } from './front-matter.ts';
import { collectDefinitions, isTooTangled, splitMarkdown } from './markdown-chunks.ts';
import { renderInlines, type Definitions } from './markdown-inlines.ts';
import { readTable } from './markdown-table.ts';
import { stripHtml } from './strip-html.ts';
import { MOST_INLINES, StructuredText, type Rendered } from './structured-text.ts';

/** A Markdown file as text without markup, with its structure beside it. */
interface MarkdownText {
  readonly text: string;
  readonly structure: Structure;
  /** What a front matter says of the fields that Postil knows. */
  readonly front: Partial<Record<MetadataField, string>>;
  readonly notices: readonly string[];
}

/**
 * Reads Markdown (CommonMark, pipe tables, YAML front matter of simple `key: value` lines). HTML becomes its text;
 * no tag, script or style is kept. Markdown that is nested or tangled beyond reading is read as plain text, which a
 * notice says.
 * @param source LF only, without lone surrogates
 * @param pause called between pieces of a long file, so that others may run and a cancel be heard
 */
export async function readMarkdown(source: string, pause?: () => Promise<void>): Promise<MarkdownText> {
  const { body, front, lines } = readFrontMatter(source);
  const notices =
    lines > 0 ? [`Its front matter (${lines} lines) was read as metadata and is not part of the text.`] : [];
  if (isTooTangled(body)) {
    return {
      text: body,
      structure: findPlainStructure(body),
      front,
      notices: [...notices, 'Read as plain text, since its Markdown is too long or nested too deeply.'],
    };
  }
  const writer = new StructuredText();
  const { definitions, suffix } = collectDefinitions(body);
  const pieces = splitMarkdown(body, suffix);
  for (const piece of pieces) {
    writeTree(writer, piece + suffix, definitions);
    if (pieces.length > 1) await pause?.();
  }
  const { text, structure } = writer.finish();
  if (structure.inlines.length > MOST_INLINES) {
    notices.push(`Only its first ${MOST_INLINES} emphases and links are shown as such.`);
  }
  return { text, structure, front, notices };
}

interface Place {
  readonly isQuoted: boolean;
  /** Depth in lists; 0 outside. */
  readonly depth: number;
  /** Of the item's first block; later blocks of an item have none. */
  marker: string | null;
}

/** Walks with a stack of its own: a hostile nesting must not exhaust the machine's. */
function writeTree(writer: StructuredText, source: string, definitions: Definitions): void {
  const root = fromMarkdown(source);
  const stack: { node: Nodes; place: Place }[] = root.children
    .toReversed()
    .map((node) => ({ node, place: { isQuoted: false, depth: 0, marker: null } }));
  for (let next = stack.pop(); next; next = stack.pop()) {
    const { node, place } = next;
    const children = writeNode(writer, source, definitions, node, place);
    for (const child of children.toReversed()) stack.push(child);
  }
}

/** Writes a leaf, or answers with what a container holds. */
function writeNode(
  writer: StructuredText,
  source: string,
  definitions: Definitions,
  node: Nodes,
  place: Place,
): { node: Nodes; place: Place }[] {
  switch (node.type) {
    case 'blockquote':
      return node.children.map((child) => ({ node: child, place: { ...place, isQuoted: true } }));
    case 'list': {
      const start = node.start ?? 1;
      return node.children.map((child, i) => ({
        node: child,
        place: {
          isQuoted: place.isQuoted,
          depth: place.depth + 1,
          marker: node.ordered ? `${start + i}.`.slice(-12) : '•',
        },
      }));
    }
    case 'listItem': {
      // One object for all children, so that whichever writes first takes the marker.
      const shared: Place = { ...place };
      return node.children.map((child) => ({
        node: child,
        place: child.type === 'list' ? { ...place, marker: null } : shared,
      }));
    }
    case 'heading':
      writer.add('heading', renderInlines(node, definitions), { level: node.depth });
      return [];
    case 'paragraph':
      writeParagraph(writer, source, definitions, node, place);
      return [];
    case 'code':
      writer.add('code', { text: node.value, inlines: [] });
      return [];
    case 'html':
      for (const text of stripHtml(node.value)) writeText(writer, { text, inlines: [] }, place);
      return [];
    case 'thematicBreak':
    case 'definition':
      return [];
    default:
      return 'children' in node
        ? (node as Parents).children.map((child) => ({ node: child as RootContent, place }))
        : [];
  }
}

function writeParagraph(
  writer: StructuredText,
  source: string,
  definitions: Definitions,
  node: Extract<Nodes, { type: 'paragraph' }>,
  place: Place,
): void {
  const from = node.position?.start.offset ?? 0;
  const to = node.position?.end.offset ?? 0;
  const table = readTable(source.slice(from, to), definitions);
  if (table) {
    for (const row of table) {
      if (place.depth > 0 || place.isQuoted) writeText(writer, row, place);
      else writer.add('tableRow', row);
    }
    return;
  }
  const rendered = renderInlines(node, definitions);
  const isPicture = node.children.every(
    (child) =>
      child.type === 'image' ||
      child.type === 'imageReference' ||
      child.type === 'break' ||
      (child.type === 'text' && child.value.trim() === ''),
  );
  if (isPicture) writer.add('caption', rendered);
  else writeText(writer, rendered, place);
}

function writeText(writer: StructuredText, rendered: Rendered, place: Place): void {
  if (place.depth > 0) {
    const level = Math.min(6, place.depth);
    const marker = place.marker;
    const extra = marker === null ? { level } : { level, marker };
    if (writer.add('listItem', rendered, extra)) place.marker = null;
  } else if (place.isQuoted) {
    writer.add('quote', rendered);
  } else {
    writer.add(isCaption(rendered.text.trim()) ? 'caption' : 'paragraph', rendered);
  }
}
