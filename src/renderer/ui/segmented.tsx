import { useRef, type KeyboardEvent } from 'react';
import { inlineArrow } from './inline-arrow.ts';

interface SegmentedProps<T extends string | number> {
  readonly label: string;
  readonly options: readonly { readonly value: T; readonly text: string; readonly title?: string }[];
  readonly value: T | undefined;
  /** Choosing the chosen one again takes it away. */
  readonly isOptional?: boolean;
  onChange(value: T | undefined): void;
}

/** One of a few, as a radio group: arrows move and choose. */
export function Segmented<T extends string | number>({
  label,
  options,
  value,
  isOptional,
  onChange,
}: SegmentedProps<T>) {
  const ref = useRef<HTMLDivElement>(null);
  const chosen = options.findIndex((option) => option.value === value);

  function moveWithArrows(event: KeyboardEvent): void {
    const step =
      inlineArrow(event.key) === 'forward' || event.key === 'ArrowDown'
        ? 1
        : inlineArrow(event.key) === 'back' || event.key === 'ArrowUp'
          ? -1
          : 0;
    if (step === 0) return;
    event.preventDefault();
    event.stopPropagation();
    const next = (Math.max(chosen, 0) + (chosen === -1 ? 0 : step) + options.length) % options.length;
    onChange(options[next]!.value);
    (ref.current?.children[next] as HTMLElement | undefined)?.focus();
  }

  return (
    <div ref={ref} className="segmented" role="radiogroup" aria-label={label} onKeyDown={moveWithArrows}>
      {options.map((option, index) => (
        <button
          key={option.value}
          type="button"
          role="radio"
          aria-checked={index === chosen}
          aria-label={option.title}
          title={option.title}
          tabIndex={index === Math.max(chosen, 0) ? 0 : -1}
          className="segmented__option"
          onClick={() => onChange(isOptional && index === chosen ? undefined : option.value)}
        >
          {option.text}
        </button>
      ))}
    </div>
  );
}

/** Enter on a button is that button's; on a radio, which arrows have chosen already, it is the form's. */
export function isOwnButton(target: EventTarget): boolean {
  return target instanceof HTMLButtonElement && target.type === 'button' && target.role !== 'radio';
}
