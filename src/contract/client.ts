import { ERROR_CODES, PostilError, type ErrorCode, type ErrorDetails } from '../core/errors.ts';
import type { Progress } from '../core/ports.ts';
import { calls, type CallArgs, type CallName, type CallValue } from './calls.ts';
import { responseSchema, type Transport } from './envelope.ts';
import { events, type EventName, type EventPayload } from './events.ts';

export interface CallOptions {
  readonly onProgress?: (progress: Progress) => void;
  /** Aborting asks the services to cancel; the call then fails with `cancelled`. */
  readonly signal?: {
    readonly aborted: boolean;
    addEventListener(type: 'abort', listener: () => void): void;
  };
}

/** The renderer's side of the contract, over any transport. */
export interface Client {
  call<Name extends CallName>(
    name: Name,
    args: CallArgs<Name>,
    options?: CallOptions,
  ): Promise<CallValue<Name>>;
  /** Answers with its unsubscribe. */
  on<Name extends EventName>(name: Name, listener: (payload: EventPayload<Name>) => void): () => void;
  onClose(listener: () => void): () => void;
}

interface Pending {
  readonly name: CallName;
  resolve(value: unknown): void;
  reject(error: PostilError): void;
  readonly onProgress: ((progress: Progress) => void) | undefined;
}

/**
 * Values are checked against the contract as they arrive only when `checkValues` is set (tests set it): host and page
 * are of one build, and checking 10,000 annotations twice would cost a frame.
 */
export function connect(transport: Transport, options: { readonly checkValues: boolean }): Client {
  let nextId = 0;
  let isClosed = false;
  const pending = new Map<number, Pending>();
  const listeners = new Map<string, Set<(payload: never) => void>>();

  transport.onMessage((message) => {
    const parsed = responseSchema.safeParse(message);
    if (!parsed.success) return;
    const response = parsed.data;
    if (response.kind === 'event') {
      if (!Object.hasOwn(events, response.name)) return;
      for (const listener of listeners.get(response.name) ?? []) listener(response.payload as never);
      return;
    }
    const call = pending.get(response.id);
    if (!call) return;
    if (response.kind === 'progress') {
      call.onProgress?.(response.progress);
      return;
    }
    pending.delete(response.id);
    if (!response.result.ok) {
      const { code, message: text, details } = response.result.error;
      const known = (ERROR_CODES as readonly string[]).includes(code) ? (code as ErrorCode) : 'internal';
      call.reject(new PostilError(known, text, details as ErrorDetails));
      return;
    }
    const value = response.result.value;
    const checked = options.checkValues ? calls[call.name].value.safeParse(value) : null;
    if (checked && !checked.success) {
      call.reject(
        new PostilError('internal', `${call.name} answered outside its contract: ${checked.error.message}`),
      );
    } else {
      call.resolve(value);
    }
  });
  transport.onClose(() => {
    isClosed = true;
    for (const call of pending.values()) call.reject(closedError());
    pending.clear();
  });

  return {
    call(name, args, callOptions = {}) {
      return new Promise((resolve, reject) => {
        if (isClosed) {
          reject(closedError());
          return;
        }
        const id = nextId++;
        pending.set(id, {
          name,
          resolve: resolve as (value: unknown) => void,
          reject,
          onProgress: callOptions.onProgress,
        });
        callOptions.signal?.addEventListener('abort', () => transport.send({ kind: 'cancel', id }));
        transport.send({ kind: 'call', id, name, args });
      });
    },
    on(name, listener) {
      const set = listeners.get(name) ?? new Set();
      listeners.set(name, set);
      set.add(listener as (payload: never) => void);
      return () => set.delete(listener as (payload: never) => void);
    },
    onClose: (listener) => transport.onClose(listener),
  };
}

function closedError(): PostilError {
  return new PostilError(
    'io',
    'The connection to Postil’s host is gone. What was said to be saved is on disk.',
  );
}
