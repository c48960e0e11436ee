import type { CallName } from '../../../contract/calls.ts';
import type { Handlers } from '../../../contract/dispatcher.ts';
import type { HandlerParts } from './app-handlers.ts';

type Part<Prefix extends string> = Pick<Handlers, Extract<CallName, `${Prefix}.${string}`>>;

export function adjudicationHandlers({ desk }: HandlerParts): Part<'adjudication'> {
  return {
    'adjudication.overview': (_args, context) => {
      const session = desk.required();
      return session.work(context, async (job) => ({
        documents: await session.adjudication.overview(session.annotator.id, job),
      }));
    },
  };
}
