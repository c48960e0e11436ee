import { layerSchema, type Layer } from '../../../core/annotation/layer.ts';
import { annotatorOf, type Link } from '../../../core/team/chains.ts';
import type { RefusedFile } from '../../../core/team/refusals.ts';

/** The layer that a published file says it is, or why it holds none. */
export function checkLayer(
  content: unknown,
  of: Pick<Link, 'kind' | 'author' | 'document'>,
): Layer | Omit<RefusedFile, 'name'> {
  const parsed = layerSchema.safeParse(content);
  if (!parsed.success) {
    const about = parsed.error.issues[0]?.message ?? '';
    return { reason: `is no layer (${about})`, refusal: 'noLayer', about };
  }
  const layer: Layer = parsed.data;
  if (layer.documentId !== of.document || layer.annotator !== annotatorOf(of))
    return { reason: 'holds the layer of another', refusal: 'othersLayer', about: '' };
  if ((layer.adjudications ?? []).some(({ by }) => by !== of.author))
    return { reason: 'says that another decided', refusal: 'othersDecision', about: '' };
  return layer;
}
