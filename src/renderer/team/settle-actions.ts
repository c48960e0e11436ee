import type { CallArgs } from '../../contract/calls.ts';
import { call } from '../app/host.ts';
import { notify, run } from '../app/notices.ts';
import { whenSaved } from '../app/session.ts';
import { setState } from '../app/state.ts';
import { t } from '../i18n/texts.ts';
import { setTeam } from './team-state.ts';

type ForkSettling = CallArgs<'team.settleFork'>;

/** Chooses one of the values that stand of an entry, for the whole team. */
export function settleConflict(key: string, hash: string): void {
  run(async () => {
    await whenSaved();
    setTeam({ status: await call('team.settleConflict', { key, hash }) });
    notify('success', t('team.conflictSettled'));
  });
}

/** Says which state of one’s own layer goes on, after the user was told that both are kept. */
export function settleFork(settling: ForkSettling, title: string): void {
  const { choice } = settling;
  setState({
    dialog: {
      kind: 'confirm',
      title: t('team.forkTitle', { document: title }),
      message: t(`team.forkMessage.${choice}`),
      action: t(`team.fork.${choice}`),
      isDangerous: false,
      onConfirm: () =>
        run(async () => {
          await whenSaved();
          setTeam({ status: await call('team.settleFork', settling) });
          notify('success', t('team.forkSettled'));
        }),
    },
  });
}
