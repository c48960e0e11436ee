import { useEffect, type RefObject } from 'react';

/** Gives the keyboard to a screen's main part when the screen came by a key and nothing else has it. */
export function useIdleFocus(ref: RefObject<HTMLElement | null>, isReady: boolean): void {
  useEffect(() => {
    if (isReady && document.activeElement === document.body) ref.current?.focus({ preventScroll: true });
  }, [ref, isReady]);
}
