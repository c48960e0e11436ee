import { KeyRound, Upload } from 'lucide-react';
import { useEffect, useState, type FormEvent } from 'react';
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
      <h2 id="team-identity">{t('team.identity')}</h2>
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
  const isGood = isLong && first === second;

  function onSubmit(event: FormEvent): void {
    event.preventDefault();
    if (isGood) exportIdentity(first, null, false);
  }
  return (
    <Modal
      title={t('team.exportIdentityTitle')}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('team.cancel')}</Button>
          <Button tone="primary" type="submit" form="identity-export" disabled={!isGood}>
            {t('team.choosePlace')}
          </Button>
        </>
      }
    >
      <form id="identity-export" className="team__form" onSubmit={onSubmit}>
        <p>{t('team.exportIdentityHint')}</p>
        <Field label={t('team.passphrase')} hint={t('team.passphraseHint', { length: PASSPHRASE_LENGTH })}>
          <input
            className="input"
            type="password"
            autoComplete="new-password"
            autoFocus
            value={first}
            onChange={(event) => setFirst(event.target.value)}
          />
        </Field>
        <Field label={t('team.passphraseAgain')}>
          <input
            className="input"
            type="password"
            autoComplete="new-password"
            value={second}
            onChange={(event) => setSecond(event.target.value)}
          />
        </Field>
        <p className="form-problem" role="status">
          {isLong && second !== '' && first !== second ? t('team.passphrasesDiffer') : ''}
        </p>
      </form>
    </Modal>
  );
}

function ImportDialog({ onClose }: { readonly onClose: () => void }) {
  const [file, setFile] = useState<File | null>(null);
  const [passphrase, setPassphrase] = useState('');
  const [problem, setProblem] = useState<string | null>(null);

  function onSubmit(event: FormEvent): void {
    event.preventDefault();
    if (!file || passphrase === '') return;
    run(async () => {
      try {
        await importIdentity(file, passphrase, false);
      } catch (error) {
        setProblem(messageOf(error));
      }
    });
  }
  return (
    <Modal
      title={t('team.importIdentityTitle')}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('team.cancel')}</Button>
          <Button tone="primary" type="submit" form="identity-import" disabled={!file || passphrase === ''}>
            {t('team.importNow')}
          </Button>
        </>
      }
    >
      <form id="identity-import" className="team__form" onSubmit={onSubmit}>
        <p>{t('team.importIdentityHint')}</p>
        <Field label={t('team.identityFile')}>
          <input
            className="input"
            type="file"
            onChange={(event) => setFile(event.target.files?.[0] ?? null)}
          />
        </Field>
        <Field label={t('team.passphrase')}>
          <input
            className="input"
            type="password"
            autoComplete="off"
            value={passphrase}
            onChange={(event) => setPassphrase(event.target.value)}
          />
        </Field>
        <div className="form-problem" role="alert">
          {problem === null ? null : <MessageText>{problem}</MessageText>}
        </div>
      </form>
    </Modal>
  );
}
