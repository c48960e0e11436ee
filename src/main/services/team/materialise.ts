import { adjudicatedAnnotator } from '../../../core/adjudication/adjudicated-id.ts';
import { emptyLayer, isEmptyLayer, type Layer } from '../../../core/annotation/layer.ts';
import { isKnownId } from '../../../core/codebook/entries.ts';
import { documentSchema, type DocumentRecord } from '../../../core/document/document.ts';
import { isEqual } from '../../../core/equal.ts';
import { PostilError } from '../../../core/errors.ts';
import type { AnnotatorId, DocumentId } from '../../../core/ids.ts';
import type { Job } from '../../../core/ports.ts';
import { stepOf } from '../../../core/progress-steps.ts';
import type { Edit } from '../../../core/project/edit.ts';
import type { Annotator } from '../../../core/project/project.ts';
import {
  annotatorOf,
  comesAfter,
  isLayerKind,
  type Chain,
  type LayerKind,
  type Link,
} from '../../../core/team/chains.ts';
import { layerDifference, layerEdits, type LayerDifference } from '../../../core/team/layer-difference.ts';
import { because, type Reason } from '../../../core/team/reasons.ts';
import { mayAdjudicate } from '../../../core/team/plan.ts';
import { FOLDER_OF_KIND, type PublishedFile } from '../../../core/team/published.ts';
import type { RefusedFile } from '../../../core/team/refusals.ts';
import { valueHash } from '../../../core/team/registry.ts';
import { commonValues, registryOutcome, type RegistryConflict } from '../../../core/team/registry-state.ts';
import { publishedDocumentSchema, type EffectiveTeam } from '../../../core/team/weigh.ts';
import { referencesOf } from '../store/plan-change.ts';
import { faultOfDocument } from '../store/add-document.ts';
import { checkLayer } from './check-layer.ts';
import { layerHash } from './checkpoint.ts';
import { planMemos, type MemoMaterialisation, type WaitingMemos } from './materialise-memos.ts';
import { ownLayerKey } from './team-record.ts';
import { commonRecords, visibilityOf, type TeamState } from './team-state.ts';

/** A layer that another annotator published, or that this one did on another machine. */
export interface ReceivedLayer extends LayerDifference {
  readonly document: DocumentId;
  readonly annotator: AnnotatorId;
  readonly revision: number;
}

/** What one annotator did on two machines that did not know of each other. */
export interface Fork {
  readonly document: DocumentId;
  readonly annotator: AnnotatorId;
  readonly kind: LayerKind;
  readonly heads: readonly {
    readonly sha256: string;
    readonly revision: number;
    readonly createdAt: string;
    readonly isHere: boolean;
  }[];
}

export interface Waiting extends Reason {
  readonly document: DocumentId;
  readonly annotator: AnnotatorId;
}

/** What the files that count make of a project, before anything of it is made. */
export interface Materialisation {
  readonly documents: readonly {
    readonly record: DocumentRecord;
    readonly text: string;
    readonly original: Uint8Array;
  }[];
  readonly registryEdits: readonly Edit[];
  readonly mended: readonly string[];
  readonly layers: readonly {
    readonly received: ReceivedLayer;
    readonly edits: readonly Edit[];
    readonly sha256: string;
    /** Where it is this annotator's own: where the team's record keeps it, and the hash of what it holds. */
    readonly own: { readonly key: string; readonly content: string } | null;
  }[];
  readonly owners: readonly Annotator[];
  readonly conflicts: readonly RegistryConflict[];
  readonly forks: readonly Fork[];
  readonly waiting: readonly Waiting[];
  readonly refused: readonly RefusedFile[];
  readonly memos: MemoMaterialisation['memos'];
  readonly waitingMemos: readonly WaitingMemos[];
}

/**
 * @param pending files that were just read, in the journal already or, in a dry run, not
 * @throws PostilError of the journal or the store
 */
