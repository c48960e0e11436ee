import { mkdtemp, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { build } from 'vite';

/** The import's worker built as the program has it: Node 20 cannot run it as it stands. */
export async function buildImportWorker(): Promise<{ readonly file: string; remove(): Promise<void> }> {
  const root = resolve(import.meta.dirname, '../../..');
  // Among the packages' descendants: what stays outside the bundle is found from there.
  const folder = await mkdtemp(join(root, 'node_modules', '.import-worker-'));
  await build({
    configFile: false,
    logLevel: 'silent',
    root,
    build: {
      ssr: join(root, 'src/main/services/import/import-worker.ts'),
      outDir: folder,
      emptyOutDir: false,
      rollupOptions: { output: { entryFileNames: 'import-worker.mjs' } },
    },
  });
  return {
    file: join(folder, 'import-worker.mjs'),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
