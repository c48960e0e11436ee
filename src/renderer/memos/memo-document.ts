import type { JSONContent } from '@tiptap/core';
import {
  entryReferenceSchema,
  normalizeContent,
  type MemoBlock,
  type MemoContent,
  type MemoInline,
} from '../../core/memo/memo-content.ts';

type ListItem = Extract<MemoBlock, { kind: 'listItem' }>;

/** A memo's content as the editor's document: flat items become nested lists, quotes that follow one another are one. */
export function toEditorDocument(blocks: MemoContent): JSONContent {
  const content: JSONContent[] = [];
  for (let at = 0; at < blocks.length;) {
    const block = blocks[at]!;
    if (block.kind === 'listItem') {
      const items = takeWhile(blocks, at, (next) => next.kind === 'listItem') as ListItem[];
      content.push(...toLists(items, 1));
      at += items.length;
    } else if (block.kind === 'quote') {
      const quotes = takeWhile(blocks, at, (next) => next.kind === 'quote');
      content.push({ type: 'blockquote', content: quotes.map((quote) => paragraphOf(quote)) });
      at += quotes.length;
    } else {
      content.push(
        block.kind === 'heading'
          ? { type: 'heading', attrs: { level: block.level }, ...inlinesOf(block) }
          : paragraphOf(block),
      );
      at++;
    }
  }
  return { type: 'doc', content: content.length > 0 ? content : [{ type: 'paragraph' }] };
}

function takeWhile(
  blocks: MemoContent,
  from: number,
  isPart: (block: MemoBlock) => boolean,
): readonly MemoBlock[] {
  let to = from;
  while (to < blocks.length && isPart(blocks[to]!)) to++;
  return blocks.slice(from, to);
}

/** Items of one depth and kind are one list; what is deeper stands in the item before it. */
function toLists(items: readonly ListItem[], depth: number): JSONContent[] {
  const lists: { isOrdered: boolean; items: JSONContent[] }[] = [];
  for (let at = 0; at < items.length;) {
    const item = items[at]!;
    let end = at + 1;
    while (end < items.length && items[end]!.depth > depth) end++;
    const node = {
      type: 'listItem',
      content: [paragraphOf(item), ...toLists(items.slice(at + 1, end), depth + 1)],
    };
    const last = lists.at(-1);
    if (last?.isOrdered === item.isOrdered) last.items.push(node);
    else lists.push({ isOrdered: item.isOrdered, items: [node] });
    at = end;
  }
  return lists.map(({ isOrdered, items: content }) => ({
    type: isOrdered ? 'orderedList' : 'bulletList',
    content,
  }));
}

function paragraphOf(block: MemoBlock): JSONContent {
  return { type: 'paragraph', ...inlinesOf(block) };
}

/** A node without content has none at all: an empty text is no text to the editor. */
function inlinesOf({ content }: MemoBlock): { content?: JSONContent[] } {
  const nodes = content.flatMap(toNodes);
  return nodes.length > 0 ? { content: nodes } : {};
}

function toNodes(inline: MemoInline): JSONContent[] {
  if (inline.kind === 'link') return [{ type: 'entryLink', attrs: { to: inline.to, name: inline.name } }];
  const marks = [...(inline.bold ? [{ type: 'bold' }] : []), ...(inline.italic ? [{ type: 'italic' }] : [])];
  const marked = marks.length > 0 ? { marks } : {};
  return inline.text
    .split('\n')
    .flatMap((text, line): JSONContent[] => [
      ...(line > 0 ? [{ type: 'hardBreak', ...marked }] : []),
      ...(text === '' ? [] : [{ type: 'text', text, ...marked }]),
    ]);
}

/** What the editor holds, as a memo's content in its normal form. What the model does not know stays as its text. */
export function fromEditorDocument(document: JSONContent): MemoBlock[] {
  return normalizeContent((document.content ?? []).flatMap((node) => blocksOf(node, 0)));
}

function blocksOf(node: JSONContent, depth: number): MemoBlock[] {
  const children = node.content ?? [];
  switch (node.type) {
    case 'heading': {
      const level = node.attrs?.['level'];
      return [{ kind: 'heading', level: level === 2 || level === 3 ? level : 1, content: inlinesIn(node) }];
    }
    case 'blockquote':
      return children.map((child) => ({ kind: 'quote', content: inlinesIn(child) }));
    case 'bulletList':
    case 'orderedList':
      return children.flatMap((item) => itemsOf(item, node.type === 'orderedList', depth + 1));
    default:
      return [{ kind: 'paragraph', content: inlinesIn(node) }];
  }
}

function itemsOf(item: JSONContent, isOrdered: boolean, depth: number): MemoBlock[] {
  return (item.content ?? []).flatMap((child): MemoBlock[] =>
    child.type === 'bulletList' || child.type === 'orderedList'
      ? blocksOf(child, depth)
      : [{ kind: 'listItem', isOrdered, depth, content: inlinesIn(child) }],
  );
}

function inlinesIn(node: JSONContent): MemoInline[] {
  return (node.content ?? []).flatMap((child): MemoInline[] => {
    if (child.type === 'entryLink') {
      const to = entryReferenceSchema.safeParse(child.attrs?.['to']);
      const name = String(child.attrs?.['name'] ?? '');
      if (name === '') return [];
      // Pasted from elsewhere, it may point at nothing that can be: its name stays.
      return [to.success ? { kind: 'link', to: to.data, name } : { kind: 'text', text: name }];
    }
    const text = child.type === 'hardBreak' ? '\n' : (child.text ?? '');
    const has = (mark: string): boolean => child.marks?.some(({ type }) => type === mark) ?? false;
    return [
      {
        kind: 'text',
        text,
        ...(has('bold') && { bold: true as const }),
        ...(has('italic') && { italic: true as const }),
      },
    ];
  });
}
