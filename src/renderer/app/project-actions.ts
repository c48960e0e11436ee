import { callWithProgress, call } from './host.ts';
import { notify, run } from './notices.ts';
import { newerVersionOf } from '../../core/document/versions.ts';
import type { DocumentId } from '../../core/ids.ts';
import { carryOver } from '../versions/version-actions.ts';
import { openDocument, resync, showProject } from './session.ts';
import { getState, setState } from './state.ts';
import { t } from '../i18n/texts.ts';
import type { FileInput } from '../../contract/calls.ts';

export function openSample(): void {
  run(async () => {
    const { snapshot } = await callWithProgress(t('app.job.sample'), 'project.openSample', {});
    await showProject(snapshot);
  });
}

export function openFolder(folder: string): void {
  run(async () => {
    const { snapshot } = await callWithProgress(t('app.job.open'), 'project.open', { folder });
    setState({ dialog: null });
    await showProject(snapshot);
  });
}

export function createProject(folder: string, title: string): void {
  run(async () => {
    const { snapshot } = await callWithProgress(t('app.job.create'), 'project.create', { folder, title });
    setState({ dialog: null });
    await showProject(snapshot);
    setState({ dialog: { kind: 'import' } });
  });
}

/** Puts backups in the place of damaged files of the open project. */
export function restoreBackups(files: readonly string[]): void {
  run(async () => {
    const { snapshot } = await callWithProgress(t('app.job.restore'), 'project.restoreBackups', {
      files: [...files],
    });
    await showProject(snapshot);
    notify(
      'success',
      files.length === 1
        ? t('app.restoredOne', { file: files[0]! })
        : t('app.restored', { count: files.length }),
    );
  });
}

export function closeProject(): void {
  run(async () => {
    await call('project.close', {});
    await showProject(null);
  });
}

/** Bytes of one piece on the way to the services; its base64 stays below the contract's limit. */
const CHUNK_BYTES = 768 * 1024;

/** Sends the bytes of files that the page was given (picked or dropped); the services never see their paths. */
export async function uploadFiles(files: readonly File[]): Promise<FileInput[]> {
  const inputs: FileInput[] = [];
  for (const file of files) {
    const { uploadId } = await call('upload.begin', { name: file.name, bytes: file.size });
    for (let start = 0; start < file.size; start += CHUNK_BYTES) {
      const bytes = new Uint8Array(await file.slice(start, start + CHUNK_BYTES).arrayBuffer());
      await call('upload.chunk', { uploadId, base64: toBase64(bytes) });
    }
    inputs.push({ kind: 'upload', uploadId });
  }
  return inputs;
}

function toBase64(bytes: Uint8Array): string {
  let binary = '';
  // In pieces: String.fromCharCode takes its characters as arguments, and their number is limited.
  for (let i = 0; i < bytes.length; i += 0x8000)
    binary += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
  return btoa(binary);
}

/** @param versionOf of which document the one file is a corrected version */
export function importFiles(files: readonly FileInput[], versionOf?: DocumentId): void {
  if (files.length === 0) return;
  run(async () => {
    setState({ dialog: null });
    const report = await callWithProgress(t('app.job.import'), 'import.files', {
      files: [...files],
      ...(versionOf === undefined ? {} : { versionOf }),
    });
    await resync();
    if (versionOf !== undefined) await showVersion(versionOf);
    const hasMore =
      report.refused.length + report.already.length + report.notices.length + report.likelyVersions.length >
      0;
    if (hasMore) setState({ dialog: { kind: 'import-report', report } });
    else notify('success', t('app.imported', { count: report.added.length }));
  });
}

/** Opens the newer version and carries into it what is certain. */
async function showVersion(older: DocumentId): Promise<void> {
  const newer = newerVersionOf(getState().project?.documents ?? [], older);
  if (!newer) return;
  setState({ screen: 'workbench' });
  await openDocument(newer.id);
  await carryOver(newer.id);
}

export function importDropped(files: readonly File[], versionOf?: DocumentId): void {
  const { project } = getState();
  if (!project || project.readOnly || files.length === 0) return;
  const limit = getState().info?.uploadLimitBytes ?? Infinity;
  const tooBig = files.filter((file) => file.size > limit);
  for (const file of tooBig)
    notify('error', t('app.tooLarge', { name: file.name, limit: Math.floor(limit / 1_048_576) }));
  run(async () => importFiles(await uploadFiles(files.filter((file) => file.size <= limit)), versionOf));
}
