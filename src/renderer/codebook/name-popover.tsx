import { Plus } from 'lucide-react';
import { useRef, useState } from 'react';
import { foldText } from '../../core/text-fold.ts';
import { Button } from '../ui/button.tsx';
import { t } from '../i18n/texts.ts';
import { Popover } from '../ui/popover.tsx';

interface NamePopoverProps {
  readonly kind: 'actor' | 'code';
  /** Names that are taken, said while one types; not forbidden. */
  readonly taken: readonly string[];
  readonly tone?: 'primary' | 'quiet';
  readonly text: string;
  readonly isDisabled: boolean;
  onCreate(name: string): void;
}

/** A button that asks for the name of something new. */
export function NamePopover({ kind, taken, tone, text, isDisabled, onCreate }: NamePopoverProps) {
  const anchor = useRef<HTMLSpanElement>(null);
  const [isOpen, setIsOpen] = useState(false);
  const [name, setName] = useState('');
  const trimmed = name.trim();
  const isTaken = trimmed !== '' && taken.some((other) => foldText(other) === foldText(trimmed));

  function close(): void {
    setIsOpen(false);
    setName('');
  }

  return (
    <span className="codebook__anchor" ref={anchor}>
      <Button
        tone={tone}
        disabled={isDisabled}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        onClick={() => (isOpen ? close() : setIsOpen(true))}
      >
        <Plus size={14} aria-hidden="true" /> {text}
      </Button>
      {isOpen ? (
        <Popover label={t(`codebook.new.${kind}`)} anchor={anchor} onClose={close}>
          <form
            className="name-popover"
            onSubmit={(event) => {
              event.preventDefault();
              if (trimmed === '') return;
              close();
              onCreate(trimmed);
            }}
          >
            <input
              className="input"
              aria-label={t(`codebook.nameOfNew.${kind}`)}
              placeholder={t(`codebook.nameOfNew.${kind}`)}
              dir="auto"
              maxLength={200}
              data-autofocus
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
            <Button type="submit" tone="primary" disabled={trimmed === ''}>
              {t('codebook.add')}
            </Button>
            <p className="field__hint" role="status">
              {isTaken ? t('codebook.thereIsAAlready', { trimmed }) : ''}
            </p>
          </form>
        </Popover>
      ) : null}
    </span>
  );
}
