import type { TextRange } from '../../core/annotation/annotation.ts';
import { getState, setState, visibleAnnotations, currentAnnotation, isOwn, type Find } from './state.ts';
import { notify } from './notices.ts';
import type { ReaderHandle } from '../reader/reader.tsx';
import { findInText } from './find-in-text.ts';

let reader: ReaderHandle | null = null;

/** The reader that is on the screen, for commands that move in it. */
export function setReader(handle: ReaderHandle | null): void {
  reader = handle;
}

export function getReader(): ReaderHandle | null {
  return reader;
}

export function showRange(range: TextRange): void {
  reader?.scrollToRange(range, { block: 'center' });
}

/** Done: the passage is let go; a pending selection is dropped. */
export function finishPassage(): void {
  const state = getState();
  if (state.find) setState({ find: null });
  else if (state.selection.length > 0) setState({ selection: [] });
  else setState({ currentId: null });
  reader?.focus();
}

/** The passage before or after the current one, or nearest the caret. */
export function goToPassage(direction: 1 | -1): void {
  const state = getState();
  const annotations = visibleAnnotations(state);
  if (annotations.length === 0) return;
  const at = annotations.findIndex((annotation) => annotation.id === state.currentId);
  let next: number;
  if (at !== -1) {
    next = (at + direction + annotations.length) % annotations.length;
  } else {
    const caret = reader?.caretOffset() ?? 0;
    const after = annotations.findIndex((annotation) => annotation.target.ranges[0]!.start >= caret);
    next =
      direction === 1
        ? Math.max(after, 0)
        : ((after === -1 ? annotations.length : after) - 1 + annotations.length) % annotations.length;
  }
  const annotation = annotations[next]!;
  setState({ currentId: annotation.id, selection: [] });
  showRange(annotation.target.ranges[0]!);
}

/** Takes the current passage's ranges into the selection, so that the next selected text becomes one more part. */
export function startAddingRange(): void {
  const state = getState();
  if (state.selection.length > 0) {
    notify('info', 'Hold Alt and drag, or Alt and Shift with the arrow keys, to select the next part.');
    return;
  }
  const current = currentAnnotation(state);
  if (!current || !isOwn(state, current)) return;
  notify('info', 'Hold Alt and drag over the next part of this passage.');
}

export function openFind(): void {
  const { find } = getState();
  setState({ find: find ?? { query: '', ranges: [], current: 0 } });
  document.querySelector<HTMLInputElement>('.find-bar input')?.select();
}

export function search(query: string): void {
  const { open } = getState();
  if (!open) return;
  const ranges = findInText(open.text, query);
  const caret = reader?.caretOffset() ?? 0;
  const first = ranges.findIndex((range) => range.start >= caret);
  const find: Find = { query, ranges, current: Math.max(first, 0) };
  setState({ find });
  const range = ranges[find.current];
  if (range) showRange(range);
}

export function stepFind(direction: 1 | -1): void {
  const { find } = getState();
  if (!find || find.ranges.length === 0) return;
  const current = (find.current + direction + find.ranges.length) % find.ranges.length;
  setState({ find: { ...find, current } });
  showRange(find.ranges[current]!);
}
