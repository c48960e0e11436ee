import { useEffect, useState, type ReactNode } from 'react';

interface FieldProps {
  readonly label: string;
  readonly hint?: ReactNode;
  readonly children: ReactNode;
}

/** A label bound to the one control inside it. */
export function Field({ label, hint, children }: FieldProps) {
  return (
    <label className="field">
      <span className="field__label">{label}</span>
      {children}
      {hint ? <span className="field__hint">{hint}</span> : null}
    </label>
  );
}

interface DraftProps {
  readonly value: string;
  readonly label: string;
  readonly placeholder?: string;
  readonly isMultiline?: boolean;
  readonly isHeadless?: boolean;
  readonly isReadOnly?: boolean;
  readonly autoFocus?: boolean;
  onCommit(value: string): void;
  onCancel?(): void;
  onDone?(): void;
}

/**
 * A text that is committed when it is left or confirmed, not with each key: one edit, one step of undo. Escape takes
 * the draft back.
 */
export function DraftText(props: DraftProps) {
  const [draft, setDraft] = useState(props.value);
  useEffect(() => setDraft(props.value), [props.value]);

  function commit(): void {
    if (draft !== props.value) props.onCommit(draft);
  }
  const shared = {
    className: 'input',
    value: draft,
    dir: 'auto',
    placeholder: props.placeholder,
    readOnly: props.isReadOnly,
    'aria-label': props.isHeadless ? props.label : undefined,
    // The user asked for this field by key or click a moment ago.
    autoFocus: props.autoFocus,
    onBlur: commit,
  };
  const control = props.isMultiline ? (
    <textarea
      {...shared}
      onChange={(event) => setDraft(event.target.value)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') {
          event.stopPropagation();
          setDraft(props.value);
          props.onCancel?.();
        } else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
          event.preventDefault();
          commit();
          props.onDone?.();
        }
      }}
    />
  ) : (
    <input
      {...shared}
      onChange={(event) => setDraft(event.target.value)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') {
          event.stopPropagation();
          setDraft(props.value);
          props.onCancel?.();
        } else if (event.key === 'Enter') {
          event.preventDefault();
          commit();
          props.onDone?.();
        }
      }}
    />
  );
  return props.isHeadless ? control : <Field label={props.label}>{control}</Field>;
}
