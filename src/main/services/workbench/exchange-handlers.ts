import type { CallName } from '../../../contract/calls.ts';
import type { Handlers } from '../../../contract/dispatcher.ts';
import { PostilError } from '../../../core/errors.ts';
import type { HandlerParts } from './app-handlers.ts';

type Part<Prefix extends string> = Pick<Handlers, Extract<CallName, `${Prefix}.${string}`>>;

export function exchangeHandlers(_parts: HandlerParts): Part<'import' | 'export' | 'read'> {
  const notYet = (): never => {
    throw new PostilError('internal', 'Not there yet.');
  };
  return {
    'import.files': notYet,
    'export.preview': notYet,
    'export.run': notYet,
    'read.preview': notYet,
    'read.run': notYet,
  };
}
