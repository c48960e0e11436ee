import { editLayerInBulk, type LayerEdit } from '../../core/annotation/edit-layer.ts';
import { emptyLayer, type Layer } from '../../core/annotation/layer.ts';
import type { CodebookChange } from '../../core/codebook/codebook.ts';
import { editCodebook, replaceEntry } from '../../core/codebook/edit-codebook.ts';
import type { DocumentSettings } from '../../core/document/document.ts';
import type { AnnotatorId, DocumentId } from '../../core/ids.ts';
import { titleOf } from '../../core/document/document.ts';
import type { Change, Edit } from '../../core/project/edit.ts';
import type { DocumentSummary } from '../../core/project/project.ts';
import { editSets } from '../../core/sets/edit-sets.ts';
import { editSavedFilters } from '../../core/sets/saved-filter.ts';
import type { ProjectSnapshot } from '../../contract/calls.ts';
import type { OpenDocument } from './state.ts';

export interface ProjectView {
  readonly project: ProjectSnapshot;
  readonly open: OpenDocument | null;
}

/**
 * What the screen shows after a change, before the disk has it. The services make the same change with the same pure
 * functions; when they cannot, the screen is drawn anew from what they hold.
 * @throws PostilError `stale`
 */
export function applyChange(view: ProjectView, change: Change, at: string): ProjectView {
  const codebookChanges: CodebookChange[] = change.edits.filter(
    (edit): edit is Extract<Edit, { kind: 'actor' | 'code' | 'scales' }> =>
      edit.kind === 'actor' || edit.kind === 'code' || edit.kind === 'scales',
  );
  let { project, open } = view;
  const openLayers = new Map<AnnotatorId, LayerEdit[]>();
  if (codebookChanges.length > 0) {
    const stamp = { at, annotator: project.annotator.id, label: change.label };
    project = {
      ...project,
      codebook: editCodebook(project.codebook, codebookChanges, stamp) as ProjectSnapshot['codebook'],
    };
  }
  for (const edit of change.edits) {
    switch (edit.kind) {
      case 'annotation':
      case 'readingState':
      case 'mentionDecision':
      case 'carried':
      case 'adjudication': {
        if (open?.document.id === edit.documentId) {
          const edits = openLayers.get(edit.annotator);
          if (edits) edits.push(edit);
          else openLayers.set(edit.annotator, [edit]);
        } else if (edit.kind === 'annotation' || edit.kind === 'readingState') {
          project = withEditedSummary(project, edit);
        }
        break;
      }
      case 'source':
        project = {
          ...project,
          sources: replaceEntry(
            project.sources,
            edit.before,
            edit.after,
            'source',
          ) as ProjectSnapshot['sources'],
        };
        break;
      case 'document':
        if (open?.document.id === edit.documentId) {
          open = { ...open, document: { ...open.document, settings: edit.after } };
        }
        project = withDocumentSettings(project, edit.documentId, edit.after);
        break;
      case 'documentSet':
        project = {
          ...project,
          documentSets: editSets(project.documentSets, [edit], () => true) as ProjectSnapshot['documentSets'],
        };
        break;
      case 'savedFilter':
        project = {
          ...project,
          savedFilters: editSavedFilters(project.savedFilters, [edit]) as ProjectSnapshot['savedFilters'],
        };
        break;
      case 'memo':
        project = {
          ...project,
          memos: replaceEntry(project.memos, edit.before, edit.after, 'memo') as ProjectSnapshot['memos'],
        };
        break;
      case 'title':
        project = { ...project, project: { ...project.project, title: edit.after } };
        break;
      default:
        break; // the codebook's edits are made above, together, as one revision
    }
  }
  if (open) {
    const layers = new Map(open.layers);
    for (const [annotator, edits] of openLayers) {
      const layer = editLayerInBulk(layers.get(annotator) ?? emptyLayer(open.document.id, annotator), edits);
      layers.set(annotator, layer);
      // As the index counts: a layer of decisions alone is no reading yet.
      if (edits.some(({ kind }) => kind === 'annotation' || kind === 'readingState'))
        project = withLayerSummary(project, layer);
    }
    open = { ...open, layers };
  }
  return { project, open };
}

function withSummary(
  project: ProjectSnapshot,
  documentId: DocumentId,
  update: (summary: DocumentSummary) => DocumentSummary,
): ProjectSnapshot {
  return {
    ...project,
    documents: project.documents.map((summary) =>
      summary.id === documentId ? (update(summary) as ProjectSnapshot['documents'][number]) : summary,
    ),
  };
}

type LayerSummary = DocumentSummary['layers'][number];

function putLayer(
  summary: DocumentSummary,
  annotator: AnnotatorId,
  update: (layer: LayerSummary) => LayerSummary,
): DocumentSummary {
  const before = summary.layers.find((layer) => layer.annotator === annotator);
  const after = update(before ?? { annotator, state: 'unread', annotations: 0 });
  return {
    ...summary,
    layers: before
      ? summary.layers.map((layer) => (layer.annotator === annotator ? after : layer))
      : [...summary.layers, after],
  };
}

function withLayerSummary(project: ProjectSnapshot, layer: Layer): ProjectSnapshot {
  return withSummary(project, layer.documentId, (summary) =>
    putLayer(summary, layer.annotator, () => ({
      annotator: layer.annotator,
      state: layer.state,
      annotations: layer.annotations.length,
    })),
  );
}

function withEditedSummary(
  project: ProjectSnapshot,
  edit: Extract<LayerEdit, { kind: 'annotation' | 'readingState' }>,
): ProjectSnapshot {
  return withSummary(project, edit.documentId, (summary) =>
    putLayer(summary, edit.annotator, (layer) =>
      edit.kind === 'readingState'
        ? { ...layer, state: edit.after }
        : { ...layer, annotations: layer.annotations + (edit.after ? 1 : 0) - (edit.before ? 1 : 0) },
    ),
  );
}

function withDocumentSettings(
  project: ProjectSnapshot,
  documentId: DocumentId,
  settings: DocumentSettings,
): ProjectSnapshot {
  return withSummary(project, documentId, (summary) => ({
    ...summary,
    metadata: settings.metadata,
    title: titleOf({ fileName: summary.fileName, settings }),
    sourceId: settings.sourceId,
    removedAt: settings.removedAt,
    versionOf: settings.versionOf,
  }));
}
