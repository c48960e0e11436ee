import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findDates } from '../../../src/core/document/dates.ts';
import { metadataSchema, type Metadata } from '../../../src/core/document/document.ts';
import { findLanguage } from '../../../src/core/document/language.ts';
import { proposeMetadata } from '../../../src/core/document/metadata.ts';
import { findPlainStructure } from '../../../src/core/document/plain-structure.ts';

const PROSE =
  'The pass was closed for the third time in a month, and the drivers who had waited since Monday turned their lorries round in the dry bed of the river. Nobody had told them why, and nobody would tell them for another week, or the week after that.';

function metadataOf(...parts: string[]): Metadata {
  const text = parts.join('\n\n');
  const metadata = proposeMetadata(text, findPlainStructure(text));
  const misplaced = Object.values(metadata).filter(
    ({ found, value }) =>
      found !== undefined &&
      value !== metadata.date?.value &&
      text.slice(found.start, found.end).replace(/\s+/g, ' ') !== value,
  );
  expect(misplaced).toEqual([]);
  return metadata;
}

function values(metadata: Metadata): Record<string, string> {
  return Object.fromEntries(Object.entries(metadata).map(([field, value]) => [field, value.value]));
}

describe('proposeMetadata', () => {
  test('name and date in one line, outlet in the notice of publication', () => {
    const text = metadataOf(
      'Prospects of the pass',
      'Anything may happen at the gate',
      'Ada Example December 08, 2014',
      PROSE,
      PROSE,
      'Published in The Example Tribune, December 9th,  2014.',
    );
    expect(values(text)).toEqual({
      title: 'Prospects of the pass',
      author: 'Ada Example',
      outlet: 'The Example Tribune',
      date: '2014-12-08',
      language: 'en',
    });
    expect(text.author?.how).toBe('a name beside the date');
  });

  test.each<[string, Record<string, string>]>([
    [
      'By Ada Example  May 30, 2023  Updated May 31, 2023, 9:42 pm',
      { author: 'Ada Example', date: '2023-05-30' },
    ],
    [
      '*By Ada Example · The Sample Standard · Opinion · 2 June 2023*',
      { author: 'Ada Example', outlet: 'The Sample Standard', date: '2023-06-02' },
    ],
    [
      'The Sample Review · Interview by Bob Sample · 3 July 2023',
      { author: 'Bob Sample', outlet: 'The Sample Review', date: '2023-07-03' },
    ],
    [
      'Ada Example · The Sample Letter · 7 June 2023',
      { author: 'Ada Example', outlet: 'The Sample Letter', date: '2023-06-07' },
    ],
    [
      'Sample Desk · compiled by Ada Exámple and Bob Sample · 29 May 2023 · covers 21 to 28 May',
      { author: 'Ada Exámple and Bob Sample', outlet: 'Sample Desk', date: '2023-05-29' },
    ],
    ['By Ada Example and Bob ul-Sample', { author: 'Ada Example and Bob ul-Sample' }],
    ['Published Aug 24, 2015, 10:15 am IST\nUpdated Mar 28, 2019, 2:33 am IST', { date: '2015-08-24' }],
    ['Updated Mar 28, 2019\nPublished 24 August 2015', { date: '2015-08-24' }],
    ['Received: 29 May 2023\nDated: 8 Dhu al-Qa’da 1444 (28 May 2023)', { date: '2023-05-28' }],
    [
      'Prepared by: A. Example (names withheld)\nDate of issue: 2022-01-19',
      { author: 'A. Example', date: '2022-01-19' },
    ],
    ['Ada Example and Bob Sample', { author: 'Ada Example and Bob Sample' }],
  ])('reads the head %j', (head, expected) => {
    const { title, language, ...rest } = values(metadataOf('What became of the pass', head, PROSE, PROSE));
    expect(title).toBe('What became of the pass');
    expect(language).toBe('en');
    expect(rest).toEqual(expected);
  });

  test('a cover: masthead, series with the month, the whole title below', () => {
    expect(
      values(
        metadataOf(
          'SAMPLE',
          'SAMPLE STUDY PAPER',
          'No. 5 | June 2022',
          'Good Pass, Bad Pass',
          '**What became of it**',
          'Good Pass, Bad Pass: What became of it',
          'Introduction',
          PROSE,
        ),
      ),
    ).toEqual({
      title: 'Good Pass, Bad Pass: What became of it',
      outlet: 'SAMPLE',
      date: '2022-06',
      language: 'en',
    });
  });

  test('a dateline gives date and agency', () => {
    expect(
      values(
        metadataOf(
          'Six men killed at a post',
          'By Wire correspondents',
          `PESHAWAR, Pakistan, May 27, 2023 (XWS) - ${PROSE}`,
        ),
      ),
    ).toEqual({
      title: 'Six men killed at a post',
      author: 'Wire correspondents',
      outlet: 'XWS',
      date: '2023-05-27',
      language: 'en',
    });
  });

  test('what is not there is not proposed', () => {
    expect(values(metadataOf(`Men at the gate. Photo: Press`, PROSE, `In July 2021 ${PROSE}`))).toEqual({
      language: 'en',
    });
    expect(
      values(metadataOf('What became of it', 'In 2021 the pass was shut by men from Kabul.', PROSE)),
    ).toEqual({
      title: 'What became of it',
      language: 'en',
    });
    expect(values(metadataOf('12345 67890', '1 2 3'))).toEqual({});
  });

  test('a front matter goes first, and has no place in the text', () => {
    const text = `The Title\n\nBy Ada Example\n\n${PROSE}`;
    const metadata = proposeMetadata(text, findPlainStructure(text), {
      author: { value: 'A. E.', how: 'front matter', isSure: true },
      title: { value: 'The Title', how: 'front matter', isSure: true },
    });
    expect(metadata.author).toEqual({ value: 'A. E.', status: 'proposed', how: 'front matter' });
    expect(metadata.title).toMatchObject({ value: 'The Title', found: { start: 0, end: 9 } });
  });

  test('Urdu: a name above the date, the paper, the date', () => {
    const prose =
      'یہ ایک لمبا جملہ ہے جو صرف اس لیے لکھا گیا ہے کہ پیراگراف کافی لمبا ہو جائے اور کوئی اسے عنوان نہ سمجھے۔ '
        .repeat(4)
        .trim();
    expect(
      values(metadataOf('گزرگاہ کا کیا ہوا؟', 'ادا مثال', 'روزنامہ مثال، پشاور۔ جمعہ، 9 جون 2023', prose)),
    ).toEqual({
      title: 'گزرگاہ کا کیا ہوا؟',
      author: 'ادا مثال',
      outlet: 'روزنامہ مثال',
      date: '2023-06-09',
      language: 'ur',
    });
  });

  test('is of the schema and within the text, whatever the text', () => {
    const part = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 60 }),
      fc.constantFrom(
        'By A B',
        'Published in ',
        'By arrangement with D',
        'June 2022',
        'A B · C D · 2 June 2023',
        PROSE,
      ),
      fc.constantFrom(
        '**',
        '# x',
        'EFSAS',
        '“x',
        'The writer reports for the A B',
        '١٢ يونيو ٢٠٢٣',
        'Date: 2020-13-45',
      ),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        const text = parts.join('\n\n').replace(/[\ud800-\udfff]/gu, '?');
        const metadata = proposeMetadata(text, findPlainStructure(text));
        expect(metadataSchema.safeParse(metadata).success).toBe(true);
        for (const { found } of Object.values(metadata)) {
          expect(found?.end ?? 0).toBeLessThanOrEqual(text.length);
        }
      }),
      { numRuns: 400 },
    );
  });
});

