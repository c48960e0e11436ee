import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'vite';

const root = resolve(import.meta.dirname, '../../..');

/** The search's worker built as one file: Node 20 cannot run it as it stands. */
export async function buildSearchWorker(): Promise<{ readonly file: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'postil-worker-'));
  await build({
    configFile: false,
    logLevel: 'silent',
    root,
    ssr: { noExternal: true, target: 'node' },
    build: {
      ssr: join(root, 'src/main/services/search/search-worker.ts'),
      outDir: folder,
      emptyOutDir: false,
      rollupOptions: { output: { entryFileNames: 'search-worker.mjs' } },
    },
  });
  return {
    file: join(folder, 'search-worker.mjs'),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