export async function planMaterialisation(
  state: TeamState,
  team: EffectiveTeam,
  pending: ReadonlyMap<string, PublishedFile>,
  job: Job,
): Promise<Materialisation> {
  const { project } = state;
  const refused: RefusedFile[] = [];
  const read = async (sha256: string): Promise<PublishedFile> =>
    pending.get(sha256) ?? state.journal.read(sha256);
  const documents = await newDocuments(state, team, read, refused);
  const records = await commonRecords(state);
  const settings = new Map(records.documents);
  const lengths = new Map(records.lengths);
  for (const { record } of documents) {
    settings.set(record.id, record.settings);
    lengths.set(record.id, record.text.length);
  }
  const outcome = registryOutcome(
    { ...records, documents: settings, lengths },
    team.registry,
    project.annotator.id,
  );

  const texts = new Map(project.documents().map((document) => [document.id, document.textHash]));
  for (const { record } of documents) texts.set(record.id, record.text.sha256);
  const known = new Set<string>();
  for (const edit of outcome.edits)
    if ((edit.kind === 'actor' || edit.kind === 'code') && edit.after) known.add(edit.after.id);
  const codebook = project.codebook();
  const visibility = visibilityOf(state, team);

  const annotators = new Map<DocumentId, readonly AnnotatorId[]>();
  /** Most layers that come first are of somebody who has none here: one look into the folder tells for all. */
  async function layerHere(document: DocumentId, annotator: AnnotatorId): Promise<Layer> {
    let there = annotators.get(document);
    if (!there) annotators.set(document, (there = await project.layersOf(document)));
    return there.includes(annotator)
      ? project.readLayer(document, annotator)
      : emptyLayer(document, annotator);
  }

  const layers: Materialisation['layers'][number][] = [];
  const forks: Fork[] = [];
  const waiting: Waiting[] = [];
  const owners = new Map<AnnotatorId, Annotator>();
  const chains = [...team.chains.values()].filter((chain) => isLayerKind(chain.kind));
  for (const [done, chain] of chains.entries()) {
    if (done % 50 === 0) {
      job.signal.throwIfAborted();
      job.progress({ done, total: chains.length, ...stepOf('takingLayers') });
      await new Promise((resolve) => setImmediate(resolve));
    }
    const document = chain.document!;
    const annotator = annotatorOf(chain);
    const ownKey = ownKeyOf(state, chain);
    const isOwn = ownKey !== null;
    const wait = (...reason: Parameters<typeof because>): void =>
      void waiting.push({ document, annotator, ...because(...reason) });
    const here = isOwn
      ? (state.record.layers[ownKey]?.head ?? null)
      : (state.record.shown[`${document}/${annotator}`] ?? null);
    if (chain.heads.length > 1) forks.push(forkOf(chain, isOwn ? here : null));
    const head = isOwn ? await ownGoal(state, chain, here) : chain.heads.at(-1);
    if (!head || head.sha256 === here) continue;
    if (!visibility.isLayerOpen(document, annotator)) {
      wait('blind');
      continue;
    }
    if (chain.kind === 'adjudication' && !mayAdjudicate(team.plan, chain.author)) {
      wait('notAdjudicator');
      continue;
    }
    const textHash = texts.get(document);
    if (textHash === undefined) {
      wait('documentAway');
      continue;
    }
    const refuse = (said: Omit<RefusedFile, 'name'>): void => {
      const folder = `${FOLDER_OF_KIND[chain.kind]}/${document}/${chain.author}`;
      refused.push({ name: `${folder} ${head.revision}`, ...said });
    };
    const { body } = await read(head.sha256);
    let content: unknown;
    try {
      content = await state.open(body.payload);
    } catch (error) {
      if (!(error instanceof PostilError)) throw error;
      if (error.code === 'refused') wait('sealed');
      else if (error.code === 'damaged')
        refuse({ reason: error.message, refusal: 'sealed', about: error.message });
      else throw error;
      continue;
    }
    const layer = checkLayer(content, chain);
    if ('refusal' in layer) {
      refuse(layer);
      continue;
    }
    if (layer.annotations.some((annotation) => annotation.target.textHash !== textHash)) {
      // Kept as it is; taken in once this project has that text, too.
      wait('otherText');
      continue;
    }
    if (reachesBeyond(layer, lengths.get(document) ?? 0)) {
      refuse({ reason: 'marks a place beyond the end of the text', refusal: 'beyondText', about: '' });
      continue;
    }
    const unknown = [...namedIn(layer)].find((id) => !known.has(id) && !isKnownId(codebook, id));
    if (unknown !== undefined) {
      wait('unknownEntry', unknown);
      continue;
    }
    const before = documents.some(({ record }) => record.id === document)
      ? emptyLayer(document, annotator)
      : await layerHere(document, annotator);
    const edits = layerEdits(before, layer);
    const difference = layerDifference(before, layer);
    layers.push({
      received: { document, annotator, revision: head.revision, ...difference },
      edits,
      sha256: head.sha256,
      own: ownKey === null ? null : { key: ownKey, content: layerHash(layer, state) },
    });
    const person = { id: chain.author, name: nameOf(team, chain.author) };
    owners.set(annotator, chain.kind === 'adjudication' ? adjudicatedAnnotator(person) : person);
  }
  const memos = await planMemos(state, team, read, { documents: texts, entries: known });
  for (const { isOwn, received } of memos.memos) {
    if (!isOwn)
      owners.set(received.annotator, { id: received.annotator, name: nameOf(team, received.annotator) });
  }
  return {
    memos: memos.memos,
    waitingMemos: memos.waiting,
    documents,
    registryEdits: outcome.edits,
    mended: outcome.mended,
    layers,
    owners: [...owners.values()],
    conflicts: outcome.conflicts,
    forks,
    waiting,
    refused: [...refused, ...memos.refused],
  };
}

