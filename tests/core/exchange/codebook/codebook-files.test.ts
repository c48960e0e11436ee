import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Codebook } from '../../../../src/core/codebook/codebook.ts';
import { PostilError } from '../../../../src/core/errors.ts';
import type { CodebookFile } from '../../../../src/core/exchange/codebook/codebook-file.ts';
import { readCodebookCsv, writeCodebookCsv } from '../../../../src/core/exchange/codebook/csv.ts';
import { readCodebookJson, writeCodebookJson } from '../../../../src/core/exchange/codebook/json.ts';
import { planCodebookImport } from '../../../../src/core/exchange/codebook/plan-import.ts';
import { fromQdaCodeBook, qdcLosses, toQdaCodeBook } from '../../../../src/core/exchange/codebook/qdc.ts';
import { readQdc } from '../../../../src/core/exchange/qdc/read-code-book.ts';
import { writeQdc } from '../../../../src/core/exchange/qdc/write-code-book.ts';
import { emptyCodebook } from '../../../../src/core/codebook/scales.ts';
import { csvRows } from '../../../../src/main/services/exchange/csv-rows.ts';
import { anyCodebook, anyEdit, changesOf } from '../../codebook/random-edits.ts';
import { actor, change, code, codebookOf } from '../../codebook/samples.ts';
import { inPieces, sha256 } from '../memory-project.ts';
import { schemaFaults, SCHEMA_MISSING } from '../qdc/schema.ts';

const AT = '2026-01-02T03:04:05.678Z';

/** A codebook with a history of random merges, splits and retirements. */
const grown: fc.Arbitrary<Codebook> = fc
  .tuple(anyCodebook, fc.array(anyEdit, { maxLength: 6 }))
  .map(([first, edits]) => {
    let codebook = first;
    for (const edit of edits) {
      try {
        const changes = changesOf(codebook, edit);
        if (changes.length > 0) codebook = change(codebook, changes);
      } catch (error) {
        if (!(error instanceof PostilError)) throw error;
      }
    }
    return codebook;
  });

async function readTables(tables: Readonly<Record<string, string>>): Promise<CodebookFile> {
  const files = await Promise.all(
    Object.entries(tables).map(async ([name, text]) => {
      const rows = [];
      for await (const row of csvRows(inPieces(text.replace(/^\ufeff/, '')))) rows.push(row);
      return readCodebookCsv(rows, name);
    }),
  );
  return {
    entries: files.flatMap((file) => file.entries),
    refused: files.flatMap((file) => file.refused),
    notices: files.flatMap((file) => file.notices),
  };
}

async function readQdcText(text: string): Promise<CodebookFile> {
  return fromQdaCodeBook(await readQdc(inPieces(text)), sha256);
}

const FORMATS = {
  json: async (codebook: Codebook) => readCodebookJson(writeCodebookJson(codebook, AT, true)),
  csv: (codebook: Codebook) => readTables(writeCodebookCsv(codebook)),
  qdc: (codebook: Codebook) => readQdcText([...writeQdc(toQdaCodeBook(codebook, sha256))].join('')),
};

function held(codebook: Codebook, format: keyof typeof FORMATS) {
  const byId = (a: { readonly id: string }, b: { readonly id: string }): number => (a.id < b.id ? -1 : 1);
  const { actors, codes } = codebook;
  if (format !== 'qdc') return { actors: actors.toSorted(byId), codes: codes.toSorted(byId) };
  // Ids are GUIDs there, ends are left out, and an entry with no parent that is written is a root.
  const written = new Set(
    [...actors, ...codes].filter((one) => one.ended?.kind !== 'merged').map((one) => one.id as string),
  );
  const bare = (
    entries: readonly { readonly id: string; readonly name: string; readonly parent?: string | undefined }[],
  ) =>
    entries
      .filter((one) => written.has(one.id))
      .map(({ name, parent }) => `${name}${parent !== undefined && written.has(parent) ? ' (under)' : ''}`)
      .toSorted();
  return { actors: bare(actors), codes: bare(codes) };
}