describe('findDates', () => {
  test.each([
    ['December 08, 2014', '2014-12-08', 'December 08, 2014'],
    ['on Aug 24, 2015, 10:15 am', '2015-08-24', 'Aug 24, 2015'],
    ['June 2022', '2022-06', 'June 2022'],
    ['2022-01-19T10:00', '2022-01-19', '2022-01-19'],
    ['9 December 2014', '2014-12-09', '9 December 2014'],
    ['the 9th of December, 2014', '2014-12-09', '9th of December, 2014'],
    ['Sept. 3rd 2020', '2020-09-03', 'Sept. 3rd 2020'],
    ['2021/3/7', '2021-03-07', '2021/3/7'],
    ['7.3.2021', '2021-03-07', '7.3.2021'],
    ['9. Dezember 2014', '2014-12-09', '9. Dezember 2014'],
    ['9 décembre 2014', '2014-12-09', '9 décembre 2014'],
    ['25/12/2021', '2021-12-25', '25/12/2021'],
    ['۹ جون ۲۰۲۳', '2023-06-09', '۹ جون ۲۰۲۳'],
    ['١٢ يونيو ٢٠٢٣', '2023-06-12', '١٢ يونيو ٢٠٢٣'],
    ['2020-02', '2020-02', '2020-02'],
  ])('%j', (text, value, found) => {
    const [date] = findDates(text);
    expect(date?.value).toBe(value);
    expect(text.slice(date!.start, date!.end)).toBe(found);
  });

  test.each([
    '03/04/2021',
    '31 February 2021',
    '2021-13-01',
    'May be',
    'in 2014',
    '12 May',
    'No. 5 of 1999',
    '1234567',
    'maybe 2014',
  ])('finds none in %j', (text) => {
    expect(findDates(text)).toEqual([]);
  });
});