/** Null where another annotator wrote it. */
function ownKeyOf({ project }: TeamState, { kind, author, document }: Chain): string | null {
  return author === project.annotator.id && isLayerKind(kind) ? ownLayerKey(kind, document!) : null;
}

function forkOf(chain: Chain, here: string | null): Fork {
  return {
    document: chain.document!,
    annotator: annotatorOf(chain),
    kind: isLayerKind(chain.kind) ? chain.kind : 'layer',
    heads: chain.heads.map(({ sha256, revision, createdAt }) => ({
      sha256,
      revision,
      createdAt,
      isHere: sha256 === here,
    })),
  };
}

/** Where this annotator's own layer goes: on along its chain, and nowhere by itself where the chain forks. */
async function ownGoal(state: TeamState, chain: Chain, here: string | null): Promise<Link | undefined> {
  if (here === null) {
    const layer = await state.project.readLayer(chain.document!, annotatorOf(chain));
    return isEmptyLayer(layer) && chain.heads.length === 1 ? chain.heads[0] : undefined;
  }
  return chain.heads.find((head) => comesAfter(chain, head, here));
}

export function nameOf(team: EffectiveTeam, annotator: AnnotatorId): string {
  return (
    team.plan.members.find((member) => member.id === annotator)?.name ??
    team.cards.find((card) => card.id === annotator)?.name ??
    annotator
  );
}

function reachesBeyond({ annotations, mentions = [] }: Layer, length: number): boolean {
  return (
    annotations.some(({ target }) => target.ranges.some(({ end }) => end > length)) ||
    mentions.some(({ end }) => end > length)
  );
}

/** The entries of the codebook that must be known for a layer to be here. */
function* namedIn({ annotations, mentions = [] }: Layer): Generator<string> {
  for (const annotation of annotations) yield* referencesOf(annotation);
  for (const decision of mentions) if (decision.status === 'accepted') yield decision.actorId;
}

