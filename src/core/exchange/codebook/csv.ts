import { ACTOR_KINDS, CODE_COLOURS, type Actor, type Code, type Codebook } from '../../codebook/codebook.ts';
import { brokenFile, Refusal } from '../fault.ts';
import { splitList, undoDefuse } from '../csv/cells.ts';
import { actorCells, codeCells } from '../csv/codebook-cells.ts';
import { CsvTables } from '../csv/csv-tables.ts';
import type { CsvRow } from '../format.ts';
import { shorten } from '../shorten.ts';
import { normaliseColour } from '../qdc/code-book.ts';
import { nearestColour } from './colours.ts';
import type { CodebookFile, FileEnd, FileEntry, FileRefusal } from './codebook-file.ts';

export const CODEBOOK_TABLES = ['actors.csv', 'codes.csv'] as const;

/** The two tables, as an export of annotations has them. */
export function writeCodebookCsv(codebook: Codebook): Record<(typeof CODEBOOK_TABLES)[number], string> {
  const tables = new CsvTables();
  for (const actor of codebook.actors) tables.put('actors.csv', actorCells(actor, codebook));
  for (const code of codebook.codes) tables.put('codes.csv', codeCells(code, codebook));
  const written = { 'actors.csv': '', 'codes.csv': '' };
  for (const { table, text } of tables.flush()) {
    if (table === 'actors.csv' || table === 'codes.csv') written[table] += text;
  }
  return written;
}

const COLUMNS = [
  'id',
  'name',
  'kind',
  'aliases',
  'aliases_from',
  'aliases_until',
  'parent_id',
  'parent',
  'note',
  'definition',
  'colour',
  'ended',
  'ended_at',
  'into_ids',
] as const;
type Column = (typeof COLUMNS)[number];

/** Other heads that people write, folded. */
const SYNONYMS: Readonly<Record<string, Column>> = {
  actor_id: 'id',
  code_id: 'id',
  actor: 'name',
  code: 'name',
  label: 'name',
  title: 'name',
  type: 'kind',
  alias: 'aliases',
  also_called: 'aliases',
  other_names: 'aliases',
  alias_from: 'aliases_from',
  alias_until: 'aliases_until',
  parent_code: 'parent',
  parent_actor: 'parent',
  part_of: 'parent',
  under: 'parent',
  notes: 'note',
  comment: 'note',
  description: 'definition',
  memo: 'definition',
  color: 'colour',
};

/** The column that a head names, blind to case, spaces and hyphens. */
export function codebookColumn(head: string): Column | undefined {
  const key = head
    .replace(/^\ufeff/, '')
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, '_');
  const known = COLUMNS.find((column) => column === key);
  return known ?? (Object.hasOwn(SYNONYMS, key) ? SYNONYMS[key] : undefined);
}

/**
 * Reads a table of actors or of codes. Which it is, its columns say, else its name.
 * @param rows with the line of heads
 * @throws PostilError `refused` where there is no column of names, or nothing says what it is a table of
 */
export function readCodebookCsv(rows: readonly CsvRow[], fileName: string): CodebookFile {
  const [heads, ...body] = rows;
  if (!heads) throw brokenFile('It is empty.');
  const columns = heads.cells.map(codebookColumn);
  if (!columns.includes('name')) throw brokenFile('It has no column “name”.', heads.line);
  const kind = kindOf(heads.cells, columns, fileName);
  const notices = heads.cells
    .filter((head, at) => columns[at] === undefined && head.trim() !== '')
    .map((head) => `The column “${shorten(head)}” is not known and was passed over.`);
  const entries: FileEntry[] = [];
  const refused: FileRefusal[] = [];
  const keys = new Set<string>();
  for (const { line, cells } of body) {
    if (cells.every((cell) => cell.trim() === '')) continue;
    const row: Partial<Record<Column, string>> = {};
    for (const [at, column] of columns.entries()) if (column) row[column] ??= undoDefuse(cells[at] ?? '');
    const name = (row.name ?? '').trim();
    try {
      if (name === '') throw new Refusal('has no name');
      const entry = kind === 'actor' ? actorEntry(row, name, line) : codeEntry(row, name, line, notices);
      if (keys.has(entry.key)) throw new Refusal(`the id ${entry.key} is there twice`);
      keys.add(entry.key);
      entries.push(entry);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      refused.push({ kind, line, name, reason: error.message });
    }
  }
  return { entries: withParentKeys(entries), refused, notices };
}

