import { isEmptyLayer, type Layer } from '../../../core/annotation/layer.ts';
import { canonicalJson } from '../../../core/exchange/exchange.ts';
import type { AnnotatorId, DocumentId } from '../../../core/ids.ts';
import {
  annotatorOf,
  chainKey,
  comesAfter,
  LAYER_KINDS,
  type Chain,
  type LayerKind,
} from '../../../core/team/chains.ts';
import type { Card } from '../../../core/team/plan.ts';
import type { PublishedFile } from '../../../core/team/published.ts';
import { valueHash, type RegistryWrite } from '../../../core/team/registry.ts';
import { commonValues, earlierValues } from '../../../core/team/registry-state.ts';
import type { EffectiveTeam } from '../../../core/team/weigh.ts';
import { inParallel } from '../store/project-files.ts';
import { newMemos } from './checkpoint-memos.ts';
import { exchangedJson, adoptHead, nextFile, payloadFor, plain, readersOf } from './next-file.ts';
import { ownLayerKey, type TeamRecord } from './team-record.ts';
import { commonRecords, visibilityOf, type TeamState } from './team-state.ts';

/** What this machine has changed since it last wrote a revision, as files that are not written yet. */
export interface Checkpoint {
  readonly files: readonly PublishedFile[];
  /** What to remember once they are on disk. */
  readonly record: TeamRecord;
}

export interface CheckpointUse {
  /** Whether texts go along. */
  readonly withDocuments: boolean;
  /** Whether others are to read it now. A revision of the history alone is sealed to its author at the least. */
  readonly isPublished: boolean;
}

/**
 * Makes revisions of all that this annotator changed: their card, the documents that no one published, the entries in
 * common, their layers, the adjudicated ones too, their memos. In the blind phase layers and memos are sealed to their author and
 * the adjudicators.
 * @throws PostilError `refused` where a layer is to be published sealed and nobody adjudicates
 */
export async function makeCheckpoint(
  state: TeamState,
  team: EffectiveTeam,
  { withDocuments, isPublished }: CheckpointUse,
): Promise<Checkpoint> {
  const files: PublishedFile[] = [];
  const card = newCard(state, team);
  if (card) files.push(card);
  if (withDocuments) files.push(...(await newDocuments(state, team)));
  const registry = await newRegistryWrites(state);
  if (registry.writes.length > 0)
    files.push(
      nextFile(state, team, { kind: 'registry', document: null }, plain({ writes: registry.writes })),
    );
  const layers = { ...state.record.layers };
  const owners = await ownersByDocument(state);
  for (const { id } of state.project.documents()) {
    for (const kind of LAYER_KINDS) {
      const annotator = annotatorOf({ kind, author: state.project.annotator.id });
      if (!owners.get(id)!.includes(annotator)) continue;
      const file = await newLayer(state, team, kind, id, layers, isPublished);
      if (file) files.push(file);
    }
  }
  files.push(...(await newMemos(state, team, layers, isPublished)));
  const isSame = files.length === 0 && registry.isSame;
  const record = isSame ? state.record : { ...state.record, registry: registry.record, layers };
  return { files, record };
}

/**
 * Whose layers are here. The summaries leave out what counts as nobody's reading, and that may be work (decisions about
 * mentions alone), or the end of some (its only annotation is gone).
 */
async function ownersByDocument({ project }: TeamState): Promise<Map<DocumentId, readonly AnnotatorId[]>> {
  const owners = new Map<DocumentId, readonly AnnotatorId[]>();
  await inParallel(project.documents(), async ({ id }) => void owners.set(id, await project.layersOf(id)));
  return owners;
}

function newCard(state: TeamState, team: EffectiveTeam): PublishedFile | null {
  const { annotator } = state.project;
  const card: Card = {
    id: annotator.id,
    name: annotator.name,
    signKey: state.identity.signKey,
    boxKey: state.identity.boxKey,
  };
  const known = team.cards.find((one) => one.id === card.id && one.signKey === card.signKey);
  if (known && canonicalJson(known) === canonicalJson(card)) return null;
  return nextFile(state, team, { kind: 'person', document: null }, plain(card));
}

