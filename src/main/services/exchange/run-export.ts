import type { ExportFormat, ExportReport, ExportScope } from '../../../contract/calls.ts';
import type { Job } from '../../../core/ports.ts';
import type { ExchangeEnvironment, ExchangeSource } from './exchange-source.ts';
import { WRITABLE_FORMATS } from './formats.ts';
import { gather } from './gather.ts';
import { makeTally } from './preview-export.ts';
import { expectAnnotations, selfCheck } from './self-check.ts';
import { openStaging } from './staging.ts';

/**
 * Writes an export under a temporary name, reads it back and compares, and renames it into its place. Cancelled or
 * failed, it leaves nothing; what stood there before stays.
 * @param options.out absolute; a file, or for CSV a folder
 * @throws PostilError `refused` when `out` must not be replaced, `not-found`, `disk-full`, `io`, `cancelled`
 */
export async function runExport(
  source: ExchangeSource,
  options: {
    readonly format: ExportFormat;
    readonly scope: ExportScope;
    readonly out: string;
    readonly overwrite: boolean;
  },
  env: ExchangeEnvironment,
  job: Job,
): Promise<ExportReport> {
  const { format, scope, out, overwrite } = options;
  const { files, write } = WRITABLE_FORMATS[format];
  const tally = makeTally(format);
  const expected = expectAnnotations(format, env.sha256);
  const input = gather(source, scope, env, job, {
    ...tally.listener,
    annotation(original, given) {
      tally.listener.annotation(original, given);
      expected.note(given);
    },
  });
  const staging = await openStaging(env.fs, out, files, overwrite);
  try {
    for await (const { file, text } of write(input)) {
      job.signal.throwIfAborted();
      await staging.write(file, text);
    }
    await staging.seal();
    const checked = await selfCheck(format, staging, expected, source, env.sha256, job);
    job.signal.throwIfAborted();
    const written = await staging.commit();
    return { files: written, ...tally.counts, losses: tally.losses(), selfCheck: checked };
  } finally {
    await staging.discard();
  }
}
