import { readdir } from 'node:fs/promises';
import { extname, join } from 'node:path';

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.json': 'application/json',
};

export interface StaticFile {
  readonly file: string;
  readonly mediaType: string;
  /** The name holds a hash of the content: it may be kept for ever. */
  readonly isImmutable: boolean;
}

/**
 * Every file of the built renderer by its exact URL path. What is not in the map does not exist for the host, so no
 * path ever comes from a request. Kinds of files that the page does not use are left out.
 */
export async function listStaticFiles(folder: string): Promise<ReadonlyMap<string, StaticFile>> {
  const files = new Map<string, StaticFile>();
  async function visit(relative: string): Promise<void> {
    for (const entry of await readdir(join(folder, relative), { withFileTypes: true })) {
      const path = `${relative}/${entry.name}`;
      if (entry.isDirectory()) await visit(path);
      const mediaType = MEDIA_TYPES[extname(entry.name)];
      if (!entry.isFile() || mediaType === undefined) continue;
      files.set(path, { file: join(folder, path), mediaType, isImmutable: path.startsWith('/assets/') });
    }
  }
  await visit('');
  return files;
}
