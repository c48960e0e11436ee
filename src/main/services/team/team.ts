import { layerSchema, type Layer } from '../../../core/annotation/layer.ts';
import { assertNever, PostilError } from '../../../core/errors.ts';
import type { AnnotatorId, DocumentId, MemoId } from '../../../core/ids.ts';
import type { Job } from '../../../core/ports.ts';
import { annotatorOf, chainKey, isLayerKind, type LayerKind, type Link } from '../../../core/team/chains.ts';
import {
  layerDifference,
  layerEdits,
  uniteLayers,
  type LayerDifference,
} from '../../../core/team/layer-difference.ts';
import { publishedMemoSchema } from '../../../core/team/memo-heads.ts';
import {
  assertMayAdjudicate,
  PLAN_VALUES,
  type Assignment,
  type Member,
  type Phase,
} from '../../../core/team/plan.ts';
import {
  fingerprint,
  parsePublishedName,
  publishedName,
  type PublishedFile,
} from '../../../core/team/published.ts';
import type { RegistryConflict } from '../../../core/team/registry-state.ts';
import type { RegistryWrite } from '../../../core/team/registry.ts';
import type { EffectiveTeam, HeldFile } from '../../../core/team/weigh.ts';
import { zipStreams } from '../exchange/write-zip.ts';
import { writeFileAtomically } from '../store/atomic-write.ts';
import { orFileError } from '../store/file-error.ts';
import type { StoreEnvironment } from '../store/environment.ts';
import { makeCheckpoint, type CheckpointUse } from './checkpoint.ts';
import { checkBundlePlace, isBundle, lookAt, openBundle, openFolderPlace } from './exchange-place.ts';
import type { Identity } from './identity.ts';
import {
  materialise,
  nameOf,
  planMaterialisation,
  type Fork,
  type ReceivedLayer,
  type Waiting,
} from './materialise.ts';
import { takeFiles } from './take-files.ts';
import type { Annotator } from '../../../core/project/project.ts';
import type { TeamProject } from './team-project.ts';
import { memoHistoryOf, restoreMemo, type MemoRevision } from './memo-history.ts';
import type { ReceivedMemo, WaitingMemos } from './materialise-memos.ts';
import { nextFile, plain } from './next-file.ts';
import { ownLayerKey, type WholeFiles } from './team-record.ts';
import { openTeamState, visibilityOf, type TeamFiles, type TeamState } from './team-state.ts';

export interface PublishReport {
  /** As the user knows it. */
  readonly place: string;
  /** New revisions that were (in a dry run: would be) made, by kind. */
  readonly made: readonly {
    readonly kind: Link['kind'];
    readonly document: DocumentId | null;
    readonly memo: MemoId | null;
    readonly revision: number;
    readonly isSealed: boolean;
  }[];
  /** Files put there; those that were there are not counted. */
  readonly put: number;
  /** Revisions of layers that are plain, of documents now in their blind phase: they stay here until it opens. */
  readonly keptBack: number;
}

export interface ReceiveReport {
  readonly place: string;
  /** Files that were not here yet and count, or will once what they wait for is here. */
  readonly accepted: number;
  readonly known: number;
  readonly refused: readonly { readonly name: string; readonly reason: string }[];
  /** Names that Postil does not give: never used, never deleted. */
  readonly notRecognised: readonly string[];
  readonly newPeople: readonly {
    readonly id: AnnotatorId;
    readonly name: string;
    readonly fingerprint: string;
  }[];
  readonly documents: readonly DocumentId[];
  readonly registryChanges: readonly string[];
  readonly layers: readonly ReceivedLayer[];
  readonly memos: readonly ReceivedMemo[];
  readonly conflicts: readonly RegistryConflict[];
  readonly forks: readonly Fork[];
  readonly waiting: readonly Waiting[];
  readonly waitingMemos: readonly WaitingMemos[];
  readonly held: readonly HeldFile[];
}

export interface TeamStatus {
  readonly self: { readonly id: AnnotatorId; readonly name: string; readonly fingerprint: string };
  readonly folder: string | null;
  readonly isLead: boolean;
  /** Whether anybody began a plan. */
  readonly hasPlan: boolean;
  readonly people: readonly {
    readonly id: AnnotatorId;
    readonly name: string;
    readonly fingerprint: string;
    readonly role: Member['role'] | null;
  }[];
  readonly phases: readonly { readonly set: string; readonly phase: Phase }[];
  readonly assignments: readonly Assignment[];
  readonly planConflicts: readonly string[];
  readonly conflicts: readonly RegistryConflict[];
  readonly forks: readonly Fork[];
  readonly held: readonly HeldFile[];
  /** By annotator: documents with a published layer. */
  readonly published: readonly {
    readonly annotator: AnnotatorId;
    readonly document: DocumentId;
    readonly revision: number;
    readonly isSealed: boolean;
    /**
     * It cannot be read here: this annotator is no adjudicator, or became one after it was sealed; then its author’s next
     * publishing seals it anew.
     */
    readonly isSealedToOthers: boolean;
  }[];
  /** Who began a plan, where several did, and whose plan counts in this copy; `follow` chooses, and chooses anew. */
  readonly plans: readonly {
    readonly id: AnnotatorId;
    readonly name: string;
    readonly fingerprint: string;
    readonly isFollowed: boolean;
  }[];
  /** Who began a plan, where several did and this copy follows none yet: until it does, everything is blind. */
  readonly rivals: readonly {
    readonly id: AnnotatorId;
    readonly name: string;
    readonly fingerprint: string;
  }[];
}