function kindOf(
  heads: readonly string[],
  columns: readonly (Column | undefined)[],
  fileName: string,
): 'actor' | 'code' {
  const folded = heads.map((head) => head.toLowerCase());
  const has = (...names: Column[]): boolean => names.some((name) => columns.includes(name));
  const isActors = folded.some((head) => head.includes('actor')) || has('kind', 'aliases');
  const isCodes = folded.some((head) => /\bcode/.test(head)) || has('definition', 'colour');
  if (isActors !== isCodes) return isActors ? 'actor' : 'code';
  if (/actor/i.test(fileName)) return 'actor';
  if (/code/i.test(fileName)) return 'code';
  throw brokenFile('Nothing says whether it lists actors or codes: call it actors.csv or codes.csv.', 1);
}

type Row = Readonly<Partial<Record<Column, string>>>;

function actorEntry(row: Row, name: string, line: number): FileEntry {
  return {
    ...sharedOf(row, name, line),
    kind: 'actor',
    actorKind: actorKindOf(row.kind),
    aliases: aliasesOf(row),
    note: textOf(row.note ?? row.definition),
  };
}

function codeEntry(row: Row, name: string, line: number, notices: string[]): FileEntry {
  return {
    ...sharedOf(row, name, line),
    kind: 'code',
    colour: colourOf(row.colour, name, notices),
    definition: textOf(row.definition ?? row.note),
  };
}

function sharedOf(row: Row, name: string, line: number) {
  const id = row.id?.trim() || undefined;
  const parent = row.parent_id?.trim() || row.parent?.trim() || null;
  const isParentSaid = row.parent_id !== undefined || row.parent !== undefined;
  return {
    key: id ?? `line ${line}`,
    id,
    name,
    line,
    parent: isParentSaid ? parent : undefined,
    ended: endOf(row),
  };
}

/** A parent that the file itself has is referred to by its key, also where it is named. */
function withParentKeys(entries: readonly FileEntry[]): FileEntry[] {
  const keys = new Set(entries.map((entry) => entry.key));
  const byName = new Map<string, string | null>();
  for (const { name, key } of entries) byName.set(name, byName.has(name) ? null : key);
  return entries.map((entry) =>
    typeof entry.parent === 'string' && !keys.has(entry.parent)
      ? { ...entry, parent: byName.get(entry.parent) ?? entry.parent }
      : entry,
  );
}

function textOf(cell: string | undefined): string | null | undefined {
  return cell === '' ? null : cell;
}

function actorKindOf(cell: string | undefined): Actor['kind'] | undefined {
  const key = (cell ?? '')
    .trim()
    .toLowerCase()
    .replace(/[\s_]+/g, '-');
  if (key === '') return undefined;
  const kind = ACTOR_KINDS.find((one) => one === key);
  if (!kind)
    throw new Refusal(`“${shorten(cell!)}” is no kind of actor: it is one of ${ACTOR_KINDS.join(', ')}`);
  return kind;
}

function aliasesOf(row: Row): Actor['aliases'] | undefined {
  if (row.aliases === undefined) return undefined;
  const texts = splitList(row.aliases).map((text) => text.trim());
  const from = splitList(row.aliases_from ?? '').map((text) => text.trim());
  const until = splitList(row.aliases_until ?? '').map((text) => text.trim());
  return texts.flatMap((text, at) =>
    text === ''
      ? []
      : [{ text, ...(from[at] && { from: from[at] }), ...(until[at] && { until: until[at] }) }],
  );
}

function colourOf(cell: string | undefined, name: string, notices: string[]): Code['colour'] | undefined {
  const key = (cell ?? '').trim().toLowerCase();
  if (key === '') return undefined;
  const named = CODE_COLOURS.find((colour) => colour === key);
  const rgb = named ? null : normaliseColour(key);
  if (!named && !rgb)
    notices.push(`“${shorten(cell!)}” is no colour of Postil; “${shorten(name)}” goes without.`);
  return named ?? (rgb ? nearestColour(rgb) : undefined);
}

function endOf(row: Row): FileEnd | null | undefined {
  if (row.ended === undefined) return undefined;
  const kind = row.ended.trim().toLowerCase();
  const at = row.ended_at?.trim() ?? '';
  const into = splitList(row.into_ids ?? '').map((id) => id.trim());
  if (kind === '') return null;
  if (kind === 'retired') return { kind, at };
  if (kind === 'merged' && into.length === 1) return { kind, at, into: into[0]! };
  if (kind === 'split' && into.length > 1) return { kind, at, into };
  throw new Refusal(
    `“${shorten(row.ended)}” is neither retired, nor merged into one, nor split into several`,
  );
}
