import type { CallName } from '../../../contract/calls.ts';
import type { Handlers } from '../../../contract/dispatcher.ts';
import type { HandlerParts } from './app-handlers.ts';
import { mutable } from './project-session.ts';

type Part<Prefix extends string> = Pick<Handlers, Extract<CallName, `${Prefix}.${string}`>>;

export function agreementHandlers({ desk }: HandlerParts): Part<'agreement'> {
  return {
    'agreement.compare': async ({ scope, ...options }, context) => {
      const session = desk.required();
      return session.work(context, (job) => session.agreement.compare(scope, options, job)).then(mutable);
    },
    'agreement.units': async ({ scope, ...request }, context) => {
      const session = desk.required();
      return session.work(context, (job) => session.agreement.units(scope, request, job)).then(mutable);
    },
  };
}