export type PlanChange =
  | { readonly kind: 'member'; readonly id: AnnotatorId; readonly role: Member['role'] }
  /** Null: the set has no phase of its own any more. */
  | { readonly kind: 'phase'; readonly set: string; readonly phase: Phase | null }
  | { readonly kind: 'assignment'; readonly assignment: Assignment }
  | { readonly kind: 'unassign'; readonly set: string };

export interface LayerRevision extends LayerDifference {
  readonly sha256: string;
  readonly document: DocumentId;
  readonly annotator: AnnotatorId;
  readonly revision: number;
  /** The one that it came after, which may not be here; null for the first. */
  readonly previous: string | null;
  /** As the author's machine had it. */
  readonly createdAt: string;
  /** The highest revision of the codebook among its annotations; null where there is none. */
  readonly codebookRevision: number | null;
  readonly annotations: number;
  /** It cannot be read here: it is sealed to others, or of a document in its blind phase. */
  readonly isSealedToOthers: boolean;
  readonly isHead: boolean;
}

/** The team's exchange of one open project. */
export interface Team {
  /** Exchanged with last; null before the first time. */
  readonly folder: string | null;
  status(): Promise<TeamStatus>;
  /** Who reads what, and what the readers are called. */
  assignments(): Promise<{
    readonly assignments: readonly Assignment[];
    readonly readers: readonly Annotator[];
  }>;
  /**
   * Makes revisions of what was changed here, and puts all of this annotator's files into a folder or a bundle.
   * @throws PostilError `not-found` (not mounted), `refused` (also where a bundle is there, with `exists` in the details),
   *   `disk-full`, `io`; then nothing, or whole files, are there
   */
  publish(
    path: string,
    options: {
      readonly isDryRun: boolean;
      readonly withDocuments: boolean;
      /** A bundle may take the place of a file that is there. */
      readonly overwrite?: boolean;
    },
    job: Job,
  ): Promise<PublishReport>;
  /**
   * Takes every valid file from a folder or a bundle. Twice changes nothing the second time.
   * @throws PostilError as `publish`, and of the store
   */
  receive(path: string, options: { readonly isDryRun: boolean }, job: Job): Promise<ReceiveReport>;
  /**
   * How many published files the folder exchanged with last holds that are not here; null without a folder.
   * @throws PostilError `not-found` where it is not mounted
   */
  look(): Promise<number | null>;
  /** Keeps what was changed here as revisions of its history, and hands it to nobody. */
  checkpoint(): Promise<number>;
  /** @throws PostilError `refused` where this annotator does not lead, `not-found` */
  changePlan(change: PlanChange): Promise<void>;
  /** Says who leads, where several began a plan. @throws PostilError `not-found` */
  follow(annotator: AnnotatorId): Promise<void>;
  /** @throws PostilError `not-found` */
  trust(annotator: AnnotatorId, signKey: string): Promise<void>;
  /** Chooses one of the values that stand of an entry. @throws PostilError `not-found` */
  settleConflict(key: string, hash: string): Promise<void>;
  /** @throws PostilError `not-found`; `refused` for the adjudicated one where this annotator may not adjudicate */
  settleFork(
    document: DocumentId,
    /** Of this annotator's own layer, or of the one that they adjudicated. */
    kind: LayerKind,
    choice: 'here' | 'other' | 'both',
  ): Promise<void>;
  /** Of every layer, or of a document's or an annotator's; by document, annotator and revision. */
  history(
    of: { readonly document?: DocumentId | undefined; readonly annotator?: AnnotatorId | undefined },
    job: Job,
  ): Promise<LayerRevision[]>;
  /** A layer as it was. @throws PostilError `not-found`, `refused` where it is sealed to others */
  layerAt(sha256: string): Promise<Layer>;
  memoHistory(
    of: { readonly memo?: MemoId | undefined; readonly annotator?: AnnotatorId | undefined },
    job: Job,
  ): Promise<MemoRevision[]>;
  /**
   * Makes this annotator's layer or memo what it was; answers how it changed (a memo counts as one). The present state is
   * kept as a revision first.
   * @throws PostilError `not-found`; `refused` for what is another's, and for an adjudicated layer where this annotator
   *   may not adjudicate
   */
  restore(sha256: string): Promise<LayerDifference>;
}

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
    await state.journal.append(files);
    await state.saveRecord(record);
    return files;
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
        const { key, value } = planEntry(current, change);
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
          const self = planEntry(current, { kind: 'member', id: project.annotator.id, role: 'lead' });
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
        await state.journal.append([...files.filter((one) => one !== made), file]);
        const { content } = record.layers[key]!;
        await state.saveRecord({
          ...record,
          layers: { ...record.layers, [key]: { head: file.sha256, content } },
        });
      }),
    history: (of, job) => inTurn(() => historyOf(state, of, job)),
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

  function planEntry(
    weighed: EffectiveTeam,
    change: PlanChange,
  ): { readonly key: string; readonly value: unknown } {
    switch (change.kind) {
      case 'member': {
        // One’s own goes out with the plan, if it has not yet.
        const own = { ...project.annotator, signKey: identity.signKey, boxKey: identity.boxKey };
        const card = change.id === own.id ? own : weighed.cards.find((one) => one.id === change.id);
        if (!card) {
          throw new PostilError(
            'not-found',
            `${change.id} has not published a card yet: let them publish, receive it, and name their role then.`,
          );
        }
        const { id, name, signKey, boxKey } = card;
        return {
          key: `person:${id}`,
          value: PLAN_VALUES.person.parse({ id, name, signKey, boxKey, role: change.role }),
        };
      }
      case 'phase':
        return {
          key: `phase:${change.set}`,
          value: change.phase && {
            set: change.set,
            phase: change.phase,
            documents: documentsOf(change.set),
          },
        };
      case 'assignment':
        return { key: `assignment:${change.assignment.set}`, value: change.assignment };
      case 'unassign':
        return { key: `assignment:${change.set}`, value: null };
      default:
        return assertNever(change);
    }
  }

  function documentsOf(set: string): readonly DocumentId[] {
    return project.documentSets().find(({ id }) => id === set)?.documents ?? [];
  }

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

  async function statusOf(current: TeamState): Promise<TeamStatus> {
    const weighed = await current.weigh();
    const plan = await planMaterialisation(current, weighed, new Map(), QUIET);
    const self = project.annotator;
    const people = new Map<AnnotatorId, TeamStatus['people'][number]>();
    for (const { id, name, signKey } of weighed.cards)
      people.set(id, { id, name, fingerprint: fingerprint(signKey, sha256), role: null });
    for (const { id, name, signKey, role } of weighed.plan.members)
      people.set(id, { id, name, fingerprint: fingerprint(signKey, sha256), role });
    return {
      self: { id: self.id, name: self.name, fingerprint: fingerprint(identity.signKey, sha256) },
      folder: current.record.folder,
      isLead: weighed.rivals.length === 0 && (weighed.root === null || weighed.isLead(self.id)),
      hasPlan: weighed.planStanding.size > 0 || weighed.rivals.length > 0,
      people: [...people.values()],
      phases: [...weighed.plan.phases].map(([set, phase]) => ({ set, phase })),
      assignments: weighed.plan.assignments,
      planConflicts: weighed.planConflicts,
      conflicts: plan.conflicts,
      forks: plan.forks,
      held: weighed.held,
      published: await publishedLayers(current, weighed),
      plans:
        weighed.beginners.length < 2
          ? []
          : weighed.beginners.map(({ annotator, signKey }) => ({
              id: annotator,
              name: nameOf(weighed, annotator),
              fingerprint: fingerprint(signKey, sha256),
              isFollowed: signKey === weighed.root,
            })),
      rivals: weighed.rivals.map(({ annotator, signKey }) => ({
        id: annotator,
        name: nameOf(weighed, annotator),
        fingerprint: fingerprint(signKey, sha256),
      })),
    };
  }

  async function publishedLayers(
    current: TeamState,
    weighed: EffectiveTeam,
  ): Promise<TeamStatus['published'][number][]> {
    const self = project.annotator.id;
    // Nobody else is a recipient: for them nothing has to be tried.
    const isAdjudicator = weighed.plan.members.some(({ id, role }) => id === self && role === 'adjudicator');
    const found: TeamStatus['published'][number][] = [];
    for (const chain of weighed.chains.values()) {
      const head = chain.heads.at(-1);
      if (!isLayerKind(chain.kind) || !head) continue;
      const { revision, isSealed } = head;
      const [annotator, document] = [annotatorOf(chain), chain.document!];
      const isKnown =
        chain.author === self || current.record.shown[`${document}/${annotator}`] === head.sha256;
      const isSealedToOthers = isSealed && !isKnown && !(isAdjudicator && (await isReadable(current, head)));
      found.push({ annotator, document, revision, isSealed, isSealedToOthers });
    }
    return found;
  }

  async function isReadable(current: TeamState, { sha256: hash }: Link): Promise<boolean> {
    try {
      await current.open((await current.journal.read(hash)).body.payload);
      return true;
    } catch (error) {
      if (error instanceof PostilError && error.code === 'refused') return false;
      throw error;
    }
  }
}

