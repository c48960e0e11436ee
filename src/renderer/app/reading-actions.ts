import type { TextRange } from '../../core/annotation/annotation.ts';
import { normaliseRanges } from '../../core/annotation/target.ts';
import { snapToSentences, snapToWords } from '../../core/document/segments.ts';
import { getState, setState, visibleAnnotations, currentAnnotation, isOwn, type Find } from './state.ts';
import { highlightSelection } from '../tagging/tag-actions.ts';
import { cancelPlacing, finishPlacing } from '../versions/version-actions.ts';
import { notify } from './notices.ts';
import { t } from '../i18n/texts.ts';
import { setReadingState } from '../reading/reading-state.ts';
import { getReader } from './current-reader.ts';
import { visitOffset } from '../reading/visited.ts';
import { findInText } from './find-in-text.ts';

export function showRange(range: TextRange): void {
  visitOffset(range.start);
  getReader()?.scrollToRange(range, { block: 'center' });
}

/** Enter: a pending selection becomes a passage, a passage is let go. */
export function finishPassage(): void {
  if (getState().placing) {
    finishPlacing();
    return;
  }
  if (getState().selection.length > 0) highlightSelection();
  else setState({ currentId: null });
  getReader()?.focus();
}

/** Escape: what is pending is dropped, one thing at a time. */
export function dropPending(): void {
  const state = getState();
  if (state.find) setState({ find: null });
  else if (state.placing && state.selection.length === 0) {
    cancelPlacing();
    return;
  } else if (state.selection.length > 0) setState({ selection: [], extendingId: null });
  else if (state.currentId) setState({ currentId: null });
  else setReadingState({ isFocused: false });
  getReader()?.focus();
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
    const caret = getReader()?.caretOffset() ?? 0;
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

/** The next selected text becomes one more part of the selection, or of the current passage. */
export function startAddingRange(): void {
  const state = getState();
  if (state.selection.length === 0) {
    const current = currentAnnotation(state);
    if (!current || !isOwn(state, current)) {
      notify('info', t('app.selectTheFirstPartThen'));
      return;
    }
    setState({ selection: current.target.ranges, extendingId: current.id });
  }
  // After the reader has been given the selection that it is to keep.
  requestAnimationFrame(() => {
    getReader()?.keepRange();
    getReader()?.focus();
  });
  notify('info', t('app.nowSelectTheNextPart'));
}

/** The current passage's last range becomes the live selection, to grow, shrink or draw anew; earlier ones stay. */
export function changeBoundaries(): void {
  const current = currentAnnotation(getState());
  if (!current || !isOwn(getState(), current)) return;
  const last = current.target.ranges.at(-1)!;
  setState({ selection: current.target.ranges.slice(0, -1), extendingId: current.id });
  requestAnimationFrame(() => {
    if (current.target.ranges.length > 1) getReader()?.keepRange();
    getReader()?.setCaret(last.start);
    getReader()?.setCaret(last.end, true);
    getReader()?.focus();
  });
  notify('info', t('app.selectWhatThePassageShall'));
}

/** Grows the pending selection to whole words or sentences. */
export function snapSelection(unit: 'word' | 'sentence'): void {
  const { open, selection } = getState();
  if (!open || selection.length === 0) return;
  const { blocks } = open.document.structure;
  const snap = unit === 'word' ? snapToWords : snapToSentences;
  setState({ selection: normaliseRanges(selection.map((range) => snap(open.text, range, blocks))) });
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
  const caret = getReader()?.caretOffset() ?? 0;
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
