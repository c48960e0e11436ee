import { useState } from 'react';
import { setState, type Dialog } from '../app/state.ts';
import { t } from '../i18n/texts.ts';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { Modal } from '../ui/modal.tsx';
import { Picker } from '../ui/picker.tsx';

function close(): void {
  setState({ dialog: null });
}

/** Asks for one name. What is refused is said beneath the field while it is typed. */
export function NameDialog({ dialog }: { readonly dialog: Extract<Dialog, { kind: 'name' }> }) {
  const [name, setName] = useState(dialog.value);
  const trimmed = name.trim();
  const refusal = trimmed === '' ? null : dialog.refuse(trimmed);
  function keep(): void {
    if (trimmed === '' || refusal) return;
    close();
    dialog.onName(trimmed);
  }
  return (
    <Modal
      title={dialog.title}
      onClose={close}
      footer={
        <>
          <Button onClick={close}>{t('dialogs.cancel')}</Button>
          <Button tone="primary" disabled={trimmed === '' || refusal !== null} onClick={keep}>
            {dialog.action}
          </Button>
        </>
      }
    >
      <Field label={t('sets.name')} hint={<span role="status">{refusal ?? dialog.hint}</span>}>
        <input
          className="input"
          data-autofocus
          dir="auto"
          maxLength={120}
          aria-invalid={refusal !== null}
          value={name}
          onFocus={(event) => event.target.select()}
          onChange={(event) => setName(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
            event.preventDefault();
            keep();
          }}
        />
      </Field>
    </Modal>
  );
}

/** One of a list that narrows as one types. */
export function ChooseDialog({ dialog }: { readonly dialog: Extract<Dialog, { kind: 'choose' }> }) {
  const { create } = dialog;
  return (
    <Modal title={dialog.title} onClose={close}>
      <Picker
        label={dialog.title}
        placeholder={dialog.placeholder}
        groups={dialog.groups}
        {...(create && {
          create: {
            noun: create.noun,
            onCreate: (name: string) => {
              close();
              create.onCreate(name);
            },
          },
        })}
        onPick={(act) => {
          close();
          act();
        }}
        onClose={close}
      />
    </Modal>
  );
}