describe('findLanguage', () => {
  test.each([
    ['en', 'The men who had been at the gate said that they would not be there for the week.'],
    [
      'de',
      'Die Männer, die am Tor waren, sagten, dass sie nicht mit den anderen auf der Straße bleiben werden.',
    ],
    ['fr', 'Les hommes qui étaient à la porte ont dit que le passage ne serait pas ouvert dans la semaine.'],
    [
      'es',
      'Los hombres que estaban en la puerta no dijeron que el paso se cerraba para la semana por una orden.',
    ],
    ['ur', 'یہ لوگ دروازے پر کھڑے تھے اور انہوں نے کہا کہ وہ ہفتے تک نہیں جائیں گے کیونکہ سڑک بند ہے۔'],
    ['ps', 'دا سړي په دروازه کې ولاړ وو او ویې ویل چې دوی به تر بلې اونۍ پورې نه ځي، ځکه چې لار بنده ده.'],
    [
      'fa',
      'این مردان کنار دروازه ایستاده بودند و گفتند که تا هفته آینده نمی‌روند، چون راه بسته است و گذرگاه باز نیست.',
    ],
    [
      'ar',
      'وقف الرجال عند الباب وقالوا إنهم لن يغادروا حتى الأسبوع المقبل لأن الطريق مغلقة أمام الجميع في المدينة.',
    ],
    ['ru', 'Эти люди стояли у ворот и сказали, что не уйдут до следующей недели, потому что дорога закрыта.'],
    ['zh', '这些人站在门口说他们要到下周才会离开因为道路已经关闭了大家都在等待消息'],
  ])('%s', (tag, text) => {
    expect(findLanguage(text)?.tag).toBe(tag);
  });

  test('is silent on numbers, on few words, and on a mixture of halves', () => {
    expect(findLanguage('1234 5678 9012 3456')).toBeNull();
    expect(findLanguage('TTP ISIS-K')).toBeNull();
    expect(
      findLanguage('Lorem ipsum dolor sit amet consectetur adipiscing elit sed eiusmod tempor'),
    ).toBeNull();
  });
});
