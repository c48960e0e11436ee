import * as fc from 'fast-check';
import { LAYER_CHOICES } from '../../../src/core/adjudication/layer-choice.ts';
import {
  ACTOR_ROLES,
  EXPRESSIONS,
  INFORMATION_GRADES,
  POLARITIES,
  SOURCE_GRADES,
  annotationSchema,
  type Annotation,
} from '../../../src/core/annotation/annotation.ts';
import { compareAnnotations } from '../../../src/core/annotation/edit-layer.ts';
import type { Layer } from '../../../src/core/annotation/layer.ts';
import {
  EVIDENCE_SORTS,
  type EvidenceFilter,
  type EvidenceSort,
} from '../../../src/core/evidence/evidence.ts';
import {
  actorIdSchema,
  annotatorIdSchema,
  codeIdSchema,
  documentIdSchema,
  sourceIdSchema,
} from '../../../src/core/ids.ts';

/** Few of everything, so that filters hit and keys tie. */
export const DOCUMENTS = ['d-1', 'd-2', 'd-3'].map((id) => documentIdSchema.parse(id));
const ANNOTATORS = ['ann', 'ben', 'cy', 'adj--ann', 'adj--dee'].map((id) => annotatorIdSchema.parse(id));
const ACTORS = ['a-ttp', 'a-state', 'a-isis-k'].map((id) => actorIdSchema.parse(id));
const CODES = ['c-talks', 'c-arms'].map((id) => codeIdSchema.parse(id));
export const SOURCES = ['s-wire', 's-daily'].map((id) => sourceIdSchema.parse(id));
const WORDS = ['talks', 'Talks', 'café', 'CAFÉ', 'truce', 'é', 'طالبان', 'ﬁre', 'a'];

const phrase = fc.array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 4 }).map((w) => w.join(' '));
const speaker = fc.constantFrom('author' as const, ...ACTORS);
const stance = fc.record(
  {
    id: fc.uuid(),
    holder: speaker,
    target: fc.constantFrom(...ACTORS, ...CODES),
    polarity: fc.constantFrom(...POLARITIES),
    expression: fc.constantFrom(...EXPRESSIONS),
    attribution: fc.array(speaker, { maxLength: 2 }),
    note: phrase,
  },
  { requiredKeys: ['id', 'holder', 'target', 'polarity', 'expression', 'attribution'] },
);
const time = fc
  .constantFrom(-1, 0, 1, 1_700_000_000_000, 1_700_000_000_001)
  .map((at) => new Date(at).toISOString());
const ranges = fc
  .uniqueArray(fc.integer({ min: 0, max: 12 }), { minLength: 2, maxLength: 4 })
  .map((offsets) => {
    const sorted = offsets.toSorted((a, b) => a - b);
    return sorted.length < 4
      ? [{ start: sorted[0]!, end: sorted[1]! }]
      : [
          { start: sorted[0]!, end: sorted[1]! },
          { start: sorted[2]!, end: sorted[3]! },
        ];
  });

const annotation = fc.record(
  {
    id: fc.uuid(),
    target: fc.record({
      ranges,
      quote: fc.record({ exact: phrase, prefix: fc.constant(''), suffix: fc.constant('') }),
      textHash: fc.constant('0'.repeat(64)),
    }),
    actors: fc.array(
      fc.record({ actorId: fc.constantFrom(...ACTORS), role: fc.constantFrom(...ACTOR_ROLES) }),
      { maxLength: 3 },
    ),
    stances: fc.array(stance, { maxLength: 2 }),
    reliability: fc.oneof(
      fc.record({ source: fc.constantFrom(...SOURCE_GRADES) }),
      fc.record({ information: fc.constantFrom(...INFORMATION_GRADES) }),
      fc.record({
        source: fc.constantFrom(...SOURCE_GRADES),
        information: fc.constantFrom(...INFORMATION_GRADES),
      }),
    ),
    codes: fc.array(fc.constantFrom(...CODES), { maxLength: 2 }),
    note: phrase,
    codebookRevision: fc.constant(0),
    createdAt: time,
    updatedAt: time,
  },
  {
    requiredKeys: [
      'id',
      'target',
      'actors',
      'stances',
      'codes',
      'codebookRevision',
      'createdAt',
      'updatedAt',
    ],
  },
);

/** A layer for every document and annotator, some of them empty. */
export const layers: fc.Arbitrary<Layer[]> = fc
  .array(
    fc.record({
      document: fc.constantFrom(...DOCUMENTS),
      annotator: fc.constantFrom(...ANNOTATORS),
      annotation,
    }),
    {
      maxLength: 40,
    },
  )
  .map((placed) =>
    DOCUMENTS.flatMap((documentId) =>
      ANNOTATORS.map((annotator) => ({
        documentId,
        annotator,
        state: 'inProgress' as const,
        annotations: placed
          .filter((item) => item.document === documentId && item.annotator === annotator)
          .map((item): Annotation =>
            annotationSchema.parse(Object.assign({}, item.annotation, { documentId, annotator })),
          )
          .toSorted(compareAnnotations),
      })),
    ),
  );

/** One of the possible values of each list, or none, or several. */
function some<T>(values: readonly T[]): fc.Arbitrary<T[]> {
  return fc.subarray([...values]);
}

export const filters: fc.Arbitrary<EvidenceFilter> = fc.record(
  {
    documents: some(DOCUMENTS),
    sources: some(SOURCES),
    layers: fc.constantFrom(...LAYER_CHOICES),
    annotators: some(ANNOTATORS),
    actors: some([...ACTORS, actorIdSchema.parse('a-unheard-of')]),
    roles: some([...ACTOR_ROLES, 'holder', 'target', 'attributed'] as const),
    polarities: some(POLARITIES),
    sourceGrades: some([...SOURCE_GRADES, 'none'] as const),
    informationGrades: some([...INFORMATION_GRADES, 'none'] as const),
    codes: some(CODES),
    text: fc.constantFrom(
      '',
      ' ',
      'talks',
      'TALKS truce',
      'cafe',
      'Café é',
      'طالبان',
      'fire',
      'unheard',
      'a  a',
    ),
  },
  { requiredKeys: [] },
);

export const sorts: fc.Arbitrary<EvidenceSort> = fc.record({
  by: fc.constantFrom(...EVIDENCE_SORTS),
  descending: fc.boolean(),
});
