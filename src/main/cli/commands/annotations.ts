import type { Annotation } from '../../../core/annotation/annotation.ts';
import type { ProjectSession } from '../../services/workbench/project-session.ts';
import type { Command } from '../command.ts';
import { writeJson, writeTable } from '../output.ts';
import { tellHidden } from '../tell-hidden.ts';

export const annotations: Command = {
  name: 'annotations',
  usage: 'annotations <project>',
  help: `Lists all annotations of all annotators, by document and place; in a blind phase, those that you may see. --json prints each as Postil keeps it: id,
documentId, annotator, target, actors, stances, reliability, codes, note, certainty, codebookRevision, createdAt,
updatedAt; actors and codes by their ids.`,
  shape: { positionals: ['project'], options: { json: 'flag' } },
  run: (args, { output, withProject }) =>
    withProject(args.positionals[0]!, 'read', async (session) => {
      tellHidden(output, session, { layers: true });
      if (args.flag('json')) {
        await writeJson(output, allAnnotations(session));
        return true;
      }
      const rows: string[][] = [];
      for await (const annotation of allAnnotations(session)) {
        rows.push([
          annotation.id,
          annotation.annotator,
          annotation.documentId,
          String(annotation.target.ranges[0]!.start),
          annotation.actors.map(({ actorId }) => actorId).join(' '),
          annotation.target.quote.exact,
        ]);
      }
      await writeTable(output, ['ID', 'ANNOTATOR', 'DOCUMENT', 'START', 'ACTORS', 'QUOTE'], rows);
      return true;
    }),
};

/** Layer by layer: no more than one is held. */
async function* allAnnotations({ store, index }: ProjectSession): AsyncGenerator<Annotation> {
  for (const { id, removedAt, layers } of index.summaries()) {
    if (removedAt !== undefined) continue;
    for (const { annotator } of layers) yield* (await store.readLayer(id, annotator)).annotations;
  }
}
