import type { ProjectSnapshot } from '../../contract/calls.ts';
import type { LayerRevisionValue, TeamStatusValue } from '../../contract/team-calls.ts';
import { adjudicatedIdOf } from '../../core/adjudication/adjudicated-id.ts';
import type { AnnotatorId, DocumentId } from '../../core/ids.ts';
import type { Layer } from '../../core/annotation/layer.ts';
import { PostilError } from '../../core/errors.ts';
import { refusalOf } from '../adjudication/adjudication-state.ts';
import { call } from '../app/host.ts';
import { notify, run } from '../app/notices.ts';
import { whenSaved } from '../app/session.ts';
import { getState, setState } from '../app/state.ts';
import { t } from '../i18n/texts.ts';
import type { LayerView } from './layer-dialog.tsx';
import { enterProject, setTeam, useTeam } from './team-state.ts';

/** The history of a document's layers, on the team's screen. */
export function showHistory(documentId: DocumentId): void {
  enterProject(getState().project?.folder ?? null);
  setTeam({ historyOf: documentId, isHistoryAsked: true });
  setState({ screen: 'team', palette: null });
}

/** @throws PostilError of `team.layerAt` */
export async function readLayerView(revision: LayerRevisionValue): Promise<LayerView> {
  const [{ layer }, before] = await Promise.all([
    call('team.layerAt', { sha256: revision.sha256 }),
    revision.previous === null ? null : readIfThere(revision.previous),
  ]);
  return { revision, layer, before };
}

/** Null for a revision that is not here, or not to be read here. */
async function readIfThere(sha256: string): Promise<Layer | null> {
  try {
    return (await call('team.layerAt', { sha256 })).layer;
  } catch (error) {
    if (error instanceof PostilError && (error.code === 'not-found' || error.code === 'refused')) return null;
    throw error;
  }
}

/** Whose revisions the user may restore: their own, and what they adjudicated as long as they may adjudicate. */
export function restorableOwners(project: ProjectSnapshot, status: TeamStatusValue): readonly AnnotatorId[] {
  if (project.readOnly) return [];
  const { id } = project.annotator;
  return refusalOf(project, status) === null ? [id, adjudicatedIdOf(id)] : [id];
}

/** Asks, and makes the user's layer what it was. What it is now is kept as a revision first. */
export function askToRestore({ sha256, revision }: LayerRevisionValue, title: string): void {
  setState({
    dialog: {
      kind: 'confirm',
      title: t('team.restoreTitle', { revision }),
      message: t('team.restoreMessage', { document: title }),
      action: t('team.restoreNow'),
      isDangerous: false,
      onConfirm: () =>
        run(async () => {
          await whenSaved();
          const difference = await call('team.restore', { sha256 });
          notify('success', t('team.restored', { difference: t('team.difference', difference) }));
          setTeam({ historyTurn: useTeam.getState().historyTurn + 1 });
        }),
    },
  });
}
