import { invertChange, type Change } from '../project/edit.ts';

/** Undo and redo of a session, across documents, without limit. A value: each operation makes another. */
export interface History {
  readonly undoable: readonly Change[];
  readonly redoable: readonly Change[];
}

export const EMPTY_HISTORY: History = { undoable: [], redoable: [] };

export function recordChange(history: History, change: Change): History {
  return { undoable: [...history.undoable, change], redoable: [] };
}

/** The change that undoes the last one, and the history once it is made; `null` when there is nothing to undo. */
export function undoStep(history: History): { readonly change: Change; readonly history: History } | null {
  const last = history.undoable.at(-1);
  if (!last) return null;
  return {
    change: invertChange(last),
    history: { undoable: history.undoable.slice(0, -1), redoable: [...history.redoable, last] },
  };
}

export function redoStep(history: History): { readonly change: Change; readonly history: History } | null {
  const last = history.redoable.at(-1);
  if (!last) return null;
  return {
    change: last,
    history: { undoable: [...history.undoable, last], redoable: history.redoable.slice(0, -1) },
  };
}
