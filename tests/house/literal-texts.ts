import { parseAst } from 'vite';

/** A text of the interface that stands in the code instead of in the catalogue. */
export interface LiteralText {
  readonly line: number;
  readonly text: string;
}

/** Attributes and properties whose value somebody reads or hears. */
const READ = new Set([
  'aria-description',
  'aria-label',
  'aria-placeholder',
  'aria-roledescription',
  'aria-valuetext',
  'alt',
  'title',
  'placeholder',
  'label',
  'hint',
  'heading',
  'text',
  'message',
  'action',
]);
/** Of DOM elements, in code that is not React's. */
const WRITTEN = new Set([
  'ariaLabel',
  'ariaDescription',
  'ariaRoleDescription',
  'ariaValueText',
  'title',
  'textContent',
]);
const LETTERS = /\p{L}{2}/u;
/** Words of the code, not of the interface: an event's name, a class, a key, a colour. */
const NO_SENTENCE = /^(?:[a-z][\w-]*(?:[.:/-][\w-]+)+|[a-z]+[A-Z]\w*|--[\w-]+)$/;

interface Node {
  readonly type: string;
  readonly start: number;
  readonly [key: string]: unknown;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';
}

function children(node: Node): Node[] {
  return Object.values(node).flatMap((value) =>
    Array.isArray(value) ? value.filter(isNode) : isNode(value) ? [value] : [],
  );
}

function nameOf(node: unknown): string {
  if (!isNode(node)) return '';
  if (node.type === 'JSXNamespacedName') return `${nameOf(node['namespace'])}:${nameOf(node['name'])}`;
  return String(node['name'] ?? node['value'] ?? '');
}

/**
 * Literal texts of the interface: words between tags, attributes and properties that are read or heard, what is told
 * by `notify`. Not found: a text that reaches the page through a variable.
 */
export function findLiteralTexts(code: string): LiteralText[] {
  const found = new Map<number, LiteralText>();
  // A thrown sentence is the programmer's.
  visit(parseAst(code, { lang: 'tsx' }) as unknown as Node);
  return [...found.values()].toSorted((a, b) => a.line - b.line);

  function report(start: number, text: string): void {
    const trimmed = text.trim().replaceAll(/\s+/g, ' ');
    if (!LETTERS.test(trimmed) || NO_SENTENCE.test(trimmed)) return;
    found.set(start, { line: code.slice(0, start).split('\n').length, text: trimmed });
  }

  /** The strings that an expression may give: of a choice both sides, of a sum its parts. */
  function reportStrings(node: unknown): void {
    if (!isNode(node)) return;
    switch (node.type) {
      case 'Literal':
        if (typeof node['value'] === 'string') report(node.start, node['value']);
        break;
      case 'TemplateLiteral':
        for (const part of node['quasis'] as Node[]) {
          report(part.start, String((part['value'] as { cooked?: string }).cooked ?? ''));
        }
        for (const inside of node['expressions'] as Node[]) reportStrings(inside);
        break;
      case 'ConditionalExpression':
        reportStrings(node['consequent']);
        reportStrings(node['alternate']);
        break;
      case 'LogicalExpression':
        reportStrings(node['right']);
        if (node['operator'] !== '&&') reportStrings(node['left']);
        break;
      case 'BinaryExpression':
        if (node['operator'] === '+') {
          reportStrings(node['left']);
          reportStrings(node['right']);
        }
        break;
      case 'ParenthesizedExpression':
      case 'JSXExpressionContainer':
      case 'TSAsExpression':
      case 'TSSatisfiesExpression':
        reportStrings(node['expression']);
        break;
      case 'ArrowFunctionExpression':
        reportStrings(node['body']);
        break;
      default:
        break;
    }
  }

  function visit(node: Node): void {
    switch (node.type) {
      case 'JSXText':
        report(node.start, String(node['value']));
        break;
      case 'JSXAttribute':
        if (READ.has(nameOf(node['name']))) reportStrings(node['value']);
        break;
      case 'JSXElement':
      case 'JSXFragment':
        for (const child of node['children'] as Node[]) {
          if (child.type === 'JSXExpressionContainer') reportStrings(child);
        }
        break;
      case 'Property':
        if (READ.has(nameOf(node['key']))) reportStrings(node['value']);
        break;
      case 'AssignmentExpression':
        if (isNode(node['left']) && WRITTEN.has(nameOf(node['left']['property'])))
          reportStrings(node['right']);
        break;
      case 'CallExpression': {
        const callee = node['callee'] as Node;
        const [first, second] = node['arguments'] as Node[];
        if (nameOf(callee) === 'notify') reportStrings(second);
        if (nameOf(callee['property']) === 'setAttribute' && READ.has(nameOf(first))) reportStrings(second);
        break;
      }
      default:
        break;
    }
    for (const child of children(node)) visit(child);
  }
}

/** Lines on which a text is asked for in a module's top level, where the language is not known yet. */
export function findEarlyTexts(code: string): number[] {
  const lines: number[] = [];
  visit(parseAst(code, { lang: 'tsx' }) as unknown as Node);
  return lines;

  function visit(node: Node): void {
    if (/Function|^MethodDefinition$/.test(node.type)) return;
    if (node.type === 'CallExpression' && nameOf(node['callee']) === 't') {
      lines.push(code.slice(0, node.start).split('\n').length);
    }
    for (const child of children(node)) visit(child);
  }
}
