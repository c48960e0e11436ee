import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import react from '@vitejs/plugin-react';
import { build } from 'vite';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
};

/** The reader alone on a page, built for production, with the content security policy of the product. */
export async function serveReaderPage(): Promise<{ readonly url: string; close(): Promise<void> }> {
  const root = join(import.meta.dirname, '../bench/reader');
  const folder = await mkdtemp(join(tmpdir(), 'postil-reader-'));
  await build({
    configFile: false,
    root,
    base: './',
    logLevel: 'error',
    plugins: [react()],
    build: {
      outDir: folder,
      emptyOutDir: true,
      assetsInlineLimit: 0,
      chunkSizeWarningLimit: 4000,
      rollupOptions: { input: join(root, 'preview.html') },
    },
  });
  // Only what the build made is served; a name that is not among it is not looked for.
  const server = createServer((request, response) => {
    const name = (request.url ?? '/').slice(1);
    const isPlain = /^(?:assets\/)?[\w.-]+$/u.test(name) && !name.includes('..');
    readFile(join(folder, isPlain ? name : 'none')).then(
      (bytes) => {
        response.writeHead(200, { 'content-type': TYPES[extname(name)] ?? 'application/octet-stream' });
        response.end(bytes);
      },
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/preview.html`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
      await rm(folder, { recursive: true, force: true });
    },
  };
}
