import * as fc from 'fast-check';
import {
  ACTOR_ROLES,
  CERTAINTIES,
  EXPRESSIONS,
  INFORMATION_GRADES,
  POLARITIES,
  SOURCE_GRADES,
  type Annotation,
} from '../../../src/core/annotation/annotation.ts';
import { adjudicatedAnnotator } from '../../../src/core/adjudication/adjudicated-id.ts';
import { ADJUDICATION_OUTCOMES, type Adjudication } from '../../../src/core/adjudication/adjudication.ts';
import { deriveUuid } from '../../../src/core/exchange/derive-uuid.ts';
import {
  adjudicationIdSchema,
  annotationIdSchema,
  annotatorIdSchema,
  stanceIdSchema,
} from '../../../src/core/ids.ts';
import { makeTarget } from '../../../src/core/annotation/target.ts';
import { ACTOR_KINDS, CODE_COLOURS, type Codebook } from '../../../src/core/codebook/codebook.ts';
import { DEFAULT_SCALES } from '../../../src/core/codebook/scales.ts';
import { snapToGraphemes } from '../../../src/core/document/segments.ts';
import { MemoryProject, SELF, sha256 } from './memory-project.ts';

const nasty = fc.constantFrom(
  '=1',
  '+',
  '-2',
  '@x',
  '\t',
  '"',
  "'",
  "'=",
  ';',
  '\\',
  ',',
  '\r\n',
  '\n',
  '\r',
  ' ',
  '🦅',
  '👩‍👧',
  '𐌰',
  'e\u0301',
  '\u00ad',
  '\u200c',
  'مُ',
  '\u0000',
  '<b>',
  ' … ',
  '__proto__',
);
export const anyText = fc
  .array(fc.oneof(nasty, fc.string({ unit: 'grapheme', maxLength: 6 })), { maxLength: 8 })
  .map((parts) => parts.join(''));
const anyName = anyText
  .filter((text) => text.trim() !== '' && text.trim().length <= 200)
  .map((text) => text.trim());
const optional = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(arbitrary, { nil: undefined });
const anyTime = fc.integer({ min: 0, max: 4_000_000_000_000 }).map((time) => new Date(time).toISOString());

const anyCodebook: fc.Arbitrary<Codebook> = fc
  .tuple(
    fc.uniqueArray(anyName, { minLength: 1, maxLength: 4, selector: (name) => name.toLowerCase() }),
    fc.uniqueArray(anyName, { minLength: 1, maxLength: 3, selector: (name) => name.toLowerCase() }),
    fc.array(anyName, { maxLength: 2 }),
    fc.nat(),
  )
  .map(([actors, codes, aliases, pick]) => ({
    revision: 2,
    actors: actors.map((name, i) => ({
      id: `a-${i}`,
      name,
      kind: ACTOR_KINDS[(pick + i) % ACTOR_KINDS.length]!,
      aliases: i === 0 ? aliases.map((text) => ({ text })) : [],
      ...(i > 0 && pick % 2 === 0 ? { parent: `a-${i - 1}` } : {}),
    })) as unknown as Codebook['actors'],
    codes: codes.map((name, i) => ({
      id: `c-${i}`,
      name,
      colour: CODE_COLOURS[(pick + i) % CODE_COLOURS.length]!,
      ...(i > 0 ? { parent: `c-${i - 1}` } : {}),
    })) as unknown as Codebook['codes'],
    scales: DEFAULT_SCALES,
    history: [],
  }));

function anyAnnotations(documentId: string, text: string, codebook: Codebook): fc.Arbitrary<Annotation[]> {
  const actor = fc.constantFrom(...codebook.actors.map((one) => one.id));
  const code = fc.constantFrom(...codebook.codes.map((one) => one.id));
  const speaker = fc.oneof(actor, fc.constant('author' as const));
  const ranges = fc
    .array(fc.tuple(fc.nat(text.length - 1), fc.integer({ min: 1, max: 20 })), { minLength: 1, maxLength: 3 })
    .map((all) =>
      all.map(([start, length]) =>
        snapToGraphemes(text, { start, end: Math.min(text.length, start + length) }),
      ),
    );
  const stance = fc.record(
    {
      id: fc.uuid(),
      holder: speaker,
      target: fc.oneof(actor, code),
      polarity: fc.constantFrom(...POLARITIES),
      expression: fc.constantFrom(...EXPRESSIONS),
      attribution: fc.array(speaker, { maxLength: 3 }),
      note: anyText,
    },
    { requiredKeys: ['id', 'holder', 'target', 'polarity', 'expression', 'attribution'] },
  );
  const reliability = fc
    .record(
      {
        source: fc.constantFrom(...SOURCE_GRADES),
        information: fc.constantFrom(...INFORMATION_GRADES),
        why: anyText,
      },
      { requiredKeys: [] },
    )
    .filter((rating) => rating.source !== undefined || rating.information !== undefined);
  const annotation = fc
    .record({
      id: fc.uuid(),
      ranges,
      actors: fc.array(fc.record({ actorId: actor, role: fc.constantFrom(...ACTOR_ROLES) }), {
        maxLength: 3,
      }),
      codes: fc.uniqueArray(code, { maxLength: 3 }),
      stances: fc.array(stance, { maxLength: 3 }),
      reliability: optional(reliability),
      note: optional(anyText),
      certainty: optional(fc.constantFrom(...CERTAINTIES)),
      createdAt: anyTime,
      updatedAt: anyTime,
    })
    .map(({ ranges: chosen, ...rest }) =>
      Object.fromEntries(
        Object.entries({
          ...rest,
          documentId,
          annotator: SELF.id,
          target: makeTarget(text, sha256(text), chosen),
          codebookRevision: 1,
        }).filter(([, value]) => value !== undefined),
      ),
    );
  return fc.uniqueArray(annotation, {
    minLength: 1,
    maxLength: 6,
    selector: (one) => one['id'],
  }) as unknown as fc.Arbitrary<Annotation[]>;
}

