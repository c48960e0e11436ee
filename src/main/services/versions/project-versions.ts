import {
  carryPassage,
  prepareVersion,
  type CarryProposal,
  type VersionText,
} from '../../../core/anchoring/carry-passage.ts';
import type { Annotation, TextRange } from '../../../core/annotation/annotation.ts';
import type { Carried } from '../../../core/annotation/carried.ts';
import { editLayerInBulk, type LayerEdit } from '../../../core/annotation/edit-layer.ts';
import type { Layer } from '../../../core/annotation/layer.ts';
import { makeTarget, normaliseRanges } from '../../../core/annotation/target.ts';
import { snapToGraphemes } from '../../../core/document/segments.ts';
import { versionPairs } from '../../../core/document/versions.ts';
import { PostilError } from '../../../core/errors.ts';
import { deriveUuid } from '../../../core/exchange/derive-uuid.ts';
import {
  annotationIdSchema,
  stanceIdSchema,
  type AnnotationId,
  type AnnotatorId,
  type DocumentId,
} from '../../../core/ids.ts';
import { timestamp, type Clock, type Job, type Sha256 } from '../../../core/ports.ts';
import type { Edit } from '../../../core/project/edit.ts';
import type { ProjectIndex } from '../index/project-index.ts';
import type { ProjectStore } from '../store/project-store.ts';
import { excerptOf, type Excerpt } from './excerpt.ts';

/** What carrying passages from older to newer versions needs of a project. */
export interface VersionParts {
  readonly store: Pick<ProjectStore, 'readDocument' | 'readText' | 'readLayer'>;
  readonly index: Pick<ProjectIndex, 'summaries'>;
  readonly sha256: Sha256;
  readonly clock: Clock;
}

export interface CarriedPair {
  readonly older: DocumentId;
  readonly newer: DocumentId;
  readonly carried: number;
  readonly waiting: number;
}

export interface WaitingPassage {
  readonly older: DocumentId;
  readonly newer: DocumentId;
  /** In the older version. */
  readonly annotation: Annotation;
  readonly proposal: CarryProposal;
  /** The passage in its older surroundings, then each proposed place in its new ones. */
  readonly before: Excerpt;
  readonly places: readonly Excerpt[];
}

export interface WaitingQueue {
  readonly total: number;
  readonly waiting: readonly WaitingPassage[];
  /** How many wait for each newer document that any wait for. */
  readonly byDocument: readonly { readonly newer: DocumentId; readonly waiting: number }[];
}

/**
 * Carries an annotator's passages from older versions of documents to newer ones. Nothing here writes: each answers with
 * edits of this annotator's own layers, for whoever asked to make, and to take back. Asked twice, the second time there
 * is nothing left to do.
 */
export interface ProjectVersions {
  /** The edits that carry what is certain, of every pair of versions, but into none of `except`, or of one newer document. */
  carry(
    annotator: AnnotatorId,
    job: Job,
    newer?: DocumentId,
    except?: readonly DocumentId[],
  ): Promise<{ edits: Edit[]; pairs: CarriedPair[] }>;
  /** A window of what waits for a decision, by document and place, with the count of all of it. */
  queue(
    annotator: AnnotatorId,
    window: { readonly offset: number; readonly limit: number },
    job: Job,
  ): Promise<WaitingQueue>;
  /**
   * The edits that place a passage of the older version in the newer one, or (no place) drop it.
   * @throws PostilError `not-found` when the newer document is no version of one with such a passage of this annotator;
   *   `stale` when it was decided already; `bad-request` when the place is not in the text
   */
  decide(
    annotator: AnnotatorId,
    newer: DocumentId,
    annotationId: AnnotationId,
    place: { readonly ranges: readonly TextRange[]; readonly confidence?: number | undefined } | null,
  ): Promise<Edit[]>;
}

