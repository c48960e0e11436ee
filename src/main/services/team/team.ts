import { layerSchema, type Layer } from '../../../core/annotation/layer.ts';
import { assertNever, PostilError } from '../../../core/errors.ts';
import type { AnnotatorId } from '../../../core/ids.ts';
import { annotatorOf, chainKey, isLayerKind, type Link } from '../../../core/team/chains.ts';
import { layerDifference, layerEdits, uniteLayers } from '../../../core/team/layer-difference.ts';
import { fingerprint, parsePublishedName, type PublishedFile } from '../../../core/team/published.ts';
import type { RegistryWrite } from '../../../core/team/registry.ts';
import type { EffectiveTeam } from '../../../core/team/weigh.ts';
import type { StoreEnvironment } from '../store/environment.ts';
import { makeCheckpoint, type CheckpointUse } from './checkpoint.ts';
import { checkBundlePlace, isBundle, openFolderPlace } from './exchange-place.ts';
import type { Identity } from './identity.ts';
import { layerHistoryOf } from './layer-history.ts';
import { leavingFiles } from './leaving-files.ts';
import { materialise, nameOf, planMaterialisation } from './materialise.ts';
import { memoHistoryOf, restoreMemo } from './memo-history.ts';
import { nextFile, plain } from './next-file.ts';
import { planEntry } from './plan-entry.ts';
import { QUIET } from './quiet-job.ts';
import { receive } from './receive.ts';
import type { TeamProject } from './team-project.ts';
import { ownLayerKey, whileMaking, type TeamRecord } from './team-record.ts';
import { openTeamState, visibilityOf, wholeIn, type TeamFiles, type TeamState } from './team-state.ts';
import { assertMayAdjudicate } from '../../../core/team/plan.ts';
import { statusOf } from './team-status.ts';
import type { PublishReport, Team } from './team-types.ts';
import { writeBundle } from './write-bundle.ts';

