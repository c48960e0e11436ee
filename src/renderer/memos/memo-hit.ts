import type { Node } from '@tiptap/pm/model';

/**
 * Where in the editor's document a stretch of a memo's text (`contentText`) stands; null where it has none. A link is
 * taken whole.
 * @param start UTF-16, half-open, as is `end`
 */
export function rangeInEditor(
  document: Node,
  start: number,
  end: number,
): { readonly from: number; readonly to: number } | null {
  let offset = -1;
  let from: number | null = null;
  let to: number | null = null;
  document.descendants((block, position) => {
    if (!block.isTextblock) return true;
    // A line end stands between two blocks.
    offset++;
    block.forEach((child, childOffset) => {
      const at = position + 1 + childOffset;
      const length = lengthOf(child);
      if (from === null && start < offset + length) from = child.isText ? at + start - offset : at;
      if (to === null && end <= offset + length) to = child.isText ? at + end - offset : at + child.nodeSize;
      offset += length;
    });
    return false;
  });
  return from === null || to === null || to <= from ? null : { from, to };
}

function lengthOf(node: Node): number {
  if (node.isText) return node.text!.length;
  return node.type.name === 'entryLink' ? String(node.attrs['name']).length : 1;
}
