import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { zoneSchema } from '../../../src/core/document/document.ts';
import { findPlainStructure } from '../../../src/core/document/plain-structure.ts';
import { proposeZones } from '../../../src/core/document/zones.ts';

const PROSE =
  'The pass was closed for the third time in a month, and the drivers who had waited since Monday turned their lorries round in the dry bed of the river. Nobody had told them why, and nobody would tell them for another week. ';
const LONG = PROSE.repeat(2).trim();

function zonesOf(...parts: string[]): string[] {
  const text = parts.join('\n\n');
  return proposeZones(text, findPlainStructure(text)).map(
    (zone) => `${zone.kind}: ${text.slice(zone.start, zone.end).replaceAll('\n\n', ' ¶ ')}`,
  );
}

describe('proposeZones', () => {
  test('a comment section runs to the end, and its reason names its first words', () => {
    const text = `A Title\n\n${LONG}\n\nCOMMENTS (2)\n\nraider | 9 years ago | Reply\n\nWell said.\n\nComments are moderated.`;
    const zones = proposeZones(text, findPlainStructure(text));
    expect(zones).toEqual([
      {
        id: expect.stringMatching(/^z[0-9a-f]{12}$/),
        kind: 'comments',
        start: text.indexOf('COMMENTS'),
        end: text.length,
        status: 'proposed',
        why: 'begins with “COMMENTS (2)”',
      },
    ]);
    expect(proposeZones(text, findPlainStructure(text))).toEqual(zones);
  });

  test('a heading “Comments” of a paper swallows nothing', () => {
    expect(zonesOf('A Title', LONG, 'Comments', LONG, 'What follows', LONG)).toEqual([]);
    expect(zonesOf('A Title', LONG, 'Comments (3)', LONG, LONG, LONG, 'Conclusion', LONG)).toEqual([]);
  });

  test('comments in the middle end where the author goes on', () => {
    const zones = zonesOf(
      'A Title',
      LONG,
      'Comments (1)',
      'raider | 9 years ago | Reply',
      'Well said.',
      'Part two of the series',
      LONG,
      LONG,
      LONG,
      LONG,
    );
    expect(zones).toEqual(['comments: Comments (1) ¶ raider | 9 years ago | Reply ¶ Well said.']);
  });

  test('share lines, notices and credits', () => {
    expect(
      zonesOf(
        'A Title',
        'Published Aug 24, 2015, 10:15 am IST',
        'Representational Image (Photo: AP / file)',
        LONG,
        'Men at the gate in March. Photo: AFP / A. Name',
        LONG,
        'By arrangement with The Example Times',
        'Share this story: Facebook  WhatsApp  Copy link',
        'Follow us on Twitter',
        'The views expressed in this article are those of the author.',
        '© 2015 Example Press. All rights reserved.',
      ),
    ).toEqual([
      'notice: Published Aug 24, 2015, 10:15 am IST',
      'credit: Representational Image (Photo: AP / file)',
      'credit: Photo: AFP / A. Name',
      'notice: By arrangement with The Example Times',
      'share: Share this story: Facebook  WhatsApp  Copy link ¶ Follow us on Twitter',
      'notice: The views expressed in this article are those of the author. ¶ © 2015 Example Press. All rights reserved.',
    ]);
  });

  test.each([
    'The views expressed by the delegates were far apart, and no minister could reconcile them that night.',
    'Share of the trade that crosses the pass: a third, according to the union of drivers.',
    'Published accounts differ. The army counts six, the hospital three.',
    'Follow the money, said the trader; it leads to the lower bridge.',
    'Credit for the truce belongs to the elders: they carried it over the mountain.',
    'Related questions were put to the police: they did not reply.',
    'More on this was said in the afternoon by two men who had been there.',
  ])('leaves the author’s prose alone: %s', (sentence) => {
    expect(zonesOf('A Title', LONG, LONG, LONG, sentence, LONG, LONG, LONG, LONG, LONG)).toEqual([]);
  });

  test('references and page furniture', () => {
    expect(
      zonesOf(
        'A Title',
        LONG,
        '- 2 -',
        LONG,
        'References',
        '- Example, A. (2021). A book. Press.',
        '- 3 -',
        '- Sample, B. (2020). Another. Press.',
        'Appendix',
        LONG,
      ),
    ).toEqual([
      'pageFurniture: - 2 -',
      'references: References ¶ - Example, A. (2021). A book. Press. ¶ - 3 - ¶ - Sample, B. (2020). Another. Press.',
    ]);
    expect(zonesOf('A Title', LONG, 'Sources', `${LONG} Sources disagree.`, LONG)).toEqual([]);
  });

  test('zones are in order and apart, with ids of their own, whatever the text', () => {
    const part = fc.constantFrom(
      'COMMENTS (2)',
      'raider | 9 years ago | Reply',
      'References',
      '- A. (2020). B.',
      '12',
      '* * *',
      LONG,
      'Share this',
      'Follow us',
      'Photo: AFP',
      'x. Photo: AFP',
      '© 2020',
      'Published in X',
      'A heading',
      'Short. ',
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 25 }), (parts) => {
        const text = parts.join('\n\n');
        const zones = proposeZones(text, findPlainStructure(text));
        let at = 0;
        for (const zone of zones) {
          expect(zoneSchema.safeParse(zone).success).toBe(true);
          expect(zone.start).toBeGreaterThanOrEqual(at);
          expect(zone.end).toBeGreaterThan(zone.start);
          at = zone.end;
        }
        expect(at).toBeLessThanOrEqual(text.length);
        expect(new Set(zones.map((zone) => zone.id)).size).toBe(zones.length);
      }),
      { numRuns: 300 },
    );
  });
});
