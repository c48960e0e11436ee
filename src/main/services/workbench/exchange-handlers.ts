import type { CallName, ReadReport } from '../../../contract/calls.ts';
import type { CallContext, Handlers } from '../../../contract/dispatcher.ts';
import type { DocumentSummary } from '../../../core/project/project.ts';
import { collectFiles } from '../import/collect-files.ts';
import { previewExport } from '../exchange/preview-export.ts';
import { readAnnotations } from '../exchange/read-annotations.ts';
import { runExport } from '../exchange/run-export.ts';
import type { HandlerParts } from './app-handlers.ts';
import { collectUpload, importInto, joinCollected } from './import-into.ts';
import { exchangeSource } from './exchange-source.ts';
import { assertExportPlace } from './export-place.ts';
import { locateInput, releasing } from './file-inputs.ts';
import { mutable } from './project-session.ts';
import { resolveScope } from './resolve-scope.ts';
import { tellChange } from './tell-change.ts';

type Part<Prefix extends string> = Pick<Handlers, Extract<CallName, `${Prefix}.${string}`>>;

type ReadArgs = Parameters<Handlers['read.run']>[0];

export function exchangeHandlers(parts: HandlerParts): Part<'import' | 'export' | 'read'> {
  const { access, audience, desk, uploads } = parts;

  function readFrom(isPreview: boolean, args: ReadArgs, context: CallContext): Promise<ReadReport> {
    const session = desk.required();
    const source = exchangeSource(session, (change, applied) =>
      tellChange(audience, session, null, change, applied),
    );
    return session.work(context, async (job) => {
      const { path, fileName } = await locateInput(parts, args.file, context.connection);
      const { format, annotator, documents, changes } = args;
      const report = await readAnnotations(
        source,
        {
          format,
          path,
          fileName,
          annotator,
          documents,
          changes,
          self: session.annotator,
          preview: isPreview,
        },
        parts.environment,
        job,
      );
      const brought = report.newDocuments.map(({ documentId }) => documentId);
      if (!isPreview && brought.length > 0) {
        audience.emit('project.didImport', { documents: mutable(session.summariesOf(brought)) });
      }
      return report;
    });
  }

  return {
    'import.files': (args, context) => {
      const session = desk.required();
      return releasing(parts, args.files, context.connection, () =>
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
            return await importInto(
              session,
              joinCollected(collected),
              (summary) => added.push(summary),
              job,
              args.versionOf,
            );
          } finally {
            if (added.length > 0) audience.emit('project.didImport', { documents: mutable(added) });
          }
        }),
      );
    },
    'export.preview': (request, context) => {
      const session = desk.required();
      return session.work(context, (job) =>
        previewExport(
          exchangeSource(session),
          { ...request, scope: resolveScope(request.scope, session.store.documentSets()) },
          parts.environment,
          job,
        ),
      );
    },
    'export.run': (request, context) => {
      const session = desk.required();
      return session.work(context, async (job) => {
        const place = await access.check(request.out, 'write');
        assertExportPlace(session.store.folder, place);
        const scope = resolveScope(request.scope, session.store.documentSets());
        return runExport(exchangeSource(session), { ...request, scope, out: place }, parts.environment, job);
      });
    },
    // The file that was sent stays: what was previewed is read next.
    'read.preview': (args, context) => readFrom(true, args, context),
    'read.run': (args, context) =>
      releasing(parts, [args.file], context.connection, () => readFrom(false, args, context)),
  };
}