async function newDocuments(state: TeamState, team: EffectiveTeam): Promise<PublishedFile[]> {
  const { project } = state;
  const published = new Set(
    [...team.chains.values()].flatMap((chain) => (chain.kind === 'document' ? [chain.document] : [])),
  );
  const files: PublishedFile[] = [];
  for (const { id, removedAt } of project.documents()) {
    if (published.has(id) || removedAt !== undefined) continue;
    const content = {
      record: await project.readDocument(id),
      text: await project.readText(id),
      original: Buffer.from(await project.readOriginal(id)).toString('base64'),
    };
    files.push(nextFile(state, team, { kind: 'document', document: id }, plain(content)));
  }
  return files;
}

async function newRegistryWrites(state: TeamState): Promise<{
  readonly writes: RegistryWrite[];
  readonly record: TeamRecord['registry'];
  readonly isSame: boolean;
}> {
  const { sha256, ids } = state.environment;
  const records = await commonRecords(state);
  const values = commonValues(records);
  const earlier = earlierValues(records.codebook, sha256);
  const record = { ...state.record.registry };
  const writes: RegistryWrite[] = [];
  function write(key: string, value: unknown, hash: string): void {
    const known = record[key];
    const id = ids.uuid();
    writes.push({
      id,
      key,
      value: JSON.parse(exchangedJson(value)) as never,
      replaces: known?.seen ?? [],
      earlier: known ? [] : [...(earlier.get(key) ?? [])].filter((one) => one !== hash).sort(),
    });
    record[key] = { value: hash, seen: [id] };
  }
  for (const [key, value] of values) {
    const hash = valueHash(value, sha256);
    if (record[key]?.value !== hash) write(key, value, hash);
  }
  const nothing = valueHash(null, sha256);
  for (const [key, { value }] of Object.entries(record)) {
    // Settings that were reset to what was proposed, and documents that are gone, take nothing away from others.
    if (!values.has(key) && value !== nothing && !key.startsWith('document:')) write(key, null, nothing);
  }
  return { writes, record, isSame: writes.length === 0 };
}

async function newLayer(
  state: TeamState,
  team: EffectiveTeam,
  kind: LayerKind,
  document: DocumentId,
  layers: TeamRecord['layers'],
  isPublished: boolean,
): Promise<PublishedFile | null> {
  const author = state.project.annotator.id;
  const layer = await state.project.readLayer(document, annotatorOf({ kind, author }));
  const key = ownLayerKey(kind, document);
  const content = layerHash(layer, state);
  const chain = team.chains.get(chainKey({ kind, document, author }));
  const known = await standsAt(state, chain, layers[key], content);
  const isBlind = visibilityOf(state, team).phaseOf(document) === 'blind';
  const head = chain?.links.find((link) => link.sha256 === known?.head);
  const readers = isBlind ? readersOf(state, team, isPublished) : null;
  const sealedTo = readers ? state.environment.sha256(readers.join(' ')) : undefined;
  // Opened, or to be read by somebody who was not named when it was sealed: the same content, once more.
  const isToBeSealedAnew = isBlind ? known?.sealedTo !== sealedTo : head?.isSealed === true;
  if (known?.content === content && !isToBeSealedAnew) {
    layers[key] = known;
    return null;
  }
  if (!known && isEmptyLayer(layer)) return null;
  const file = nextFile(
    state,
    team,
    { kind, document },
    await payloadFor(readers, layer),
    head ? { head: head.sha256, alsoAfter: [] } : { head: '', alsoAfter: [] },
  );
  layers[key] = { head: file.sha256, content, ...(sealedTo !== undefined && { sealedTo }) };
  return file;
}

/**
 * Where a layer stands: as remembered; or on a head that says what is here, where nothing is remembered, or where what
 * another machine did was taken in and the memory of it did not reach the disk.
 */
async function standsAt(
  state: TeamState,
  chain: Chain | undefined,
  known: TeamRecord['layers'][string] | undefined,
  content: string,
): Promise<TeamRecord['layers'][string] | null> {
  if (!known) return adoptHead(state, chain?.heads ?? [], content);
  if (!chain || known.content === content) return known;
  const later = chain.heads.filter((head) => comesAfter(chain, head, known.head));
  return (await adoptHead(state, later, content)) ?? known;
}

export function layerHash(layer: Layer, { environment }: TeamState): string {
  return environment.sha256(canonicalJson(layer));
}
