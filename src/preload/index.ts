import { contextBridge, ipcRenderer } from 'electron';
import { CHANNEL, type ChannelFrame } from '../contract/channel.ts';

/** What the page sees as `window.postil`: plain data over one channel, and nothing of Electron. */
export interface PostilBridge {
  readonly host: 'electron';
  send(message: unknown): void;
  /** Answers with its unsubscribe. */
  onMessage(listener: (message: unknown) => void): () => void;
}

const page = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
  byte.toString(16).padStart(2, '0'),
).join('');

function sendFrame(frame: ChannelFrame): void {
  ipcRenderer.send(CHANNEL, frame);
}

/** Electron's event object carries `sender`, a raw Electron API: it ends here and never reaches the page. */
function onFrame(listener: (frame: ChannelFrame) => void): () => void {
  const forward = (_event: unknown, frame: ChannelFrame): void => {
    if (frame.page === page) listener(frame);
  };
  ipcRenderer.on(CHANNEL, forward);
  return () => ipcRenderer.removeListener(CHANNEL, forward);
}

const bridge: PostilBridge = {
  host: 'electron',
  send(message) {
    sendFrame({ page, kind: 'message', message });
  },
  onMessage(listener) {
    return onFrame((frame) => {
      if (frame.kind === 'message') listener(frame.message);
    });
  },
};

// Messages keep their order, and the page's listeners run before the next one is delivered: what they send goes out
// before the barrier goes back.
onFrame((frame) => {
  if (frame.kind === 'barrier') sendFrame(frame);
});

contextBridge.exposeInMainWorld('postil', bridge);
