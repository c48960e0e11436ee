/** Elements whose content is no text for a reader. */
const SILENT = /^(?:script|style|template|noscript|svg|head|iframe|object|select)$/i;
const BREAKING =
  /^(?:p|div|br|hr|li|ul|ol|tr|table|h[1-6]|blockquote|section|article|header|footer|figure|figcaption|pre|dd|dt|details|summary)$/i;
const CELL = /^(?:td|th)$/i;

/**
 * The text of a piece of HTML, paragraph by paragraph: no tag, comment, script or style is kept. It is a scanner and
 * no parser, which is enough since what it answers with is text and is never read as HTML again. Linear.
 */
export function stripHtml(html: string): string[] {
  const parts: string[] = [];
  let at = 0;
  while (at < html.length) {
    const open = html.indexOf('<', at);
    if (open === -1) break;
    parts.push(html.slice(at, open));
    if (html.startsWith('<!--', open)) {
      at = after(html, '-->', open + 4);
      continue;
    }
    const name = /^<\/?([a-z][a-z0-9-]{0,40})/i.exec(html.slice(open, open + 48))?.[1];
    if (name === undefined && !/^<[!?]/.test(html.slice(open, open + 2))) {
      parts.push('<');
      at = open + 1;
      continue;
    }
    const close = endOfTag(html, open + 1);
    at = close;
    if (name === undefined) continue;
    if (html[open + 1] !== '/' && SILENT.test(name) && html[close - 2] !== '/') {
      at = afterElement(html, name, close);
    } else if (BREAKING.test(name)) {
      parts.push('\n\n');
    } else if (CELL.test(name)) {
      parts.push(' ');
    }
  }
  if (at < html.length) parts.push(html.slice(at));
  return decodeEntities(parts.join(''))
    .split(/\n[^\S\n]*\n/)
    .map((paragraph) => paragraph.replace(/\s+/g, ' ').trim())
    .filter((paragraph) => paragraph !== '');
}

function after(html: string, mark: string, from: number): number {
  const found = html.indexOf(mark, from);
  return found === -1 ? html.length : found + mark.length;
}

/** Just past the `>` that ends a tag, quoted attributes skipped. An unclosed tag goes to the end. */
function endOfTag(html: string, from: number): number {
  let quote = '';
  for (let at = from; at < html.length; at++) {
    const unit = html[at]!;
    if (quote !== '') {
      if (unit === quote) quote = '';
    } else if (unit === '"' || unit === "'") {
      quote = unit;
    } else if (unit === '>') {
      return at + 1;
    }
  }
  return html.length;
}

function afterElement(html: string, name: string, from: number): number {
  const pattern = new RegExp(`</${name}[^>]{0,200}>`, 'gi');
  pattern.lastIndex = from;
  const found = pattern.exec(html);
  return found ? found.index + found[0].length : html.length;
}

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
  ndash: '–',
  mdash: '—',
  hellip: '…',
  lsquo: '‘',
  rsquo: '’',
  ldquo: '“',
  rdquo: '”',
  copy: '©',
};

function decodeEntities(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,8}));/gi, (whole, decimal, hex, name) => {
    if (name !== undefined) return ENTITIES[String(name).toLowerCase()] ?? whole;
    const point = decimal === undefined ? Number.parseInt(String(hex), 16) : Number(decimal);
    const isCharacter = point > 0x1f && point <= 0x10ffff && !(point >= 0xd800 && point < 0xe000);
    return isCharacter ? String.fromCodePoint(point) : '\ufffd';
  });
}
