import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { protocol } from 'electron';
import { HOST, SCHEME } from './origin.ts';

const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self'",
  "connect-src 'none'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy': CONTENT_SECURITY_POLICY,
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'X-DNS-Prefetch-Control': 'off',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), microphone=(), geolocation=(), usb=(), serial=(), hid=(), payment=()',
  'Cache-Control': 'no-cache',
};

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml; charset=utf-8',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.ttf': 'font/ttf',
};

interface Asset {
  readonly file: string;
  readonly type: string;
}

/** Before `ready`: makes `app:` an origin of its own, secure, under the content security policy. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true, codeCache: true } },
  ]);
}

/** After `ready`: serves the built page. @throws when the folder holds no index.html. */
export async function servePage(rendererFolder: string): Promise<void> {
  const assets = await listAssets(rendererFolder);
  if (!assets.has('/'))
    throw new Error(`The page is not built: there is no index.html in ${rendererFolder}.`);
  protocol.handle(SCHEME, (request) => answer(assets, request));
}

/**
 * Every file that may be asked for, by the exact path of its URL. What is not listed does not exist: no path of a
 * request is ever joined to a folder, so there is nothing to traverse. Links are left out; a file of a type that the
 * page has no use for is too.
 */
async function listAssets(rendererFolder: string): Promise<ReadonlyMap<string, Asset>> {
  const assets = new Map<string, Asset>();

  async function walk(folder: string, url: string): Promise<void> {
    for (const entry of await readdir(folder, { withFileTypes: true })) {
      const file = join(folder, entry.name);
      const path = `${url}/${encodeURIComponent(entry.name)}`;
      const type = TYPES[extname(entry.name).toLowerCase()];
      if (entry.isDirectory()) await walk(file, path);
      else if (entry.isFile() && type !== undefined) assets.set(path, { file, type });
    }
  }

  await walk(rendererFolder, '');
  const page = assets.get('/index.html');
  if (page) assets.set('/', page);
  return assets;
}

async function answer(
  assets: ReadonlyMap<string, Asset>,
  request: { readonly method: string; readonly url: string },
): Promise<Response> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405);
  const url = new URL(request.url);
  const asset = url.host === HOST ? assets.get(url.pathname) : undefined;
  if (!asset) return refuse(404);
  const body = await readFile(asset.file);
  return new Response(request.method === 'HEAD' ? null : new Uint8Array(body), {
    headers: { ...HEADERS, 'Content-Type': asset.type },
  });
}

function refuse(status: number): Response {
  return new Response(null, { status, headers: HEADERS });
}
