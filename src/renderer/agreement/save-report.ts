import type { ProjectSnapshot } from '../../contract/calls.ts';
import { call } from '../app/host.ts';
import { notify, run } from '../app/notices.ts';
import { t } from '../i18n/texts.ts';
import type { Report } from './agreement-state.ts';

export function suggestedName({ project }: ProjectSnapshot): string {
  return t('agreement.fileName', { title: project.title.replace(/[\\/:*?"<>|]/g, ' ') });
}

/** By the host’s own dialog, which asks about replacing. */
export function saveByDialog(report: Report, project: ProjectSnapshot): void {
  run(async () => {
    const { path } = await call('dialog.saveFile', {
      title: t('agreement.saveCsv'),
      suggestedName: suggestedName(project),
    });
    if (path) await save(report, path, true);
  });
}

export function saveTo(report: Report, path: string): void {
  run(() => save(report, path, false));
}

async function save(report: Report, out: string, overwrite: boolean): Promise<void> {
  const { path } = await call('agreement.save', {
    report,
    out,
    overwrite,
  });
  notify('success', t('agreement.saved', { path }));
}
