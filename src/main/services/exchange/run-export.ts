import type { ExportFormat, ExportReport } from '../../../contract/calls.ts';
import { writeCard } from '../../../core/exchange/dataset-card.ts';
import type { ExportDocument, ExportInput } from '../../../core/exchange/exchange.ts';
import type { WritableFormat } from '../../../core/exchange/format.ts';
import { writeEntry } from '../../../core/exchange/format-table.ts';
import type { Job } from '../../../core/ports.ts';
import type { ExchangeEnvironment, ExchangeSource } from './exchange-source.ts';
import { WRITABLE_FORMATS } from './formats.ts';
import { describeRequest, gather, hiddenInScope, layerNotesOf, type ExportRequest } from './gather.ts';
import { HashTable } from './hash-table.ts';
import { makeTally } from './preview-export.ts';
import { expectDocument, selfCheck } from './self-check.ts';
import { openStaging, type Staging } from './staging.ts';

/**
 * Writes an export under a temporary name, reads it back and compares, and renames it into its place with its dataset
 * card. Cancelled or failed, it leaves nothing; what stood there before stays.
 * @param request.out absolute; a file or a folder, as the format has it
 * @throws PostilError `refused` when `out` must not be replaced, `not-found`, `disk-full`, `io`, `cancelled`
 */
export async function runExport(
  source: ExchangeSource,
  request: ExportRequest & { readonly out: string; readonly overwrite: boolean },
  env: ExchangeEnvironment,
  job: Job,
): Promise<ExportReport> {
  const { out, overwrite } = request;
  const format = WRITABLE_FORMATS[request.format];
  const tally = makeTally(request.format);
  const input = gather(source, request, env, job, tally.listener);
  const expected = new HashTable();
  const staging = await openStaging(env.fs, out, writeEntry(request.format).shape, overwrite, job);
  try {
    await write(format, { ...input, documents: noted(format, input, expected) }, staging, job);
    await staging.seal();
    const sealed = await staging.open();
    let checked;
    try {
      const files = format.codec ? await format.codec.decode(sealed.files, job) : sealed.files;
      const again = (): AsyncIterable<ExportDocument> =>
        gather(source, request, env, job, {}, input.exportedAt).documents;
      checked = await selfCheck(format, files, input, expected, source, again);
    } finally {
      await sealed.close();
    }
    job.signal.throwIfAborted();
    const losses = tally.losses();
    const hidden = hiddenInScope(source, request);
    const card = writeCard(input, {
      format: request.format,
      counts: tally.counts,
      annotators: tally.annotators(input.project),
      choices: describeRequest(source, request),
      losses,
      selfCheck: checked,
      files: staging.files(),
    });
    const written = await staging.commit(card);
    const layers = layerNotesOf(source, request);
    return { files: written, ...tally.counts, layers, losses, hidden, selfCheck: checked };
  } finally {
    await staging.discard();
  }
}

async function* noted(
  format: WritableFormat,
  input: ExportInput,
  expected: HashTable,
): AsyncGenerator<ExportDocument> {
  for await (const document of input.documents) {
    await expectDocument(expected, format, document, input);
    yield document;
  }
}

async function write(
  format: (typeof WRITABLE_FORMATS)[ExportFormat],
  input: ExportInput,
  staging: Staging,
  job: Job,
): Promise<void> {
  if (format.codec) {
    for await (const { file, bytes } of format.codec.encode(format.write(input), job)) {
      job.signal.throwIfAborted();
      await staging.write(file, bytes);
    }
    return;
  }
  for await (const { file, text } of format.write(input)) {
    job.signal.throwIfAborted();
    await staging.write(file, text);
  }
}
