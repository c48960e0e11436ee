import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PostilError } from '../../../../src/core/errors.ts';
import {
  normaliseColour,
  normaliseGuid,
  type QdaCode,
  type QdaCodeBook,
} from '../../../../src/core/exchange/qdc/code-book.ts';
import { readQdc } from '../../../../src/core/exchange/qdc/read-code-book.ts';
import { writeQdc } from '../../../../src/core/exchange/qdc/write-code-book.ts';
import { asXmlHolds } from '../../../../src/core/exchange/xml/write-xml.ts';
import { inPieces } from '../memory-project.ts';
import { SCHEMA_MISSING, schemaFaults } from './schema.ts';

const GUID = '11111111-2222-4333-8444-555555555555';

function codeBook(inside: string, head = '<CodeBook xmlns="urn:QDA-XML:codebook:1.0">'): string {
  return `<?xml version="1.0" encoding="utf-8"?>\n${head}${inside}</CodeBook>`;
}

function withoutLines(code: QdaCode): unknown {
  const { line: _, codes, ...rest } = code;
  return JSON.parse(JSON.stringify({ ...rest, codes: codes.map(withoutLines) }));
}

async function refusal(xml: string): Promise<{ message: string; line: unknown }> {
  try {
    await readQdc(inPieces(xml));
  } catch (error) {
    if (!(error instanceof PostilError)) throw error;
    expect(error.code).toBe('refused');
    return { message: error.message, line: error.details.line };
  }
  throw new Error('It was read.');
}

