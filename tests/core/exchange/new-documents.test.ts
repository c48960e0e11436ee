import { describe, expect, it } from 'vitest';
import { documentSchema } from '../../../src/core/document/document.ts';
import type { Intake } from '../../../src/core/exchange/intake.ts';
import type { GivenDocument } from '../../../src/core/exchange/new-document.ts';
import type { AnnotationId } from '../../../src/core/ids.ts';
import { AT, MemoryProject, SELF } from './memory-project.ts';

const GIVEN: GivenDocument = {
  text: 'First line 🦅.\r\nSecond line, with a word.\r\n',
  title: 'Report from afar',
  fileName: 'afar.txt',
};
const SYSTEM = { unit: 'code-points', lineEnds: 'as-is' } as const;

function reader(given: GivenDocument = GIVEN, changes: object = {}): (intake: Intake) => Promise<void> {
  return async (intake) => {
    const document = await intake.document(given);
    const at = Array.from(given.text).join('').indexOf('Second') - 1;
    const { target, confidence } = document.target([{ start: at, end: at + 6 }], SYSTEM, 'Second');
    await intake.offer({
      line: 1,
      confidence,
      annotation: {
        id: '01900000-0000-7000-a000-0000000000f1' as AnnotationId,
        documentId: document.id,
        annotator: SELF.id,
        target,
        actors: [],
        stances: [],
        codes: [intake.codebook.codeNamed('Seen')],
        codebookRevision: 0,
        createdAt: AT,
        updatedAt: AT,
        ...changes,
      },
    });
  };
}

describe('a document that a file of annotations brings', () => {
  it('comes into the project with its annotations, and is known the second time', async () => {
    const project = new MemoryProject([]);
    const report = await project.take(reader());
    expect(report).toMatchObject({
      refused: [],
      newCodes: ['Seen'],
      taken: [{ confidence: 1, quote: 'Second' }],
    });
    const [record] = [...project.records.values()];
    expect(documentSchema.parse(record)).toEqual(record);
    expect(record).toMatchObject({
      fileName: 'afar.txt',
      settings: { metadata: { title: { value: GIVEN.title } } },
    });
    expect(record!.settings.removedAt).toBeUndefined();
    const text = project.texts.get(record!.id)!;
    expect(text).toBe(GIVEN.text.replaceAll('\r\n', '\n'));
    const [annotation] = project.annotations();
    expect(text.slice(annotation!.target.ranges[0]!.start, annotation!.target.ranges[0]!.end)).toBe('Second');
    const again = await project.take(reader());
    expect(again).toMatchObject({ taken: [], already: 1, change: null, newDocuments: [] });
  });

  it('is hidden until the change shows it, and hidden again when the change is undone', async () => {
    const report = await new MemoryProject([]).take(reader());
    expect(report.newDocuments[0]!.record.settings.removedAt).toBe(AT);
    expect(report.change!.edits[0]).toMatchObject({ kind: 'document', before: { removedAt: AT } });
    expect(report.change!.edits[0]!.after).not.toHaveProperty('removedAt');
  });

  it('is left where that is wanted, with what is in it', async () => {
    const project = new MemoryProject([]);
    await expect(project.take(reader(), { documents: 'leave' })).rejects.toThrow(
      '“Report from afar” is not in this project',
    );
    expect(project.records.size).toBe(0);
  });

  it('comes back where it was removed', async () => {
    const text = GIVEN.text.replaceAll('\r\n', '\n');
    const project = new MemoryProject([{ id: 'afar', text, removedAt: AT }]);
    const report = await project.take(reader());
    expect(report).toMatchObject({ newDocuments: [], returning: [{ id: 'afar' }] });
    expect(project.records.get('afar' as never)!.settings.removedAt).toBeUndefined();
    expect(project.annotations()).toHaveLength(1);
  });

  it('is refused without text, and as more than a document may be', async () => {
    for (const text of ['', ' \n', 'x'.repeat(20 * 1024 * 1024 + 1)]) {
      await expect(new MemoryProject([]).take(reader({ ...GIVEN, text }))).rejects.toThrow(
        /no text|more than 20 MB/,
      );
    }
  });

  it('is found by its quote where a program counts its line ends in another way, and refused where it is not', async () => {
    const project = new MemoryProject([]);
    await project.take(async (intake) => {
      const document = await intake.document(GIVEN);
      const start = document.text.indexOf('word') - 1;
      // Counted with one for each CRLF, in code points.
      expect(document.target([{ start, end: start + 4 }], SYSTEM, 'word')).toMatchObject({
        confidence: 0.99,
        target: { quote: { exact: 'word' } },
      });
      expect(() => document.target([{ start, end: start + 4 }], SYSTEM, 'absent')).toThrow(
        'not in the document',
      );
      expect(() => document.target([{ start, end: 4000 }], SYSTEM)).toThrow(`${start} to 4000`);
      // Half of the eagle is the eagle.
      expect(
        document.target([{ start: 11, end: 12 }], { unit: 'utf-16', lineEnds: 'as-is' }).target.quote.exact,
      ).toBe('🦅');
    });
  });
});

describe('an annotation that is here and differs', () => {
  const later = '2024-04-06T06:07:08.009Z';

  it('is refused, and said to be changed', async () => {
    const project = new MemoryProject([]);
    await project.take(reader());
    const report = project.take(reader(GIVEN, { note: 'mine', updatedAt: later }));
    await expect(report).rejects.toThrow('differs from the one here in note, updatedAt');
  });

  it('gives way to a newer one where that is wanted', async () => {
    const project = new MemoryProject([]);
    await project.take(reader());
    const report = await project.take(reader(GIVEN, { note: 'mine', updatedAt: later }), { changes: 'take' });
    expect(report).toMatchObject({ taken: [], changed: [{ fields: ['note'], isTaken: true }] });
    expect(project.annotations()).toMatchObject([{ note: 'mine', updatedAt: later }]);
    await expect(project.take(reader(GIVEN, { note: 'older' }), { changes: 'take' })).rejects.toThrow(
      'the one here is the newer',
    );
  });
});
