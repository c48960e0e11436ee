import { create } from 'zustand';

interface ReadingState {
  /** Only the text: no bars, no panes. */
  readonly isFocused: boolean;
  /** The text without a mark in it: nothing highlighted, no mention underlined. */
  readonly isUnmarked: boolean;
  readonly isPopoverOpen: boolean;
  /** The open document as it goes to paper, in place of the screen. */
  readonly isPrinting: boolean;
}

export const useReading = create<ReadingState>(() => ({
  isFocused: false,
  isUnmarked: false,
  isPopoverOpen: false,
  isPrinting: false,
}));

export function setReadingState(patch: Partial<ReadingState>): void {
  useReading.setState(patch);
}
