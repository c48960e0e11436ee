import { countAnnotations } from '../../../core/adjudication/layer-choice.ts';
import { documentSetIdSchema } from '../../../core/ids.ts';
import type { DocumentSet } from '../../../core/sets/document-set.ts';
import { withDocuments } from '../../../core/sets/edit-sets.ts';
import { foldText } from '../../../core/text-fold.ts';
import { uuidSource } from '../../services/workbench/machine.ts';
import type { ProjectSession } from '../../services/workbench/project-session.ts';
import type { Command } from '../command.ts';
import { requireDocument } from '../document-option.ts';
import { writeJson, writeTable } from '../output.ts';
import { UsageError } from '../usage-error.ts';

export const sets: Command = {
  name: 'sets',
  usage: 'sets <project> [--add NAME --document ID…]',
  help: `Lists the document sets, in the order in which they were made. --json prints for each: id, name, documents (ids, in
ascending order; removed documents are left out), characters (UTF-16 code units of their texts), annotationCount (in the
annotators' own layers). With --add, makes a set of the documents, or puts them into the one of that name.`,
  shape: { positionals: ['project'], options: { add: 'text', document: 'list', json: 'flag' } },
  async run(args, { output, withProject }) {
    const name = args.text('add')?.trim();
    const asked = args.list('document');
    if (name === undefined && asked.length > 0) throw new UsageError('--document needs --add NAME.');
    if (name === '') throw new UsageError('A name cannot be empty.');
    return withProject(args.positionals[0]!, name === undefined ? 'read' : 'write', async (session) => {
      if (name !== undefined) await addToSet(session, name, asked);
      const records = session.store.documentSets().map((set) => describeSet(session, set));
      if (args.flag('json')) {
        await writeJson(output, records);
      } else {
        await writeTable(
          output,
          ['DOCUMENTS', 'CHARACTERS', 'ANNOTATIONS', 'ID', 'NAME'],
          records.map(({ id, name: called, documents, characters, annotationCount }) => [
            String(documents.length),
            String(characters),
            String(annotationCount),
            id,
            called,
          ]),
        );
      }
      return true;
    });
  },
};

async function addToSet(session: ProjectSession, name: string, asked: readonly string[]): Promise<void> {
  const documents = asked.map((id) => requireDocument(session, id));
  const before = session.store.documentSets().find((set) => foldText(set.name) === foldText(name)) ?? null;
  const after = withDocuments(
    before ?? { id: documentSetIdSchema.parse(uuidSource.uuid()), name, documents: [] },
    documents,
  );
  if (before?.documents.length === after.documents.length) return;
  await session.apply({
    label: before ? `put documents into the set “${before.name}”` : `make the set “${name}”`,
    edits: [{ kind: 'documentSet', before, after }],
  });
}

function describeSet({ index }: ProjectSession, { id, name, documents }: DocumentSet) {
  const present = documents
    .flatMap((member) => index.summary(member) ?? [])
    .filter(({ removedAt }) => removedAt === undefined);
  return {
    id,
    name,
    documents: present.map((summary) => summary.id),
    characters: present.reduce((sum, { characters }) => sum + characters, 0),
    annotationCount: present.reduce((sum, summary) => sum + countAnnotations(summary, 'annotators'), 0),
  };
}