async function newDocuments(
  state: TeamState,
  team: EffectiveTeam,
  read: (sha256: string) => Promise<PublishedFile>,
  refused: RefusedFile[],
): Promise<Materialisation['documents'][number][]> {
  const known = new Set(state.project.documents().map((document) => document.id));
  const found: Materialisation['documents'][number][] = [];
  for (const chain of team.chains.values()) {
    const id = chain.document;
    const head = chain.heads.at(-1);
    if (chain.kind !== 'document' || id === null || !head || known.has(id)) continue;
    const { body } = await read(head.sha256);
    const parsed = publishedDocumentSchema.safeParse(
      body.payload.kind === 'plain' ? body.payload.content : null,
    );
    const record = parsed.success ? documentSchema.safeParse(parsed.data.record) : null;
    if (!parsed.success || !record?.success || record.data.id !== id) {
      const name = `documents/${id}/${chain.author} ${head.revision}`;
      refused.push({ name, reason: 'is no document', refusal: 'noDocument', about: '' });
      continue;
    }
    const { text } = parsed.data;
    const original = Buffer.from(parsed.data.original, 'base64');
    const document = { record: record.data, text, original };
    const fault = await faultOfDocument(document);
    if (fault !== null) {
      const name = `documents/${id}/${chain.author} ${head.revision}`;
      refused.push({ name, reason: fault, refusal: 'notOfRecord', about: '' });
      continue;
    }
    known.add(id);
    found.push(document);
  }
  return found;
}

/** Makes it: documents, then what is in common, then layers some hundred at a time, and remembers what it made. */
export async function materialise(
  state: TeamState,
  team: EffectiveTeam,
  plan: Materialisation,
  job: Job,
): Promise<void> {
  const { project, environment } = state;
  for (const document of plan.documents) {
    job.signal.throwIfAborted();
    await project.addDocument(document);
  }
  if (plan.registryEdits.length > 0) {
    await project.apply({ label: 'receive the codebook', edits: plan.registryEdits }, []);
  }
  const registry = { ...state.record.registry };
  const values = commonValues(await commonRecords(state));
  for (const [key, { standing }] of team.registry) {
    const value = values.get(key) ?? null;
    const hash = valueHash(value, environment.sha256);
    const own = standing.find((one) => one.hash === hash);
    // Where several stand, the next change made here goes on from the one that is here; the others stay.
    if (own) registry[key] = { value: hash, seen: own.writes.map((write) => write.id) };
    else if (plan.mended.includes(key)) {
      registry[key] = { value: hash, seen: standing.flatMap((one) => one.writes.map((write) => write.id)) };
    }
  }
  const shown = { ...state.record.shown };
  const layers = { ...state.record.layers };
  const remember = (): Promise<void> => {
    const { trusted, root } = team;
    const next = {
      ...state.record,
      registry,
      shown: { ...shown },
      layers: { ...layers },
      trusted: [...trusted],
      root,
    };
    return state.saveRecord(isEqual(next, state.record) ? state.record : next);
  };
  await remember();
  async function save(some: Materialisation['layers']): Promise<void> {
    const edits = some.flatMap((layer) => layer.edits);
    if (edits.length > 0) await project.apply({ label: 'receive annotations', edits }, plan.owners);
    for (const { received, sha256, own } of some) {
      if (own) layers[own.key] = { head: sha256, content: own.content };
      else shown[`${received.document}/${received.annotator}`] = sha256;
    }
  }
  let since = 0;
  let last: Promise<void> = Promise.resolve();
  try {
    for (let at = 0; at < plan.layers.length; at += LAYERS_AT_ONCE) {
      job.signal.throwIfAborted();
      job.progress({ done: at, total: plan.layers.length, ...stepOf('savingLayers') });
      const some = plan.layers.slice(at, at + LAYERS_AT_ONCE);
      // These are prepared while the disk is busy with those before them.
      const next = save(some);
      next.catch(() => undefined);
      const before = last;
      last = next;
      await before;
      since += some.length;
      // What is saved and not remembered is found to be there the next time; one's own is remembered at once.
      if (since < REMEMBERED_AFTER && !some.some(({ own }) => own !== null)) continue;
      await next;
      await remember();
      since = 0;
    }
  } finally {
    await last;
  }
  const edits = plan.memos.flatMap((memo) => memo.edits);
  if (edits.length > 0) await project.apply({ label: 'receive memos', edits }, plan.owners);
  for (const { noted, isOwn } of plan.memos) {
    if (noted === null) continue;
    if (isOwn) layers[noted.key] = { head: noted.sha256, content: noted.content };
    else shown[noted.key] = noted.sha256;
  }
  await remember();
}

const REMEMBERED_AFTER = 1000;
/** Two times this are under way, as many as the store keeps in memory: the index reads them again from there. */
const LAYERS_AT_ONCE = 48;
