import { describe, expect, it } from 'vitest';
import type { Annotation } from '../../../src/core/annotation/annotation.ts';
import type { Codebook } from '../../../src/core/codebook/codebook.ts';
import { DEFAULT_SCALES } from '../../../src/core/codebook/scales.ts';
import { csvSheetRows, jsonSheetRows } from '../../../src/core/exchange/coding-sheet/rows.ts';
import { sniffDelimiter } from '../../../src/core/exchange/coding-sheet/format.ts';
import { readSheet } from '../../../src/core/exchange/coding-sheet/read.ts';
import type { IntakeReport } from '../../../src/core/exchange/intake.ts';
import { readLines } from '../../../src/core/exchange/lines.ts';
import { csvRows } from '../../../src/main/services/exchange/csv-rows.ts';
import { inPieces, MemoryProject } from './memory-project.ts';

const TEXT =
  'The mayor met the miners on Monday.\nThe miners, whom the paper calls “the lamp men”, refused.\n\n' +
  'Their re-\n\nconsolidation is the paper’s word. The mayor met nobody on Tuesday. نئی بات 🦅 ہے۔';

const CODEBOOK: Codebook = {
  revision: 1,
  actors: [
    { id: 'a-mayor', name: 'The Mayor', kind: 'person', aliases: [{ text: 'Her Honour' }] },
    { id: 'a-miners', name: 'Miners’ Union', kind: 'organisation', aliases: [{ text: 'The Miners' }] },
    { id: 'a-one', name: 'Twin', kind: 'other', aliases: [] },
    { id: 'a-two', name: 'Twin', kind: 'other', aliases: [] },
  ] as unknown as Codebook['actors'],
  codes: [{ id: 'c-talks', name: 'Talks', colour: 'blue' }] as unknown as Codebook['codes'],
  scales: DEFAULT_SCALES,
  history: [],
};

function makeProject(): MemoryProject {
  return new MemoryProject(
    [
      { id: 'doc-one', text: TEXT, title: 'Mayor and Miners', fileName: 'One.TXT' },
      { id: 'doc-two', text: 'Twice. Twice.', title: 'Same title', fileName: 'two.txt' },
      { id: 'doc-three', text: 'Other.', title: 'Same title', fileName: 'three.md' },
      { id: 'doc-gone', text: 'Gone text.', fileName: 'gone.txt', removedAt: '2024-01-01T00:00:00.000Z' },
    ],
    CODEBOOK,
  );
}

function readCsvSheet(project: MemoryProject, csv: string, options = {}): Promise<IntakeReport> {
  const delimiter = sniffDelimiter(csv.split('\n')[0]!);
  return project.take(
    (intake) =>
      readSheet(csvSheetRows(csvRows(inPieces(csv, 11), delimiter)), intake, project.codebook().scales),
    options,
  );
}

function readJsonSheet(project: MemoryProject, rows: readonly unknown[]): Promise<IntakeReport> {
  const file = rows.map((row) => (typeof row === 'string' ? row : JSON.stringify(row))).join('\n');
  return project.take((intake) =>
    readSheet(jsonSheetRows(readLines(inPieces(file, 11))), intake, project.codebook().scales),
  );
}

async function one(row: object): Promise<Annotation> {
  const project = makeProject();
  const report = await readJsonSheet(project, [
    { document: 'doc-one', quote: 'The mayor met the miners', ...row },
  ]);
  expect(report.refused).toEqual([]);
  return project.annotations()[0]!;
}

async function refusal(row: object): Promise<string> {
  const project = makeProject();
  const report = await readJsonSheet(project, [
    { document: 'doc-one', quote: 'The mayor met the miners', ...row },
  ]);
  expect(report).toMatchObject({ taken: [], change: null, newActors: [], newCodes: [] });
  return report.refused[0]!.reason;
}

