import { request } from 'node:http';
import { WebSocket } from 'ws';
import type { Transport } from '../../src/contract/envelope.ts';
import { startLoopbackHost } from '../../src/main/loopback/loopback-host.ts';
import type { Workbench } from '../../src/main/services/workbench/create-workbench.ts';

/** One way from a page to a workbench. */
export interface Wire {
  readonly name: string;
  start(workbench: Workbench, rendererFolder: string): Promise<RunningWire>;
}

export interface RunningWire {
  /** Another page's end. */
  open(): Promise<Transport>;
  stop(): Promise<void>;
}

/** Messages go by structured clone, a turn later, as between Electron's processes. */
export const memoryWire: Wire = {
  name: 'memory',
  async start(workbench) {
    const open = new Set<Transport>();
    return {
      async open() {
        const [page, host] = makePair();
        workbench.connect(host);
        open.add(page);
        return page;
      },
      async stop() {
        for (const page of open) page.close();
      },
    };
  },
};

/** A real WebSocket to a real loopback host, let in by its one-time address. */
export const webSocketWire: Wire = {
  name: 'WebSocket',
  async start(workbench, rendererFolder) {
    const host = await startLoopbackHost({
      rendererFolder,
      port: 0,
      connect: (transport) => void workbench.connect(transport),
      onFault: (fault) => {
        throw fault;
      },
    });
    const cookie = await enter(host.issueAddress());
    return {
      open: () => openSocket(host.port, cookie),
      stop: () => host.close(),
    };
  },
};

export function enter(address: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const sent = request(address, (response) => {
      response.resume();
      resolve(response.headers['set-cookie']![0]!.split(';')[0]!);
    });
    sent.on('error', reject);
    sent.end();
  });
}

export async function openSocket(port: number, cookie: string): Promise<Transport> {
  const origin = `http://127.0.0.1:${port}`;
  const socket = new WebSocket(`ws://127.0.0.1:${port}/socket`, { headers: { origin, cookie } });
  const listeners = new Set<(message: unknown) => void>();
  // The host may speak before the test has begun to listen.
  const early: unknown[] = [];
  socket.on('message', (data) => {
    const message: unknown = JSON.parse(String(data));
    if (listeners.size === 0) early.push(message);
    for (const listener of listeners) listener(message);
  });
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  return {
    send: (message) => socket.send(JSON.stringify(message)),
    onMessage(listener) {
      listeners.add(listener);
      for (const message of early.splice(0)) setImmediate(() => listener(message));
      return () => listeners.delete(listener);
    },
    onClose(listener) {
      socket.on('close', listener);
      return () => socket.off('close', listener);
    },
    close: () => socket.close(),
  };
}

export function makePair(): [Transport, Transport] {
  const listeners = [new Set<(message: unknown) => void>(), new Set<(message: unknown) => void>()] as const;
  const closers = [new Set<() => void>(), new Set<() => void>()] as const;
  let isClosed = false;
  const end = (own: 0 | 1): Transport => {
    const other = own === 0 ? 1 : 0;
    return {
      send(message) {
        const copy: unknown = structuredClone(message);
        setImmediate(() => {
          if (!isClosed) for (const listener of listeners[other]) listener(copy);
        });
      },
      onMessage(listener) {
        listeners[own].add(listener);
        return () => listeners[own].delete(listener);
      },
      onClose(listener) {
        closers[own].add(listener);
        return () => closers[own].delete(listener);
      },
      close() {
        if (isClosed) return;
        isClosed = true;
        for (const side of closers) for (const listener of side) listener();
      },
    };
  };
  return [end(0), end(1)];
}