const text = fc.string({ unit: 'binary', maxLength: 12 });
const name = text.filter((value) => asXmlHolds(value).trim() !== '');
const guid = fc.uuid();
const tree: fc.Memo<QdaCode> = fc.memo((depth): fc.Arbitrary<QdaCode> =>
  fc.record(
    {
      guid,
      name,
      isCodable: fc.boolean(),
      colour: fc.stringMatching(/^#[0-9a-f]{6}$/),
      description: text,
      codes: depth <= 1 ? fc.constant([]) : fc.array(tree(), { maxLength: 3 }),
    },
    { requiredKeys: ['guid', 'name', 'isCodable', 'codes'] },
  ),
);
const anyBook: fc.Arbitrary<QdaCodeBook> = fc
  .record({
    codes: fc.array(tree(4), { minLength: 1, maxLength: 4 }),
    sets: fc.array(
      fc.record(
        { guid, name, description: text, members: fc.array(guid, { maxLength: 3 }) },
        {
          requiredKeys: ['guid', 'name', 'members'],
        },
      ),
      { maxLength: 2 },
    ),
  })
  .filter(({ codes }) => {
    const guids = allGuids(codes);
    return new Set(guids).size === guids.length;
  });

function allGuids(codes: readonly QdaCode[]): string[] {
  return codes.flatMap((code) => [code.guid, ...allGuids(code.codes)]);
}

describe('a code book', () => {
  it('is read as it was written, whatever the pieces, but for what XML cannot hold', async () => {
    await fc.assert(
      fc.asyncProperty(anyBook, fc.integer({ min: 1, max: 40 }), async (book, size) => {
        const held = JSON.parse(
          JSON.stringify(book, (_key, value: unknown) =>
            typeof value === 'string' ? asXmlHolds(value) : value,
          ),
        ) as QdaCodeBook;
        const back = await readQdc(inPieces([...writeQdc(book)].join(''), size));
        expect(back.codes.map(withoutLines)).toEqual(held.codes);
        expect(back.sets).toEqual(held.sets);
      }),
      { numRuns: 60 },
    );
  });

  it('is valid by the standard’s schema', async ({ skip }) => {
    if (schemaFaults('Codebook.xsd', codeBook('')) === null) skip(SCHEMA_MISSING);
    // A test that cannot fail is none.
    expect(schemaFaults('Codebook.xsd', codeBook('<Codes/>'))).not.toEqual([]);
    fc.assert(
      fc.property(anyBook, (book) => {
        expect(schemaFaults('Codebook.xsd', [...writeQdc({ origin: 'Postil', ...book })].join(''))).toEqual(
          [],
        );
      }),
      { numRuns: 40 },
    );
  });

  it('is read as other programs write it: braces, prefixes, capitals, other elements', async () => {
    const book = await readQdc(
      inPieces(
        `<?xml version="1.0"?>\n<!-- made elsewhere -->
<qda:CODEBOOK xmlns:qda="urn:QDA-XML:codebook:1.0" Origin="Other 1">
  <qda:Codes>
    <qda:Code GUID="{${GUID.toUpperCase()}}" Name="One &amp; two" IsCodable="TRUE" Color="#F00">
      <qda:Description><![CDATA[A <b>]]>c</qda:Description>
      <qda:NoteRef targetGUID="${GUID}"><qda:Code name="not a code"/></qda:NoteRef>
      <qda:Codes><qda:Code guid="21111111-2222-4333-8444-555555555555" name="Under" isCodable="0" color="none"/></qda:Codes>
    </qda:Code>
  </qda:Codes>
  <qda:Sets><qda:Set guid="31111111-2222-4333-8444-555555555555" name="S"><qda:MemberCode targetGUID="${GUID}"/></qda:Set></qda:Sets>
</qda:CODEBOOK>`,
        7,
      ),
    );
    expect(book).toMatchObject({
      origin: 'Other 1',
      codes: [
        {
          guid: GUID,
          name: 'One & two',
          isCodable: true,
          colour: '#ff0000',
          description: 'A <b>c',
          codes: [{ name: 'Under', isCodable: false, colour: undefined }],
        },
      ],
      sets: [{ name: 'S', members: [GUID] }],
    });
  });

  it('is read however deep its codes are nested, up to a limit that is said', async () => {
    const nested = (depth: number): string =>
      codeBook(
        `<Codes>${Array.from(
          { length: depth },
          (_, at) =>
            `<Code guid="${GUID.slice(0, -4)}${at.toString(16).padStart(4, '0')}" name="${at}" isCodable="true">`,
        ).join('')}${'</Code>'.repeat(depth)}</Codes>`,
      );
    const { codes } = await readQdc(inPieces(nested(250), 100));
    expect(codes).toHaveLength(1);
    expect((await refusal(nested(300))).message).toContain('nested deeper than 256 levels');
  });

  it.each([
    [
      'a DOCTYPE',
      `<!DOCTYPE CodeBook [<!ENTITY a "b">]>${codeBook('')}`.replace(/<\?.*?\?>\n/, ''),
      'DOCTYPE',
      1,
    ],
    ['no XML', 'id,name\n1,One', 'not well-formed', 1],
    ['half a file', codeBook('<Codes>').replace('</CodeBook>', ''), 'not well-formed', 2],
    ['an entity of its own', codeBook('<Codes>&mine;</Codes>'), 'not well-formed', 2],
    ['another root', '<Project/>', 'It is no codebook', 1],
    ['a code without a name', codeBook(`<Codes><Code guid="${GUID}"/></Codes>`), 'A code has no name', 2],
    ['a code without a GUID', codeBook('<Codes>\n<Code name="A"/></Codes>'), 'code “A” has no GUID', 3],
    ['a GUID that is none', codeBook('<Codes><Code name="A" guid="12"/></Codes>'), 'which is none', 2],
    [
      'two codes of one GUID',
      codeBook(`<Codes><Code name="A" guid="${GUID}"/>\n<Code name="B" guid="{${GUID}}"/></Codes>`),
      '“B” has the GUID of the code in line 2',
      3,
    ],
  ])('refuses %s, with the line', async (_what, xml, message, line) => {
    const refused = await refusal(xml);
    expect(refused.message).toContain(message);
    expect(refused.line).toBe(line);
  });
});

it('takes GUIDs and colours in every spelling', () => {
  expect(normaliseGuid(` {${GUID.toUpperCase()}} `)).toBe(GUID);
  expect(normaliseGuid(`${GUID}0`)).toBeNull();
  expect(normaliseColour('AbC')).toBe('#aabbcc');
  expect(normaliseColour('#12345')).toBeNull();
});
