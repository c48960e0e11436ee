import { useState } from 'react';
import { annotatorIdSchema, shortHash, slugify } from '../../core/ids.ts';
import { LANGUAGES, type Settings } from '../../contract/calls.ts';
import { LANGUAGE_NAMES, languageOf, t } from '../i18n/texts.ts';
import { COMMANDS, keyLabel } from '../app/commands.ts';
import { call } from '../app/host.ts';
import { run } from '../app/notices.ts';
import { resync } from '../app/session.ts';
import { chooseLanguage, setTheme } from '../app/settings-actions.ts';
import { setState, usePostil, type Dialog } from '../app/state.ts';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { Modal } from '../ui/modal.tsx';
import { Segmented } from '../ui/segmented.tsx';

function close(): void {
  setState({ dialog: null });
}

const READING_KEYS: readonly (readonly [string, string])[] = [
  ['← →', 'Move by character'],
  ['Ctrl ← →', 'Move by word'],
  ['J K', 'Move by sentence'],
  ['Ctrl ↑ ↓', 'Move by paragraph'],
  ['Shift + any of these', 'Select as you move'],
  ['Alt + drag', 'Add another part to the selection'],
  ['Double click', 'Select a word'],
  ['Triple click', 'Select a sentence'],
];

export function KeysDialog() {
  return (
    <Modal title="Keyboard" size="wide" onClose={close}>
      {/* It scrolls, so the keyboard must reach it. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className="keys-help" role="group" aria-label="Keys and what they do" tabIndex={0}>
        <section>
          <h3 className="tag-group__title">In the text</h3>
          <dl className="keys-help__list">
            {READING_KEYS.map(([key, text]) => (
              <div key={key}>
                <dt>
                  <kbd className="kbd">{key}</kbd>
                </dt>
                <dd>{text}</dd>
              </div>
            ))}
          </dl>
        </section>
        <section>
          <h3 className="tag-group__title">Commands</h3>
          <dl className="keys-help__list">
            {COMMANDS.filter((command) => command.keys).map((command) => (
              <div key={command.id}>
                <dt>
                  {command.keys?.map((key) => (
                    <kbd key={key} className="kbd">
                      {keyLabel(key)}
                    </kbd>
                  ))}
                </dt>
                <dd>{command.title()}</dd>
              </div>
            ))}
          </dl>
        </section>
      </div>
    </Modal>
  );
}

/** Who annotates, and how Postil looks. A new name is a new annotator: layers already written keep theirs. */
export function SettingsDialog() {
  const settings = usePostil((state) => state.settings);
  const project = usePostil((state) => state.project);
  const [name, setName] = useState(settings?.annotator?.name ?? project?.annotator.name ?? '');
  const [language, setLanguage] = useState<Settings['language']>(settings?.language ?? 'system');
  const trimmed = name.trim();
  const isNew = trimmed !== '' && trimmed !== settings?.annotator?.name;

  function save(): void {
    // Only now: another language draws this dialog anew, and what was typed would be gone.
    if (settings && language !== settings.language) chooseLanguage(language);
    if (!isNew) {
      close();
      return;
    }
    const known = project?.project.annotators.find((person) => person.name === trimmed);
    const id =
      known?.id ??
      annotatorIdSchema.parse(`${slugify(trimmed)}-${shortHash(crypto.randomUUID()).slice(0, 6)}`);
    run(async () => {
      setState({ settings: await call('settings.update', { annotator: { id, name: trimmed } }) });
      if (project) await resync();
      close();
    });
  }

  return (
    <Modal
      title="Your name and appearance"
      onClose={close}
      footer={
        <>
          <Button onClick={close}>Cancel</Button>
          <Button tone="primary" onClick={save}>
            Keep
          </Button>
        </>
      }
    >
      <Field
        label="Your name as an annotator"
        hint="Your layer carries it. Another name starts another layer; what you wrote so far stays with the first."
      >
        <input className="input" value={name} onChange={(event) => setName(event.target.value)} />
      </Field>
      <div className="field">
        <span className="field__label">Appearance</span>
        <Segmented<Settings['theme']>
          label="Appearance"
          options={[
            { value: 'system', text: 'As the system' },
            { value: 'light', text: 'Light' },
            { value: 'sepia', text: 'Sepia' },
            { value: 'dark', text: 'Dark' },
          ]}
          value={settings?.theme}
          onChange={(theme) => theme && setTheme(theme)}
        />
      </div>
      <Field label={t('settings.language')} hint={t('settings.language.hint')}>
        <select
          className="input"
          value={language}
          onChange={(event) => setLanguage(event.target.value as Settings['language'])}
        >
          <option value="system">
            {t('settings.language.system', { name: LANGUAGE_NAMES[languageOf('system')] })}
          </option>
          {LANGUAGES.map((each) => (
            <option key={each} value={each} lang={each}>
              {LANGUAGE_NAMES[each]}
            </option>
          ))}
        </select>
      </Field>
    </Modal>
  );
}

export function ConfirmDialog({ dialog }: { readonly dialog: Extract<Dialog, { kind: 'confirm' }> }) {
  return (
    <Modal
      title={dialog.title}
      onClose={close}
      footer={
        <>
          <Button onClick={close} autoFocus>
            Cancel
          </Button>
          <Button
            tone={dialog.isDangerous ? 'danger' : 'primary'}
            onClick={() => {
              close();
              dialog.onConfirm();
            }}
          >
            {dialog.action}
          </Button>
        </>
      }
    >
      <p>{dialog.message}</p>
    </Modal>
  );
}
