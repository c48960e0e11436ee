import type { AnnotationId } from '../../core/ids.ts';

/** The chosen rows: some by id, or all that match but a few. A hundred thousand ids are never held for *all*. */
export type RowSelection =
  | { readonly kind: 'some'; readonly ids: ReadonlySet<AnnotationId> }
  | { readonly kind: 'all'; readonly except: ReadonlySet<AnnotationId> };

export const NOTHING_SELECTED: RowSelection = { kind: 'some', ids: new Set() };
export const ALL_SELECTED: RowSelection = { kind: 'all', except: new Set() };

export function isSelected(selection: RowSelection, id: AnnotationId): boolean {
  return selection.kind === 'some' ? selection.ids.has(id) : !selection.except.has(id);
}

/** @param total how many annotations match the filter */
export function countSelected(selection: RowSelection, total: number): number {
  return selection.kind === 'some' ? selection.ids.size : Math.max(0, total - selection.except.size);
}

export function toggleRow(selection: RowSelection, id: AnnotationId): RowSelection {
  return selection.kind === 'some'
    ? { kind: 'some', ids: toggled(selection.ids, id) }
    : { kind: 'all', except: toggled(selection.except, id) };
}

export function selectRows(ids: Iterable<AnnotationId>): RowSelection {
  return { kind: 'some', ids: new Set(ids) };
}

function toggled<T>(set: ReadonlySet<T>, item: T): ReadonlySet<T> {
  const next = new Set(set);
  if (!next.delete(item)) next.add(item);
  return next;
}
