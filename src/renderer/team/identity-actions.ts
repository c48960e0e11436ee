import { PostilError } from '../../core/errors.ts';
import { call, callWithProgress } from '../app/host.ts';
import { messageOf, notify, run } from '../app/notices.ts';
import { getState, setState } from '../app/state.ts';
import { t } from '../i18n/texts.ts';
import { setTeam } from './team-state.ts';

/** @param path where to; null where it is to be chosen yet */
export function exportIdentity(passphrase: string, path: string | null, overwrite: boolean): void {
  run(async () => {
    if (path === null) {
      if (!(getState().info?.nativeDialogs ?? false)) {
        setTeam({ identity: { step: 'place', passphrase } });
        return;
      }
      const chosen = await call('dialog.saveFile', {
        title: t('team.whereIdentity'),
        suggestedName: t('team.identityName'),
      });
      // The native dialog has asked about replacing already.
      if (chosen.path) exportIdentity(passphrase, chosen.path, true);
      return;
    }
    try {
      setTeam({ identity: null });
      await callWithProgress(t('team.sealingIdentity'), 'identity.export', { path, passphrase, overwrite });
    } catch (error) {
      if (!isThere(error)) throw error;
      setState({
        dialog: {
          kind: 'confirm',
          title: t('team.replaceFile'),
          message: path,
          action: t('team.replaceFileNow'),
          isDangerous: true,
          onConfirm: () => exportIdentity(passphrase, path, true),
        },
      });
      return;
    }
    notify('success', t('team.identityWritten', { path }));
  });
}

/** @throws what keeps the file from being read, but for who works here already: that is asked */
export async function importIdentity(file: File, passphrase: string, replace: boolean): Promise<void> {
  try {
    const { annotator } = await callWithProgress(t('team.openingIdentity'), 'identity.import', {
      text: await file.text(),
      fileName: file.name,
      passphrase,
      replace,
    });
    setTeam({ identity: null });
    notify('success', t('team.identityRead', { name: annotator.name }));
  } catch (error) {
    if (replace || !isThere(error)) throw error;
    setTeam({ identity: null });
    setState({
      dialog: {
        kind: 'confirm',
        title: t('team.replaceMe'),
        message: messageOf(error),
        action: t('team.replaceMeNow'),
        isDangerous: true,
        onConfirm: () => run(() => importIdentity(file, passphrase, true)),
      },
    });
  }
}

function isThere(error: unknown): boolean {
  return error instanceof PostilError && error.details['exists'] === true;
}