export const documentText = fc
  .array(fc.oneof(nasty, fc.string({ unit: 'grapheme', minLength: 1, maxLength: 10 })), {
    minLength: 2,
    maxLength: 30,
  })
  // As import leaves texts: LF only, no NUL.
  .map((parts) => parts.join('').replace(/\r\n?/g, '\n').replaceAll('\0', ' '));

const JUDGE = { id: annotatorIdSchema.parse('judge'), name: 'The judge' };
const ADJUDICATED = adjudicatedAnnotator(JUDGE);

/** What a judge decided about some of the annotations; of each, what became of it. */
function anyAdjudications(annotations: readonly Annotation[]): fc.Arbitrary<Adjudication[]> {
  return fc
    .tuple(
      ...annotations.map((of) =>
        fc.record({
          of: fc.constant(of),
          outcome: fc.option(fc.constantFrom(...ADJUDICATION_OUTCOMES)),
          reason: optional(anyText.filter((text) => text !== '')),
          at: anyTime,
        }),
      ),
    )
    .map((decisions) =>
      decisions.flatMap(({ of, outcome, reason, at }): Adjudication[] => {
        if (outcome === null) return [];
        const isRejected = outcome === 'rejected';
        return [
          {
            id: adjudicationIdSchema.parse(deriveUuid(sha256, `${of.id} decision`)),
            outcome,
            of: [of],
            readers: [SELF.id],
            taken: isRejected ? [] : [of.id],
            results: isRejected ? [] : [resultOf(of).id],
            ...(reason !== undefined && { reason }),
            by: JUDGE.id,
            at,
          },
        ];
      }),
    );
}

/** The same in the adjudicated layer, with ids of its own. */
function resultOf(of: Annotation): Annotation {
  return {
    ...of,
    id: annotationIdSchema.parse(deriveUuid(sha256, `${of.id} result`)),
    annotator: ADJUDICATED.id,
    stances: of.stances.map((stance) => ({
      ...stance,
      id: stanceIdSchema.parse(deriveUuid(sha256, `${stance.id} result`)),
    })),
  };
}

export const anyProject = fc
  .tuple(documentText, documentText, anyCodebook)
  .chain(([first, two, codebook]) => {
    // Never white space alone, and never the same.
    const one = `${first}:`;
    return fc
      .tuple(anyAnnotations('one', one, codebook), anyAnnotations('two', `${two}.`, codebook))
      .filter(([a, b]) => !a.some((left) => b.some((right) => left.id === right.id)))
      .chain((layers) =>
        anyAdjudications(layers[0]!).map((adjudications) => ({
          texts: [one, `${two}.`] as const,
          codebook,
          layers,
          adjudications,
        })),
      );
  });

export function makeProject({
  texts,
  codebook,
  layers,
  adjudications,
}: {
  texts: readonly [string, string];
  codebook: Codebook;
  layers: Annotation[][];
  adjudications: Adjudication[];
}): MemoryProject {
  const isAdjudicated = adjudications.length > 0;
  const annotators = isAdjudicated ? [SELF, JUDGE, ADJUDICATED] : [SELF];
  const project = new MemoryProject(documentsOf(texts), codebook, annotators);
  for (const [i, annotations] of layers.entries()) {
    const id = (i === 0 ? 'one' : 'two') as never;
    project.putLayer({ documentId: id, annotator: SELF.id, state: 'done', annotations });
    if (i > 0 || !isAdjudicated) continue;
    const results = adjudications.flatMap(({ of, results: made }) =>
      made.length > 0 ? of.map(resultOf) : [],
    );
    project.putLayer({
      documentId: id,
      annotator: ADJUDICATED.id,
      state: 'inProgress',
      annotations: results,
      adjudications: adjudications.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    });
  }
  return project;
}

export function documentsOf(texts: readonly [string, string]) {
  return [
    { id: 'one', text: texts[0] },
    { id: 'two', text: texts[1] },
  ];
}
