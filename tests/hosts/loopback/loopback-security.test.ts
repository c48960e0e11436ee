import { request, type IncomingHttpHeaders } from 'node:http';
import { connect as connectSocket } from 'node:net';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { Transport } from '../../../src/contract/envelope.ts';
import { startLoopbackHost, type LoopbackHost } from '../../../src/main/loopback/loopback-host.ts';

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

let folder: string;
let host: LoopbackHost;
let origin: string;
let cookie: string;
const transports: Transport[] = [];
const faults: unknown[] = [];

function ask(
  path: string,
  headers: Record<string, string> = {},
  method = 'GET',
  port = host.port,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path, method, headers, agent: false }, (response) => {
      let body = '';
      response.on('data', (piece) => (body += String(piece)));
      response.on('end', () => resolve({ status: response.statusCode!, headers: response.headers, body }));
    });
    sent.on('error', reject);
    sent.end();
  });
}

function cookieOf(answer: Answer): string {
  return answer.headers['set-cookie']![0]!.split(';')[0]!;
}

/** The status with which an upgrade was refused, or `open`. */
function upgrade(headers: Record<string, string>, path = '/socket'): Promise<number | 'open'> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://127.0.0.1:${host.port}${path}`, { headers });
    socket.on('open', () => {
      socket.close();
      resolve('open');
    });
    socket.on('unexpected-response', (_request, response) => {
      resolve(response.statusCode!);
      socket.terminate();
    });
    socket.on('error', (error) => {
      if (!/WebSocket was closed before/.test(error.message)) reject(error);
    });
  });
}

async function openSocket(): Promise<WebSocket> {
  const socket = new WebSocket(`ws://127.0.0.1:${host.port}/socket`, { headers: { origin, cookie } });
  await new Promise((resolve, reject) => {
    socket.on('open', resolve);
    socket.on('error', reject);
  });
  return socket;
}

function closeCode(socket: WebSocket): Promise<number> {
  return new Promise((resolve) => socket.on('close', resolve));
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'postil-host-'));
  await mkdir(join(folder, 'renderer', 'assets'), { recursive: true });
  await writeFile(join(folder, 'secret.txt'), 'secret');
  await writeFile(join(folder, 'renderer', 'index.html'), '<!doctype html><title>page</title>');
  await writeFile(join(folder, 'renderer', 'assets', 'app-1a2b.js'), 'export {};');
  await writeFile(join(folder, 'renderer', 'assets', 'font-1a2b.woff2'), 'font');
  await writeFile(join(folder, 'renderer', 'notes.exe'), 'not for the page');
  await symlink(join(folder, 'secret.txt'), join(folder, 'renderer', 'link.json'));
});

beforeEach(async () => {
  transports.length = 0;
  faults.length = 0;
  host = await startLoopbackHost({
    rendererFolder: join(folder, 'renderer'),
    port: 0,
    connect: (transport) => void transports.push(transport),
    onFault: (fault) => void faults.push(fault),
    messageLimitBytes: 1_000,
  });
  origin = `http://127.0.0.1:${host.port}`;
  cookie = cookieOf(await ask(pathOf(host.issueAddress())));
  return () => host.close();
});

afterAll(() => rm(folder, { recursive: true, force: true }));

function pathOf(address: string): string {
  const url = new URL(address);
  return url.pathname + url.search;
}

