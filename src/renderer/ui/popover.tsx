import { useEffectEvent, useLayoutEffect, useRef, type ReactNode, type RefObject } from 'react';
import './popover.css';

interface PopoverProps {
  readonly label: string;
  /** What it opens beneath, and what gets the keyboard back. */
  readonly anchor: RefObject<HTMLElement | null>;
  readonly children: ReactNode;
  onClose(): void;
}

const GAP = 4;
const MARGIN = 8;
const LEAST_HEIGHT = 160;

/**
 * A small panel beneath its anchor, in the top layer, so that no scrolling pane clips it. Mounting opens it; Escape, a
 * press elsewhere or focus going elsewhere ask to close it. A press on the anchor is the anchor's own matter.
 */
export function Popover({ label, anchor, children, onClose }: PopoverProps) {
  const ref = useRef<HTMLDivElement>(null);
  const close = useEffectEvent(onClose);

  useLayoutEffect(() => {
    const box = ref.current;
    const opener = anchor.current;
    if (!box || !opener) return;
    function place(): void {
      if (box && opener) placeBeneath(box, opener.getBoundingClientRect());
    }
    function onPointerDown(event: PointerEvent): void {
      const pressed = event.target;
      if (pressed instanceof Node && !box?.contains(pressed) && !opener?.contains(pressed)) close();
    }
    box.showPopover();
    place();
    (box.querySelector<HTMLElement>('[data-autofocus], input') ?? box).focus({ preventScroll: true });
    const observer = new ResizeObserver(place);
    observer.observe(box);
    window.addEventListener('resize', place);
    window.addEventListener('scroll', place, true);
    document.addEventListener('pointerdown', onPointerDown, true);
    return () => {
      observer.disconnect();
      window.removeEventListener('resize', place);
      window.removeEventListener('scroll', place, true);
      document.removeEventListener('pointerdown', onPointerDown, true);
      if (box.contains(document.activeElement)) opener.focus({ preventScroll: true });
    };
  }, [anchor]);

  return (
    <div
      ref={ref}
      className="popover"
      popover="manual"
      role="dialog"
      aria-label={label}
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented) return;
        event.preventDefault();
        event.stopPropagation();
        onClose();
      }}
      onBlur={(event) => {
        const next = event.relatedTarget;
        if (next instanceof Node && !event.currentTarget.contains(next) && !anchor.current?.contains(next)) {
          onClose();
        }
      }}
    >
      {children}
    </div>
  );
}

/** Beneath, or above where that has more room; always inside the window. */
function placeBeneath(box: HTMLElement, at: DOMRect): void {
  const below = window.innerHeight - at.bottom - GAP - MARGIN;
  const above = at.top - GAP - MARGIN;
  box.style.maxHeight = '';
  const isAbove = box.offsetHeight > below && above > below;
  box.style.maxHeight = `${Math.max(LEAST_HEIGHT, isAbove ? above : below)}px`;
  const maxLeft = window.innerWidth - box.offsetWidth - MARGIN;
  // Its edge under the edge at which lines begin.
  const isRightToLeft = getComputedStyle(box).direction === 'rtl';
  const left = isRightToLeft ? at.right - box.offsetWidth : at.left;
  box.style.left = `${Math.max(MARGIN, Math.min(left, maxLeft))}px`;
  box.style.top = `${isAbove ? Math.max(MARGIN, at.top - GAP - box.offsetHeight) : at.bottom + GAP}px`;
}
