import { useState } from 'react';
import { t } from '../i18n/texts.ts';
import { notify } from '../app/notices.ts';

interface RequiredTextProps {
  readonly value: string;
  readonly label: string;
  readonly maxLength: number;
  readonly isReadOnly: boolean;
  readonly className?: string;
  readonly id?: string;
  onCommit(value: string): void;
}

/** A short text that may not be empty: committed when left or confirmed, taken back by Escape or when emptied. */
export function RequiredText(props: RequiredTextProps) {
  const [draft, setDraft] = useState(props.value);
  const [shown, setShown] = useState(props.value);
  if (shown !== props.value) {
    setShown(props.value);
    setDraft(props.value);
  }

  function commit(): void {
    const trimmed = draft.trim();
    if (trimmed === '') {
      notify('info', t('codebook.cannotBeEmptyItStays', { label: props.label, value: props.value }));
      setDraft(props.value);
    } else {
      setDraft(trimmed);
      if (trimmed !== props.value) props.onCommit(trimmed);
    }
  }

  return (
    <input
      id={props.id}
      className={`input ${props.className ?? ''}`}
      value={draft}
      dir="auto"
      aria-label={props.label}
      maxLength={props.maxLength}
      readOnly={props.isReadOnly}
      onChange={(event) => setDraft(event.target.value)}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
          event.preventDefault();
          commit();
        } else if (event.key === 'Escape' && draft !== props.value) {
          event.stopPropagation();
          setDraft(props.value);
        }
      }}
    />
  );
}
