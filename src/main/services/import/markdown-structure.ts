import type { Nodes, Parents, RootContent } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import type { Block, BlockKind, Inline, MetadataField, Structure } from '../../../core/document/document.ts';
import { findPlainStructure } from '../../../core/document/plain-structure.ts';
import { findReferenceEntries } from '../../../core/document/references.ts';
import { isCaption } from '../../../core/document/patterns.ts';
import { findFurniture } from '../../../core/document/page-furniture.ts';
import { splitLongBlocks } from '../../../core/document/split-blocks.ts';
import { sortInlines } from '../../../core/document/inlines.ts';
import { readFrontMatter } from './front-matter.ts';
import { collectDefinitions, isTooTangled, splitMarkdown } from './markdown-chunks.ts';
import { renderInlines, type Definitions, type Rendered } from './markdown-inlines.ts';
import { readTable } from './markdown-table.ts';
import { stripHtml } from './strip-html.ts';

/** A Markdown file as text without markup, with its structure beside it. */
interface MarkdownText {
  readonly text: string;
  readonly structure: Structure;
  /** What a front matter says of the fields that Postil knows. */
  readonly front: Partial<Record<MetadataField, string>>;
  readonly notices: readonly string[];
}

const SEPARATOR = '\n\n';
/** More than a reader can show; beyond it emphasis is lost, and a notice says so. */
const MOST_INLINES = 400_000;

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
  const writer = new TextWriter();
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

/** Appends blocks to a text and notes where they stand. */
class TextWriter {
  private readonly parts: string[] = [];
  private length = 0;
  private readonly blocks: { block: Block; text: string }[] = [];
  private readonly inlines: Inline[] = [];

  add(kind: BlockKind, rendered: Rendered, extra: { level?: number; marker?: string } = {}): boolean {
    const { text } = rendered;
    const isCode = kind === 'code';
    const lead = isCode ? leadingBlankLines(text) : text.length - text.trimStart().length;
    const body = text.slice(lead).trimEnd();
    if (body.trim() === '') return false;
    if (this.length > 0) {
      this.parts.push(SEPARATOR);
      this.length += SEPARATOR.length;
    }
    const start = this.length;
    const end = start + body.length;
    this.parts.push(body);
    this.length = end;
    this.blocks.push({ block: { kind, start, end, ...extra }, text: body });
    if (this.inlines.length > MOST_INLINES) return true;
    for (const inline of rendered.inlines) {
      const from = Math.max(start, start + inline.start - lead);
      const to = Math.min(end, start + inline.end - lead);
      if (from < to) this.inlines.push({ ...inline, start: from, end: to });
    }
    return true;
  }

  finish(): { text: string; structure: Structure } {
    const text = this.parts.join('');
    const items = this.blocks.map(({ block, text: content }) => ({ kind: block.kind, text: content }));
    const entries = findReferenceEntries(items);
    const furniture = findFurniture(items.map((item) => ({ text: item.text, gap: 1 })));
    const blocks = this.blocks.map(({ block }, i): Block => {
      if (entries.has(i)) return withKind(block, 'reference');
      if (furniture.has(i) && block.kind === 'paragraph') return { ...block, kind: 'furniture' };
      return block;
    });
    return {
      text,
      structure: { blocks: splitLongBlocks(text, markTitle(blocks)), inlines: sortInlines(this.inlines) },
    };
  }
}

/** The block as another kind: depth in a list is a list item's alone. */
function withKind({ start, end, marker }: Block, kind: BlockKind): Block {
  return marker === undefined ? { kind, start, end } : { kind, start, end, marker };
}

function leadingBlankLines(text: string): number {
  return /^(?:[^\S\n]*\n)*/.exec(text)![0].length;
}

/** The first heading is the title where it stands at the top and no other heading is as high. */
function markTitle(blocks: readonly Block[]): readonly Block[] {
  const at = blocks.findIndex((block) => block.kind === 'heading');
  const first = blocks[at];
  if (!first || at > 3) return blocks;
  const isHighest = blocks.every(
    (block, i) => block.kind !== 'heading' || i === at || (block.level ?? 6) > (first.level ?? 6),
  );
  if (!isHighest && first.level !== 1) return blocks;
  if (blocks.slice(0, at).some((block) => block.end - block.start > 240)) return blocks;
  return blocks.with(at, { kind: 'title', start: first.start, end: first.end });
}

interface Place {
  readonly isQuoted: boolean;
  /** Depth in lists; 0 outside. */
  readonly depth: number;
  /** Of the item's first block; later blocks of an item have none. */
  marker: string | null;
}

/** Walks with a stack of its own: a hostile nesting must not exhaust the machine's. */
function writeTree(writer: TextWriter, source: string, definitions: Definitions): void {
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
  writer: TextWriter,
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
  writer: TextWriter,
  source: string,
  definitions: Definitions,
  node: Extract<Nodes, { type: 'paragraph' }>,
  place: Place,
): void {
  const from = node.position?.start.offset ?? 0;
  const to = node.position?.end.offset ?? 0;
  const table = readTable(source.slice(from, to), definitions);
  if (table) {
    for (const row of table) writeText(writer, row, place);
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

function writeText(writer: TextWriter, rendered: Rendered, place: Place): void {
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