describe('the one-time address', () => {
  test('redirects to / and sets a cookie that scripts and other sites never see', async () => {
    const answer = await ask(pathOf(host.issueAddress()));
    expect(answer.status).toBe(302);
    expect(answer.headers.location).toBe('/');
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(answer.headers['set-cookie']).toHaveLength(1);
    expect(answer.headers['set-cookie']![0]).toMatch(
      new RegExp(`^postil-${host.port}=[A-Za-z0-9_-]{43}; Path=/; HttpOnly; SameSite=Strict$`),
    );
  });

  test('holds 256 bits, and not those of the cookie', () => {
    const key = new URL(host.issueAddress()).searchParams.get('key')!;
    expect(Buffer.from(key, 'base64url')).toHaveLength(32);
    expect(cookie).not.toContain(key);
  });

  test('works once, and says how to get another', async () => {
    const path = pathOf(host.issueAddress());
    expect((await ask(path)).status).toBe(302);
    const second = await ask(path);
    expect(second.status).toBe(403);
    expect(second.headers['set-cookie']).toBeUndefined();
    expect(second.body).toContain('press Enter');
  });

  test('leads a browser that is known already to the page, used or not', async () => {
    const path = pathOf(host.issueAddress());
    await ask(path);
    const again = await ask(path, { cookie });
    expect([again.status, again.headers.location]).toEqual([302, '/']);
    expect(again.headers['set-cookie']).toBeUndefined();
  });

  test('is replaced by the next one', async () => {
    const first = pathOf(host.issueAddress());
    const second = pathOf(host.issueAddress());
    expect((await ask(first)).status).toBe(403);
    expect((await ask(second)).status).toBe(302);
  });

  test('is not used up by a wrong key, a HEAD or a prefetch', async () => {
    const path = pathOf(host.issueAddress());
    expect((await ask('/?key=wrong')).status).toBe(403);
    expect((await ask(path, {}, 'HEAD')).status).toBe(401);
    expect((await ask(path, { 'sec-purpose': 'prefetch;prerender' })).status).toBe(503);
    expect((await ask(path)).status).toBe(302);
  });

  test('counts at / only', async () => {
    const { search } = new URL(host.issueAddress());
    expect((await ask(`/assets/app-1a2b.js${search}`)).status).toBe(401);
  });
});

describe('the session cookie', () => {
  test('is needed for every file', async () => {
    for (const path of ['/', '/index.html', '/assets/app-1a2b.js', '/nothing']) {
      expect((await ask(path)).status).toBe(401);
    }
    expect((await ask('/', { cookie })).status).toBe(200);
  });

  test('must be right in name and value', async () => {
    const [name, value] = cookie.split('=') as [string, string];
    for (const wrong of [
      `${name}=`,
      `${name}=${value.slice(0, -1)}`,
      `${name}=${value}x`,
      `postil-1=${value}`,
      `x${cookie}`,
    ]) {
      expect((await ask('/', { cookie: wrong })).status).toBe(401);
    }
    expect((await ask('/', { cookie: `other=1; ${cookie}; more=2` })).status).toBe(200);
  });

  test('of one host is nothing to another on the same machine', async () => {
    const other = await startLoopbackHost({
      rendererFolder: join(folder, 'renderer'),
      port: 0,
      connect: () => undefined,
      onFault: () => undefined,
    });
    try {
      const answer = await ask('/', { cookie }, 'GET', other.port);
      expect(answer.status).toBe(401);
      // The same value under the other's name is no better.
      const renamed = cookie.replace(/^[^=]+/, `postil-${other.port}`);
      expect((await ask('/', { cookie: renamed }, 'GET', other.port)).status).toBe(401);
    } finally {
      await other.close();
    }
  });

  test('missing after a link from another site: one hop of the site’s own, which cannot loop', async () => {
    const hop = await ask('/', { 'sec-fetch-site': 'cross-site' });
    expect(hop.status).toBe(200);
    expect(hop.body).toContain('content="0;url=/"');
    expect(hop.body).not.toContain('<title>page');
    expect((await ask('/', { 'sec-fetch-site': 'same-origin' })).status).toBe(401);
    expect((await ask('/index.html', { 'sec-fetch-site': 'cross-site' })).status).toBe(401);
  });
});

