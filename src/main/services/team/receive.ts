import type { AnnotatorId } from '../../../core/ids.ts';
import type { Job } from '../../../core/ports.ts';
import { planChanges } from '../../../core/team/plan-changes.ts';
import { ALL_DOCUMENTS } from '../../../core/team/plan.ts';
import { fingerprint } from '../../../core/team/published.ts';
import { lookAt, openBundle, openFolderPlace } from './exchange-place.ts';
import { materialise, nameOf, planMaterialisation } from './materialise.ts';
import { takeFiles } from './take-files.ts';
import { wholeIn, type TeamState } from './team-state.ts';
import type { ReceiveReport } from './team-types.ts';

/**
 * Takes what a folder or a bundle has, and makes of it what counts; in a dry run says what it would.
 * @param checkpoint keeps what was changed here as revisions
 * @throws PostilError as `Team.receive`
 */
export async function receive(
  state: TeamState,
  path: string,
  isDryRun: boolean,
  checkpoint: () => Promise<unknown>,
  job: Job,
): Promise<ReceiveReport> {
  const { environment, journal, project } = state;
  const isFile = (await lookAt(environment.fs, path))?.kind === 'file';
  const place = isFile
    ? await openBundle(environment.fs, path, job)
    : await openFolderPlace(environment.fs, path, project.id, state.record.folder === path, 'receive');
  const taken = await takeFiles(state, place, wholeIn(state, path), job);
  const { fresh } = taken;
  const { plan: planBefore } = await state.weigh();
  const before = new Set(state.record.trusted.map((pair) => pair.annotator));
  if (!isDryRun) {
    // What was changed here is a revision of its own first, so that nothing that comes can overwrite it.
    await checkpoint();
    await journal.append([...fresh.values()]);
    if (!isFile) await state.saveRecord({ ...state.record, folder: path, whole: taken.whole });
  }
  const team = await state.weigh(isDryRun ? [...fresh.values()] : []);
  const plan = await planMaterialisation(state, team, fresh, job);
  if (!isDryRun) await materialise(state, team, plan, job);
  return {
    place: path,
    accepted: fresh.size,
    known: taken.known,
    refused: [...taken.refused, ...plan.refused],
    notRecognised: taken.foreign,
    newPeople: team.trusted
      .filter((pair) => !before.has(pair.annotator) && pair.annotator !== project.annotator.id)
      .map((pair) => ({
        id: pair.annotator,
        name: nameOf(team, pair.annotator),
        fingerprint: fingerprint(pair.signKey, environment.sha256),
      })),
    documents: plan.documents.map(({ record }) => record.id),
    registryChanges: plan.registryEdits.map(describeEdit),
    planChanges: planChanges(planBefore, team.plan).map((change) => ({
      ...change,
      name: change.kind === 'role' ? nameOf(team, change.about as AnnotatorId) : nameOfSet(change.about),
    })),
    layers: plan.layers
      .map(({ received }) => received)
      .filter((layer) => layer.added + layer.changed + layer.removed > 0),
    memos: plan.memos.map(({ received }) => received).filter(({ change }) => change !== 'same'),
    conflicts: plan.conflicts,
    forks: plan.forks,
    waiting: plan.waiting,
    waitingMemos: plan.waitingMemos,
    held: team.held,
  };

  function nameOfSet(id: string): string {
    if (id === ALL_DOCUMENTS) return '';
    const coming = plan.registryEdits.flatMap((edit) =>
      edit.kind === 'documentSet' && edit.after ? [edit.after] : [],
    );
    return [...coming, ...project.documentSets()].find((set) => set.id === id)?.name ?? id;
  }
}

function describeEdit(edit: {
  readonly kind: string;
  readonly after?: unknown;
  readonly before?: unknown;
  readonly documentId?: string;
}): string {
  const entry = (edit.after ?? edit.before) as { readonly name?: string; readonly id?: string } | null;
  const done = edit.before === null ? 'new' : edit.after === null ? 'deleted' : 'changed';
  return `${edit.kind} ${edit.documentId ?? entry?.name ?? entry?.id ?? ''} ${done}`.replace('  ', ' ');
}
