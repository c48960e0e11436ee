import type { ReadingState } from '../../core/annotation/layer.ts';
import type { DocumentId } from '../../core/ids.ts';
import { call } from '../app/host.ts';
import { run } from '../app/notices.ts';
import { commit } from '../app/session.ts';
import { t } from '../i18n/texts.ts';
import { getState, setState } from '../app/state.ts';

export function setReadingState(documentId: DocumentId, after: ReadingState): void {
  const { project } = getState();
  const summary = project?.documents.find((candidate) => candidate.id === documentId);
  if (!project || !summary) return;
  const annotator = project.annotator.id;
  const before = summary.layers.find((layer) => layer.annotator === annotator)?.state ?? 'unread';
  if (before === after) return;
  commit({
    label: t(`library.mark.${after}`, { title: summary.title }),
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
        label: t('library.remove', { title: summary.title }),
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
      title: t('library.removeThisDocument'),
      message: t('library.holds', { title: summary.title, count: passages }),
      action: t('library.removeAction'),
      isDangerous: true,
      onConfirm: remove,
    },
  });
}

/** Keeps a zone as ordinary text, or sets it aside. */
export function setZoneStatus(zoneId: string, status: 'setAside' | 'kept'): void {
  const { open } = getState();
  const zone = open?.document.settings.zones.find((candidate) => candidate.id === zoneId);
  if (!open || !zone) return;
  const { settings, id } = open.document;
  commit({
    label: t(`library.zone.${status}.${zone.kind}`),
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
