import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

const root = import.meta.dirname;

export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      // `electron` and what stands under `dependencies` stay outside the bundle.
      externalizeDeps: true,
      rollupOptions: {
        input: {
          index: resolve(root, 'src/main/index.ts'),
          loopback: resolve(root, 'src/main/loopback/main.ts'),
          cli: resolve(root, 'src/main/cli/main.ts'),
          // A worker is a file of its own; search-thread.ts, layer-threads.ts and import-threads.ts look for them
          // beside the entries.
          'import-worker': resolve(root, 'src/main/services/import/import-worker.ts'),
          'layer-worker': resolve(root, 'src/main/services/index/layer-worker.ts'),
          'search-worker': resolve(root, 'src/main/services/search/search-worker.ts'),
          'agreement-worker': resolve(root, 'src/main/services/agreement/agreement-worker.ts'),
        },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      // A sandboxed preload can require nothing but `electron`: everything else is bundled into the one file.
      externalizeDeps: false,
      rollupOptions: {
        input: { index: resolve(root, 'src/preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: resolve(root, 'src/renderer'),
    plugins: [react()],
    build: {
      outDir: resolve(root, 'out/renderer'),
      // Inlined assets would need `data:` in the content security policy.
      assetsInlineLimit: 0,
      rollupOptions: { input: resolve(root, 'src/renderer/index.html') },
    },
  },
});
