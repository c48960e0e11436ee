import { findFurniture } from '../../../core/document/page-furniture.ts';
import { findReferenceEntries } from '../../../core/document/references.ts';
import { splitLongBlocks } from '../../../core/document/split-blocks.ts';
import { sortInlines } from '../../../core/document/inlines.ts';
import type { Block, BlockKind, Inline, Join, Page, Structure } from '../../../core/document/document.ts';

/** The text of a block; the places of all that it holds are relative to it. */
export interface Rendered {
  readonly text: string;
  readonly inlines: readonly Inline[];
  readonly pages?: readonly Page[];
  readonly joins?: readonly Join[];
}

export interface BlockExtra {
  readonly level?: number;
  readonly marker?: string;
}

const SEPARATOR = '\n\n';
const ROW_SEPARATOR = '\n';
/** More than a reader can show; beyond it emphasis is lost, and a notice says so. */
export const MOST_INLINES = 400_000;

/** Appends blocks to a text and notes where they stand. */
export class StructuredText {
  readonly #parts: string[] = [];
  #length = 0;
  readonly #blocks: { block: Block; text: string }[] = [];
  readonly #inlines: Inline[] = [];
  readonly #pages: Page[] = [];
  readonly #joins: Join[] = [];

  get length(): number {
    return this.#length;
  }

  /** Answers whether there was anything to add. */
  add(kind: BlockKind, rendered: Rendered, extra: BlockExtra = {}): boolean {
    const { text } = rendered;
    const lead = kind === 'code' ? leadingBlankLines(text) : text.length - text.trimStart().length;
    const body = text.slice(lead).trimEnd();
    if (body.trim() === '') {
      for (const page of rendered.pages ?? []) this.page(page.label);
      return false;
    }
    if (this.#length > 0) {
      const isNextRow = kind === 'tableRow' && this.#blocks.at(-1)?.block.kind === 'tableRow';
      this.#push(isNextRow ? ROW_SEPARATOR : SEPARATOR);
    }
    const start = this.#length;
    const end = start + body.length;
    this.#push(body);
    this.#blocks.push({ block: { kind, start, end, ...extra }, text: body });
    const within = (at: number) => Math.min(end, Math.max(start, start + at - lead));
    for (const { label, start: at } of rendered.pages ?? []) this.#pages.push({ label, start: within(at) });
    for (const join of rendered.joins ?? []) this.#joins.push({ ...join, at: within(join.at) });
    if (this.#inlines.length > MOST_INLINES) return true;
    for (const inline of rendered.inlines) {
      const [from, to] = [within(inline.start), within(inline.end)];
      if (from < to) this.#inlines.push({ ...inline, start: from, end: to });
    }
    return true;
  }

  /** A page begins with the next block. */
  page(label: string): void {
    this.#pages.push({ label, start: this.#length });
  }

  #push(text: string): void {
    this.#parts.push(text);
    this.#length += text.length;
  }

  finish(): { readonly text: string; readonly structure: Structure } {
    const text = this.#parts.join('');
    const items = this.#blocks.map(({ block, text: content }) => ({ kind: block.kind, text: content }));
    const entries = findReferenceEntries(items);
    const furniture = findFurniture(items.map((item) => ({ text: item.text, gap: 1 })));
    const blocks = this.#blocks.map(({ block }, i): Block => {
      if (entries.has(i) && block.kind !== 'footnote') return withKind(block, 'reference');
      if (furniture.has(i) && block.kind === 'paragraph') return { ...block, kind: 'furniture' };
      return block;
    });
    return {
      text,
      structure: {
        blocks: splitLongBlocks(text, markTitle(blocks)),
        inlines: sortInlines(this.#inlines),
        ...(this.#pages.length > 0 && { pages: beginWithTheirBlocks(blocks, this.#pages) }),
        ...(this.#joins.length > 0 && { joins: this.#joins }),
      },
    };
  }
}

/** A page that begins in the white space between two blocks begins with the second. */
function beginWithTheirBlocks(blocks: readonly Block[], pages: readonly Page[]): Page[] {
  let at = 0;
  return pages.map(({ label, start }) => {
    while (at < blocks.length && blocks[at]!.end <= start) at++;
    const block = blocks[at];
    return { label, start: block ? Math.max(start, block.start) : start };
  });
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
  const at = blocks.findIndex((block) => block.kind === 'heading' || block.kind === 'title');
  const first = blocks[at];
  if (!first || first.kind === 'title' || at > 3) return blocks;
  const isHighest = blocks.every(
    (block, i) => block.kind !== 'heading' || i === at || (block.level ?? 6) > (first.level ?? 6),
  );
  if (!isHighest && first.level !== 1) return blocks;
  if (blocks.slice(0, at).some((block) => block.end - block.start > 240)) return blocks;
  return blocks.with(at, { kind: 'title', start: first.start, end: first.end });
}
