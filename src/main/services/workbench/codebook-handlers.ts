import type { CallName } from '../../../contract/calls.ts';
import type { CallContext, Handlers } from '../../../contract/dispatcher.ts';
import { importCodebook } from '../codebook/import-codebook.ts';
import { readWorklist } from '../codebook/worklist.ts';
import { exportCodebook } from '../codebook/write-files.ts';
import type { HandlerParts } from './app-handlers.ts';
import { assertExportPlace } from './export-place.ts';
import { locateInput, releasing } from './file-inputs.ts';
import { mutable } from './project-session.ts';

type Part<Prefix extends string> = Pick<Handlers, Extract<CallName, `${Prefix}.${string}`>>;

export function codebookHandlers(parts: HandlerParts): Part<'codebook'> {
  const { access, audience, desk, environment } = parts;

  function read(
    isPreview: boolean,
    { files, update }: Parameters<Handlers['codebook.import']>[0],
    context: CallContext,
  ) {
    const session = desk.required();
    return session.work(context, async (job) => {
      const places = await Promise.all(files.map((file) => locateInput(parts, file, context.connection)));
      const options = {
        places,
        isUpdating: update,
        apply: isPreview ? null : (change: Parameters<typeof session.apply>[0]) => session.apply(change),
      };
      const { plan, change } = await importCodebook(session, options, environment, job);
      if (change) {
        audience.emit('project.didChange', {
          // Of the services themselves: the page that asked must take it in like any other.
          origin: null,
          label: change.label,
          edits: mutable(change.edits),
          codebook: mutable(session.store.codebook()),
          documents: [],
        });
      }
      return {
        rows: mutable(plan.rows) as never,
        notices: [...plan.notices],
        edits: change ? mutable(change.edits) : [],
      };
    });
  }

  return {
    'codebook.worklist': (args, context) => {
      const session = desk.required();
      return session.work(context, (job) => readWorklist(session, args, job)).then(mutable);
    },
    'codebook.export': ({ format, out, overwrite, history }, context) => {
      const session = desk.required();
      return session
        .work(context, async (job) => {
          const place = await access.check(out, 'write');
          assertExportPlace(session.store.folder, place);
          const options = { format, out: place, overwrite, hasHistory: history };
          return exportCodebook(session.store.codebook(), options, environment, job);
        })
        .then(mutable);
    },
    // The files that were sent stay: what was previewed is read next.
    'codebook.previewImport': (args, context) => read(true, args, context),
    'codebook.import': (args, context) =>
      releasing(parts, args.files, context.connection, () => read(false, args, context)),
  };
}
