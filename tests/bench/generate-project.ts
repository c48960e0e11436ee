import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import {
  ACTOR_ROLES,
  annotationSchema,
  AUTHOR,
  CERTAINTIES,
  EXPRESSIONS,
  INFORMATION_GRADES,
  POLARITIES,
  SOURCE_GRADES,
  type Annotation,
} from '../../src/core/annotation/annotation.ts';
import { compareAnnotations } from '../../src/core/annotation/edit-layer.ts';
import { makeTarget } from '../../src/core/annotation/target.ts';
import { actorSchema, CODE_COLOURS, codeSchema } from '../../src/core/codebook/codebook.ts';
import { emptyCodebook } from '../../src/core/codebook/scales.ts';
import { documentSchema, sourceSchema, type Block } from '../../src/core/document/document.ts';
import { layerSchema } from '../../src/core/annotation/layer.ts';
import { projectSchema } from '../../src/core/project/project.ts';
import { encodeFile, type RecordFormat } from '../../src/main/services/store/envelope.ts';
import {
  CODEBOOK_FILE,
  documentFile,
  layerFile,
  originalFile,
  PROJECT_FILE,
  SOURCES_FILE,
  textFile,
} from '../../src/main/services/store/project-paths.ts';
import {
  codebookFormat,
  documentFormat,
  layerFormat,
  projectFormat,
  sourcesFormat,
} from '../../src/main/services/store/record-formats.ts';

export interface ProjectSize {
  readonly documents: number;
  /** In all, spread evenly over documents and annotators. */
  readonly annotations: number;
  /** Default 2. */
  readonly annotators?: number;
  /** UTF-16 code units of each document's text, roughly. Default 12,000. */
  readonly characters?: number;
  /** Default 1. The same seed and size make the same bytes. */
  readonly seed?: number;
}

/** Made-up words: no public text, and neither one letter case nor one script, so that folding has its work. */
const WORDS =
  'the of and to in talks border truce council militia ministry said warned denied called attack ceasefire ' +
  'province commander envoy offered refused support pledge report according officials Qandar Belur Tashmir ' +
  'Vostrana café naïve élite über señor Łódź طرابلس کوهستان against between within after before';
const VOCABULARY = WORDS.split(' ');
const DAY_MS = 86_400_000;
const EPOCH = Date.parse('2024-01-01T00:00:00.000Z');

/**
 * Writes a whole, valid project into `folder`, which must not be there yet. Files are as the store writes them
 * (its own encoder and paths), but without its fsyncs: only the generator would wait for them.
 */
export async function generateProject(folder: string, size: ProjectSize): Promise<void> {
  const random = new SeededRandom(size.seed ?? 1);
  const annotators = Array.from({ length: size.annotators ?? 2 }, (_, i) => `annotator-${i + 1}`);
  const actors = Array.from({ length: 40 }, (_, i) => `a-actor-${i + 1}`);
  const codes = Array.from({ length: 20 }, (_, i) => `c-code-${i + 1}`);
  const sources = Array.from({ length: 12 }, (_, i) => `s-source-${i + 1}`);
  await write(
    folder,
    PROJECT_FILE,
    projectFormat,
    projectSchema.parse({
      id: random.uuid(),
      title: `Generated, ${size.annotations} annotations`,
      createdAt: new Date(EPOCH).toISOString(),
      annotators: annotators.map((id) => ({ id, name: id })),
    }),
  );
  await write(folder, CODEBOOK_FILE, codebookFormat, {
    ...emptyCodebook(),
    actors: actors.map((id) => actorSchema.parse({ id, name: id.slice(2), kind: 'other', aliases: [] })),
    codes: codes.map((id) => codeSchema.parse({ id, name: id.slice(2), colour: random.pick(CODE_COLOURS) })),
  });
  await write(folder, SOURCES_FILE, sourcesFormat, {
    sources: sources.map((id) =>
      sourceSchema.parse({ id, name: id.slice(2), kind: 'newspaper', grades: [] }),
    ),
  });

  const slots = size.documents * annotators.length;
  for (let n = 0; n < size.documents; n++) {
    const id = `document-${String(n + 1).padStart(6, '0')}`;
    const { text, blocks } = makeText(random, size.characters ?? 12_000);
    const textHash = sha256(text);
    const document = documentSchema.parse({
      id,
      fileName: `${id}.txt`,
      mediaType: 'text/plain',
      importedAt: new Date(EPOCH + n * 1000).toISOString(),
      text: { sha256: textHash, length: text.length },
      original: {
        sha256: textHash,
        bytes: Buffer.byteLength(text),
        encoding: 'utf-8',
        lineEnds: 'lf',
      },
      structure: { blocks, inlines: [] },
      settings: {
        metadata: {
          title: {
            value: random.words(5),
            status: 'proposed',
            found: { start: 0, end: 10 },
            how: 'first line',
          },
          date: { value: `20${10 + random.below(15)}-0${1 + random.below(9)}`, status: 'accepted' },
        },
        zones: [],
        sourceId: random.pick(sources),
      },
    });
    await write(folder, documentFile(document.id), documentFormat, document);
    await writeFile(join(folder, textFile(document.id)), text);
    await writeFile(join(folder, originalFile(document.id)), text);
    for (const [a, annotator] of annotators.entries()) {
      const slot = n * annotators.length + a;
      const from = Math.floor((slot * size.annotations) / slots);
      const until = Math.floor(((slot + 1) * size.annotations) / slots);
      const annotations = Array.from({ length: until - from }, () =>
        makeAnnotation(random, { documentId: id, annotator, text, textHash, actors, codes }),
      ).sort(compareAnnotations);
      // The first of each is validated: a generator that makes invalid records would measure nothing.
      if (annotations[0]) annotationSchema.parse(annotations[0]);
      const layer = layerSchema.parse({ documentId: id, annotator, state: 'inProgress', annotations: [] });
      await write(folder, layerFile(layer.documentId, layer.annotator), layerFormat, {
        ...layer,
        annotations,
      });
    }
  }
}