describe('documents and quotes', () => {
  it.each(['doc-one', 'One.TXT', ' one.txt ', 'mayor  AND miners', 'one', 'some/folder/One.txt'])(
    'finds the document “%s”',
    async (document) => {
      expect((await one({ document })).documentId).toBe('doc-one');
    },
  );

  it.each([
    ['nowhere', 'there is no document “nowhere” in this project'],
    ['Same title', '“Same title” is the name of several documents: doc-two, doc-three'],
    ['gone.txt', 'the document “gone” was removed from this project'],
    ['', 'names no document'],
  ])('refuses the document “%s”', async (document, reason) => {
    expect(await refusal({ document })).toBe(reason);
  });

  it('anchors leniently and says how sure', async () => {
    const project = makeProject();
    const report = await readCsvSheet(
      project,
      [
        'document,quote,prefix,suffix',
        'one,The miners,,"  , whom"',
        "one,their reconsolidation is the paper's word,,",
        'one,"The mayor met",,nobody',
        'one,the miners [...] refused,,',
        'one,The mayor met the minors on Monday,,',
        'one,🦅,,',
      ].join('\r\n'),
    );
    expect(report.refused).toEqual([]);
    const quotes = project.annotations().map((annotation) => annotation.target.quote.exact);
    expect(new Set(quotes)).toEqual(
      new Set([
        'The miners',
        'Their re-\n\nconsolidation is the paper’s word',
        'The mayor met',
        'The mayor met the miners on Monday',
        '🦅',
        ...quotes.filter((quote) => quote.endsWith(' … refused')),
      ]),
    );
    expect(report.taken.map((one) => one.line)).toEqual([2, 3, 4, 5, 6, 7]);
    expect(report.taken[5]!.confidence).toBe(1);
    expect(report.taken[4]!.confidence).toBeLessThan(0.9);
  });

  it.each([
    [{ quote: 'not there at all' }, 'the quote is not in “Mayor and Miners”'],
    [
      { quote: 'The mayor met' },
      'the quote is in 2 places of “Mayor and Miners”; a prefix or suffix would tell them apart',
    ],
    [{ quote: ' ' }, 'has no quote'],
  ])('refuses %j', async (row, reason) => {
    expect(await refusal(row)).toBe(reason);
  });
});

