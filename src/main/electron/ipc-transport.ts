import type { IpcMain, IpcMainEvent, WebContents } from 'electron';
import { z } from 'zod';
import { CHANNEL, type ChannelFrame } from '../../contract/channel.ts';
import { requestSchema, type Transport } from '../../contract/envelope.ts';
import { PostilError } from '../../core/errors.ts';
import { ORIGIN } from './origin.ts';

const frameSchema = z.discriminatedUnion('kind', [
  z.object({ page: z.string().length(32), kind: z.literal('message'), message: z.unknown() }),
  z.object({ page: z.string().length(32), kind: z.literal('barrier'), barrier: z.int() }),
]);

/** One load of the page. */
export interface PageTransport extends Transport {
  /**
   * Settles when the page has handled all that was sent to it, and all that it called for by then is answered.
   * @throws PostilError that of a change which could not be saved meanwhile
   */
  settle(): Promise<void>;
}

export interface PageListener {
  /** A page was loaded and speaks for the first time. */
  onPage(transport: PageTransport): void;
  /** A message from anywhere but the top frame of the page was dropped. */
  onDropped(reason: string): void;
}

/**
 * Listens on the one channel for the pages that `contents` loads, one after another: when a new one speaks, the one
 * before is closed. Answers with its unsubscribe, which closes the last.
 */
export function listenToPages(
  ipcMain: Pick<IpcMain, 'on' | 'removeListener'>,
  contents: WebContents,
  listener: PageListener,
): () => void {
  const ended = new Set<string>();
  let current: LivePage | null = null;

  function endCurrent(): void {
    if (!current) return;
    ended.add(current.page);
    current.transport.close();
    current = null;
  }

  function receive(event: IpcMainEvent, raw: unknown): void {
    const stranger = describeStranger(event, contents);
    if (stranger !== null) {
      listener.onDropped(stranger);
      return;
    }
    const frame = frameSchema.safeParse(raw);
    if (!frame.success || ended.has(frame.data.page)) return;
    if (current?.page !== frame.data.page) {
      endCurrent();
      current = makeLivePage(frame.data.page, contents);
      listener.onPage(current.transport);
    }
    current.receive(frame.data);
  }

  ipcMain.on(CHANNEL, receive);
  contents.on('render-process-gone', endCurrent);
  contents.on('destroyed', endCurrent);
  return () => {
    ipcMain.removeListener(CHANNEL, receive);
    endCurrent();
  };
}

/** Why a message is not from our page's top frame; null when it is. */
function describeStranger(event: IpcMainEvent, contents: WebContents): string | null {
  const frame = event.senderFrame;
  if (event.sender !== contents) return 'another window';
  if (frame === null) return 'a frame that is gone';
  if (frame.parent !== null || frame.frameTreeNodeId !== contents.mainFrame.frameTreeNodeId) {
    return 'a frame inside the page';
  }
  return frame.origin === ORIGIN ? null : `the origin ${frame.origin}`;
}

interface LivePage {
  readonly page: string;
  readonly transport: PageTransport;
  receive(frame: ChannelFrame): void;
}

function makeLivePage(page: string, contents: WebContents): LivePage {
  const messageListeners = new Set<(message: unknown) => void>();
  const closeListeners = new Set<() => void>();
  const running = new Map<number, string>();
  const barriers = new Map<number, () => void>();
  let waiters: (() => void)[] = [];
  let unsaved: PostilError | null = null;
  let nextBarrier = 0;
  let isClosed = false;

  function sendFrame(frame: ChannelFrame): void {
    if (!isClosed && !contents.isDestroyed()) contents.send(CHANNEL, frame);
  }

  function releaseWhenIdle(): void {
    if (running.size > 0 && !isClosed) return;
    for (const release of waiters) release();
    waiters = [];
  }

  function passBarrier(): Promise<void> {
    return new Promise((resolve) => {
      if (isClosed) {
        resolve();
        return;
      }
      const barrier = nextBarrier++;
      barriers.set(barrier, resolve);
      sendFrame({ page, kind: 'barrier', barrier });
    });
  }

  return {
    page,
    receive(frame) {
      if (frame.kind === 'barrier') {
        barriers.get(frame.barrier)?.();
        barriers.delete(frame.barrier);
        return;
      }
      const request = requestSchema.safeParse(frame.message);
      if (request.success && request.data.kind === 'call') {
        running.set(request.data.id, request.data.name);
      }
      for (const listener of messageListeners) listener(frame.message);
    },
    transport: {
      send(message) {
        sendFrame({ page, kind: 'message', message });
        const answer = answerSchema.safeParse(message);
        if (!answer.success) return;
        const { id, result } = answer.data;
        if (running.get(id) === 'project.apply' && !result.ok)
          unsaved = new PostilError('io', result.error.message);
        running.delete(id);
        releaseWhenIdle();
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
        if (isClosed) return;
        isClosed = true;
        messageListeners.clear();
        for (const resolve of barriers.values()) resolve();
        barriers.clear();
        releaseWhenIdle();
        for (const listener of closeListeners) listener();
      },
      async settle() {
        unsaved = null;
        await passBarrier();
        await new Promise<void>((resolve) => {
          waiters.push(resolve);
          releaseWhenIdle();
        });
        if (unsaved) throw unsaved;
      },
    },
  };
}

const answerSchema = z.object({
  kind: z.literal('result'),
  id: z.int(),
  result: z.discriminatedUnion('ok', [
    z.object({ ok: z.literal(true) }),
    z.object({ ok: z.literal(false), error: z.object({ message: z.string() }) }),
  ]),
});
