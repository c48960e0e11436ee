import type { WebSocket } from 'ws';
import type { Transport } from '../../contract/envelope.ts';

/** The close codes of RFC 6455, section 7.4.1. */
const UNSUPPORTED_DATA = 1003;
const INVALID_PAYLOAD = 1007;

/**
 * The contract's transport over one accepted WebSocket, messages as JSON text. What is binary or does not parse closes
 * the socket: a page of this build never sends it. Sending after the close does nothing: whoever still answers a call
 * then has nobody to answer to.
 */
export function webSocketTransport(socket: WebSocket): Transport {
  const messageListeners = new Set<(message: unknown) => void>();
  const closeListeners = new Set<() => void>();

  socket.on('message', (data, isBinary) => {
    if (isBinary) {
      socket.close(UNSUPPORTED_DATA, 'text only');
      return;
    }
    let message: unknown;
    try {
      message = JSON.parse(data.toString());
    } catch {
      socket.close(INVALID_PAYLOAD, 'not JSON');
      return;
    }
    for (const listener of messageListeners) listener(message);
  });
  socket.on('close', () => {
    for (const listener of closeListeners) listener();
    closeListeners.clear();
  });

  return {
    send(message) {
      if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message));
    },
    onMessage(listener) {
      messageListeners.add(listener);
      return () => messageListeners.delete(listener);
    },
    onClose(listener) {
      closeListeners.add(listener);
      return () => closeListeners.delete(listener);
    },
    close() {
      socket.close();
    },
  };
}
