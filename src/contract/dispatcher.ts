import { PostilError } from '../core/errors.ts';
import type { CancelSignal, Progress } from '../core/ports.ts';
import { calls, type CallArgs, type CallName, type CallValue } from './calls.ts';
import { requestSchema, type Response, type Transport } from './envelope.ts';
import type { EventName, EventPayload } from './events.ts';

export interface CallContext {
  /** The connection that called; `project.didChange` names it as its origin. */
  readonly connection: string;
  progress(progress: Progress): void;
  readonly signal: CancelSignal;
}

export type Handlers = {
  readonly [Name in CallName]: (
    args: ParsedArgs<Name>,
    context: CallContext,
  ) => Promise<CallValue<Name>> | CallValue<Name>;
};
type ParsedArgs<Name extends CallName> = import('zod').output<(typeof calls)[Name]['args']>;
export type { CallArgs };

/** A cancel signal with its trigger; the ES library alone has no `AbortController`. */
function makeCanceller(): { readonly signal: CancelSignal; cancel(): void } {
  let aborted = false;
  return {
    signal: {
      get aborted() {
        return aborted;
      },
      throwIfAborted() {
        if (aborted) throw new PostilError('cancelled', 'Cancelled.');
      },
    },
    cancel() {
      aborted = true;
    },
  };
}

export interface Connection {
  readonly id: string;
  emit<Name extends EventName>(name: Name, payload: EventPayload<Name>): void;
  /** Stops listening and cancels what still runs. */
  dispose(): void;
}

/**
 * Serves one transport: parse the envelope, look the handler up, parse the arguments, run, answer. A message that is
 * no envelope is dropped, since there is no id to answer to; `onFault` hears of it and of every internal fault.
 */
export function serve(
  transport: Transport,
  handlers: Handlers,
  options: { readonly id: string; readonly onFault: (fault: unknown) => void },
): Connection {
  const running = new Map<number, () => void>();

  function respond(response: Response): void {
    transport.send(response);
  }

  async function run(id: number, name: string, rawArgs: unknown): Promise<void> {
    if (running.has(id)) {
      respond({
        kind: 'result',
        id,
        result: {
          ok: false,
          error: describeError(new PostilError('bad-request', `Call id ${id} is in use.`)),
        },
      });
      return;
    }
    const canceller = makeCanceller();
    try {
      if (!Object.hasOwn(calls, name) || !Object.hasOwn(handlers, name)) {
        throw new PostilError('unknown-call', `There is no call “${name}”.`);
      }
      running.set(id, canceller.cancel);
      const callName = name as CallName;
      const parsed = calls[callName].args.safeParse(rawArgs);
      if (!parsed.success) {
        const issue = parsed.error.issues[0];
        throw new PostilError(
          'bad-request',
          `${name}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`,
        );
      }
      // The map pairs each name with its own argument type; TypeScript cannot follow that through a variable name.
      const handler = handlers[callName] as (args: unknown, context: CallContext) => unknown;
      const value = await handler(parsed.data, {
        connection: options.id,
        signal: canceller.signal,
        progress: (progress) => respond({ kind: 'progress', id, progress: { ...progress } }),
      });
      respond({ kind: 'result', id, result: { ok: true, value } });
    } catch (error) {
      if (!(error instanceof PostilError)) options.onFault(error);
      respond({ kind: 'result', id, result: { ok: false, error: describeError(error) } });
    } finally {
      running.delete(id);
    }
  }

  const unsubscribe = transport.onMessage((message) => {
    const request = requestSchema.safeParse(message);
    if (!request.success) {
      options.onFault(request.error);
      return;
    }
    if (request.data.kind === 'cancel') running.get(request.data.id)?.();
    else void run(request.data.id, request.data.name, request.data.args);
  });

  function dispose(): void {
    unsubscribe();
    for (const cancel of running.values()) cancel();
  }
  transport.onClose(dispose);

  return {
    id: options.id,
    emit: (name, payload) => respond({ kind: 'event', name, payload }),
    dispose,
  };
}

/** What crosses: never a stack, never the text of an unexpected error (it may hold paths or content). */
function describeError(error: unknown): { code: string; message: string; details: Record<string, unknown> } {
  if (error instanceof PostilError) {
    return { code: error.code, message: error.message, details: { ...error.details } };
  }
  return {
    code: 'internal',
    message: 'Postil made a mistake; nothing was changed. The log has the details.',
    details: {},
  };
}
