import { createReadStream } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Transport } from '../../contract/envelope.ts';
import { makeAccess, type Access } from './access.ts';
import { HOW_TO_GET_AN_ADDRESS, plainPage } from './plain-page.ts';
import { securityHeaders } from './security-headers.ts';
import { listStaticFiles, type StaticFile } from './static-files.ts';
import { webSocketTransport } from './web-socket-transport.ts';

export const SOCKET_PATH = '/socket';
/** Undoing the import of 50,000 annotations is the largest message that a page sends. */
const DEFAULT_MESSAGE_LIMIT = 64 * 1024 * 1024;
const DEFAULT_HEARTBEAT_MS = 30_000;

export interface LoopbackHostOptions {
  /** The built renderer: `index.html` and its assets. */
  readonly rendererFolder: string;
  /** 0 lets the system choose. */
  readonly port: number;
  /** Called with each page that was let in. */
  connect(transport: Transport): void;
  onFault(fault: unknown): void;
  readonly messageLimitBytes?: number;
  readonly heartbeatMs?: number;
}

export interface LoopbackHost {
  readonly port: number;
  /** A one-time address; the ones given before stop working. */
  issueAddress(): string;
  /** Closes every connection and stops listening. */
  close(): Promise<void>;
}

/**
 * Serves the renderer and the contract on 127.0.0.1, to whoever came by a one-time address.
 * @throws the system's error when the port is taken.
 */
export async function startLoopbackHost(options: LoopbackHostOptions): Promise<LoopbackHost> {
  const server = createServer({ requestTimeout: 30_000, headersTimeout: 10_000 });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: '127.0.0.1', port: options.port, exclusive: true }, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const { port } = server.address() as AddressInfo;
  const access = makeAccess(port);
  const site: Site = {
    access,
    host: `127.0.0.1:${port}`,
    origin: `http://127.0.0.1:${port}`,
    headers: securityHeaders(port),
    rendererFolder: options.rendererFolder,
    files: new Map(),
  };

  server.on('error', options.onFault);
  server.on('request', (request, response) => {
    answer(site, request, response).catch((error: unknown) => {
      // A browser that goes away in mid-file is no fault.
      if ((error as { code?: unknown }).code !== 'ERR_STREAM_PREMATURE_CLOSE') options.onFault(error);
      response.destroy();
    });
  });

  const sockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: options.messageLimitBytes ?? DEFAULT_MESSAGE_LIMIT,
  });
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', options.onFault);
    const refusal = refuseUpgrade(site, request);
    if (refusal) {
      refuseSocket(socket, refusal);
      return;
    }
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      socket.off('error', options.onFault);
      webSocket.on('error', options.onFault);
      sockets.emit('connection', webSocket, request);
      options.connect(webSocketTransport(webSocket));
    });
  });
  const stopHeartbeat = startHeartbeat(sockets, options.heartbeatMs ?? DEFAULT_HEARTBEAT_MS);

  return {
    port,
    issueAddress: () => `${site.origin}/?key=${access.issueKey()}`,
    async close() {
      stopHeartbeat();
      for (const socket of sockets.clients) socket.close(1001, 'Postil stops');
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      // A page that does not answer the close must not keep the host alive.
      const force = setTimeout(() => {
        for (const socket of sockets.clients) socket.terminate();
        server.closeAllConnections();
      }, 1_000);
      await closed;
      clearTimeout(force);
    },
  };
}

interface Site {
  readonly access: Access;
  readonly host: string;
  readonly origin: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly rendererFolder: string;
  files: ReadonlyMap<string, StaticFile>;
}

