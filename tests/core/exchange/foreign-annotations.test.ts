import { describe, expect, it } from 'vitest';
import { readW3c } from '../../../src/core/exchange/w3c/read.ts';
import type { IntakeReport } from '../../../src/core/exchange/intake.ts';
import { inPieces, MemoryProject } from './memory-project.ts';

const TEXT = 'First 🦅 a bird. Then a bird again, and 𐌰 letter.';

function makeProject(): MemoryProject {
  return new MemoryProject([{ id: 'birds', text: TEXT, title: 'On Birds', fileName: 'birds of prey.txt' }]);
}

function read(project: MemoryProject, value: unknown): Promise<IntakeReport> {
  const file = typeof value === 'string' ? value : JSON.stringify(value, null, 1);
  return project.take((intake) => readW3c(inPieces(file, 13), intake));
}

function annotation(changes: object = {}): Record<string, unknown> {
  return {
    '@context': 'http://www.w3.org/ns/anno.jsonld',
    id: 'http://example.org/anno/1',
    type: 'Annotation',
    created: '2015-10-13T13:00:00Z',
    creator: { id: 'http://example.org/user/ann', type: 'Person', name: 'Ann Other' },
    body: [
      { type: 'TextualBody', purpose: 'tagging', value: 'Raptor' },
      { type: 'TextualBody', purpose: 'commenting', value: 'A comment' },
      { type: 'SpecificResource', purpose: 'tagging', source: 'http://example.org/tags/big%20bird' },
    ],
    target: {
      source: 'http://example.org/files/birds%20of%20prey.txt',
      selector: [
        { type: 'FragmentSelector', value: 'x' },
        { type: 'TextPositionSelector', start: 6, end: 14 },
        { type: 'TextQuoteSelector', exact: '🦅 a bird', prefix: 'First ', suffix: '.' },
      ],
    },
    ...changes,
  };
}

describe('an annotation of somebody else’s', () => {
  it('is read: tags become codes, comments the note, its creator an annotator', async () => {
    const project = makeProject();
    const report = await read(project, annotation());
    expect(report.refused).toEqual([]);
    expect(report.taken[0]).toMatchObject({ confidence: 0.99, quote: '🦅 a bird' });
    expect(project.annotations()).toMatchObject([
      {
        annotator: 'ann-other',
        target: { ranges: [{ start: 6, end: 15 }] },
        codes: ['c-raptor', 'c-big-bird'],
        note: 'A comment',
        createdAt: '2015-10-13T13:00:00.000Z',
      },
    ]);
    expect(await read(project, annotation())).toMatchObject({ taken: [], already: 1, change: null });
  });

  it('is refused, not overwritten, when it comes back changed', async () => {
    const project = makeProject();
    await read(project, annotation());
    const before = project.annotations();
    const report = await read(project, annotation({ body: [] }));
    expect(report).toMatchObject({ taken: [], already: 0 });
    expect(report.refused[0]!.reason).toBe('differs from the one here in codes, note');
    expect(project.annotations()).toEqual(before);
  });

  it('anchors by its quote when its positions are of another text', async () => {
    const project = makeProject();
    const report = await read(
      project,
      annotation({
        target: {
          source: { id: 'birds' },
          selector: {
            type: 'TextPositionSelector',
            start: 23,
            end: 29,
            refinedBy: { type: 'TextQuoteSelector', exact: 'a bird', suffix: ' again' },
          },
        },
      }),
    );
    expect(report.taken).toMatchObject([{ quote: 'a bird' }]);
    expect(project.annotations()[0]!.target.ranges).toEqual([{ start: 22, end: 28 }]);
  });

  it.each([
    ['an array', (items: unknown[]) => items],
    ['a page', (items: unknown[]) => ({ type: 'AnnotationPage', items })],
    [
      'a collection',
      (items: unknown[]) => ({
        type: ['AnnotationCollection'],
        total: 2,
        first: { type: 'AnnotationPage', items },
      }),
    ],
    [
      'a collection with its items last',
      (items: unknown[]) => ({
        first: { items: items.slice(0, 1), next: { items: items.slice(1) } },
        type: 'AnnotationCollection',
      }),
    ],
    ['a graph', (items: unknown[]) => ({ '@graph': items, type: 'AnnotationCollection' })],
    [
      'pages in an array',
      (items: unknown[]) => items.map((item) => ({ type: 'AnnotationPage', items: item })),
    ],
  ])('comes in %s', async (_, wrap) => {
    const bodyless = annotation({
      id: undefined,
      body: undefined,
      bodyValue: 'Plain words',
      creator: undefined,
    });
    const project = makeProject();
    const report = await read(project, wrap([annotation(), bodyless]));
    expect(report).toMatchObject({ refused: [], taken: [{}, {}] });
    expect(project.annotations().map((one) => [one.annotator, one.note])).toEqual([
      ['ann-other', 'A comment'],
      ['tess', 'Plain words'],
    ]);
    expect(await read(project, wrap([annotation(), bodyless]))).toMatchObject({ taken: [], already: 2 });
  });

  it.each([
    [
      { target: 'http://example.org/files/birds%20of%20prey.txt' },
      'is about the whole document and not a passage of it',
    ],
    [
      { target: { source: 'http://example.org/other.html', selector: {} } },
      'its document “http://example.org/other.html” is not in this project',
    ],
    [{ target: undefined }, 'has no target'],
    [
      { target: { source: 'birds', selector: { type: 'TextQuoteSelector', exact: 'no such words here' } } },
      'its quote is not in the document',
    ],
    [
      { target: { source: 'birds', selector: { type: 'TextQuoteSelector', exact: 'a bird' } } },
      'its quote is in 2 places of the document',
    ],
    [
      { target: { source: 'birds', selector: { type: 'TextPositionSelector', start: 5, end: 500 } } },
      'has neither a quote nor a position in this text',
    ],
    [
      { target: { source: 'birds', selector: { type: 'TextPositionSelector', start: '5', end: 6 } } },
      'has a position that is not a whole number',
    ],
    [
      { target: { source: 'birds', selector: { type: 'XPathSelector', value: '/p' } } },
      'has neither a quote nor a position in this text',
    ],
  ])('is refused with the reason: %j', async (changes, reason) => {
    const report = await read(makeProject(), annotation(changes));
    expect(report).toMatchObject({ taken: [], refused: [{ reason }], change: null });
  });

  it.each([
    ['{"type":"Annotation",', 'ends in the middle'],
    ['{"hello":"world"}', 'not a file of Web Annotations'],
    ['[{"type":"Annotation","x":tru}]', 'Line 1: What begins here is not JSON'],
    [`[${'['.repeat(100)}${']'.repeat(100)}]`, 'Nested deeper than 64 levels'],
    ['[{"__proto__":{"a":1}}]', 'holds the key __proto__'],
    ['[{"a":"\\udc00"}]', 'half of a surrogate pair'],
    ['[{"a":1e300}]', 'a number beyond 2^53'],
  ])('breaks no project: %s', async (file, message) => {
    const project = makeProject();
    await expect(read(project, file)).rejects.toThrow(message);
    expect(project.changes).toEqual([]);
  });
});