describe('Host and Origin', () => {
  test.each([
    'localhost',
    'evil.example',
    '127.0.0.1',
    '127.0.0.1.evil.example:PORT',
    'localhost:PORT',
    '[::1]:PORT',
    '0.0.0.0:PORT',
    '127.1:PORT',
    '127.0.0.1:1',
  ])('a page that reached the port under the name “%s” gets nothing', async (pattern) => {
    const name = pattern.replace('PORT', String(host.port));
    const key = pathOf(host.issueAddress());
    const answer = await ask(key, { host: name, cookie });
    expect(answer.status).toBe(421);
    expect(answer.headers['set-cookie']).toBeUndefined();
    expect(answer.body).not.toContain('<title>page');
    expect(await upgrade({ host: name, origin: `http://${name}`, cookie })).toBe(421);
    // The refusal used nothing up.
    expect((await ask(key)).status).toBe(302);
  });

  test('a request without a Host is refused', async () => {
    const text = await new Promise<string>((resolve, reject) => {
      const socket = connectSocket(host.port, '127.0.0.1', () => {
        socket.write(`GET / HTTP/1.0\r\nCookie: ${cookie}\r\n\r\n`);
      });
      let received = '';
      socket.on('data', (piece) => (received += String(piece)));
      socket.on('end', () => resolve(received));
      socket.on('error', reject);
    });
    expect(text).toMatch(/^HTTP\/1\.1 4\d\d/);
    expect(text).not.toContain('<title>page');
  });

  test.each([
    undefined,
    'null',
    'http://evil.example',
    'https://127.0.0.1:PORT',
    'http://localhost:PORT',
    'http://127.0.0.1:1',
  ])('an upgrade from the origin %s is refused, cookie or not', async (pattern) => {
    const from = pattern?.replace('PORT', String(host.port));
    expect(await upgrade({ cookie, ...(from === undefined ? {} : { origin: from }) })).toBe(403);
    expect(transports).toHaveLength(0);
  });

  test.each(['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'])(
    '%s needs the right origin, and then does nothing',
    async (method) => {
      expect((await ask('/', { cookie }, method)).status).toBe(403);
      expect((await ask('/', { cookie, origin: 'http://evil.example' }, method)).status).toBe(403);
      expect((await ask('/', { origin }, method)).status).toBe(401);
      const answer = await ask('/', { cookie, origin }, method);
      expect([answer.status, answer.headers.allow]).toEqual([405, 'GET, HEAD']);
      const key = pathOf(host.issueAddress());
      expect((await ask(key, { origin }, method)).status).toBe(401);
      expect((await ask(key)).status).toBe(302);
    },
  );

  test('the upgrade needs the cookie and the path', async () => {
    expect(await upgrade({ origin })).toBe(401);
    expect(await upgrade({ origin, cookie: `${cookie}x` })).toBe(401);
    expect(await upgrade({ origin, cookie }, '/')).toBe(404);
    expect(await upgrade({ origin, cookie }, '/socket?x')).toBe(404);
    expect(transports).toHaveLength(0);
    expect(await upgrade({ origin, cookie })).toBe('open');
    expect(transports).toHaveLength(1);
  });
});

