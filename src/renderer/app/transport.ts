import type { Transport } from '../../contract/envelope.ts';

/** What Electron's preload puts on `window`: one channel, plain messages. */
export interface PreloadBridge {
  send(message: unknown): void;
  /** Answers with its unsubscribe. */
  onMessage(listener: (message: unknown) => void): () => void;
}

declare global {
  interface Window {
    readonly postil?: PreloadBridge;
  }
}

/**
 * The way to the services: Electron's bridge where there is one, else a WebSocket to the host that served the page.
 * Messages sent before the socket is open wait for it. When it closes, `onClose` fires and the transport is done:
 * connecting anew, with a new one, is the caller's.
 */
export function openTransport(page: Window = window): Transport {
  return page.postil ? bridgeTransport(page.postil) : socketTransport(page.location.host);
}

/** The bridge lives as long as the page, so its close never fires. */
function bridgeTransport(bridge: PreloadBridge): Transport {
  return {
    send: (message) => bridge.send(message),
    onMessage: (listener) => bridge.onMessage(listener),
    onClose: () => () => undefined,
    close: () => undefined,
  };
}

function socketTransport(host: string): Transport {
  const socket = new WebSocket(`ws://${host}/socket`);
  const messageListeners = new Set<(message: unknown) => void>();
  const closeListeners = new Set<() => void>();
  let waiting: string[] = [];
  let isClosed = false;

  socket.addEventListener('open', () => {
    for (const text of waiting) socket.send(text);
    waiting = [];
  });
  socket.addEventListener('message', (event: MessageEvent<unknown>) => {
    if (typeof event.data !== 'string') return;
    const message: unknown = JSON.parse(event.data);
    for (const listener of messageListeners) listener(message);
  });
  // A failed connection fires `close` too, after `error`.
  socket.addEventListener('close', () => {
    isClosed = true;
    waiting = [];
    for (const listener of closeListeners) listener();
    closeListeners.clear();
  });

  return {
    send(message) {
      if (isClosed) return;
      const text = JSON.stringify(message);
      if (socket.readyState === WebSocket.CONNECTING) waiting.push(text);
      else if (socket.readyState === WebSocket.OPEN) socket.send(text);
    },
    onMessage(listener) {
      messageListeners.add(listener);
      return () => messageListeners.delete(listener);
    },
    onClose(listener) {
      closeListeners.add(listener);
      return () => closeListeners.delete(listener);
    },
    close: () => socket.close(),
  };
}
