import { PostilError } from '../../core/errors.ts';
import type { CallArgs, CallName, CallValue } from '../../contract/calls.ts';
import type { Client } from '../../contract/client.ts';
import { setState } from './state.ts';

let client: Client | null = null;

/** The connection to the services. Set once by `main.tsx`. */
export function setClient(next: Client): void {
  client = next;
}

export function call<Name extends CallName>(
  name: Name,
  args: CallArgs<Name>,
  options?: Parameters<Client['call']>[2],
): Promise<CallValue<Name>> {
  if (!client) throw new PostilError('io', 'Postil is not connected to its host.');
  return client.call(name, args, options);
}

/** A long call with its progress shown and a way to cancel it. */
export async function callWithProgress<Name extends CallName>(
  title: string,
  name: Name,
  args: CallArgs<Name>,
): Promise<CallValue<Name>> {
  const controller = new AbortController();
  const cancel = () => controller.abort();
  setState({ job: { title, done: 0, total: 0, message: '', cancel } });
  try {
    return await call(name, args, {
      signal: controller.signal,
      onProgress: (progress) => setState({ job: { title, ...progress, cancel } }),
    });
  } finally {
    setState({ job: null });
  }
}
