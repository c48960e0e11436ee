import type { MetadataField } from '../../../core/document/document.ts';
import { cleanMetadata } from './told-metadata.ts';

interface FrontMatter {
  /** The Markdown below it. */
  readonly body: string;
  readonly front: Partial<Record<MetadataField, string>>;
  /** Its length in lines; 0 when there is none. */
  readonly lines: number;
}

const MOST_LINES = 200;
const KEYS: ReadonlyMap<string, MetadataField> = new Map([
  ['title', 'title'],
  ['author', 'author'],
  ['authors', 'author'],
  ['byline', 'author'],
  ['by', 'author'],
  ['outlet', 'outlet'],
  ['publication', 'outlet'],
  ['publisher', 'outlet'],
  ['source', 'outlet'],
  ['site', 'outlet'],
  ['journal', 'outlet'],
  ['date', 'date'],
  ['published', 'date'],
  ['pubdate', 'date'],
  ['language', 'language'],
  ['lang', 'language'],
]);

/**
 * Reads a YAML front matter of plain `key: value` lines (and lists of plain items). Anything else between two `---`
 * is no front matter but text between two rules.
 */
export function readFrontMatter(source: string): FrontMatter {
  const none = { body: source, front: {}, lines: 0 };
  if (!/^---[ \t]*\n/.test(source.slice(0, 20))) return none;
  const rows = source.slice(0, 40_000).split('\n', MOST_LINES + 2);
  const close = rows.findIndex((row, i) => i > 0 && /^(?:---|\.\.\.)[ \t]*$/.test(row));
  if (close < 2) return none;
  const front: Partial<Record<MetadataField, string>> = {};
  let field: MetadataField | undefined;
  let keys = 0;
  for (const row of rows.slice(1, close)) {
    const pair = /^([A-Za-z_][\w -]{0,40}):(?:[ \t]+(.{0,1000}))?$/.exec(row);
    const item = /^[ \t]*-[ \t]+(.{1,500})$/.exec(row);
    if (pair) {
      keys++;
      field = KEYS.get(pair[1]!.trim().toLowerCase());
      if (field && pair[2]) setField(front, field, pair[2]);
    } else if (item) {
      if (field) setField(front, field, item[1]!);
    } else if (!/^\s*(?:#.*)?$|^[ \t]+\S/.test(row)) {
      return none;
    }
  }
  if (keys === 0) return none;
  const length = rows.slice(0, close + 1).reduce((sum, row) => sum + row.length + 1, 0);
  return { body: source.slice(length), front, lines: close + 1 };
}

function setField(front: Partial<Record<MetadataField, string>>, field: MetadataField, raw: string): void {
  const value = cleanMetadata(field, unquote(raw));
  if (value === null) return;
  const before = front[field];
  if (before === undefined) front[field] = value;
  else if (field === 'author') front[field] = `${before}, ${value}`.slice(0, 500);
}

function unquote(raw: string): string {
  const value = raw.trim().replace(/^\[(.*)\]$/, '$1');
  const quoted = /^(["'])(.*)\1$/.exec(value);
  return (quoted ? quoted[2]! : value).replace(/\s+/g, ' ').trim();
}
