import type { Layer } from '../../../core/annotation/layer.ts';
import { PostilError } from '../../../core/errors.ts';
import type { AnnotatorId, DocumentId } from '../../../core/ids.ts';
import type { Job } from '../../../core/ports.ts';
import { annotatorOf, isLayerKind } from '../../../core/team/chains.ts';
import { layerDifference } from '../../../core/team/layer-difference.ts';
import { checkLayer } from './check-layer.ts';
import { openOrNothing, visibilityOf, type TeamState } from './team-state.ts';
import type { LayerRevision } from './team-types.ts';

/** Every revision of the layers that are asked for, each with what it changed. */
export async function layerHistoryOf(
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
        if (visibility.isLayerOpen(chain.document!, chain.author)) {
          const said = checkLayer(
            await openOrNothing(state, (await state.journal.read(link.sha256)).body.payload),
            link,
          );
          if (!('refusal' in said)) layers.set(link.sha256, (layer = said));
        }
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
