import type { ReadingState } from '../../core/annotation/layer.ts';
import type { DocumentId } from '../../core/ids.ts';
import type { ZoneKind } from '../../core/document/document.ts';
import { call } from '../app/host.ts';
import { run } from '../app/notices.ts';
import { commit } from '../app/session.ts';
import { getState, setState } from '../app/state.ts';

export function setReadingState(documentId: DocumentId, after: ReadingState): void {
  const { project } = getState();
  const summary = project?.documents.find((candidate) => candidate.id === documentId);
  if (!project || !summary) return;
  const annotator = project.annotator.id;
  const before = summary.layers.find((layer) => layer.annotator === annotator)?.state ?? 'unread';
  if (before === after) return;
  commit({
    label: `mark “${summary.title}” as ${after === 'inProgress' ? 'in progress' : after}`,
    edits: [{ kind: 'readingState', documentId, annotator, before, after }],
  });
}

/** Takes a document out of sight. Its files stay, and undo brings it back. Asks when it holds passages. */
export function removeDocument(documentId: DocumentId): void {
  const summary = getState().project?.documents.find((candidate) => candidate.id === documentId);
  if (!summary) return;
  const passages = summary.layers.reduce((sum, layer) => sum + layer.annotations, 0);
  const remove = () =>
    run(async () => {
      const { document } = await call('document.open', { documentId });
      commit({
        label: `remove “${summary.title}”`,
        edits: [
          {
            kind: 'document',
            documentId,
            before: document.settings,
            after: { ...document.settings, removedAt: new Date().toISOString() },
          },
        ],
      });
      if (getState().open?.document.id === documentId)
        setState({ open: null, currentId: null, selection: [] });
    });
  if (passages === 0) {
    remove();
    return;
  }
  setState({
    dialog: {
      kind: 'confirm',
      title: 'Remove this document?',
      message: `“${summary.title}” holds ${passages} ${passages === 1 ? 'passage' : 'passages'}. They leave the evidence and every export with it. Undo brings all of it back.`,
      action: 'Remove',
      isDangerous: true,
      onConfirm: remove,
    },
  });
}

const ZONE_NAMES: Readonly<Record<ZoneKind, string>> = {
  comments: 'comments',
  share: 'share lines',
  credit: 'a credit',
  pageFurniture: 'page furniture',
  notice: 'a notice',
  references: 'references',
};

/** Keeps a zone as ordinary text, or sets it aside. */
export function setZoneStatus(zoneId: string, status: 'setAside' | 'kept'): void {
  const { open } = getState();
  const zone = open?.document.settings.zones.find((candidate) => candidate.id === zoneId);
  if (!open || !zone) return;
  const { settings, id } = open.document;
  commit({
    label: `${status === 'kept' ? 'keep' : 'set aside'} ${ZONE_NAMES[zone.kind]}`,
    edits: [
      {
        kind: 'document',
        documentId: id,
        before: settings,
        after: {
          ...settings,
          zones: settings.zones.map((other) => (other.id === zoneId ? { ...other, status } : other)),
        },
      },
    ],
  });
}