async function write<T>(folder: string, file: string, format: RecordFormat<T>, content: T): Promise<void> {
  const path = join(folder, file);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, encodeFile(format, content, 1).bytes, { flag: 'wx' });
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function makeText(random: SeededRandom, characters: number): { text: string; blocks: Block[] } {
  let text = '';
  const blocks: Block[] = [];
  while (text.length < characters) {
    const start = text.length;
    text += `${random.words(60 + random.below(60))}.`;
    blocks.push({ kind: blocks.length === 0 ? 'heading' : 'paragraph', start, end: text.length });
    text += '\n\n';
  }
  return { text, blocks };
}

interface AnnotationContext {
  readonly documentId: string;
  readonly annotator: string;
  readonly text: string;
  readonly textHash: string;
  readonly actors: readonly string[];
  readonly codes: readonly string[];
}

function makeAnnotation(random: SeededRandom, context: AnnotationContext): Annotation {
  const { documentId, annotator, text, textHash, actors, codes } = context;
  const start = random.below(text.length - 400);
  const end = start + 20 + random.below(160);
  const ranges = [{ start, end }];
  if (random.below(20) === 0) ranges.push({ start: end + 5, end: end + 5 + 20 + random.below(100) });
  const createdAt = EPOCH + random.below(300) * DAY_MS + random.below(DAY_MS);
  const speaker = () => (random.below(3) === 0 ? AUTHOR : random.pick(actors));
  const stances = random.below(2) === 0 ? 0 : 1 + random.below(2);
  const annotation = {
    id: random.uuid(),
    documentId,
    annotator,
    target: makeTarget(text, textHash, ranges),
    actors: Array.from({ length: 1 + random.below(2) }, () => ({
      actorId: random.pick(actors),
      role: random.pick(ACTOR_ROLES),
    })),
    stances: Array.from({ length: stances }, () => ({
      id: random.uuid(),
      holder: speaker(),
      target: random.pick(random.below(4) === 0 ? codes : actors),
      polarity: random.pick(POLARITIES),
      expression: random.pick(EXPRESSIONS),
      attribution: [AUTHOR, ...(random.below(2) === 0 ? [random.pick(actors)] : [])],
    })),
    ...(random.below(10) < 6 && {
      reliability: { source: random.pick(SOURCE_GRADES), information: random.pick(INFORMATION_GRADES) },
    }),
    codes: random.below(2) === 0 ? [] : [random.pick(codes)],
    ...(random.below(10) < 3 && { note: random.words(12) }),
    ...(random.below(2) === 0 && { certainty: random.pick(CERTAINTIES) }),
    codebookRevision: 0,
    createdAt: new Date(createdAt).toISOString(),
    updatedAt: new Date(createdAt + random.below(30 * DAY_MS)).toISOString(),
  };
  // Validating each would take longer than all the rest; the caller validates one of each layer.
  return annotation as unknown as Annotation;
}

/** Mulberry32: small, fast, the same everywhere. */
class SeededRandom {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** 0 ≤ n < limit */
  below(limit: number): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4_294_967_296) * limit);
  }

  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)]!;
  }

  words(count: number): string {
    return Array.from({ length: count }, () => this.pick(VOCABULARY)).join(' ');
  }

  /** Of the form of a UUID v7. */
  uuid(): string {
    const digits = (length: number) => Array.from({ length }, () => this.below(16).toString(16)).join('');
    return `018e${digits(4)}-${digits(4)}-7${digits(3)}-8${digits(3)}-${digits(12)}`;
  }
}