describe('tags', () => {
  it('matches actors and codes by name, alias and id, and makes what is new', async () => {
    const project = makeProject();
    const report = await readJsonSheet(project, [
      {
        document: 'one',
        quote: 'refused',
        actors: 'her honour;a-miners; THE  MINERS;New Body\\; upper',
        codes: ['talks', 'Strike; wild'],
        role: 'acts',
      },
    ]);
    const [annotation] = project.annotations();
    expect(annotation!.actors).toEqual([
      { actorId: 'a-mayor', role: 'acts' },
      { actorId: 'a-miners', role: 'acts' },
      { actorId: 'a-new-body-upper', role: 'acts' },
    ]);
    expect(annotation!.codes).toEqual(['c-talks', 'c-strike-wild']);
    expect([report.newActors, report.newCodes]).toEqual([['New Body; upper'], ['Strike; wild']]);
    expect(annotation!.codebookRevision).toBe(project.codebook().revision);
    expect(project.codebook().revision).toBe(2);
  });

  it('reads parallel stances, chains, labels and defaults', async () => {
    const annotation = await one({
      holder: ';Her Honour;author',
      target: 'The Miners;Talks;Brand new',
      polarity: '+1;Strongly opposes;unclear',
      attribution: 'author > The Mayor;;author',
      expression: ';acted',
    });
    const [first, second, third] = annotation.stances;
    expect(first).toMatchObject({
      holder: 'author',
      target: 'a-miners',
      polarity: 1,
      expression: 'reported',
      attribution: ['author', 'a-mayor'],
    });
    expect(second).toMatchObject({
      holder: 'a-mayor',
      target: 'c-talks',
      polarity: -2,
      expression: 'acted',
      attribution: [],
    });
    expect(third).toMatchObject({
      holder: 'author',
      target: 'a-brand-new',
      polarity: 'unclear',
      attribution: ['author'],
    });
  });

  it('takes one value for all stances, and arrays from JSONL', async () => {
    const annotation = await one({
      holder: ['The Mayor'],
      target: ['The Miners', 'Talks'],
      polarity: [-1],
      attribution: [['author', 'Her Honour'], 'author'],
    });
    expect(annotation.stances.map((stance) => [stance.holder, stance.target, stance.polarity])).toEqual([
      ['a-mayor', 'a-miners', -1],
      ['a-mayor', 'c-talks', -1],
    ]);
    expect(annotation.stances.map((stance) => stance.attribution)).toEqual([
      ['author', 'a-mayor'],
      ['author'],
    ]);
    const chain = await one({ target: 'The Miners', polarity: 2, attribution: ['author', 'Her Honour'] });
    expect(chain.stances[0]).toMatchObject({ attribution: ['author', 'a-mayor'], polarity: 2 });
  });

  it.each([
    ['-2', -2],
    ['−1', -1],
    ['0', 0],
    ['+2', 2],
    ['Unclear', 'unclear'],
    ['neutral', 0],
    [1, 1],
  ])('reads polarity %s', async (polarity, expected) => {
    expect((await one({ target: 'Talks', polarity })).stances[0]!.polarity).toBe(expected);
  });

  it('reads reliability by grade and by label, certainty and note', async () => {
    expect(
      await one({ source: 'b', information: 'Doubtful', why: ' w ', certainty: 'Probable', note: ' n ' }),
    ).toMatchObject({
      reliability: { source: 'B', information: 4, why: 'w' },
      certainty: 'probable',
      note: 'n',
    });
    expect((await one({ source: 'F' })).reliability).toEqual({ source: 'F' });
    expect((await one({ information: 6 })).reliability).toEqual({ information: 6 });
    expect((await one({})).reliability).toBeUndefined();
  });

  it.each([
    [{ target: 'Talks' }, 'has no polarity for the stance towards Talks: -2 to 2, or unclear'],
    [{ target: 'Talks', polarity: '3' }, '“3” is no polarity: -2 to 2, or unclear'],
    [{ holder: 'The Mayor' }, 'has a holder and no target: a stance is towards somebody or something'],
    [{ target: 'Talks;;Her Honour', polarity: '1' }, 'has no target for stance 2'],
    [{ target: 'Talks', polarity: '1;2' }, 'has 2 values under “polarity” for 1 targets'],
    [
      { target: 'Talks', polarity: '1', expression: 'shouted' },
      '“shouted” is no expression: it is one of stated, acted, reported, inferred',
    ],
    [{ source: 'G' }, '“G” is no source grade, A to F'],
    [{ information: 7 }, '“7” is no information grade, 1 to 6'],
    [{ why: 'because' }, 'says why, and has neither a source grade nor an information grade'],
    [{ certainty: 'maybe' }, '“maybe” is no certainty: it is one of certain, probable, possible'],
    [{ actors: 'Twin' }, '“Twin” is the name of several actors: Twin, Twin'],
    [
      { actors: 'Brand New', codes: 'New too', target: 'Twin', polarity: 1 },
      '“Twin” is the name of several actors: Twin, Twin',
    ],
    [{ actors: 'x'.repeat(201) }, `the name “${'x'.repeat(79)}…” is longer than 200 characters`],
    [{ actors: { name: 'Twin' } }, 'has no text under “actors”'],
    [{ role: 'hero', actors: 'Talks' }, '“hero” is no role: it is one of about, acts, affected, speaks'],
  ])('refuses %j and makes nothing', async (row, reason) => {
    expect(await refusal(row)).toBe(reason);
  });
});