/** @throws PostilError `damaged`, `newer-format`, `io` */
export async function openTeam(
  project: TeamProject,
  identity: Identity,
  environment: StoreEnvironment,
  files?: TeamFiles,
): Promise<Team> {
  const state = await openTeamState(project, identity, environment, files);
  const { sha256 } = environment;
  let last: Promise<unknown> = Promise.resolve();

  /** One after the other: each rests on what the one before made. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const next = last.then(work);
    last = next.catch(() => undefined);
    return next;
  }

  async function checkpoint(use: CheckpointUse): Promise<readonly PublishedFile[]> {
    const { files, record } = await makeCheckpoint(state, await state.weigh(), use);
    await keep(files, record);
    return files;
  }

  /** On disk, with where one's own chains stand then. Stopped anywhere in between, both are as before or both are new. */
  async function keep(files: readonly PublishedFile[], record: TeamRecord): Promise<void> {
    if (files.length > 0) {
      await state.saveRecord(whileMaking(state.record, record, files));
      await state.journal.append(files);
    }
    await state.saveRecord(record);
  }

  async function append(file: PublishedFile): Promise<void> {
    await state.journal.append([file]);
    const { trusted, root } = await state.weigh();
    await state.saveRecord({ ...state.record, trusted: [...trusted], root });
  }

  async function* filesOf(links: readonly Link[]): AsyncGenerator<PublishedFile> {
    for (const link of links) yield await state.journal.read(link.sha256);
  }

  async function apply(after: Layer, label: string): Promise<void> {
    const before = await project.readLayer(after.documentId, after.annotator);
    const edits = layerEdits(before, after);
    if (edits.length > 0) await project.apply({ label, edits }, []);
  }

  /** Before anything is made. @throws PostilError as `assertMayAdjudicate` */
  async function assertMayWrite(kind: Link['kind']): Promise<void> {
    if (kind === 'adjudication') assertMayAdjudicate((await state.weigh()).plan, project.annotator);
  }

  async function readLayer(link: Link): Promise<Layer> {
    const { body } = await state.journal.read(link.sha256);
    return layerSchema.parse(await state.open(body.payload));
  }

  const team: Team = {
    get folder() {
      return state.record.folder;
    },
    status: () => inTurn(() => statusOf(state)),
    assignments: () =>
      inTurn(async () => {
        const weighed = await state.weigh();
        const { assignments } = weighed.plan;
        const ids = new Set(assignments.flatMap(({ readers }) => Object.keys(readers) as AnnotatorId[]));
        return { assignments, readers: [...ids].map((id) => ({ id, name: nameOf(weighed, id) })) };
      }),
    publish: (path, { isDryRun, withDocuments, overwrite = false }, job) =>
      inTurn(async () => {
        if (isDryRun) {
          const { files } = await makeCheckpoint(state, await state.weigh(), {
            withDocuments,
            isPublished: true,
          });
          const { keptBack } = await leavingFiles(state);
          return { place: path, made: files.map(madeOf), put: 0, keptBack };
        }
        // The place first: what cannot be reached is said before anything is made for it.
        if (isBundle(path)) await checkBundlePlace(environment.fs, path, overwrite);
        const place = isBundle(path)
          ? null
          : await openFolderPlace(environment.fs, path, project.id, state.record.folder === path, 'publish');
        const files = await checkpoint({ withDocuments, isPublished: true });
        job.signal.throwIfAborted();
        let put: number;
        const { leaving, keptBack } = await leavingFiles(state);
        if (place) {
          const own = leaving.filter((link) => link.author === project.annotator.id);
          const done = await place.put(filesOf(own), wholeIn(state, path));
          put = done.count;
          await state.saveRecord({ ...state.record, folder: path, whole: done.whole });
        } else {
          put = await writeBundle(state, path, leaving, job);
        }
        return { place: path, made: files.map(madeOf), put, keptBack };
      }),
    receive: (path, { isDryRun }, job) =>
      inTurn(() => receive(state, path, isDryRun, () => checkpoint(KEPT), job)),
    look: async () => {
      const { folder } = state.record;
      if (folder === null) return null;
      const place = await openFolderPlace(environment.fs, folder, project.id, true, 'receive');
      const { published } = await place.list();
      return published.filter((name) => !state.journal.knows(parsePublishedName(name)!.digits)).length;
    },
    checkpoint: () => inTurn(async () => (await checkpoint(KEPT)).length),
    changePlan: (change) =>
      inTurn(async () => {
        const current = await state.weigh();
        if (current.rivals.length > 0) throw contested(current);
        if (current.root !== null && !current.isLead(project.annotator.id)) {
          throw new PostilError('refused', 'Only who leads the team changes its plan. Nothing was changed.');
        }
        const { key, value } = planEntry(state, current, change);
        const standing = current.planStanding.get(key)?.standing ?? [];
        if (value === null && standing.every((one) => one.value === null)) {
          throw new PostilError(
            'not-found',
            `The plan says nothing of that kind (${key}) to take back. Nothing was changed.`,
          );
        }
        const write: RegistryWrite = {
          id: environment.ids.uuid(),
          key,
          value: JSON.parse(JSON.stringify(value)) as never,
          replaces: standing.flatMap(({ writes: known }) => known.map((one) => one.id)),
          earlier: [],
        };
        const writes = [write];
        const selfKey = `person:${project.annotator.id}`;
        if (current.root === null && key !== selfKey) {
          const self = planEntry(state, current, { kind: 'member', id: project.annotator.id, role: 'lead' });
          writes.unshift({
            id: environment.ids.uuid(),
            key: self.key,
            value: self.value as never,
            replaces: [],
            earlier: [],
          });
        }
        if (current.root === null) await state.saveRecord({ ...state.record, root: state.identity.signKey });
        await append(nextFile(state, current, { kind: 'plan', document: null }, plain({ writes })));
      }),
    follow: (annotator) =>
      inTurn(async () => {
        const { beginners } = await state.weigh();
        const keys = beginners.filter((beginner) => beginner.annotator === annotator);
        if (keys.length !== 1 || beginners.length < 2)
          throw new PostilError('not-found', `${annotator} is none of several who began a plan.`);
        await state.saveRecord({ ...state.record, root: keys[0]!.signKey });
        await state.weigh();
      }),
    trust: (annotator, signKey) =>
      inTurn(async () => {
        const isThere = [...state.journal.links.values()].some(
          (link) => link.author === annotator && link.signKey === signKey,
        );
        if (!isThere)
          throw new PostilError('not-found', `Nothing here is signed by ${annotator} with that key.`);
        const trusted = [...state.record.trusted, { annotator, signKey }];
        await state.saveRecord({ ...state.record, trusted });
      }),
    settleConflict: (key, hash) =>
      inTurn(async () => {
        await checkpoint(KEPT);
        const weighed = await state.weigh();
        const standing = weighed.registry.get(key)?.standing ?? [];
        const chosen = standing.find((one) => one.hash === hash);
        if (!chosen || standing.length < 2)
          throw new PostilError('not-found', `There is no such choice of ${key} any more.`);
        const id = environment.ids.uuid();
        const replaces = standing.flatMap((one) => one.writes.map((write) => write.id));
        const write = { id, key, value: chosen.value as never, replaces, earlier: [] };
        await append(
          nextFile(state, weighed, { kind: 'registry', document: null }, plain({ writes: [write] })),
        );
        const after = await state.weigh();
        await materialise(state, after, await planMaterialisation(state, after, new Map(), QUIET), QUIET);
      }),
    settleFork: (document, kind, choice) =>
      inTurn(async () => {
        await assertMayWrite(kind);
        await checkpoint(KEPT);
        const weighed = await state.weigh();
        const author = project.annotator.id;
        const key = ownLayerKey(kind, document);
        const chain = weighed.chains.get(chainKey({ kind, document, author }));
        const here = state.record.layers[key]?.head;
        const others = (chain?.heads ?? []).filter((head) => head.sha256 !== here);
        if (!chain || here === undefined || others.length === 0) {
          throw new PostilError('not-found', 'There is nothing to settle here any more.');
        }
        const own = await project.readLayer(document, annotatorOf({ kind, author }));
        let settled = own;
        for (const head of others) {
          const other = await readLayer(head);
          if (choice === 'other') settled = other;
          else if (choice === 'both') settled = uniteLayers(settled, other);
          else if (choice !== 'here') assertNever(choice);
        }
        await apply(settled, 'settle what two machines did');
        const { record, files } = await makeCheckpoint(state, await state.weigh(), KEPT);
        const made = files.find((file) => file.body.kind === kind && file.body.document === document);
        const payload = made?.body.payload ?? (await state.journal.read(here)).body.payload;
        const after = { head: here, alsoAfter: others.map((head) => head.sha256) };
        const file = nextFile(state, weighed, { kind, document }, payload, after);
        const { content } = record.layers[key]!;
        await keep([...files.filter((one) => one !== made), file], {
          ...record,
          layers: { ...record.layers, [key]: { head: file.sha256, content } },
        });
      }),
    history: (of, job) => inTurn(() => layerHistoryOf(state, of, job)),
    memoHistory: (of, job) => inTurn(() => memoHistoryOf(state, of, job)),
    layerAt: (wanted) =>
      inTurn(async () => {
        const link = requireRevision(state, wanted, isLayerKind);
        if (!visibilityOf(state, await state.weigh()).isLayerOpen(link.document!, link.author)) {
          throw new PostilError(
            'refused',
            `What ${link.author} annotated in ${link.document} is hidden until the team opens it.`,
          );
        }
        return readLayer(link);
      }),
    restore: (wanted) =>
      inTurn(async () => {
        const link = requireRevision(state, wanted, (kind) => isLayerKind(kind) || kind === 'memo');
        if (link.author !== project.annotator.id) {
          throw new PostilError(
            'refused',
            `Only ${link.author} can restore what ${link.author} wrote. Nothing was changed.`,
          );
        }
        await assertMayWrite(link.kind);
        await checkpoint(KEPT);
        if (link.kind === 'memo') {
          const difference = await restoreMemo(state, link);
          await checkpoint(KEPT);
          return difference;
        }
        const before = await project.readLayer(link.document!, annotatorOf(link));
        const after = await readLayer(link);
        await apply(after, 'restore an earlier state');
        await checkpoint(KEPT);
        return layerDifference(before, after);
      }),
  };
  return team;

  function contested({ rivals }: EffectiveTeam): PostilError {
    const who = rivals.map(({ annotator, signKey }) => `${annotator} (${fingerprint(signKey, sha256)})`);
    return new PostilError(
      'refused',
      `Several began a plan: ${who.join(', ')}. Until you say who leads, everything is in its blind phase. Nothing was changed.`,
    );
  }

  function requireRevision(
    { journal }: TeamState,
    wanted: string,
    isWanted: (kind: Link['kind']) => boolean,
  ): Link {
    const found = [...journal.links.values()].find(
      (link) => isWanted(link.kind) && link.sha256.startsWith(wanted),
    );
    if (!found || wanted.length < 12)
      throw new PostilError('not-found', `There is no revision ${wanted} here.`);
    return found;
  }
}

/** Revisions of the history, which nobody is handed yet. */
const KEPT: CheckpointUse = { withDocuments: false, isPublished: false };

function madeOf({ body }: PublishedFile): PublishReport['made'][number] {
  return {
    kind: body.kind,
    document: body.document,
    memo: body.memo ?? null,
    revision: body.revision,
    isSealed: body.payload.kind === 'sealed',
  };
}
