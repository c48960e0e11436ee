import type { TextRange } from '../../core/annotation/annotation.ts';
import { normaliseRanges } from '../../core/annotation/target.ts';
import { snapToGraphemes } from '../../core/document/segments.ts';
import type { CaretOverlay } from './caret-overlay.ts';
import type { ReaderGeometry } from './geometry.ts';
import { moveHead, unitAt, type Caret, type CaretUnit } from './moves.ts';
import { readerKey } from './reader-keys.ts';
import type { ScrollPosition } from './scroll-position.ts';

export interface SelectionHost {
  readonly root: HTMLElement;
  readonly scroller: HTMLElement;
  readonly text: string;
  readonly geometry: ReaderGeometry;
  readonly scroll: ScrollPosition;
  readonly caretOverlay: CaretOverlay;
  onDidSelect(ranges: readonly TextRange[]): void;
  /** A click without a drag, on the character at `character` (`null`: beside the text). */
  onDidClick(character: number | null, at: { x: number; y: number }): void;
}

/**
 * Caret and pending selection. The pending selection is `kept` ranges and the one being made, from the caret's anchor
 * to its head. The browser's own selection follows the latter, for dragging, copying and screen readers; what is seen
 * is painted, so that it stays while the focus is in a palette.
 */
export class ReaderSelection {
  readonly #host: SelectionHost;
  readonly #abort = new AbortController();
  #caret: Caret;
  #kept: readonly TextRange[] = [];
  /** The next range joins those that are there. */
  #isKeeping = false;
  #shown: readonly TextRange[] = [];
  #drag: {
    readonly isAdding: boolean;
    readonly origin: TextRange | null;
    readonly unit: 'word' | 'sentence' | 'paragraph';
  } | null = null;

  constructor(host: SelectionHost) {
    this.#host = host;
    const first = host.geometry.map.blocks[0]!.start;
    this.#caret = { anchor: first, head: first };
    const { signal } = this.#abort;
    const { dom } = host.geometry.view;
    dom.addEventListener('mousedown', (event) => this.#press(event), { signal });
    dom.addEventListener('keydown', (event) => this.#key(event), { signal });
    dom.addEventListener('copy', (event) => this.#copy(event), { signal });
    dom.addEventListener('dragstart', (event) => event.preventDefault(), { signal });
    dom.addEventListener('focus', () => this.#showFocus(), { signal });
    dom.addEventListener('blur', () => this.#hideFocus(), { signal });
    window.addEventListener('mousemove', (event) => this.#drop(event, false), { signal });
    window.addEventListener('mouseup', (event) => this.#drop(event, true), { signal });
  }

  get caretOffset(): number {
    return this.#caret.head;
  }

  get hasFocus(): boolean {
    return document.activeElement === this.#host.geometry.view.dom;
  }

  dispose(): void {
    this.#abort.abort();
    this.#host.caretOverlay.hide();
  }

  /** Takes what the owner holds. Its own answer changes nothing; anything else becomes the selection. */
  accept(ranges: readonly TextRange[]): void {
    if (isSameRanges(ranges, this.#shown)) return;
    this.#shown = ranges;
    this.#isKeeping = false;
    const last = ranges.at(-1);
    this.#kept = ranges.slice(0, -1);
    this.#caret = last
      ? { anchor: last.start, head: last.end }
      : { anchor: this.#caret.head, head: this.#caret.head };
    this.#syncNative();
    this.redrawCaret();
  }

  focus(): void {
    this.#host.geometry.view.dom.focus({ preventScroll: true });
  }

  set(head: number, isExtending: boolean): void {
    const { geometry, text } = this.#host;
    const { blocks } = geometry.map;
    const inside = Math.max(blocks[0]!.start, Math.min(head, blocks.at(-1)!.end));
    const snapped = snapToGraphemes(text, { start: inside, end: inside });
    const to = isExtending && inside > this.#caret.anchor ? snapped.end : snapped.start;
    this.#place({ anchor: isExtending ? this.#caret.anchor : to, head: to });
  }

  move(unit: CaretUnit | 'lineEdge', direction: 1 | -1, isExtending: boolean): void {
    const { geometry, text } = this.#host;
    if (unit === 'line' || unit === 'lineEdge') {
      this.#moveNatively(unit, direction, isExtending);
      return;
    }
    const head =
      unit === 'page'
        ? this.#pageAway(direction)
        : moveHead(geometry.map, text, this.#caret, unit, direction, isExtending);
    this.#place({ anchor: isExtending ? this.#caret.anchor : head, head });
    this.reveal();
  }

  /** The ranges that are there stay; the next one joins them. */
  keepRange(): void {
    if (this.#shown.length > 0) this.#isKeeping = true;
  }

  clear(): void {
    this.#kept = [];
    this.#isKeeping = false;
    this.#place({ anchor: this.#caret.head, head: this.#caret.head });
  }

  reveal(): void {
    const { head } = this.#caret;
    this.#host.scroll.to({ start: head, end: head }, 'nearest');
    this.redrawCaret();
  }

  redrawCaret(): void {
    if (this.hasFocus) this.#host.caretOverlay.draw(this.#caret.head);
  }

  #hideFocus(): void {
    this.#host.root.classList.remove('is-key-focused');
    this.#host.caretOverlay.hide();
  }

  #showFocus(): void {
    // A class, since `:has()` in the stylesheet costs a walk over every node that comes into the page.
    this.#host.root.classList.toggle(
      'is-key-focused',
      this.#host.geometry.view.dom.matches(':focus-visible'),
    );
    if (!this.#drag) this.#syncNative();
    this.redrawCaret();
  }

  /** The one way in which caret and selection change from within. */
  #place(caret: Caret, isNativeRight = false): void {
    if (this.#isKeeping && caret.anchor !== caret.head) {
      this.#kept = this.#shown;
      this.#isKeeping = false;
    } else if (!this.#isKeeping && caret.anchor === caret.head && !this.#drag?.isAdding) {
      this.#kept = [];
    }
    this.#caret = caret;
    if (!isNativeRight) this.#syncNative();
    this.redrawCaret();
    const made = rangeOf(caret);
    const ranges = this.#isKeeping ? this.#shown : normaliseRanges(made ? [...this.#kept, made] : this.#kept);
    if (!isSameRanges(ranges, this.#shown)) {
      this.#shown = ranges;
      this.#host.onDidSelect(ranges);
    }
  }

  /** Does not take the focus from where it is, nor the selection from a field that has it. */
  #syncNative(): void {
    if (!this.hasFocus) return;
    const { geometry } = this.#host;
    const { anchor, head } = this.#caret;
    const selection = getSelection();
    if (!selection) return;
    const isForward = head >= anchor;
    const from = geometry.domPoint(anchor, isForward ? 'start' : 'end');
    const to = anchor === head ? from : geometry.domPoint(head, isForward ? 'end' : 'start');
    selection.setBaseAndExtent(from.node, from.offset, to.node, to.offset);
  }

  #readNative(): Caret | null {
    const selection = getSelection();
    if (!selection?.anchorNode || !selection.focusNode) return null;
    const anchor = this.#host.geometry.offsetAtDom(selection.anchorNode, selection.anchorOffset);
    const head = this.#host.geometry.offsetAtDom(selection.focusNode, selection.focusOffset);
    return anchor === null || head === null ? null : { anchor, head };
  }

  /** By the browser's own lines: it knows where they break, and keeps the column over a row of moves. */
  #moveNatively(unit: 'line' | 'lineEdge', direction: 1 | -1, isExtending: boolean): void {
    if (!this.hasFocus) this.focus();
    const selection = getSelection();
    if (!selection) return;
    const native = this.#readNative();
    const isInStep =
      native?.head === this.#caret.head && (native.anchor === this.#caret.anchor || !isExtending);
    if (!isInStep) this.#syncNative();
    if (!isExtending && !selection.isCollapsed && selection.focusNode) {
      selection.collapse(selection.focusNode, selection.focusOffset);
    }
    selection.modify(
      isExtending ? 'extend' : 'move',
      direction === 1 ? 'forward' : 'backward',
      unit === 'line' ? 'line' : 'lineboundary',
    );
    const moved = this.#readNative();
    if (!moved) {
      this.#syncNative();
      return;
    }
    this.#place({ anchor: isExtending ? this.#caret.anchor : moved.head, head: moved.head }, true);
    this.reveal();
  }

  #pageAway(direction: 1 | -1): number {
    const { geometry, scroller, scroll } = this.#host;
    const { head } = this.#caret;
    scroll.to({ start: head, end: head }, 'nearest');
    const box = geometry.caretBox(head);
    const before = scroller.scrollTop;
    scroller.scrollTop += direction * scroller.clientHeight * 0.85;
    if (Math.abs(scroller.scrollTop - before) < 2)
      return moveHead(geometry.map, this.#host.text, this.#caret, 'document', direction, false);
    // What the page turned to may be skipped still; only a chunk that is laid out can be hit.
    const chunk = document.elementFromPoint(box.left, box.top)?.closest<HTMLElement>('.reader-chunk');
    if (chunk) scroll.hold(Number(chunk.dataset['chunk']));
    const middle = (box.top + box.bottom) / 2;
    let offset: number | null = null;
    for (let step = 0; offset === null && step < 12; step++)
      offset = geometry.offsetAtPoint(box.left, middle + direction * step * 8);
    return offset ?? head;
  }

  #key(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.isComposing || event.target !== this.#host.geometry.view.dom) return;
    const key = readerKey(event);
    if (key) this.#host.root.classList.add('is-key-focused');
    // With nothing pending, + and Escape are the passage's, not the selection's.
    if (!key || ((key.kind === 'clear' || key.kind === 'keepRange') && this.#shown.length === 0)) return;
    event.preventDefault();
    event.stopPropagation();
    switch (key.kind) {
      case 'move':
        this.move(key.unit, this.#logical(key.direction), key.isExtending);
        break;
      case 'keepRange':
        this.keepRange();
        break;
      case 'clear':
        this.clear();
        break;
      case 'selectAll': {
        const { blocks } = this.#host.geometry.map;
        this.#place({ anchor: blocks[0]!.start, head: blocks.at(-1)!.end });
        break;
      }
    }
  }

  #logical(direction: 1 | -1 | 'left' | 'right'): 1 | -1 {
    if (typeof direction === 'number') return direction;
    const isRightToLeft = this.#host.geometry.isRightToLeft(this.#caret.head);
    return (direction === 'right') === isRightToLeft ? -1 : 1;
  }

  #press(event: MouseEvent): void {
    if (event.button !== 0 || !(event.target instanceof Element) || event.target.closest('button')) return;
    const { geometry, root, text } = this.#host;
    this.#host.scroll.stop();
    root.classList.remove('is-key-focused');
    const isAdding = event.altKey || event.ctrlKey || event.metaKey;
    this.#kept = isAdding ? this.#shown : [];
    this.#isKeeping = false;
    root.classList.add('is-dragging');
    const offset = geometry.offsetAtPoint(event.clientX, event.clientY);
    if (event.detail >= 2 && offset !== null) {
      event.preventDefault();
      this.focus();
      const unit = event.detail === 2 ? 'word' : event.detail === 3 ? 'sentence' : 'paragraph';
      const character = geometry.characterAt(event.clientX, event.clientY) ?? offset;
      const origin = unitAt(geometry.map, text, character, unit);
      this.#drag = { isAdding, origin, unit };
      this.#place({ anchor: origin.start, head: origin.end });
      return;
    }
    this.#drag = { isAdding, origin: null, unit: 'word' };
    // Else the browser waits for a drag of the selected text and ends the old selection only after `mouseup`.
    if (!event.shiftKey) endNativeSelection();
    else if (this.#caret.anchor !== this.#caret.head || this.hasFocus) this.#syncNative();
  }

  #drop(event: MouseEvent, isEnd: boolean): void {
    const drag = this.#drag;
    if (!drag) return;
    if (drag.origin) this.#dragByUnit(event, drag.origin, drag.unit);
    else if (isEnd) this.#takeNative(event, drag.isAdding);
    if (!isEnd) return;
    this.#drag = null;
    this.#host.root.classList.remove('is-dragging');
  }

  #dragByUnit(event: MouseEvent, origin: TextRange, unit: 'word' | 'sentence' | 'paragraph'): void {
    const { geometry, text } = this.#host;
    const offset = geometry.offsetAtPoint(event.clientX, event.clientY);
    if (offset === null || (offset >= origin.start && offset <= origin.end)) return;
    const here = unitAt(geometry.map, text, offset, unit);
    this.#place(
      here.start < origin.start
        ? { anchor: origin.end, head: here.start }
        : { anchor: origin.start, head: Math.max(here.end, origin.end) },
    );
  }

  #takeNative(event: MouseEvent, isAdding: boolean): void {
    const native = this.#readNative();
    if (!native) {
      this.#syncNative();
      return;
    }
    if (native.anchor !== native.head) {
      const { geometry, text } = this.#host;
      const raw = rangeOf(native)!;
      const inside = {
        start: geometry.map.offsetOf(geometry.map.positionOf(raw.start, 'after')),
        end: geometry.map.offsetOf(geometry.map.positionOf(raw.end, 'before')),
      };
      // From the end of one block to the beginning of the next: nothing but the space between was selected.
      const { start, end } = inside.start < inside.end ? snapToGraphemes(text, inside) : raw;
      this.#place(native.anchor < native.head ? { anchor: start, head: end } : { anchor: end, head: start });
      return;
    }
    const { head } = native;
    if (isAdding) {
      const without = this.#kept.filter((range) => head < range.start || head >= range.end);
      this.#kept = without;
      this.#place({ anchor: head, head });
      return;
    }
    this.#place({ anchor: head, head });
    const at = { x: event.clientX, y: event.clientY };
    this.#host.onDidClick(this.#host.geometry.characterAt(at.x, at.y), at);
  }

  #copy(event: ClipboardEvent): void {
    if (!event.clipboardData || this.#shown.length === 0) return;
    const parts = this.#shown.map((range) => this.#host.text.slice(range.start, range.end));
    event.clipboardData.setData('text/plain', parts.join('\n'));
    event.preventDefault();
  }
}

function rangeOf(caret: Caret): TextRange | null {
  if (caret.anchor === caret.head) return null;
  return { start: Math.min(caret.anchor, caret.head), end: Math.max(caret.anchor, caret.head) };
}

function isSameRanges(a: readonly TextRange[], b: readonly TextRange[]): boolean {
  return (
    a === b ||
    (a.length === b.length && a.every((range, i) => range.start === b[i]!.start && range.end === b[i]!.end))
  );
}

/**
 * Leaves a caret where the selection ended. Removing all ranges instead, from within `mousedown` and with the focus in
 * the text, ends the whole page in Chromium 156: its own handling of the press still counts on a selection.
 */
function endNativeSelection(): void {
  const selection = getSelection();
  if (selection && !selection.isCollapsed) selection.collapseToEnd();
}
