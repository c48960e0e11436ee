import { KeyRound, Upload } from 'lucide-react';
import { useEffect, useId, useState, type ReactNode } from 'react';
import type { CallValue, ProjectSnapshot } from '../../contract/calls.ts';
import { call } from '../app/host.ts';
import { messageOf, run } from '../app/notices.ts';
import { t } from '../i18n/texts.ts';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { MessageText } from '../ui/message-text.tsx';
import { Modal } from '../ui/modal.tsx';
import { exportIdentity, importIdentity } from './identity-actions.ts';
import { PlaceDialog } from './place-dialog.tsx';
import { setTeam, useTeam } from './team-state.ts';

/** As the services ask for. */
const PASSPHRASE_LENGTH = 10;

/** Where the user's keys are kept, and how to be the same person on another machine. */
export function IdentityPanel({ project }: { readonly project: ProjectSnapshot }) {
  const { identity } = useTeam();
  const [known, setKnown] = useState<CallValue<'identity.get'> | null>(null);
  const { id } = project.annotator;
  useEffect(
    () =>
      run(async () => {
        setKnown(await call('identity.get', {}));
      }),
    [id, identity],
  );
  const close = (): void => setTeam({ identity: null });

  return (
    <section className="team__section" aria-labelledby="team-identity">
      <h2 id="team-identity" tabIndex={-1}>
        {t('team.identity')}
      </h2>
      <div className="team__card">
        <div className="team__place">
          <h3>{t('team.otherMachine')}</h3>
          <p className="team__note">{t('team.identityAbout')}</p>
          {known ? <p className="team__note">{t(`team.kept.${known.kept}`)}</p> : null}
        </div>
        <div className="team__buttons">
          <Button onClick={() => setTeam({ identity: { step: 'export' } })}>
            <KeyRound size={14} aria-hidden="true" />
            {t('team.exportIdentity')}
          </Button>
          <Button onClick={() => setTeam({ identity: { step: 'import' } })}>
            <Upload size={14} aria-hidden="true" />
            {t('team.importIdentity')}
          </Button>
        </div>
      </div>
      {identity?.step === 'export' ? <ExportDialog onClose={close} /> : null}
      {identity?.step === 'import' ? <ImportDialog onClose={close} /> : null}
      {identity?.step === 'place' ? (
        <PlaceDialog
          suggestedName={t('team.identityName')}
          title={t('team.whereIdentity')}
          onClose={close}
          onChoose={(path) => {
            const { passphrase } = identity;
            close();
            exportIdentity(passphrase, path, false);
          }}
        />
      ) : null}
    </section>
  );
}

function ExportDialog({ onClose }: { readonly onClose: () => void }) {
  const [first, setFirst] = useState('');
  const [second, setSecond] = useState('');
  const isLong = first.length >= PASSPHRASE_LENGTH;
  return (
    <IdentityDialog
      title={t('team.exportIdentityTitle')}
      about={t('team.exportIdentityHint')}
      submitText={t('team.choosePlace')}
      isReady={isLong && first === second}
      onSubmit={() => exportIdentity(first, null, false)}
      onClose={onClose}
    >
      <Field label={t('team.passphrase')} hint={t('team.passphraseHint', { length: PASSPHRASE_LENGTH })}>
        <PassphraseInput autoComplete="new-password" isFirst value={first} onChange={setFirst} />
      </Field>
      <Field label={t('team.passphraseAgain')}>
        <PassphraseInput autoComplete="new-password" value={second} onChange={setSecond} />
      </Field>
      <p className="form-problem" role="status">
        {isLong && second !== '' && first !== second ? t('team.passphrasesDiffer') : ''}
      </p>
    </IdentityDialog>
  );
}

function ImportDialog({ onClose }: { readonly onClose: () => void }) {
  const [file, setFile] = useState<File | null>(null);
  const [passphrase, setPassphrase] = useState('');
  const [problem, setProblem] = useState<string | null>(null);

  function onSubmit(): void {
    if (!file) return;
    run(async () => {
      try {
        await importIdentity(file, passphrase, false);
      } catch (error) {
        setProblem(messageOf(error));
      }
    });
  }
  return (
    <IdentityDialog
      title={t('team.importIdentityTitle')}
      about={t('team.importIdentityHint')}
      submitText={t('team.importNow')}
      isReady={file !== null && passphrase !== ''}
      onSubmit={onSubmit}
      onClose={onClose}
    >
      <Field label={t('team.identityFile')}>
        <input
          className="input"
          type="file"
          data-autofocus
          onChange={(event) => setFile(event.target.files?.[0] ?? null)}
        />
      </Field>
      <Field label={t('team.passphrase')}>
        <PassphraseInput autoComplete="off" value={passphrase} onChange={setPassphrase} />
      </Field>
      <div className="form-problem" role="alert">
        {problem === null ? null : <MessageText>{problem}</MessageText>}
      </div>
    </IdentityDialog>
  );
}

interface IdentityDialogProps {
  readonly title: string;
  readonly about: string;
  readonly submitText: string;
  /** Until then nothing can be sent. */
  readonly isReady: boolean;
  readonly children: ReactNode;
  onSubmit(): void;
  onClose(): void;
}

/** A form over the screen, with what it does above its fields. */
function IdentityDialog({
  title,
  about,
  submitText,
  isReady,
  children,
  onSubmit,
  onClose,
}: IdentityDialogProps) {
  const id = useId();
  return (
    <Modal
      title={title}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('team.cancel')}</Button>
          <Button tone="primary" type="submit" form={id} disabled={!isReady}>
            {submitText}
          </Button>
        </>
      }
    >
      <form
        id={id}
        className="team__form"
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady) onSubmit();
        }}
      >
        <p>{about}</p>
        {children}
      </form>
    </Modal>
  );
}

interface PassphraseInputProps {
  readonly autoComplete: 'new-password' | 'off';
  /** Where typing begins. */
  readonly isFirst?: boolean;
  readonly value: string;
  onChange(value: string): void;
}

function PassphraseInput({ isFirst, onChange, ...rest }: PassphraseInputProps) {
  return (
    <input
      className="input"
      type="password"
      data-autofocus={isFirst ? '' : undefined}
      {...rest}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
