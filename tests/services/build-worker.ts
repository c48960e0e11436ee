import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { build } from 'vite';

const root = resolve(import.meta.dirname, '../..');

export interface BuiltWorker {
  readonly file: string;
  remove(): Promise<void>;
}

/**
 * A worker built as one file: Node 20 cannot run it as it stands.
 * @param entry from the repository's root
 */
export async function buildWorker(entry: string): Promise<BuiltWorker> {
  const folder = await mkdtemp(join(tmpdir(), 'postil-worker-'));
  const name = `${basename(entry, '.ts')}.mjs`;
  await build({
    configFile: false,
    logLevel: 'silent',
    root,
    ssr: { noExternal: true, target: 'node' },
    build: {
      ssr: join(root, entry),
      outDir: folder,
      emptyOutDir: false,
      rollupOptions: { output: { entryFileNames: name } },
    },
  });
  return { file: join(folder, name), remove: () => rm(folder, { recursive: true, force: true }) };
}

export function buildAgreementWorker(): Promise<BuiltWorker> {
  return buildWorker('src/main/services/agreement/agreement-worker.ts');
}
