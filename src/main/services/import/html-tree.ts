import { parseHTML } from 'linkedom';
import { PostilError } from '../../../core/errors.ts';
import type { MarkupFlow } from './markup-flow.ts';

/** The tree that linkedom makes of a page: nothing in it is run or fetched. */
export type HtmlDocument = ReturnType<typeof parseHTML>['document'];

export function parseHtml(source: string): HtmlDocument {
  // A piece of a page: without a body around it, only its first element would be the document.
  const isWhole = /<(?:html|body)[\s>]/i.test(source.slice(0, HEAD_CHARACTERS));
  return parseHTML(isWhole ? source : `<!doctype html><html><body>${source}</body></html>`).document;
}

/** In which a page that is whole says so. */
const HEAD_CHARACTERS = 100_000;

interface TreeNode {
  readonly nodeType: number;
  readonly localName?: string;
  readonly data?: string;
  readonly firstChild: TreeNode | null;
  readonly nextSibling: TreeNode | null;
  readonly attributes?: Iterable<{ readonly name: string; readonly value: string }>;
}

/** As deep as browsers build a tree; a page beyond it was made to exhaust a reader. */
const MAX_DEPTH = 512;
/** More elements than any page that somebody reads. */
const MOST_ELEMENTS = 300_000;

/**
 * @throws PostilError `refused` when the tree is too deep or too large for those who walk it by calling themselves, or
 *   over and over
 */
export function assertReadable(root: unknown): void {
  let elements = 0;
  let depth = 0;
  let node: TreeNode | null = root as TreeNode;
  const above: TreeNode[] = [];
  while (node) {
    if (node.nodeType === ELEMENT && ++elements > MOST_ELEMENTS) {
      throw new PostilError('refused', `It has more than ${MOST_ELEMENTS} elements; no page is so long.`);
    }
    if (node.firstChild) {
      if (++depth > MAX_DEPTH) {
        throw new PostilError('refused', `It is nested more than ${MAX_DEPTH} deep; no page is.`);
      }
      above.push(node);
      node = node.firstChild;
      continue;
    }
    while (node && node !== root && !node.nextSibling) {
      node = above.pop() ?? null;
      depth--;
    }
    node = node && node !== root ? node.nextSibling : null;
  }
}

const ELEMENT = 1;
const TEXT = 3;

/** Tells a flow what is inside a node, with a stack of its own: a hostile nesting must not exhaust the machine's. */
export function walkTree(root: unknown, flow: MarkupFlow): void {
  const stack: (TreeNode | null)[] = [(root as TreeNode).firstChild];
  while (stack.length > 0) {
    const node = stack.pop();
    if (node === undefined) continue;
    if (node === null) {
      if (stack.length > 0) flow.close();
      continue;
    }
    stack.push(node.nextSibling);
    if (node.nodeType === TEXT) flow.text(node.data ?? '');
    if (node.nodeType !== ELEMENT) continue;
    flow.open(node.localName ?? '', attributesOf(node));
    stack.push(node.firstChild);
  }
}

/** By local name, so that `epub:type` is `type`; of two with the same local name the plain one goes before. */
function attributesOf(node: TreeNode): Record<string, string> {
  const attributes: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const { name, value } of node.attributes ?? []) {
    const local = name.slice(name.indexOf(':') + 1).toLowerCase();
    if (local === name.toLowerCase() || !(local in attributes)) attributes[local] = value;
  }
  return attributes;
}
