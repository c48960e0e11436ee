import { annotationSchema, type Annotation } from '../../../src/core/annotation/annotation.ts';
import { makeTarget } from '../../../src/core/annotation/target.ts';
import { DEFAULT_SCALES } from '../../../src/core/codebook/scales.ts';
import type { Codebook } from '../../../src/core/codebook/codebook.ts';
import { snapToGraphemes } from '../../../src/core/document/segments.ts';
import type { ActorId, AnnotatorId, CodeId, DocumentId } from '../../../src/core/ids.ts';
import { AT, MemoryProject, SELF, sha256, type MemoryDocument } from './memory-project.ts';

/**
 * What offsets trip over: characters beyond the BMP (an emoji sequence, Gothic), a zero-width non-joiner, Urdu with
 * diacritics, no-break space, combining marks, soft hyphen, line ends.
 */
export const GOLDEN_TEXT = [
  'Dispatch 🧑🏽‍🚀 from the valley 👩‍👩‍👧‍👦: the ceasefire “holds”.',
  'The co\u00adali\u00adtion’s spokes\u00adman said\u00a0no\u00a0more; cafe\u0301 owners in Z\u0322u\u0308rich agreed.',
  '=SUM(A1) is not a formula; 𐌰𐌱𐌲 is Gothic, and <b>this</b> is not bold & "quoted".',
  'وزیرِ اعظم نے کہا کہ یہ مُعاہَدہ قائم رہے گا۔ او می\u200cرود.',
  'Last line, after all of that.',
].join('\n\n');

export const GOLDEN_DOCUMENTS: readonly MemoryDocument[] = [
  { id: 'golden', text: GOLDEN_TEXT, title: 'Golden, "quoted"; and more', fileName: 'golden.txt' },
  { id: 'plain', text: 'A plain text. Nothing else. A plain text.', fileName: 'plain.md' },
];

export const GOLDEN_CODEBOOK: Codebook = {
  revision: 4,
  actors: [
    { id: 'a-council' as ActorId, name: 'The Council; upper', kind: 'government', aliases: [] },
    {
      id: 'a-wing' as ActorId,
      name: 'Armed Wing 🦅',
      kind: 'armed-group',
      aliases: [
        { text: 'The Wing', from: '2001-01-01' },
        { text: 'ونگ', until: '2020-12-31' },
      ],
      parent: 'a-council' as ActorId,
      note: '-not a formula',
    },
  ],
  codes: [
    { id: 'c-truce' as CodeId, name: 'Truce', colour: 'teal', definition: 'Agreed pause,\nwritten or not' },
    { id: 'c-breach' as CodeId, name: '=Breach', parent: 'c-truce' as CodeId, colour: 'red' },
  ],
  scales: DEFAULT_SCALES,
  history: [],
};

const ANNOTATORS = [SELF, { id: 'o-neil' as AnnotatorId, name: 'Ó Néill, "Séan"' }];

let count = 0;
function annotate(
  annotator: string,
  quotes: readonly string[],
  tags: Partial<Annotation> = {},
  document = GOLDEN_DOCUMENTS[0]!,
): Annotation {
  const ranges = quotes.map((quote) => {
    const start = document.text.indexOf(quote);
    if (start === -1) throw new Error(`no “${quote}”`);
    return snapToGraphemes(document.text, { start, end: start + quote.length });
  });
  count++;
  return annotationSchema.parse({
    id: `01900000-0000-7000-a000-${count.toString().padStart(12, '0')}`,
    documentId: document.id,
    annotator,
    target: makeTarget(document.text, sha256(document.text), ranges),
    actors: [],
    stances: [],
    codes: [],
    codebookRevision: 3,
    createdAt: AT,
    updatedAt: '2024-04-05T06:07:08.009Z',
    ...tags,
  });
}

function stance(n: number, tags: object): Annotation['stances'][number] {
  return {
    id: `01900000-0000-7000-b000-${n.toString().padStart(12, '0')}`,
    polarity: -2,
    expression: 'reported',
    attribution: [],
    ...tags,
  } as unknown as Annotation['stances'][number];
}

/** Everything that an annotation can hold, on the text above. */
export function goldenProject(): MemoryProject {
  count = 0;
  const project = new MemoryProject(GOLDEN_DOCUMENTS, GOLDEN_CODEBOOK, ANNOTATORS);
  project.putLayer({
    documentId: 'golden' as DocumentId,
    annotator: SELF.id,
    state: 'inProgress',
    annotations: [
      annotate(SELF.id, ['🧑🏽‍🚀 from the valley 👩‍👩‍👧‍👦'], { note: '=1+1' }),
      annotate(SELF.id, ['the valley'], { codes: ['c-breach', 'c-truce'] as CodeId[] }),
      annotate(SELF.id, ['co\u00adali\u00adtion’s', 'cafe\u0301 owners', '𐌰𐌱𐌲'], {
        actors: [
          { actorId: 'a-wing' as ActorId, role: 'acts' },
          { actorId: 'a-council' as ActorId, role: 'affected' },
        ],
        certainty: 'possible',
        note: 'two\nlines; a\\b “and” \t tab',
      }),
      annotate(SELF.id, ['=SUM(A1) is not a formula'], {
        stances: [
          stance(1, {
            holder: 'a-wing',
            target: 'a-council',
            attribution: ['author', 'a-council'],
            note: "'=quoted",
          }),
          stance(2, { holder: 'author', target: 'c-truce', polarity: 0, expression: 'stated' }),
          stance(3, { holder: 'author', target: 'a-wing', polarity: 'unclear', expression: 'inferred' }),
        ],
        reliability: { source: 'F', information: 6, why: '@why' },
      }),
    ],
  });
  project.putLayer({
    documentId: 'golden' as DocumentId,
    annotator: ANNOTATORS[1]!.id,
    state: 'done',
    annotations: [
      annotate(ANNOTATORS[1]!.id, ['مُعاہَدہ قائم'], {
        reliability: { information: 2 },
        actors: [{ actorId: 'a-wing' as ActorId, role: 'about' }],
      }),
      annotate(ANNOTATORS[1]!.id, ['می\u200cرود'], { reliability: { source: 'A', why: '' } }),
      annotate(ANNOTATORS[1]!.id, ['<b>this</b> is not bold & "quoted"'], { note: '' }),
    ],
  });
  project.putLayer({
    documentId: 'plain' as DocumentId,
    annotator: SELF.id,
    state: 'unread',
    annotations: [annotate(SELF.id, ['Nothing'], {}, GOLDEN_DOCUMENTS[1]!)],
  });
  return project;
}
