import type { CallName } from '../../../contract/calls.ts';
import type { Handlers } from '../../../contract/dispatcher.ts';
import { readWorklist } from '../codebook/worklist.ts';
import type { HandlerParts } from './app-handlers.ts';
import { mutable } from './project-session.ts';

type Part<Prefix extends string> = Pick<Handlers, Extract<CallName, `${Prefix}.${string}`>>;

export function codebookHandlers({ desk }: HandlerParts): Part<'codebook'> {
  return {
    'codebook.worklist': (args, context) => {
      const session = desk.required();
      return session.work(context, (job) => readWorklist(session, args, job)).then(mutable);
    },
  };
}