describe('sheets', () => {
  const SHEET = [
    ' Document ;QUOTE;Actors;Colour;polarity;target;holder',
    'one;The miners, whom;Her Honour;red;-1;Talks;',
    '',
    'one;"not\nhere";;;;;',
    'one;refused;;;0;The Miners;Somebody New',
    ';;;;;;',
    'one;refused;;;0;The Miners;Somebody New',
    'one;Monday;a;b;0;Talks;The Mayor;one too many',
  ].join('\n');

  it('reads heads of any case in any order, names unknown columns once, and counts lines', async () => {
    const project = makeProject();
    const report = await readCsvSheet(project, SHEET);
    expect(report.notices).toEqual([
      { line: 1, notice: 'Postil does not know the column “Colour” and did not read it.' },
    ]);
    expect(report.taken.map((taken) => taken.line)).toEqual([2, 6]);
    expect(report.refused).toEqual([
      { line: 4, what: 'not here', reason: 'the quote is not in “Mayor and Miners”' },
      { line: 9, what: 'row', reason: 'has 8 cells under 7 heads' },
    ]);
    expect(report.already).toBe(1);
  });

  it('imports nothing the second time, and the same for another annotator once', async () => {
    const project = makeProject();
    await readCsvSheet(project, SHEET);
    const changes = project.changes.length;
    const again = await readCsvSheet(project, SHEET);
    expect(again).toMatchObject({ taken: [], already: 3, change: null, newActors: [] });
    expect(project.changes).toHaveLength(changes);
    const other = { annotator: { id: 'ann' as never, name: 'Ann' } };
    const ids = {
      uuid: (() => {
        let n = 0;
        return () => `0190aaaa-0000-7000-8000-${String(++n).padStart(12, '0')}`;
      })(),
    };
    const read = (): Promise<IntakeReport> =>
      project.take(
        (intake) => readSheet(csvSheetRows(csvRows(inPieces(SHEET), ';')), intake, DEFAULT_SCALES),
        other,
        ids,
      );
    expect((await read()).taken).toHaveLength(2);
    expect(await read()).toMatchObject({ taken: [], already: 3 });
    expect((await project.readLayer('doc-one' as never, 'ann' as never)).annotations).toHaveLength(2);
  });

  it('undoes the defused formulas of its own export', async () => {
    const project = new MemoryProject([{ id: 'f', text: 'So =1+1 it says, and -x too.' }]);
    const report = await readCsvSheet(project, "document,quote,note\nf,'=1+1,'-n\nf,'-x,''@\n");
    expect(report.refused).toEqual([]);
    expect(project.annotations().map((one) => [one.target.quote.exact, one.note])).toEqual([
      ['=1+1', '-n'],
      ['-x', "'@"],
    ]);
  });

  it('lists lines of JSONL that are none, and reads the rest', async () => {
    const project = makeProject();
    const report = await readJsonSheet(project, [
      { document: 'one', quote: 'refused' },
      '{"document": "one", ',
      '[1]',
      '{"document":"one","quote":"Monday","__proto__":{"x":1}}',
      '{"document":"one","quote":"Mon\\ud800day"}',
      '{"document":"one","quote":"Monday","Quote":"Monday"}',
      { document: 'one', quote: 'Monday', mood: 1 },
    ]);
    expect(report.taken.map((taken) => taken.line)).toEqual([1, 7]);
    expect(report.refused.map((refused) => [refused.line, refused.reason])).toEqual([
      [2, 'is not JSON'],
      [3, 'is no JSON object'],
      [4, 'holds the key __proto__'],
      [5, 'holds half of a surrogate pair'],
      [6, 'has “quote” twice'],
    ]);
    expect(report.notices).toHaveLength(1);
    expect(({} as { x?: number }).x).toBeUndefined();
  });

  it.each([
    ['quote,actors\nx,y', 'Line 1: The sheet has no column “document”.'],
    ['document,quote,Quote\na,b,c', 'Line 1: The sheet has two columns “quote”.'],
    ['\n\n', 'The sheet is empty.'],
    ['document,quote\none,"open', 'Line 2: A quotation mark that opens a cell is not closed.'],
    ['document,quote\none,b"d', 'Line 2: A quotation mark stands where none may.'],
  ])('refuses the sheet %j whole', async (csv, message) => {
    await expect(readCsvSheet(makeProject(), csv)).rejects.toThrow(message);
  });
});