/** Revisions of the history, which nobody is handed yet. */
const KEPT: CheckpointUse = { withDocuments: false, isPublished: false };

const QUIET: Job = { progress: () => undefined, signal: { aborted: false, throwIfAborted: () => undefined } };

function madeOf({ body }: PublishedFile): PublishReport['made'][number] {
  return {
    kind: body.kind,
    document: body.document,
    memo: body.memo ?? null,
    revision: body.revision,
    isSealed: body.payload.kind === 'sealed',
  };
}

/**
 * What may be handed on. A revision that was kept before the blind phase began, or was published before it, is plain:
 * in the blind phase none goes out.
 */
async function leavingFiles(state: TeamState): Promise<{ leaving: Link[]; keptBack: number }> {
  const visibility = visibilityOf(state, await state.weigh());
  const all = [...state.journal.links.values()];
  const leaving: Link[] = [];
  for (const link of all) {
    const { kind, isSealed, document } = link;
    if (!isSealed && isLayerKind(kind) && visibility.phaseOf(document!) === 'blind') continue;
    if (!isSealed && kind === 'memo' && visibility.isAnyBlind && (await isBlindMemo(link))) continue;
    leaving.push(link);
  }
  async function isBlindMemo({ sha256 }: Link): Promise<boolean> {
    const { body } = await state.journal.read(sha256);
    const parsed = publishedMemoSchema.safeParse(body.payload.kind === 'plain' ? body.payload.content : null);
    return parsed.success && parsed.data.memo !== null && visibility.isMemoBlind(parsed.data.memo);
  }
  return { leaving, keptBack: all.length - leaving.length };
}

