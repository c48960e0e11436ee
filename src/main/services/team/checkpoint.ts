import { isEmptyLayer, type Layer } from '../../../core/annotation/layer.ts';
import { PostilError } from '../../../core/errors.ts';
import { canonicalJson } from '../../../core/exchange/exchange.ts';
import type { DocumentId } from '../../../core/ids.ts';
import { timestamp } from '../../../core/ports.ts';
import {
  annotatorOf,
  chainKey,
  isLayerKind,
  LAYER_KINDS,
  type Chain,
  type LayerKind,
  type Link,
} from '../../../core/team/chains.ts';
import type { Card } from '../../../core/team/plan.ts';
import {
  makePublished,
  type Payload,
  type PublishedFile,
  type PublishedKind,
} from '../../../core/team/published.ts';
import { valueHash, type RegistryWrite } from '../../../core/team/registry.ts';
import { commonValues, earlierValues } from '../../../core/team/registry-state.ts';
import type { EffectiveTeam } from '../../../core/team/weigh.ts';
import { seal } from './identity.ts';
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
 * common, their layers, the adjudicated ones too. In the blind phase a layer is sealed to its author and the adjudicators.
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
    files.push(nextFile(state, team, 'registry', null, plain({ writes: registry.writes })));
  const layers = { ...state.record.layers };
  for (const summary of state.project.documents()) {
    for (const kind of LAYER_KINDS) {
      const annotator = annotatorOf({ kind, author: state.project.annotator.id });
      if (!summary.layers.some((layer) => layer.annotator === annotator)) continue;
      const file = await newLayer(state, team, kind, summary.id, layers, isPublished);
      if (file) files.push(file);
    }
  }
  const isSame = files.length === 0 && registry.isSame;
  const record = isSame ? state.record : { ...state.record, registry: registry.record, layers };
  return { files, record };
}

export function plain(content: unknown): Payload {
  // Records have no `undefined` and nothing that JSON cannot hold; their types are wider than `z.json()`'s.
  return { kind: 'plain', content: JSON.parse(canonicalJson(content)) as never };
}

/** The author's next file of a kind: after their head, the one of this machine where there are several. */
export function nextFile(
  state: TeamState,
  team: EffectiveTeam,
  kind: PublishedKind,
  document: DocumentId | null,
  payload: Payload,
  after?: { readonly head: string; readonly alsoAfter: readonly string[] },
): PublishedFile {
  const author = state.project.annotator.id;
  const chain = team.chains.get(chainKey({ kind, document, author }));
  const head = after ? chain?.links.find((link) => link.sha256 === after.head) : ownHead(chain);
  const { clock, sha256 } = state.environment;
  return makePublished(
    {
      kind,
      project: state.project.id,
      author,
      document,
      revision: (head?.revision ?? 0) + 1,
      previous: head?.sha256 ?? null,
      // What needs no one's choice (a card, writes that each name what they replace) joins its forks by itself.
      alsoAfter: [
        ...(after?.alsoAfter ??
          (isLayerKind(kind)
            ? []
            : (chain?.heads ?? []).filter((one) => one !== head).map((one) => one.sha256))),
      ],
      createdAt: timestamp(clock),
      payload,
    },
    state.identity,
    sha256,
  );
}

function ownHead(chain: Chain | undefined): Link | undefined {
  return chain?.heads.at(-1);
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
  return nextFile(state, team, 'person', null, plain(card));
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
    files.push(nextFile(state, team, 'document', id, plain(content)));
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
      value: JSON.parse(canonicalJson(value)) as never,
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
  const known = layers[key] ?? (await adoptHead(state, chain, content));
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
  const payload: Payload = readers
    ? { kind: 'sealed', age: await seal(canonicalJson(layer), readers) }
    : plain(layer);
  const file = nextFile(
    state,
    team,
    kind,
    document,
    payload,
    head ? { head: head.sha256, alsoAfter: [] } : { head: '', alsoAfter: [] },
  );
  layers[key] = { head: file.sha256, content, ...(sealedTo !== undefined && { sealedTo }) };
  return file;
}

/** A copy that lost its memory finds its place again where the one head says what the layer here says. */
async function adoptHead(
  state: TeamState,
  chain: Chain | undefined,
  content: string,
): Promise<TeamRecord['layers'][string] | null> {
  for (const head of chain?.heads ?? []) {
    const { body } = await state.journal.read(head.sha256);
    if (state.environment.sha256(canonicalJson(await state.open(body.payload))) === content) {
      return { head: head.sha256, content };
    }
  }
  return null;
}

export function layerHash(layer: Layer, { environment }: TeamState): string {
  return environment.sha256(canonicalJson(layer));
}

/** The author, and who adjudicates; sorted. */
function readersOf(state: TeamState, team: EffectiveTeam, isPublished: boolean): string[] {
  const adjudicators = team.plan.members.filter((member) => member.role === 'adjudicator');
  if (isPublished && adjudicators.length === 0) {
    throw new PostilError(
      'refused',
      'A set of documents is in its blind phase, and the plan names nobody who adjudicates: nobody could read what you publish. Nothing was published; name an adjudicator first.',
    );
  }
  return [...new Set([state.identity.boxKey, ...adjudicators.map((member) => member.boxKey)])].sort();
}
