import type { Command } from '../command.ts';
import { describeDocument } from '../document-record.ts';
import { writeJson, writeTable } from '../output.ts';
import { tellHidden } from '../tell-hidden.ts';

export const documents: Command = {
  name: 'documents',
  usage: 'documents <project>',
  help: `Lists the documents, by import. --json prints for each: id, title, source, date, language, fileName, characters
(UTF-16 code units), annotationCount (in the annotators' own layers); null where nothing is known.`,
  shape: { positionals: ['project'], options: { json: 'flag' } },
  run: (args, { output, withProject }) =>
    withProject(args.positionals[0]!, 'read', async ({ store, index }) => {
      tellHidden(output, { store }, { layers: true });
      const records = index
        .summaries()
        .filter((summary) => summary.removedAt === undefined)
        .map((summary) => describeDocument(summary, store.sources()));
      if (args.flag('json')) {
        await writeJson(output, records);
      } else {
        await writeTable(
          output,
          ['ANNOTATIONS', 'CHARACTERS', 'LANGUAGE', 'DATE', 'SOURCE', 'ID', 'TITLE'],
          records.map((record) => [
            String(record.annotationCount),
            String(record.characters),
            record.language ?? '–',
            record.date ?? '–',
            record.source ?? '–',
            record.id,
            record.title,
          ]),
        );
      }
      return true;
    }),
};
