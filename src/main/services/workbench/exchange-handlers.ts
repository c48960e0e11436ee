import type { CallName, FileInput } from '../../../contract/calls.ts';
import type { CallContext, Handlers } from '../../../contract/dispatcher.ts';
import { PostilError } from '../../../core/errors.ts';
import type { DocumentSummary } from '../../../core/project/project.ts';
import { collectFiles } from '../import/collect-files.ts';
import type { UploadedFile } from '../uploads/uploads.ts';
import type { HandlerParts } from './app-handlers.ts';
import { collectUpload, importInto, joinCollected } from './import-into.ts';
import { mutable } from './project-session.ts';

type Part<Prefix extends string> = Pick<Handlers, Extract<CallName, `${Prefix}.${string}`>>;

export function exchangeHandlers(parts: HandlerParts): Part<'import' | 'export' | 'read'> {
  const { access, audience, desk, uploads } = parts;

  /** Files that were sent are used once, whatever comes of it. */
  async function releasing<T>(
    files: readonly FileInput[],
    owner: string,
    work: () => Promise<T>,
  ): Promise<T> {
    try {
      return await work();
    } finally {
      for (const file of files) if (file.kind === 'upload') await uploads.release(owner, file.uploadId);
    }
  }

  const notYet = (): never => {
    throw new PostilError('internal', 'Not there yet.');
  };
  return {
    'import.files': (args, context) => {
      const session = desk.required();
      return releasing(args.files, context.connection, () =>
        session.work(context, async (job) => {
          const collected = await Promise.all(
            args.files.map(async (file) =>
              file.kind === 'path'
                ? collectFiles([await access.check(file.path, 'read')])
                : collectUpload(uploads.get(context.connection, file.uploadId)),
            ),
          );
          const added: DocumentSummary[] = [];
          try {
            return await importInto(session, joinCollected(collected), (summary) => added.push(summary), job);
          } finally {
            if (added.length > 0) audience.emit('project.didImport', { documents: mutable(added) });
          }
        }),
      );
    },
    'export.preview': notYet,
    'export.run': notYet,
    'read.preview': notYet,
    'read.run': notYet,
  };
}
export type { CallContext, UploadedFile };
