import { create } from 'zustand';

interface ReadingState {
  /** Only the text: no bars, no panes. */
  readonly isFocused: boolean;
  /** The text without a mark in it: nothing highlighted, no mention underlined. */
  readonly isUnmarked: boolean;
  readonly isPopoverOpen: boolean;
}

export const useReading = create<ReadingState>(() => ({
  isFocused: false,
  isUnmarked: false,
  isPopoverOpen: false,
}));

export function setReadingState(patch: Partial<ReadingState>): void {
  useReading.setState(patch);
}
