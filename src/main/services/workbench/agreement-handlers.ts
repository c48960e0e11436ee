import type { CallName } from '../../../contract/calls.ts';
import type { Handlers } from '../../../contract/dispatcher.ts';
import { saveReport } from '../agreement/save-report.ts';
import type { HandlerParts } from './app-handlers.ts';
import { assertExportPlace } from './export-place.ts';
import { mutable } from './project-session.ts';

type Part<Prefix extends string> = Pick<Handlers, Extract<CallName, `${Prefix}.${string}`>>;

export function agreementHandlers({ desk, access, environment }: HandlerParts): Part<'agreement'> {
  return {
    'agreement.compare': async ({ scope, ...options }, context) => {
      const session = desk.required();
      return session.work(context, (job) => session.agreement.compare(scope, options, job)).then(mutable);
    },
    'agreement.units': async ({ scope, ...request }, context) => {
      const session = desk.required();
      return session.work(context, (job) => session.agreement.units(scope, request, job)).then(mutable);
    },
    'agreement.save': async ({ report, out, overwrite }) => {
      const { store } = desk.required();
      const place = await access.check(out, 'write');
      assertExportPlace(store.folder, place);
      return saveReport(environment.fs, place, report, overwrite);
    },
  };
}