async function answer(site: Site, request: IncomingMessage, response: ServerResponse): Promise<void> {
  for (const [name, value] of Object.entries(site.headers)) response.setHeader(name, value);
  response.setHeader('Cache-Control', 'no-store');

  if (request.headers.host !== site.host) {
    sendPage(response, 421, 'Wrong address', [`Postil answers at ${site.origin} only.`]);
    return;
  }
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  if (!isRead && request.headers.origin !== site.origin) {
    sendPage(response, 403, 'Refused', ['This request does not come from Postil’s own page.']);
    return;
  }
  const target = `${site.origin}${request.url ?? '/'}`;
  // A path and nothing else: `//x` and `http://x` would name another host.
  if (!/^\/(?!\/)/.test(request.url ?? '/') || !URL.canParse(target)) {
    sendPage(response, 400, 'Refused', ['This is no address.']);
    return;
  }
  const url = new URL(target);
  const hasSession = site.access.hasSession(request.headers.cookie);
  const key = url.pathname === '/' ? url.searchParams.get('key') : null;
  if (key !== null && request.method === 'GET') {
    if (isPrefetch(request)) {
      sendPage(response, 503, 'Not ahead of time', [
        'This address works once; open it rather than fetch it.',
      ]);
    } else if (site.access.redeemKey(key)) {
      response.setHeader('Set-Cookie', site.access.setCookie);
      response.writeHead(302, { Location: '/' }).end();
    } else if (hasSession) {
      response.writeHead(302, { Location: '/' }).end();
    } else {
      sendPage(response, 403, 'This address was used already', HOW_TO_GET_AN_ADDRESS);
    }
    return;
  }
  if (!hasSession && url.pathname === '/' && request.headers['sec-fetch-site'] === 'cross-site') {
    // Whoever comes by a link in another page or file brings no SameSite=Strict cookie, not even after the redirect
    // that set it. The hop from this page is the site's own, and brings it.
    sendPage(response, 200, 'Opening Postil', [], '<meta http-equiv="refresh" content="0;url=/">');
    return;
  }
  if (!hasSession) {
    sendPage(response, 401, 'Postil does not know this browser', HOW_TO_GET_AN_ADDRESS);
    return;
  }
  if (!isRead) {
    response.setHeader('Allow', 'GET, HEAD');
    sendPage(response, 405, 'Refused', ['Only GET and HEAD are answered here.']);
    return;
  }
  const path = url.pathname === '/' ? '/index.html' : url.pathname;
  // Listed anew with each load of the page, so that a rebuilt renderer is found whole.
  if (path === '/index.html') site.files = await listStaticFiles(site.rendererFolder);
  const file = site.files.get(path);
  if (!file) {
    sendPage(response, 404, 'Not found', ['There is nothing at this address.']);
    return;
  }
  await sendFile(file, request, response);
}

async function sendFile(file: StaticFile, request: IncomingMessage, response: ServerResponse): Promise<void> {
  response.setHeader('Content-Type', file.mediaType);
  if (file.isImmutable) response.setHeader('Cache-Control', 'private, max-age=31536000, immutable');
  if (request.method === 'HEAD') response.end();
  else await pipeline(createReadStream(file.file), response);
}

function sendPage(
  response: ServerResponse,
  status: number,
  title: string,
  paragraphs: readonly string[],
  head = '',
): void {
  response.writeHead(status, { 'Content-Type': 'text/html; charset=utf-8' });
  response.end(plainPage(title, paragraphs, head));
}

function isPrefetch(request: IncomingMessage): boolean {
  return /prefetch|preview/.test(
    `${request.headers['sec-purpose'] ?? ''} ${request.headers['purpose'] ?? ''}`,
  );
}

function refuseUpgrade(site: Site, request: IncomingMessage): string | null {
  if (request.headers.host !== site.host) return '421 Misdirected Request';
  if (request.headers.origin !== site.origin) return '403 Forbidden';
  if (!site.access.hasSession(request.headers.cookie)) return '401 Unauthorized';
  if (request.url !== SOCKET_PATH) return '404 Not Found';
  return null;
}

function refuseSocket(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

/** Drops a socket that missed a whole round: a laptop that slept, a tab that was killed. */
function startHeartbeat(sockets: WebSocketServer, everyMs: number): () => void {
  const alive = new WeakSet<WebSocket>();
  sockets.on('connection', (socket) => {
    alive.add(socket);
    socket.on('pong', () => alive.add(socket));
  });
  const timer = setInterval(() => {
    for (const socket of sockets.clients) {
      if (!alive.has(socket)) {
        socket.terminate();
        continue;
      }
      alive.delete(socket);
      socket.ping();
    }
  }, everyMs);
  timer.unref();
  return () => clearInterval(timer);
}
