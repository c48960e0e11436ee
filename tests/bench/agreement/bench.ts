import { alphaU } from '../../../src/core/agreement/alpha-u.ts';
import type { Continuum, Unit } from '../../../src/core/agreement/continuum.ts';
import { cuAlpha } from '../../../src/core/agreement/cu-alpha.ts';
import { krippendorffAlpha } from '../../../src/core/agreement/krippendorff-alpha.ts';
import { distinctPatterns, MISSING, type ReliabilityTable } from '../../../src/core/agreement/patterns.ts';
import type { ComparedAnnotation, ComparedDocument } from '../../../src/core/agreement/project/compared.ts';
import { makeRandom, type Random } from '../../../src/core/agreement/random.ts';
import {
  annotationIdSchema,
  annotatorIdSchema,
  codeIdSchema,
  documentIdSchema,
} from '../../../src/core/ids.ts';
import { startAgreementThread } from '../../../src/main/services/agreement/agreement-thread.ts';
import { buildAgreementWorker } from '../../services/build-worker.ts';
import { median } from '../median.ts';
import type { BenchGoal, BenchOptions, BenchReport } from '../report.ts';
import { watchStalls } from '../watch-stalls.ts';

const UNITS = 100_000;
const ANNOTATORS = 5;
const CATEGORIES = 10;
const SPANS = 10_000;
const ROUNDS = 1000;

/** Coefficients over large data, and a report with 1,000 resamples in the program’s own worker. */
export async function run({ runs, log }: BenchOptions): Promise<BenchReport> {
  const random = makeRandom(7);
  log('generating …');
  const table = makeTable(random);
  const continuum = makeContinuum(random);
  const documents = makeDocuments(random);
  const times = new Map<string, number[]>();
  function time(name: string, work: () => unknown): void {
    const start = performance.now();
    work();
    times.set(name, [...(times.get(name) ?? []), performance.now() - start]);
  }
  for (let i = 0; i < runs; i++) {
    for (const level of ['nominal', 'ordinal', 'interval'] as const) {
      time(`α ${level}`, () => krippendorffAlpha(distinctPatterns(table), level));
    }
    time('α_U', () => alphaU(continuum));
    time('cu-α', () => cuAlpha(continuum));
  }

  const worker = await buildAgreementWorker();
  const steps: number[] = [];
  const waits: number[] = [];
  let reports = 0;
  try {
    const thread = startAgreementThread(worker.file, (cause) => {
      throw new Error('The worker ended.', { cause });
    });
    const [first, second] = documents[0]!.layers.map(({ annotator }) => annotator);
    for (let i = 0; i < runs; i++) {
      const stalls = watchStalls();
      const start = performance.now();
      await thread.compare(
        documents,
        { annotators: [first!, second!], rounds: ROUNDS, seed: 1, byDocument: false },
        {
          progress: () => void reports++,
          signal: { aborted: false, throwIfAborted: () => undefined },
        },
      );
      steps.push(performance.now() - start);
      waits.push(stalls.stop());
    }
    await thread.close();
  } finally {
    await worker.remove();
  }

  const of = (name: string): number => median(times.get(name)!);
  const at = (what: string, value: number, limit: number, unit: string): BenchGoal => ({
    what,
    value,
    limit,
    unit,
    kind: 'most',
    isMet: value <= limit,
  });
  const ms = (value: number): string => value.toFixed(value < 10 ? 1 : 0);
  return {
    title: 'Agreement',
    introduction: `Seeded data. α over ${UNITS.toLocaleString('en')} units by ${ANNOTATORS} annotators with ${CATEGORIES} categories, a tenth of the cells empty, from the table as it was read, finding its distinct rows included. α_U and cu-α over ${SPANS.toLocaleString('en')} units of two annotators. The report: ${documents.length} documents, two layers of ${documents[0]!.layers[0]!.annotations.length} passages each, all six decisions and all coefficients, γ among them, ${ROUNDS.toLocaleString('en')} resamples, in the worker of the program with the layers sent to it; ${Math.round(reports / runs)} messages of progress in the mean. Medians of ${runs} runs. Left out: reading the layers from disk.`,
    columns: ['what', 'ms'],
    rows: [
      ...[...times].map(([name, values]) => [name, ms(median(values))]),
      [`a report with ${ROUNDS.toLocaleString('en')} resamples, in the worker`, ms(median(steps))],
      ['meanwhile, the longest time that the services could not answer', ms(median(waits))],
    ],
    goals: [
      at('α (nominal), 100,000 units by 5 annotators', of('α nominal'), 100, 'ms'),
      at('α (ordinal), the same', of('α ordinal'), 100, 'ms'),
      at('α_U, 10,000 units', of('α_U') / 1000, 1, 's'),
    ],
  };
}

/** Annotators who mostly agree. */
function makeTable(random: Random): ReliabilityTable {
  const cells = new Int32Array(UNITS * ANNOTATORS);
  for (let unit = 0; unit < UNITS; unit++) {
    const truth = random.below(CATEGORIES);
    for (let i = 0; i < ANNOTATORS; i++) {
      const chance = random.next();
      cells[unit * ANNOTATORS + i] =
        chance < 0.1 ? MISSING : chance < 0.75 ? truth : random.below(CATEGORIES);
    }
  }
  return {
    annotators: ANNOTATORS,
    categories: CATEGORIES,
    cells,
    values: Float64Array.from({ length: CATEGORIES }, (_, i) => i),
  };
}

function makeContinuum(random: Random): Continuum {
  const units: Unit[] = [];
  const each = SPANS / 2;
  for (let i = 0; i < each; i++) {
    for (let annotator = 0; annotator < 2; annotator++) {
      const start = i * 400 + random.below(120);
      units.push({ annotator, start, end: start + 40 + random.below(200), category: random.below(6) });
    }
  }
  return { start: 0, end: each * 400, annotators: 2, categories: 6, units };
}

function makeDocuments(random: Random): ComparedDocument[] {
  const annotators = ['ann', 'bob'].map((id) => annotatorIdSchema.parse(id));
  let made = 0;
  function passage(i: number): ComparedAnnotation {
    const start = i * 400 + random.below(60);
    made++;
    return {
      id: annotationIdSchema.parse(`00000000-0000-7000-8000-${String(made).padStart(12, '0')}`),
      ranges: [{ start, end: start + 80 + random.below(160) }],
      actors: [],
      codes: [codeIdSchema.parse(`c-${random.below(12)}`)],
      stances: [],
      source: (['A', 'B', 'C', 'D', 'E', 'F'] as const)[random.below(6)]!,
      information: 1 + random.below(6),
    };
  }
  return Array.from({ length: 20 }, (_, document) => ({
    documentId: documentIdSchema.parse(`document-${document}`),
    length: 50 * 400 + 400,
    layers: annotators.map((annotator) => ({
      annotator,
      isDone: true,
      annotations: Array.from({ length: 50 }, (_passage, i) => passage(i)),
    })),
  }));
}
