import { join } from 'node:path';
import type { IpcMain, WebContents as RealWebContents } from 'electron';
import { buildIfNeeded } from '../../scripts/build-if-needed.mjs';
import type { Transport } from '../../src/contract/envelope.ts';
import { listenToPages } from '../../src/main/electron/ipc-transport.ts';
import { ORIGIN } from '../../src/main/electron/origin.ts';
import { Page, WebContents, world } from '../hosts/electron/stand-in/electron.ts';
import type { Wire } from './transports.ts';

const preload = join(import.meta.dirname, '../../out/preload/index.cjs');

interface Bridge {
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): () => void;
}

/**
 * Electron's channel: the built preload in its isolated world, the checked transport of the main process, and between
 * them a stand-in for Electron's own IPC. In Electron itself it is spoken over by tests/e2e/electron.spec.ts.
 */
export const electronWire: Wire = {
  name: 'Electron’s channel',
  async start(workbench) {
    if (!(await buildIfNeeded())) throw new Error('Postil could not be built.');
    const closers: (() => void)[] = [];
    return {
      async open() {
        const contents = new WebContents();
        contents.mainFrame.origin = ORIGIN;
        const closed = new Set<() => void>();
        const stop = listenToPages(
          world.ipcMain as unknown as IpcMain,
          contents as unknown as RealWebContents,
          {
            onPage: (transport) => void workbench.connect(transport),
            // The channel is one for all windows, and each hears the others' messages.
            onDropped: (reason) => {
              if (reason !== 'another window') throw new Error(`Dropped: it came from ${reason}.`);
            },
          },
        );
        contents.page = new Page(contents, preload);
        const bridge = contents.page.exposed['postil'] as Bridge;
        let isClosed = false;
        const close = (): void => {
          if (isClosed) return;
          isClosed = true;
          contents.destroyNow();
          stop();
          for (const listener of closed) listener();
        };
        closers.push(close);
        const transport: Transport = {
          send: (message) => bridge.send(message),
          onMessage: (listener) => bridge.onMessage(listener),
          onClose(listener) {
            closed.add(listener);
            return () => closed.delete(listener);
          },
          close,
        };
        // A page is connected when it speaks for the first time, which the real one does as soon as it is loaded.
        transport.send({ kind: 'cancel', id: 0 });
        return transport;
      },
      async stop() {
        for (const close of closers) close();
      },
    };
  },
};
