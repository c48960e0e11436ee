import { join, resolve } from 'node:path';
import { build } from 'vite';

/** The index's worker built as one file in `folder`: Node 20 cannot run it as it stands. Answers with its path. */
export async function buildLayerWorker(folder: string): Promise<string> {
  const root = resolve(import.meta.dirname, '../..');
  await build({
    configFile: false,
    logLevel: 'silent',
    root,
    ssr: { noExternal: true, target: 'node' },
    build: {
      ssr: join(root, 'src/main/services/index/layer-worker.ts'),
      outDir: folder,
      emptyOutDir: false,
      rollupOptions: { output: { entryFileNames: 'layer-worker.mjs' } },
    },
  });
  return join(folder, 'layer-worker.mjs');
}
