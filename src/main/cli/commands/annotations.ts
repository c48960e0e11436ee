import {
  assertOneAdjudicated,
  isLayerChosen,
  type WhoseLayers,
} from '../../../core/adjudication/layer-choice.ts';
import type { Annotation } from '../../../core/annotation/annotation.ts';
import { layerNotes, layerNoteSentence } from '../../../core/exchange/export-layers.ts';
import type { ProjectSession } from '../../services/workbench/project-session.ts';
import { requireAnnotator } from '../annotator-option.ts';
import type { Command } from '../command.ts';
import { layersOption } from '../layers-option.ts';
import { writeJson, writeTable } from '../output.ts';
import { tellHidden } from '../tell-hidden.ts';

export const annotations: Command = {
  name: 'annotations',
  usage: 'annotations <project> [--layers annotators|adjudicated|all] [--annotator NAME…]',
  help: `Lists the annotations of all annotators, by document and place; in a blind phase, those that you may see. With
--layers adjudicated those of the adjudicated layer instead, with --layers all both; with --annotator (a name or an id)
those of these. --json prints each as Postil keeps it: id, documentId, annotator, target, actors, stances, reliability,
codes, note, certainty, codebookRevision, createdAt, updatedAt; actors and codes by their ids.`,
  shape: { positionals: ['project'], options: { layers: 'text', annotator: 'list', json: 'flag' } },
  run(args, { output, withProject }) {
    const layers = layersOption(args);
    return withProject(args.positionals[0]!, 'read', async (session) => {
      const project = session.store.project();
      const annotators = args.list('annotator').map((name) => requireAnnotator(project, name).id);
      const whose: WhoseLayers = { layers, annotators };
      const documents = session.index.summaries().filter(({ removedAt }) => removedAt === undefined);
      assertOneAdjudicated(
        documents,
        whose,
        (id) => project.annotators.find((annotator) => annotator.id === id)?.name ?? id,
      );
      tellHidden(output, session, { layers: true });
      for (const note of layerNotes(documents, whose)) output.error(`note: ${layerNoteSentence(note)}\n`);
      if (args.flag('json')) {
        await writeJson(output, allAnnotations(session, whose));
        return true;
      }
      const rows: string[][] = [];
      for await (const annotation of allAnnotations(session, whose)) {
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
    });
  },
};

/** Layer by layer: no more than one is held. */
async function* allAnnotations(
  { store, index }: ProjectSession,
  whose: WhoseLayers,
): AsyncGenerator<Annotation> {
  const isChosen = isLayerChosen(whose);
  for (const { id, removedAt, layers } of index.summaries()) {
    if (removedAt !== undefined) continue;
    for (const { annotator } of layers)
      if (isChosen(annotator)) yield* (await store.readLayer(id, annotator)).annotations;
  }
}