export function makeProjectVersions(parts: VersionParts): ProjectVersions {
  const { store, index, sha256, clock } = parts;
  /** The two texts that were compared last: a queue asks for one pair again and again. */
  let held: { readonly key: string; readonly from: VersionText; readonly to: VersionText } | null = null;

  async function versionOf(id: DocumentId): Promise<VersionText> {
    return prepareVersion(await store.readText(id), (await store.readDocument(id)).text.sha256);
  }

  async function textsOf(
    older: DocumentId,
    newer: DocumentId,
  ): Promise<{ from: VersionText; to: VersionText }> {
    const key = `${older} ${newer}`;
    if (held?.key !== key) held = { key, from: await versionOf(older), to: await versionOf(newer) };
    return held;
  }

  function pairs(): { older: DocumentId; newer: DocumentId }[] {
    return versionPairs(index.summaries()).map(({ older, newer }) => ({ older: older.id, newer: newer.id }));
  }

  /** The annotation of an older version as one of the newer: the same tags, ids of its own that are always the same. */
  function moved(
    old: Annotation,
    newer: DocumentId,
    to: VersionText,
    ranges: readonly TextRange[],
  ): Annotation {
    return {
      ...old,
      id: movedId(old.id, newer),
      documentId: newer,
      target: makeTarget(to.anchor.text, to.hash, ranges),
      stances: old.stances.map((stance) => ({
        ...stance,
        id: stanceIdSchema.parse(deriveUuid(sha256, `${newer} ${stance.id}`)),
      })),
      updatedAt: timestamp(clock),
    };
  }

  function movedId(old: AnnotationId, newer: DocumentId): AnnotationId {
    return annotationIdSchema.parse(deriveUuid(sha256, `${newer} ${old}`));
  }

  function placing(
    old: Annotation,
    layer: Layer,
    to: VersionText,
    decision: Pick<Carried, 'outcome' | 'confidence'> & { readonly ranges: readonly TextRange[] },
  ): LayerEdit[] {
    const { documentId, annotator } = layer;
    const where = { documentId, annotator };
    const after = moved(old, documentId, to, decision.ranges);
    const { outcome, confidence } = decision;
    const carried: Carried = {
      from: old.id,
      outcome,
      to: after.id,
      ...(confidence === undefined ? {} : { confidence }),
      at: timestamp(clock),
    };
    const isThere = layer.annotations.some(({ id }) => id === after.id);
    return [
      ...(isThere ? [] : [{ kind: 'annotation', ...where, before: null, after } as const]),
      { kind: 'carried', ...where, before: null, after: carried },
    ];
  }

  return {
    async carry(annotator, job, only, except = []) {
      const edits: LayerEdit[] = [];
      const told: CarriedPair[] = [];
      // What is carried into a version in the middle of a chain goes on from there.
      const layers = new Map<DocumentId, Layer>();
      const layerOf = async (id: DocumentId) => layers.get(id) ?? store.readLayer(id, annotator);
      const all = pairs().filter(
        ({ newer }) => (only === undefined || newer === only) && !except.includes(newer),
      );
      for (const [done, { older, newer }] of all.entries()) {
        job.signal.throwIfAborted();
        job.progress({ done, total: all.length, message: '' });
        const layer = await layerOf(newer);
        const undecided = undecidedOf(await layerOf(older), layer);
        if (undecided.length === 0) continue;
        const { from, to } = await textsOf(older, newer);
        const own: LayerEdit[] = [];
        let carried = 0;
        for (const old of undecided) {
          const proposal = carryPassage(from, to, old.target, { onlyCertain: true });
          if (proposal.kind !== 'certain') continue;
          carried++;
          const { ranges, confidence } = proposal;
          own.push(...placing(old, layer, to, { outcome: 'carried', ranges, confidence }));
        }
        layers.set(newer, editLayerInBulk(layer, own));
        edits.push(...own);
        told.push({ older, newer, carried, waiting: undecided.length - carried });
      }
      return { edits, pairs: told };
    },

    async queue(annotator, { offset, limit }, job) {
      const waiting: WaitingPassage[] = [];
      const byDocument: { newer: DocumentId; waiting: number }[] = [];
      let total = 0;
      for (const { older, newer } of pairs()) {
        job.signal.throwIfAborted();
        const undecided = undecidedOf(
          await store.readLayer(older, annotator),
          await store.readLayer(newer, annotator),
        );
        const first = Math.max(0, offset - total);
        const shown = undecided.slice(first, Math.max(first, offset + limit - total));
        total += undecided.length;
        if (undecided.length > 0) byDocument.push({ newer, waiting: undecided.length });
        if (shown.length === 0) continue;
        const { from, to } = await textsOf(older, newer);
        for (const annotation of shown) {
          job.signal.throwIfAborted();
          const proposal = carryPassage(from, to, annotation.target);
          waiting.push({
            older,
            newer,
            annotation,
            proposal,
            before: excerptOf(from.anchor.text, annotation.target.ranges),
            places: placesOf(proposal).map((ranges) => excerptOf(to.anchor.text, ranges)),
          });
        }
      }
      return { total, waiting, byDocument };
    },

    async decide(annotator, newer, annotationId, place) {
      const pair = pairs().find((one) => one.newer === newer);
      const layer = await store.readLayer(newer, annotator);
      const old =
        pair &&
        (await store.readLayer(pair.older, annotator)).annotations.find(({ id }) => id === annotationId);
      if (!pair || !old) {
        throw new PostilError(
          'not-found',
          'You have no such passage in an older version of this document. Nothing was changed.',
        );
      }
      if (layer.carried?.some(({ from }) => from === annotationId)) {
        throw new PostilError('stale', 'This passage was decided already. Nothing was changed.');
      }
      if (!place) {
        const after: Carried = { from: annotationId, outcome: 'dropped', at: timestamp(clock) };
        return [{ kind: 'carried', documentId: newer, annotator, before: null, after }];
      }
      const { to } = await textsOf(pair.older, newer);
      const { text } = to.anchor;
      const { ranges, confidence } = place;
      if (ranges.length === 0 || ranges.some(({ end }) => end > text.length)) {
        throw new PostilError(
          'bad-request',
          `The place is not in the text of ${newer}. Nothing was changed.`,
        );
      }
      const snapped = normaliseRanges(ranges.map((range) => snapToGraphemes(text, range)));
      return placing(old, layer, to, { outcome: 'placed', ranges: snapped, confidence });
    },
  };
}

function undecidedOf(older: Layer, newer: Layer): Annotation[] {
  const decided = new Set(newer.carried?.map(({ from }) => from));
  return older.annotations.filter(({ id }) => !decided.has(id));
}

function placesOf(proposal: CarryProposal): readonly (readonly TextRange[])[] {
  if (proposal.kind === 'missing') return [];
  return proposal.kind === 'ambiguous' ? proposal.candidates : [proposal.ranges];
}