/** Nothing is known of another folder than the last one. */
function wholeIn({ record }: TeamState, folder: string): WholeFiles {
  return (record.folder === folder && record.whole) || {};
}

/** Others' files too: a stick goes from hand to hand. */
async function writeBundle(
  state: TeamState,
  path: string,
  links: readonly Link[],
  job: Job,
): Promise<number> {
  const { journal, environment } = state;
  const named: [string, () => AsyncIterable<Uint8Array>][] = [];
  for (const link of links) {
    const file = await journal.read(link.sha256);
    const sha = link.sha256;
    named.push([
      publishedName(file),
      async function* () {
        yield Buffer.from((await journal.read(sha)).text, 'utf8');
      },
    ]);
  }
  named.sort(([a], [b]) => (a < b ? -1 : 1));
  const writing = writeFileAtomically(environment.fs, path, zipStreams(named), { signal: job.signal });
  await orFileError(writing, `write ${path}`, path, 'Nothing was written.');
  return named.length;
}

async function receive(
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

async function historyOf(
  state: TeamState,
  of: { readonly document?: DocumentId | undefined; readonly annotator?: AnnotatorId | undefined },
  job: Job,
): Promise<LayerRevision[]> {
  const team = await state.weigh();
  const visibility = visibilityOf(state, team);
  const revisions: LayerRevision[] = [];
  for (const chain of team.chains.values()) {
    if (!isLayerKind(chain.kind)) continue;
    if (of.document !== undefined && chain.document !== of.document) continue;
    if (of.annotator !== undefined && annotatorOf(chain) !== of.annotator) continue;
    const layers = new Map<string, Layer>();
    for (const link of chain.links) {
      job.signal.throwIfAborted();
      let layer: Layer | null = null;
      try {
        if (visibility.isLayerOpen(chain.document!, chain.author))
          layer = layerSchema.parse(await state.open((await state.journal.read(link.sha256)).body.payload));
        if (layer) layers.set(link.sha256, layer);
      } catch (error) {
        if (!(error instanceof PostilError) || error.code !== 'refused') throw error;
      }
      const before = link.previous === null ? null : (layers.get(link.previous) ?? null);
      const codebook = layer?.annotations.map((annotation) => annotation.codebookRevision) ?? [];
      revisions.push({
        sha256: link.sha256,
        document: chain.document!,
        annotator: annotatorOf(chain),
        revision: link.revision,
        previous: link.previous,
        createdAt: link.createdAt,
        codebookRevision: codebook.length > 0 ? Math.max(...codebook) : null,
        annotations: layer?.annotations.length ?? 0,
        ...(layer ? layerDifference(before, layer) : { added: 0, changed: 0, removed: 0 }),
        isSealedToOthers: layer === null,
        isHead: chain.heads.includes(link),
      });
    }
  }
  return revisions;
}
