import { useState } from 'react';
import { peopleOf } from '../../core/adjudication/layer-choice.ts';
import { annotatorIdSchema, shortHash, slugify } from '../../core/ids.ts';
import { LANGUAGES, type Settings } from '../../contract/calls.ts';
import { LANGUAGE_NAMES, languageOf, t } from '../i18n/texts.ts';
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
    const known = peopleOf(project?.project.annotators ?? []).find((person) => person.name === trimmed);
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
      title={t('dialogs.yourNameAndAppearance')}
      onClose={close}
      footer={
        <>
          <Button onClick={close}>{t('dialogs.cancel')}</Button>
          <Button tone="primary" onClick={save}>
            {t('dialogs.keep')}
          </Button>
        </>
      }
    >
      <Field label={t('dialogs.yourNameAsAnAnnotator')} hint={t('dialogs.yourLayerCarriesItAnother')}>
        <input className="input" value={name} onChange={(event) => setName(event.target.value)} />
      </Field>
      <div className="field">
        <span className="field__label">{t('dialogs.appearance')}</span>
        <Segmented<Settings['theme']>
          label={t('dialogs.appearance')}
          options={[
            { value: 'system', text: t('dialogs.asTheSystem') },
            { value: 'light', text: t('dialogs.light') },
            { value: 'sepia', text: t('dialogs.sepia') },
            { value: 'dark', text: t('dialogs.dark') },
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
          <Button onClick={close} data-autofocus="">
            {t('dialogs.cancel')}
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
