import { fromMarkdown } from 'mdast-util-from-markdown';
import type { Inline } from '../../../core/document/document.ts';
import { renderInlines, type Definitions } from './markdown-inlines.ts';
import type { Rendered } from './structured-text.ts';

const DELIMITER_ROW = /^\s*\|?\s*:?-{1,}:?\s*(?:\|\s*:?-{1,}:?\s*)*\|?\s*$/;
const LONGEST_ROW = 20_000;
const CELL_JOINER = ' | ';

/**
 * The rows of a pipe table, each as one line of its cells, without the row of dashes; `null` when a paragraph's
 * source is no table. CommonMark knows no tables: to its parser one is a paragraph.
 */
export function readTable(source: string, definitions: Definitions): Rendered[] | null {
  const lines = source.split('\n');
  if (lines.length < 2 || !lines[0]!.includes('|')) return null;
  const delimiter = lines[1]!;
  if (delimiter.length > LONGEST_ROW || !delimiter.includes('-') || !DELIMITER_ROW.test(delimiter))
    return null;
  const rows = lines.filter((_, i) => i !== 1);
  if (rows.some((row) => row.length > LONGEST_ROW)) return null;
  return rows.map((row) => renderRow(row, definitions));
}

function renderRow(row: string, definitions: Definitions): Rendered {
  let text = '';
  const inlines: Inline[] = [];
  for (const cell of splitCells(row)) {
    const paragraph = fromMarkdown(cell).children.find((node) => node.type === 'paragraph');
    const rendered = paragraph
      ? renderInlines(paragraph, definitions)
      : { text: cell.replace(/[|<>]/g, ' ').trim(), inlines: [] };
    if (text !== '') text += CELL_JOINER;
    for (const inline of rendered.inlines) {
      inlines.push({ ...inline, start: inline.start + text.length, end: inline.end + text.length });
    }
    text += rendered.text;
  }
  return { text, inlines };
}

/** At `|` that no backslash precedes. */
function splitCells(row: string): string[] {
  const cells: string[] = [];
  let current = '';
  for (let i = 0; i < row.length; i++) {
    if (row[i] === '\\' && row[i + 1] === '|') {
      current += '|';
      i++;
    } else if (row[i] === '|') {
      cells.push(current.trim());
      current = '';
    } else {
      current += row[i]!;
    }
  }
  cells.push(current.trim());
  if (cells[0] === '') cells.shift();
  while (cells.length > 0 && cells.at(-1) === '') cells.pop();
  return cells;
}
