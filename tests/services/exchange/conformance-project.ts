import { annotationSchema, type Annotation } from '../../../src/core/annotation/annotation.ts';
import { makeTarget } from '../../../src/core/annotation/target.ts';
import { decodeText } from '../../../src/core/document/decode.ts';
import { adjudicatedAnnotator } from '../../../src/core/adjudication/adjudicated-id.ts';
import {
  adjudicationIdSchema,
  annotationIdSchema,
  type ActorId,
  type CodeId,
} from '../../../src/core/ids.ts';
import { GOLDEN_DOCUMENTS, goldenProject } from '../../core/exchange/golden.ts';
import {
  AT,
  SELF,
  sha256,
  type MemoryDocument,
  type MemoryProject,
} from '../../core/exchange/memory-project.ts';

/** As a program on Windows saved it; Postil has it with LF. */
const CRLF = [
  '🦅 Eagles come first, and last.',
  'Second line\u00a0of the Z\u0322u\u0308rich report; “co\u00adali\u00adtion” 𐌰𐌱𐌲.',
  '',
  'وزیرِ اعظم نے کہا کہ یہ مُعاہَدہ قائم رہے گا۔ او می\u200cرود.',
  'The end is 🧑🏽‍🚀',
].join('\r\n');

export const WINDOWS_DOCUMENT: MemoryDocument = {
  id: 'windows',
  text: decodeText(Buffer.from(CRLF, 'utf8')).text,
  title: 'Lines ended by Windows',
  fileName: 'windows.txt',
};

export const CONFORMANCE_DOCUMENTS: readonly MemoryDocument[] = [...GOLDEN_DOCUMENTS, WINDOWS_DOCUMENT];

/**
 * The golden project, and a document that came with CRLF: passages at the text's start and end, the whole text,
 * overlapping, nested and crossing, discontinuous, across line ends, and two on the same place; of these some adjudicated.
 */
export function conformanceProject(): MemoryProject {
  const project = goldenProject();
  const { text } = WINDOWS_DOCUMENT;
  project.addGiven(WINDOWS_DOCUMENT);
  let count = 0;
  function mark(ranges: readonly (readonly [string, string])[], tags: Partial<Annotation> = {}): Annotation {
    count++;
    return annotationSchema.parse({
      id: `01900000-0000-7000-a001-${String(count).padStart(12, '0')}`,
      documentId: WINDOWS_DOCUMENT.id,
      annotator: SELF.id,
      target: makeTarget(
        text,
        sha256(text),
        ranges.map(([from, to]) => ({ start: text.indexOf(from), end: text.indexOf(to) + to.length })),
      ),
      actors: [],
      stances: [],
      codes: [],
      codebookRevision: 4,
      createdAt: AT,
      updatedAt: AT,
      ...tags,
    });
  }
  const codes = ['c-truce'] as CodeId[];
  project.putLayer({
    documentId: WINDOWS_DOCUMENT.id as never,
    annotator: SELF.id,
    state: 'done',
    annotations: [
      mark([['🦅', '🦅']], { codes }),
      mark([['🧑🏽‍🚀', '🧑🏽‍🚀']], { actors: [{ actorId: 'a-wing' as ActorId, role: 'speaks' }] }),
      mark([['🦅', '🧑🏽‍🚀']], { note: 'All of it.\nIn two lines.' }),
      mark([['first, and last.', 'Second line']], { codes: ['c-breach', 'c-truce'] as CodeId[] }),
      mark([['last.', 'report;']], { codes, certainty: 'certain' }),
      mark([['Second', 'line']], { codes }),
      mark([['Second', 'line']], { codes }),
      mark(
        [
          ['Eagles', 'Eagles'],
          ['Z\u0322u', 'report;'],
          ['𐌰𐌱𐌲', 'وزیرِ'],
        ],
        { reliability: { source: 'B', information: 3 } },
      ),
      mark([['مُعاہَدہ', 'قائم']], { actors: [{ actorId: 'a-council' as ActorId, role: 'about' }] }),
    ],
  });
  adjudicate(project);
  return project;
}

/** The other annotator has adjudicated a little: one passage taken with a reason, one rejected. */
function adjudicate(project: MemoryProject): void {
  const judge = project.project().annotators[1]!;
  const adjudicated = adjudicatedAnnotator(judge);
  void project.ensureAnnotator(adjudicated);
  const own = project.layers.get(`${WINDOWS_DOCUMENT.id}/${SELF.id}`)!.annotations;
  const [taken, rejected] = [
    own.find(({ certainty }) => certainty === 'certain')!,
    own.find(({ note }) => note)!,
  ];
  const result = {
    ...taken,
    id: annotationIdSchema.parse('01900000-0000-7000-a001-0000000000f0'),
    annotator: adjudicated.id,
  };
  const decision = { readers: [SELF.id, judge.id], by: judge.id, at: AT };
  project.putLayer({
    documentId: taken.documentId,
    annotator: adjudicated.id,
    state: 'inProgress',
    annotations: [result],
    adjudications: [
      {
        ...decision,
        id: adjudicationIdSchema.parse('01900000-0000-7000-a001-0000000000f1'),
        outcome: 'taken',
        of: [taken],
        taken: [taken.id],
        results: [result.id],
        reason: '=“As Tess has it”;\nsee above.',
      },
      {
        ...decision,
        id: adjudicationIdSchema.parse('01900000-0000-7000-a001-0000000000f2'),
        outcome: 'rejected',
        of: [rejected],
        taken: [],
        results: [],
      },
    ],
  });
}
