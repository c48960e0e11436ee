import type { AnnotatorId, DocumentId } from '../../../src/core/ids.ts';
import type { Edit } from '../../../src/core/project/edit.ts';
import type { Annotator } from '../../../src/core/project/project.ts';
import type { Layer } from '../../../src/core/annotation/layer.ts';
import type { ProjectStore } from '../../../src/main/services/store/project-store.ts';
import { actor, adding, code, documentInput } from '../store/fixtures.ts';
import {
  adjudicate,
  ADJUDICATED_TEXT,
  ADJUDICATED,
  ANN,
  annotatorsLayers,
  BOB,
} from './adjudicated-layers.ts';

/** Puts a document that two annotated and a third adjudicated into a project. */
export async function fillAdjudicated(store: ProjectStore, documentId: DocumentId): Promise<Layer> {
  await store.addDocument(documentInput(documentId, ADJUDICATED_TEXT));
  const layers = annotatorsLayers(documentId);
  await store.apply(
    {
      label: 'codebook',
      edits: [
        ...['ministry', 'movement'].map((slug): Edit => ({
          kind: 'actor',
          before: null,
          after: actor(slug),
        })),
        { kind: 'code', before: null, after: code('talks') },
      ],
    },
    store.project().annotators[0]!.id,
  );
  for (const [layer, annotator] of [
    [layers[0], ANN],
    [layers[1], BOB],
  ] as const) {
    await applyAs(store, annotator, [...layer.annotations.map(adding), done(layer)]);
  }
  const { edits, layer } = adjudicate(layers);
  await applyAs(store, ADJUDICATED, edits);
  return layer;
}

export async function applyAs(
  store: ProjectStore,
  annotator: Annotator,
  edits: readonly Edit[],
): Promise<AnnotatorId> {
  await store.ensureAnnotator(annotator);
  await store.apply({ label: 'test', edits }, annotator.id);
  return annotator.id;
}

function done({ documentId, annotator }: Layer): Edit {
  return { kind: 'readingState', documentId, annotator, before: 'unread', after: 'done' };
}
