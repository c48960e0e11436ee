import type { CallValue, ExportFormat } from '../../../contract/calls.ts';
import type { ExportDocument, ExportInput, Loss } from '../../../core/exchange/exchange.ts';
import type { WritableFormat } from '../../../core/exchange/format.ts';
import { LONE_SURROGATE_LOSS } from '../../../core/exchange/well-formed.ts';
import type { AnnotatorId } from '../../../core/ids.ts';
import type { Job } from '../../../core/ports.ts';
import type { Project } from '../../../core/project/project.ts';
import { referencesOf } from '../store/plan-change.ts';
import type { ExchangeEnvironment, ExchangeSource } from './exchange-source.ts';
import { WRITABLE_FORMATS } from './formats.ts';
import { gather, hiddenInScope, layerNotesOf, type ExportRequest, type GatherListener } from './gather.ts';

const MENTIONS_LOSS = 'what annotators decided about mentions (accepted, rejected)';
/** Of an adjudicator's decision, by how much of it a format holds. */
const ADJUDICATION_LOSSES = {
  none: 'what was adjudicated from which annotations, by whom and why',
  origins: 'of what was adjudicated: how its annotations were then, who had read, and what was rejected',
};
/** Annotations and characters that a preview shows. */
const SHOWN_ANNOTATIONS = 3;
const SHOWN_CHARACTERS = 4000;

export interface ExportCounts {
  documents: number;
  annotations: number;
  stances: number;
}

/** Counts what passes, and what the format cannot hold of it. */
export function makeTally(format: ExportFormat): {
  readonly counts: ExportCounts;
  readonly listener: Required<GatherListener>;
  losses(): Loss[];
  /** Who has how many annotations, by name. */
  annotators(project: Project): (readonly [string, number])[];
} {
  const counts: ExportCounts = { documents: 0, annotations: 0, stances: 0 };
  const { holdsMentions = false, holdsAdjudications = 'none' } = WRITABLE_FORMATS[format] as WritableFormat;
  const counter = WRITABLE_FORMATS[format].cannotHold();
  let decisions = 0;
  let adjudications = 0;
  const byAnnotator = new Map<AnnotatorId, number>();
  let mended = 0;
  return {
    counts,
    listener: {
      document: () => void counts.documents++,
      layer(layer) {
        counter.addLayer(layer);
        if (!holdsMentions) decisions += layer.mentions?.length ?? 0;
        adjudications += layer.adjudications?.length ?? 0;
      },
      annotation(original, given) {
        counts.annotations++;
        byAnnotator.set(given.annotator, (byAnnotator.get(given.annotator) ?? 0) + 1);
        counts.stances += given.stances.length;
        if (original !== given) mended++;
        counter.add(given);
      },
    },
    annotators: (project) =>
      [...byAnnotator].map(([id, count]) => [
        project.annotators.find((annotator) => annotator.id === id)?.name ?? id,
        count,
      ]),
    losses: () => [
      ...counter.losses(),
      ...(decisions > 0 ? [{ what: MENTIONS_LOSS, count: decisions }] : []),
      ...(adjudications > 0 && holdsAdjudications !== 'whole'
        ? [{ what: ADJUDICATION_LOSSES[holdsAdjudications], count: adjudications }]
        : []),
      ...(mended > 0 ? [{ what: LONE_SURROGATE_LOSS, count: mended }] : []),
    ],
  };
}

/** What an export would hold and lose, and how it begins. Reads everything in scope, writes nothing. */
export async function previewExport(
  source: ExchangeSource,
  options: ExportRequest,
  env: Pick<ExchangeEnvironment, 'clock' | 'sha256'>,
  job: Job,
): Promise<CallValue<'export.preview'>> {
  const tally = makeTally(options.format);
  let shown: ExportDocument | null = null;
  const input = gather(source, options, env, job, tally.listener);
  for await (const document of input.documents) {
    if (!shown && document.layers.some((layer) => layer.annotations.length > 0)) shown = document;
  }
  const sample = shown ? await writeSample(options.format, input, shown) : '';
  return {
    ...tally.counts,
    layers: layerNotesOf(source, options),
    losses: tally.losses(),
    hidden: hiddenInScope(source, options),
    sample,
  };
}

/** The export of some annotations of one document, with no more of the codebook than they name. */
async function writeSample(
  format: ExportFormat,
  input: ExportInput,
  document: ExportDocument,
): Promise<string> {
  const layer = document.layers.find((one) => one.annotations.length > 0)!;
  const annotations = layer.annotations.slice(0, SHOWN_ANNOTATIONS);
  const named = new Set(annotations.flatMap((annotation) => [...referencesOf(annotation)]));
  const { codebook, project } = input;
  async function* documents(): AsyncGenerator<ExportDocument> {
    yield { ...document, layers: [{ ...layer, annotations }] };
  }
  const small: ExportInput = {
    ...input,
    project: { ...project, annotators: project.annotators.filter((one) => one.id === layer.annotator) },
    codebook: {
      ...codebook,
      actors: codebook.actors.filter((actor) => named.has(actor.id)),
      codes: codebook.codes.filter((code) => named.has(code.id)),
    },
    sources: input.sources.filter((one) => one.id === document.record.settings.sourceId),
    documents: documents(),
  };
  let first: string | null = null;
  let sample = '';
  for await (const { file, text } of WRITABLE_FORMATS[format].write(small)) {
    first ??= file;
    if (file === first) sample += text;
  }
  return Array.from(sample.replace(/^\ufeff/, '').slice(0, SHOWN_CHARACTERS))
    .filter((char) => !/\p{Surrogate}/u.test(char))
    .join('');
}