describe('files', () => {
  test('come with their type and the security headers', async () => {
    const page = await ask('/', { cookie });
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(page.headers['cache-control']).toBe('no-store');
    const script = await ask('/assets/app-1a2b.js', { cookie });
    expect(script.headers['content-type']).toBe('text/javascript; charset=utf-8');
    expect(script.headers['cache-control']).toContain('immutable');
    expect((await ask('/assets/font-1a2b.woff2', { cookie })).headers['content-type']).toBe('font/woff2');
    expect((await ask('/', { cookie }, 'HEAD')).body).toBe('');
    for (const answer of [page, script, await ask('/'), await ask('/', { host: 'evil.example' })]) {
      expect(answer.headers['content-security-policy']).toBe(
        "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; " +
          `connect-src 'self' ws://127.0.0.1:${host.port}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
      );
      expect(answer.headers['x-content-type-options']).toBe('nosniff');
      expect(answer.headers['referrer-policy']).toBe('no-referrer');
      expect(answer.headers['cross-origin-opener-policy']).toBe('same-origin');
      expect(answer.headers['cross-origin-resource-policy']).toBe('same-origin');
    }
  });

  test.each([
    '/../secret.txt',
    '/assets/../../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/..%5csecret.txt',
    '/assets/%2e%2e/%2e%2e/secret.txt',
    '/index.html%00',
    '/INDEX.HTML',
    '/assets',
    '/assets/',
    '/notes.exe',
    '/link.json',
    '/constructor',
    '/__proto__',
  ])('%s is not there', async (path) => {
    const answer = await ask(path, { cookie });
    expect(answer.status).toBe(404);
    expect(answer.body).not.toContain('secret');
  });

  test('an address that is none is refused', async () => {
    for (const path of ['http://[', '//secret.txt', '//', 'http://evil.example/', 'index.html', '*']) {
      expect((await ask(path, { cookie })).status).toBe(400);
    }
    expect(faults).toEqual([]);
  });

  test('a rebuilt renderer is found with the next load of the page', async () => {
    await ask('/', { cookie });
    await writeFile(join(folder, 'renderer', 'assets', 'app-3c4d.js'), '');
    expect((await ask('/assets/app-3c4d.js', { cookie })).status).toBe(404);
    await ask('/', { cookie });
    expect((await ask('/assets/app-3c4d.js', { cookie })).status).toBe(200);
    await rm(join(folder, 'renderer', 'assets', 'app-3c4d.js'));
  });
});

describe('the socket', () => {
  test('carries messages both ways', async () => {
    const socket = await openSocket();
    const [transport] = transports as [Transport];
    const received = new Promise((resolve) => transport.onMessage(resolve));
    socket.send('{"a":[1,"ü"]}');
    expect(await received).toEqual({ a: [1, 'ü'] });
    const answered = new Promise((resolve) => socket.on('message', (data) => resolve(String(data))));
    transport.send({ b: null });
    expect(await answered).toBe('{"b":null}');
    const closed = new Promise<void>((resolve) => transport.onClose(resolve));
    socket.close();
    await closed;
    expect(() => transport.send({ late: true })).not.toThrow();
  });

  test.each([
    ['text that is no JSON', '{"a":', 1007],
    ['binary data', Buffer.from('{}'), 1003],
    ['a message over the limit', JSON.stringify('x'.repeat(2_000)), 1009],
  ])('%s closes it, and hands nothing on', async (_name, data, code) => {
    const socket = await openSocket();
    const messages: unknown[] = [];
    transports[0]!.onMessage((message) => void messages.push(message));
    const closed = closeCode(socket);
    socket.send(data);
    expect(await closed).toBe(code);
    expect(messages).toEqual([]);
    // The host lives on.
    expect((await ask('/', { cookie })).status).toBe(200);
  });

  test('is not compressed', async () => {
    const socket = new WebSocket(`ws://127.0.0.1:${host.port}/socket`, {
      headers: { origin, cookie },
      perMessageDeflate: true,
    });
    await new Promise((resolve) => socket.on('open', resolve));
    expect(socket.extensions).toBe('');
    socket.close();
  });

  test('closes when the host does', async () => {
    const socket = await openSocket();
    const code = closeCode(socket);
    await host.close();
    expect(await code).toBe(1001);
    await expect(ask('/', { cookie })).rejects.toThrow(/ECONNREFUSED/);
  });
});

test('a socket that does not answer the heartbeat is dropped', async () => {
  const quick = await startLoopbackHost({
    rendererFolder: join(folder, 'renderer'),
    port: 0,
    connect: (transport) => void transports.push(transport),
    onFault: () => undefined,
    heartbeatMs: 20,
  });
  try {
    const answer = await ask(pathOf(quick.issueAddress()), {}, 'GET', quick.port);
    const headers = { origin: `http://127.0.0.1:${quick.port}`, cookie: cookieOf(answer) };
    const socket = new WebSocket(`ws://127.0.0.1:${quick.port}/socket`, { headers, autoPong: false });
    expect(await closeCode(socket)).toBe(1006);
  } finally {
    await quick.close();
  }
});

test('it listens on the loopback address only', async () => {
  const { networkInterfaces } = await import('node:os');
  const outside = Object.values(networkInterfaces())
    .flat()
    .find((address) => address && !address.internal && address.family === 'IPv4');
  if (!outside) {
    console.warn('Not tested: this machine has no other address than the loopback one.');
    return;
  }
  await expect(
    new Promise((resolve, reject) => {
      const socket = connectSocket(host.port, outside.address, () => resolve('connected'));
      socket.on('error', reject);
    }),
  ).rejects.toThrow(/ECONNREFUSED/);
});
