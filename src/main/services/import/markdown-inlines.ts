import type { Nodes, Parents, PhrasingContent } from 'mdast';
import type { Inline } from '../../../core/document/document.ts';
import { findLinks } from '../../../core/document/inlines.ts';
import type { Rendered } from './structured-text.ts';

/** Where a link's name leads, by the name as CommonMark compares it. */
export type Definitions = ReadonlyMap<string, string>;

interface Frame {
  readonly node: Parents;
  next: number;
  readonly start: number;
}

/** The inline content of a block as text and inline structure. Line ends inside it are soft and become spaces. */
export function renderInlines(block: Parents, definitions: Definitions): Rendered {
  const parts: string[] = [];
  let length = 0;
  const inlines: Inline[] = [];
  const write = (text: string) => {
    parts.push(text);
    length += text.length;
  };
  const stack: Frame[] = [{ node: block, next: 0, start: 0 }];
  while (stack.length > 0) {
    const frame = stack.at(-1)!;
    const child = frame.node.children[frame.next++] as PhrasingContent | undefined;
    if (!child) {
      stack.pop();
      pushInline(inlines, frame, length, definitions);
    } else if ('children' in child) {
      stack.push({ node: child as Parents, next: 0, start: length });
    } else {
      const start = length;
      write(leafText(child));
      if (child.type === 'inlineCode' && start < length) inlines.push({ kind: 'code', start, end: length });
    }
  }
  const text = parts.join('');
  return { text, inlines: [...inlines, ...bareLinks(text, inlines)] };
}

function leafText(node: Nodes): string {
  switch (node.type) {
    case 'text':
      return node.value.replace(/[\r\n]+/g, ' ');
    case 'inlineCode':
      return node.value.replace(/[\r\n]+/g, ' ');
    case 'break':
      return '\n';
    case 'image':
    case 'imageReference':
      return (node.alt ?? '').replace(/[\r\n]+/g, ' ');
    case 'html':
      return /^<(?:br|\/p|\/div|\/li|\/tr)\b/i.test(node.value) ? '\n' : '';
    default:
      return '';
  }
}

function pushInline(inlines: Inline[], frame: Frame, end: number, definitions: Definitions): void {
  const { node, start } = frame;
  if (start >= end) return;
  switch (node.type as Nodes['type']) {
    case 'emphasis':
      inlines.push({ kind: 'emphasis', start, end });
      break;
    case 'strong':
      inlines.push({ kind: 'strong', start, end });
      break;
    case 'link':
    case 'linkReference': {
      const href = 'url' in node ? String(node.url) : definitions.get(labelOf(node));
      const safe = href === undefined ? null : safeHref(href);
      if (safe !== null) inlines.push({ kind: 'link', start, end, href: safe });
      break;
    }
  }
}

function labelOf(node: Parents): string {
  return 'identifier' in node ? String(node.identifier).toLowerCase() : '';
}

/** Only what a reader may one day ask to open; `javascript:` and its kin are not even kept as data. */
export function safeHref(url: string): string | null {
  return /^(?:https?:\/\/|mailto:)/i.test(url) && url.length <= 2000 ? url : null;
}

/** URLs that stand in the text as such, outside code and links. */
export function bareLinks(text: string, inlines: readonly Inline[]): Inline[] {
  const taken = inlines.filter((inline) => inline.kind === 'link' || inline.kind === 'code');
  return findLinks(text, 0, text.length).filter(
    (link) =>
      link.kind === 'link' && !taken.some((other) => link.start < other.end && link.end > other.start),
  );
}
