import { connect, type Client } from '../../contract/client.ts';
import type { Transport } from '../../contract/envelope.ts';

/**
 * The shell's own connection to the services, in memory: it hears of the open project and of the settings by the same
 * contract as the page. @param serve what serves a page's transport.
 */
export function connectShell(serve: (transport: Transport) => unknown): Client {
  const toHost = new Set<(message: unknown) => void>();
  const toShell = new Set<(message: unknown) => void>();

  function side(own: Set<(message: unknown) => void>, other: Set<(message: unknown) => void>): Transport {
    return {
      // A turn later, as over a wire: nobody is called back in the middle of a call.
      send: (message) => queueMicrotask(() => other.forEach((listener) => listener(message))),
      onMessage(listener) {
        own.add(listener);
        return () => own.delete(listener);
      },
      onClose: () => () => {},
      close: () => own.clear(),
    };
  }

  serve(side(toHost, toShell));
  return connect(side(toShell, toHost), { checkValues: false });
}
