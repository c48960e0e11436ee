import { PostilError } from '../../core/errors.ts';
import { call, callWithProgress } from '../app/host.ts';
import { notify, run } from '../app/notices.ts';
import { uploadFiles } from '../app/project-actions.ts';
import { resync, whenSaved } from '../app/session.ts';
import { getState, setState } from '../app/state.ts';
import { t } from '../i18n/texts.ts';
import { loadStatus, setTeam, useTeam, type Origin } from './team-state.ts';
import { foundWords, look } from './team-watch.ts';

/** Shows what publishing would make and where it would go. */
export function previewPublish(path: string, withDocuments = false): void {
  run(async () => {
    await whenSaved();
    const report = await callWithProgress(t('team.lookingAhead'), 'team.publish', {
      path,
      withDocuments,
      dryRun: true,
    });
    setTeam({ shown: { kind: 'publish', path, withDocuments, report } });
  });
}

export function publish(path: string, withDocuments: boolean, overwrite = false): void {
  run(async () => {
    setTeam({ shown: null });
    await whenSaved();
    const args = { path, withDocuments, overwrite, dryRun: false };
    const report = await callWithProgress(t('team.publishing'), 'team.publish', args).catch(
      (error: unknown) => {
        const isTaken = error instanceof PostilError && error.details['exists'] === true;
        if (!isTaken) throw error;
        askToReplace(path, withDocuments);
        return null;
      },
    );
    if (!report) return;
    const { put, place } = report;
    notify(
      'success',
      put === 0 ? t('team.publishedNothing', { place }) : t('team.published', { count: put, place }),
    );
    await settleDown();
  });
}

/** A bundle of that name is somebody's, perhaps not on its way yet. */
function askToReplace(path: string, withDocuments: boolean): void {
  setState({
    dialog: {
      kind: 'confirm',
      title: t('exchange.replaceWhatIsThere'),
      message: t('exchange.existsAlreadyTheExportWould', { out: path }),
      action: t('exchange.replace'),
      isDangerous: true,
      onConfirm: () => publish(path, withDocuments, true),
    },
  });
}

/** Shows what would come, who is new, and what is refused. */
export function previewReceive(origin: Origin): void {
  run(async () => {
    await whenSaved();
    const report = await callWithProgress(t('team.lookingAhead'), 'team.receive', {
      from: await origin.input(),
      dryRun: true,
    });
    setTeam({ shown: { kind: 'receive', origin, report, isDone: false } });
  });
}

export function receive(origin: Origin): void {
  run(async () => {
    setTeam({ shown: null });
    await whenSaved();
    const report = await callWithProgress(t('team.receiving'), 'team.receive', {
      from: await origin.input(),
      dryRun: false,
    });
    await resync();
    notify(
      'success',
      report.accepted === 0 ? t('team.receivedNothing') : t('team.received', { count: report.accepted }),
    );
    const needsAnEye =
      report.refused.length + report.conflicts.length + report.forks.length + report.held.length > 0;
    if (needsAnEye) setTeam({ shown: { kind: 'receive', origin, report, isDone: true } });
    await settleDown();
  });
}

/** The folder is the services' to remember from now on. */
async function settleDown(): Promise<void> {
  await loadStatus();
  const { status, chosenPlace } = useTeam.getState();
  if (status && status.folder === chosenPlace) setTeam({ chosenPlace: null });
  await look();
}

export function fromPath(path: string): Origin {
  return { name: path, input: async () => ({ kind: 'path', path }) };
}

/** A bundle that the page was given: its path is nobody's to know. */
export function fromUpload(file: File): Origin {
  return {
    name: file.name,
    async input() {
      const [upload] = await uploadFiles([file]);
      if (upload?.kind !== 'upload') throw new TypeError('An upload was asked for.');
      return { kind: 'upload', uploadId: upload.uploadId };
    },
  };
}

/** The name of a bundle that the user may change. */
export function bundleName(): string {
  const title = getState().project?.project.title ?? '';
  return t('team.bundleName', { title: title.replace(/[\\/:*?"<>|]/g, ' ') });
}

/** By the host’s own dialogs, where it has them; else by the page’s, which the screen shows. */
export function chooseFolder(): void {
  if (!hasDialogs()) setTeam({ choosing: 'folder' });
  else
    run(async () => {
      const { path } = await call('dialog.chooseFolder', { title: t('team.whichFolder') });
      if (path) setTeam({ chosenPlace: path });
    });
}

export function writeBundle(): void {
  if (!hasDialogs()) setTeam({ choosing: 'bundle' });
  else
    run(async () => {
      const { path } = await call('dialog.saveFile', {
        title: t('team.whereBundle'),
        suggestedName: bundleName(),
      });
      if (path) previewPublish(asBundle(path), true);
    });
}

export function readBundle(): void {
  if (!hasDialogs()) setTeam({ choosing: 'upload' });
  else
    run(async () => {
      const { paths } = await call('dialog.chooseFiles', {
        title: t('team.readBundle'),
        extensions: ['postil-bundle'],
        many: false,
      });
      if (paths[0]) previewReceive(fromPath(paths[0]));
    });
}

/** Looks into the folder and says what is there, whatever the screen. */
export function lookAgain(): void {
  run(async () => {
    await loadStatus();
    if (useTeam.getState().status?.folder == null) {
      notify('info', t('team.folderNone'));
      return;
    }
    const wasSaid = await look();
    if (!wasSaid && getState().screen !== 'team') notify('info', foundWords(useTeam.getState().found));
  });
}

function hasDialogs(): boolean {
  return getState().info?.nativeDialogs ?? false;
}

/** By its ending the services tell a bundle from a folder. */
export function asBundle(path: string): string {
  return path.endsWith('.postil-bundle') ? path : `${path}.postil-bundle`;
}
