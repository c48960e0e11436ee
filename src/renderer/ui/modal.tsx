import { X } from 'lucide-react';
import { useEffect, useId, useRef, type ReactNode } from 'react';
import { t } from '../i18n/texts.ts';
import { IconButton } from './button.tsx';

interface ModalProps {
  readonly title: string;
  readonly size?: 'wide';
  readonly footer?: ReactNode;
  readonly children: ReactNode;
  onClose(): void;
}

/**
 * A modal on the platform's own `<dialog>`: focus is trapped, Escape closes, the rest is inert. It opens with the focus on
 * what is marked `data-autofocus`.
 */
export function Modal({ title, size, footer, children, onClose }: ModalProps) {
  const ref = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const dialog = ref.current;
    const returnTo = document.activeElement;
    dialog?.showModal();
    // React focuses before the dialog is open, which is lost; the platform then takes the first control, which closes.
    dialog?.querySelector<HTMLElement>('[data-autofocus]')?.focus({ preventScroll: true });
    return () => {
      dialog?.close();
      if (returnTo instanceof HTMLElement) returnTo.focus({ preventScroll: true });
    };
  }, []);
  return (
    <dialog
      ref={ref}
      className="dialog"
      data-size={size}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <div className="dialog__frame">
        <header className="dialog__head">
          <h2 id={titleId}>{title}</h2>
          <IconButton label={t('ui.close')} onClick={onClose}>
            <X size={16} />
          </IconButton>
        </header>
        <div className="dialog__body">{children}</div>
        {footer ? <footer className="dialog__foot">{footer}</footer> : null}
      </div>
    </dialog>
  );
}
