import type { Annotation } from '../../../src/core/annotation/annotation.ts';
import type { Block, DocumentRecord, Zone } from '../../../src/core/document/document.ts';
import type { AnnotationId, AnnotatorId, DocumentId } from '../../../src/core/ids.ts';
import { PASSAGE_LOOKS, type ReaderPassage } from '../../../src/renderer/reader/passage.ts';

/** A small seeded generator (mulberry32): the same numbers on every machine. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const WORDS =
  'the of and to in that for with from after before border truce council elder province official claim report denied attack post valley prisoner talks group commander guest pressure fence market driver shelter district witness statement army police spokesman week night morning road bridge three forty several'.split(
    ' ',
  );

export interface BenchDocument {
  readonly record: DocumentRecord;
  readonly text: string;
}

/** Invented words in paragraphs of about 600 characters. */
export function makeText(length: number, seed: number): string {
  const random = seededRandom(seed);
  const paragraphs: string[] = [];
  for (let total = 0; total < length;) {
    let paragraph = '';
    while (paragraph.length < 560) {
      let sentence = '';
      const words = 6 + Math.floor(random() * 14);
      for (let i = 0; i < words; i++)
        sentence += `${i === 0 ? '' : ' '}${WORDS[Math.floor(random() * WORDS.length)]}`;
      paragraph += `${paragraph === '' ? '' : ' '}${sentence[0]!.toUpperCase()}${sentence.slice(1)}.`;
    }
    paragraphs.push(paragraph);
    total += paragraph.length + 2;
  }
  return paragraphs.join('\n\n');
}

/** A block for every stretch between blank lines; enough to show a text without the importer. */
export function plainBlocks(text: string): Block[] {
  const blocks: Block[] = [];
  for (const match of text.matchAll(/\S[^]*?(?=\n\s*\n|\s*$(?![^]))/gu)) {
    blocks.push({ kind: 'paragraph', start: match.index, end: match.index + match[0].trimEnd().length });
  }
  return blocks;
}

export function makeRecord(
  text: string,
  blocks: readonly Block[],
  options: {
    readonly id?: string;
    readonly language?: string;
    readonly title?: string;
    readonly zones?: readonly Zone[];
  } = {},
): DocumentRecord {
  const hash = '0'.repeat(64);
  return {
    id: (options.id ?? 'bench') as DocumentId,
    fileName: 'bench.txt',
    mediaType: 'text/plain',
    importedAt: '2026-01-01T00:00:00.000Z',
    text: { sha256: hash, length: text.length },
    original: { sha256: hash, bytes: text.length, encoding: 'utf-8', lineEnds: 'lf' },
    structure: { blocks, inlines: [] },
    settings: {
      metadata: {
        ...(options.language ? { language: { value: options.language, status: 'accepted' as const } } : {}),
        ...(options.title ? { title: { value: options.title, status: 'accepted' as const } } : {}),
      },
      zones: options.zones ?? [],
    },
  };
}

export function makePassage(
  text: string,
  ranges: readonly { start: number; end: number }[],
  n: number,
  isOwn = true,
): ReaderPassage {
  const annotation: Annotation = {
    id: `00000000-0000-7000-8000-${n.toString(16).padStart(12, '0')}` as AnnotationId,
    documentId: 'bench' as DocumentId,
    annotator: 'ann' as AnnotatorId,
    target: {
      ranges,
      quote: {
        exact: ranges.map((range) => text.slice(range.start, range.end)).join(' … '),
        prefix: '',
        suffix: '',
      },
      textHash: '0'.repeat(64),
    },
    actors: [],
    stances: [],
    codes: [],
    codebookRevision: 1,
    createdAt: '2026-01-01T00:00:00.000Z',
    updatedAt: '2026-01-01T00:00:00.000Z',
  };
  return { annotation, look: PASSAGE_LOOKS[n % PASSAGE_LOOKS.length]!, isOwn };
}

/** `count` passages of 20 to 140 characters spread over the text, in text order; some overlap. */
export function makePassages(
  text: string,
  blocks: readonly Block[],
  count: number,
  seed: number,
): ReaderPassage[] {
  const random = seededRandom(seed);
  const ranges = Array.from({ length: count }, () => {
    const block = blocks[Math.floor(random() * blocks.length)]!;
    const length = 20 + Math.floor(random() * 120);
    const start = block.start + Math.floor(random() * Math.max(1, block.end - block.start - length));
    return { start, end: Math.min(block.end, start + length) };
  });
  ranges.sort((a, b) => a.start - b.start || b.end - a.end);
  return ranges.map((range, n) => makePassage(text, [range], n, n % 7 !== 0));
}