describe.each(Object.keys(FORMATS) as (keyof typeof FORMATS)[])('%s', (format) => {
  const read = FORMATS[format];

  it('reads into the codebook that it came from as all the same', async () => {
    await fc.assert(
      fc.asyncProperty(grown, async (codebook) => {
        const plan = planCodebookImport(codebook, await read(codebook), sha256, true);
        expect(plan.rows.filter((row) => row.status !== 'same')).toEqual([]);
        expect(plan.changes).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  it('reads into an empty one as what it can hold, and a second time changes nothing', async () => {
    await fc.assert(
      fc.asyncProperty(grown, async (codebook) => {
        const file = await read(codebook);
        const plan = planCodebookImport(emptyCodebook(), file, sha256, true);
        // An end that leads to what was deleted since has nothing to lead to here.
        const made = plan.changes.length > 0 ? change(emptyCodebook(), plan.changes) : emptyCodebook();
        if (plan.notices.length === (format === 'json' ? 1 : 0)) {
          expect(held(made, format)).toEqual(held(codebook, format));
        }
        const again = planCodebookImport(made, file, sha256, true);
        expect(again.changes).toEqual([]);
        expect(again.rows.every((row) => row.status === 'same')).toBe(true);
      }),
      { numRuns: 40 },
    );
  });
});

const start = codebookOf(
  [
    actor('north', 'North', {
      aliases: [{ text: 'NF', from: '2001-01-01' }],
      note: 'A note,\nof “two” lines.',
    }),
    actor('wing', 'Wing', { parent: 'a-north' }),
  ],
  [code('aid', 'Aid', { definition: '=SUM(1)', colour: 'red' }), code('arms', 'Arms', { parent: 'c-aid' })],
);

describe('reading a codebook', () => {
  it('says what is new, changed field by field, the same and refused, with lines', async () => {
    const rows = `Code,Part of,Description,Color,Owner
Aid,,Gives help,#ff0000,me
Arms,Aid,,,
Talks,aid,Says much,none,
,,no name,,
Lost,Nowhere,,,
Under lost,Lost,,,`;
    const file = await readTables({ 'my codes.csv': rows });
    const { rows: plan, notices, changes } = planCodebookImport(start, file, sha256, true);
    expect(plan.map(({ name, status, line, reason }) => [name, status, line, reason])).toEqual([
      ['', 'refused', 5, 'has no name'],
      ['Aid', 'changed', 2, undefined],
      ['Arms', 'same', 3, undefined],
      ['Talks', 'new', 4, undefined],
      ['Lost', 'refused', 6, 'its parent “Nowhere” is neither in the file nor in the codebook'],
      ['Under lost', 'refused', 7, 'what it stands under is refused'],
    ]);
    expect(plan[1]!.fields).toEqual([{ field: 'definition', before: '=SUM(1)', after: 'Gives help' }]);
    expect(notices).toEqual([
      'The column “Owner” is not known and was passed over.',
      '“none” is no colour of Postil; “Talks” goes without.',
    ]);
    expect(changes).toHaveLength(2);
    const made = change(start, changes);
    expect(made.codes.find(({ name }) => name === 'Talks')).toEqual({
      id: 'c-talks',
      name: 'Talks',
      colour: 'slate',
      parent: 'c-aid',
      definition: 'Says much',
    });
    // Only what is new.
    expect(planCodebookImport(start, file, sha256, false).changes.map(({ kind }) => kind)).toEqual(['code']);
  });

  it('keeps what a format does not say', async () => {
    const file = await readTables({ 'actors.csv': 'id,name\na-north,The North\n' });
    const { changes } = planCodebookImport(start, file, sha256, true);
    expect(changes).toEqual([
      { kind: 'actor', before: start.actors[0], after: { ...start.actors[0], name: 'The North' } },
    ]);
  });

  it('refuses what would go in circles, and nothing else', async () => {
    const file = await readTables({ 'actors.csv': 'id,name,parent_id\na-north,North,a-wing\na-x,X,\n' });
    const { rows, changes } = planCodebookImport(start, file, sha256, true);
    expect(rows.map(({ name, status, reason }) => [name, status, reason])).toEqual([
      ['North', 'refused', 'it would be its own ancestor'],
      ['X', 'new', undefined],
    ]);
    expect(change(start, changes).actors).toHaveLength(3);
  });

  it('takes a name for an entry that has it, and none that was merged or has another id in the file', async () => {
    const file = await readTables({ 'codes.csv': 'name\naid\nAID\n' });
    const { rows } = planCodebookImport(start, file, sha256, true);
    expect(rows.map(({ id, status }) => [id, status])).toEqual([
      ['c-aid', 'changed'],
      ['c-aid-2', 'new'],
    ]);
  });

  it.each([
    ['a table without names', 'codes.csv', 'definition\nx', 'no column “name”'],
    ['a table of nobody knows what', 'list.csv', 'name,note\nx,y', 'Nothing says whether'],
  ])('refuses %s', async (_what, name, text, message) => {
    await expect(readTables({ [name]: text })).rejects.toThrow(message);
  });

  it.each([
    ['{', 'not JSON'],
    ['[]', 'no codebook that Postil wrote'],
    ['{"format":"postil-codebook-file","version":2}', 'newer Postil'],
    [writeCodebookJson(start, AT, false).replace('"polarity"', '"polarities"'), 'polarity'],
  ])('refuses %.40s', (text, message) => {
    expect(() => readCodebookJson(text)).toThrow(message);
  });

  it('refuses single entries of a file that is whole', () => {
    const text = writeCodebookJson(start, AT, false)
      .replace('"armed-group"', '"army"')
      .replace('"c-arms"', '"c-aid"');
    const file = readCodebookJson(text);
    expect(file.refused.map(({ name, reason }) => [name, reason.slice(0, 20)])).toEqual([
      ['actors[0]', 'kind: Invalid option'],
      ['codes[1]', 'the id c-aid is ther'],
    ]);
    expect(file.entries).toHaveLength(2);
  });
});

describe('a .qdc', () => {
  it('is valid by the schema, whatever the codebook', ({ skip }) => {
    if (schemaFaults('Codebook.xsd', '<x/>') === null) skip(SCHEMA_MISSING);
    fc.assert(
      fc.property(grown, (codebook) => {
        expect(schemaFaults('Codebook.xsd', [...writeQdc(toQdaCodeBook(codebook, sha256))].join(''))).toEqual(
          [],
        );
      }),
      { numRuns: 30 },
    );
  });

  it('has the codes in their tree and the actors under one of their own, and says what it cannot hold', () => {
    const merged = {
      ...start,
      codes: [...start.codes, { ...code('old', 'Old'), ended: { kind: 'retired' as const, at: AT } }],
    };
    const { codes } = toQdaCodeBook(merged, sha256);
    expect(codes.map(({ name, isCodable, colour }) => [name, isCodable, colour])).toEqual([
      ['Aid', true, '#ab3530'],
      ['Old', false, '#2f64a8'],
      ['Actors', false, undefined],
    ]);
    expect(codes[2]!.codes[0]!.codes[0]!.name).toBe('Wing');
    expect(qdcLosses(merged).map(({ what, count }) => `${what}: ${count}`)).toEqual([
      'that an entry was retired or split (it is one that is not to be coded with): 1',
      'the wording of the scales: 1',
    ]);
  });

  it('keeps names and notes with every character that a line may be mistaken at', async () => {
    const odd = codebookOf([
      actor('odd', 'Odd', {
        aliases: [{ text: 'a\tb\\tc' }, { text: 'x\ny', until: '2001-01-01' }],
        note: '— Postil —\nkind: state',
      }),
      actor('none', 'None', { note: '' }),
    ]);
    const file = await FORMATS.qdc(odd);
    expect(planCodebookImport(odd, file, sha256, true).changes).toEqual([]);
    expect(
      change(emptyCodebook(), planCodebookImport(emptyCodebook(), file, sha256, true).changes).actors,
    ).toEqual(odd.actors);
  });

  it('of another program comes in by its names and tree, the nearest colours, and again as the same', async () => {
    const foreign = `<?xml version="1.0" encoding="utf-8"?>
<CodeBook xmlns="urn:QDA-XML:codebook:1.0" origin="Another 3"><Codes>
<Code guid="{0A6C7B0A-0000-4000-8000-000000000001}" name="Other" isCodable="true" color="#FF0000"/>
<Code guid="{0A6C7B0A-0000-4000-8000-000000000002}" name="Themes" isCodable="false">
  <Code guid="{0A6C7B0A-0000-4000-8000-000000000003}" name="Other" isCodable="true" color="#00FF7F"><Description>Rest.</Description></Code>
</Code></Codes></CodeBook>`;
    const file = await readQdcText(foreign);
    const plan = planCodebookImport(start, file, sha256, true);
    expect(plan.rows.map(({ name, status, line }) => [name, status, line])).toEqual([
      ['Other', 'new', 3],
      ['Themes', 'new', 4],
      ['Other', 'new', 5],
    ]);
    const made = change(start, plan.changes);
    expect(made.codes.slice(2)).toMatchObject([
      { id: 'c-other', colour: 'red' },
      { id: 'c-themes' },
      { id: 'c-other-2', colour: 'teal', parent: 'c-themes', definition: 'Rest.' },
    ]);
    expect(planCodebookImport(made, file, sha256, true).changes).toEqual([]);
  });
});
