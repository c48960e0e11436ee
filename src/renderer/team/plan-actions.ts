import type { CallArgs } from '../../contract/calls.ts';
import type { TeamStatusValue } from '../../contract/team-calls.ts';
import type { AnnotatorId } from '../../core/ids.ts';
import { call } from '../app/host.ts';
import { notify, run } from '../app/notices.ts';
import { setState } from '../app/state.ts';
import { t } from '../i18n/texts.ts';
import { reasonWords } from './reason-words.ts';
import { setTeam, useTeam } from './team-state.ts';

type PlanChange = CallArgs<'team.changePlan'>['change'];

/** Changes of the plan that are being made. */
let changing: Promise<unknown> = Promise.resolve();

/** Changes the plan; whoever begins one leads, and is asked first. */
export function changePlan(change: PlanChange): void {
  function make(): void {
    run(async () => {
      const made = call('team.changePlan', { change });
      changing = made.catch(() => undefined);
      setTeam({ status: await made });
      notify('success', change.kind === 'assignment' ? t('team.drawn') : t('team.planChanged'));
    });
  }
  run(async () => {
    // Only the change before this one tells whether there is a plan by now.
    await changing;
    if (useTeam.getState().status?.hasPlan) make();
    else askToLead(make);
  });
}

function askToLead(onConfirm: () => void): void {
  setState({
    dialog: {
      kind: 'confirm',
      title: t('team.beginTitle'),
      message: t('team.beginMessage'),
      action: t('team.begin'),
      isDangerous: false,
      onConfirm,
    },
  });
}

/** Confirms a key, after the user compared it with the person. */
export function trustKey(file: TeamStatusValue['held'][number], name: string): void {
  const { author, signKey } = file;
  setState({
    dialog: {
      kind: 'confirm',
      title: t('team.confirmKeyTitle', { name }),
      message: t('team.confirmKeyMessage', { name, why: reasonWords(file) }),
      action: t('team.confirm'),
      isDangerous: false,
      onConfirm: () =>
        run(async () => {
          setTeam({ status: await call('team.trust', { annotator: author, signKey }) });
          notify('success', t('team.trusted'));
        }),
    },
  });
}

/** Says whom this copy follows, where several began a plan. */
export function follow(annotator: AnnotatorId, name: string): void {
  run(async () => {
    setTeam({ status: await call('team.follow', { annotator }) });
    notify('success', t('team.followed', { name }));
  });
}
