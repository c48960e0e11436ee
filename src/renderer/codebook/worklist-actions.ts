import type { Annotation } from '../../core/annotation/annotation.ts';
import type { Codebook } from '../../core/codebook/codebook.ts';
import type { DoubtKind } from '../../core/codebook/doubts.ts';
import { entryName } from '../../core/codebook/resolve-entry.ts';
import { confirmTags, retag, untag } from '../../core/codebook/settle-doubt.ts';
import type { ActorId, CodeId } from '../../core/ids.ts';
import type { Edit } from '../../core/project/edit.ts';
import { call } from '../app/host.ts';
import { notify, run } from '../app/notices.ts';
import { commit, openDocument } from '../app/session.ts';
import { getState, setState } from '../app/state.ts';
import { t } from '../i18n/texts.ts';

function put(before: Annotation, after: Annotation, label: string): void {
  commit({ label, edits: [editOf(before, after)] });
}

function editOf(before: Annotation, after: Annotation): Edit {
  const { documentId, annotator } = before;
  return { kind: 'annotation', documentId, annotator, before, after };
}

function present(): { readonly codebook: Codebook; readonly at: string } | null {
  const codebook = getState().project?.codebook;
  return codebook ? { codebook, at: new Date().toISOString() } : null;
}

/** Still right, with all that changed since. */
export function confirmPassage(annotation: Annotation): void {
  const now = present();
  if (now) put(annotation, confirmTags(annotation, now.codebook, now.at), 'confirm the tags of a passage');
}

export function retagPassage(annotation: Annotation, from: string, to: ActorId | CodeId): void {
  const now = present();
  if (!now) return;
  const names = [from, to].map((id) => entryName(now.codebook, id));
  put(
    annotation,
    retag(annotation, from, to, now.codebook, now.at),
    `re-tag a passage from ${names[0]} to ${names[1]}`,
  );
}

export function untagPassage(annotation: Annotation, id: string): void {
  const now = present();
  if (!now) return;
  put(
    annotation,
    untag(annotation, id, now.codebook, now.at),
    `remove ${entryName(now.codebook, id)} from a passage`,
  );
}

export function openPassage({ documentId, id }: Annotation): void {
  setState({ screen: 'workbench' });
  run(() => openDocument(documentId, id));
}

const AT_ONCE = 1000;

/** Asks, then confirms all of one's own that the filter shows, as one change. */
export function confirmAll(kinds: readonly DoubtKind[], total: number): void {
  setState({
    dialog: {
      kind: 'confirm',
      title: t('codebookChanges.worklist.confirmAllTitle'),
      message: t('codebookChanges.worklist.confirmAllQuestion', { count: total }),
      action: t('codebookChanges.worklist.confirmAllDo'),
      isDangerous: false,
      onConfirm: () =>
        run(async () => {
          const { project } = getState();
          if (!project) return;
          const edits: Edit[] = [];
          for (let offset = 0; ; offset += AT_ONCE) {
            const { rows } = await call('codebook.worklist', {
              annotator: project.annotator.id,
              kinds: [...kinds],
              offset,
              limit: AT_ONCE,
            });
            const now = present();
            if (!now) return;
            for (const { annotation } of rows) {
              edits.push(editOf(annotation, confirmTags(annotation, now.codebook, now.at)));
            }
            if (rows.length < AT_ONCE) break;
          }
          if (edits.length === 0) return;
          // The codebook's history and the undo menu are English.
          const label = `confirm the tags of ${edits.length} passages`;
          commit({ label, edits });
          notify('success', t('codebookChanges.worklist.confirmedAll', { count: edits.length }));
        }),
    },
  });
}
