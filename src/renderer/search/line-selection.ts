import type { SearchLineValue } from '../../contract/calls.ts';
import { lineKey } from './search-pages.ts';

/** The chosen lines: some of them, or all that were found but a few. */
export type LineSelection =
  | { readonly kind: 'some'; readonly lines: ReadonlyMap<string, SearchLineValue> }
  | { readonly kind: 'all'; readonly except: ReadonlySet<string> };

export const NO_LINES: LineSelection = { kind: 'some', lines: new Map() };
export const ALL_LINES: LineSelection = { kind: 'all', except: new Set() };

export function isLineSelected(selection: LineSelection, line: SearchLineValue): boolean {
  const key = lineKey(line);
  return selection.kind === 'some' ? selection.lines.has(key) : !selection.except.has(key);
}

/** @param total how many lines were found */
export function countLines(selection: LineSelection, total: number): number {
  return selection.kind === 'some' ? selection.lines.size : Math.max(0, total - selection.except.size);
}

export function toggleLine(selection: LineSelection, line: SearchLineValue): LineSelection {
  const key = lineKey(line);
  if (selection.kind === 'all') {
    const except = new Set(selection.except);
    if (!except.delete(key)) except.add(key);
    return { kind: 'all', except };
  }
  const lines = new Map(selection.lines);
  if (!lines.delete(key)) lines.set(key, line);
  return { kind: 'some', lines };
}

export function selectLines(lines: readonly SearchLineValue[]): LineSelection {
  return { kind: 'some', lines: new Map(lines.map((line) => [lineKey(line), line])) };
}
