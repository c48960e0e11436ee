import { v7 as uuidV7 } from 'uuid';
import type { Annotation } from '../../core/annotation/annotation.ts';
import type { Actor, Code } from '../../core/codebook/codebook.ts';
import { annotationIdSchema, type DocumentId } from '../../core/ids.ts';
import type { Edit } from '../../core/project/edit.ts';
import type { CallValue, ProjectSnapshot, SearchLineValue } from '../../contract/calls.ts';

export type Tag =
  | { readonly kind: 'actor'; readonly actor: Actor }
  | { readonly kind: 'code'; readonly code: Code };

export type DescribedPassage = CallValue<'search.describe'>['passages'][number];

/** The hits in texts, by document, each once. Hits in notes and memos are no passages. */
export function rangesByDocument(
  lines: readonly SearchLineValue[],
): Map<DocumentId, { start: number; end: number }[]> {
  const documents = new Map<DocumentId, Map<string, { start: number; end: number }>>();
  for (const { documentId, note, start, end } of lines) {
    if (note || documentId === null) continue;
    let ranges = documents.get(documentId);
    if (!ranges) documents.set(documentId, (ranges = new Map()));
    ranges.set(`${start} ${end}`, { start, end });
  }
  return new Map(Array.from(documents, ([id, ranges]) => [id, [...ranges.values()]]));
}

/**
 * The edits that give every passage the tag, in this annotator's layer: a passage that spans just the hit gets it
 * besides what it has, else a new one is made. None for a passage that has it already.
 * @param codebookRevision that the edits will be made under
 * @param now ISO 8601, UTC, milliseconds
 */
export function tagEdits(
  passages: ReadonlyMap<DocumentId, readonly DescribedPassage[]>,
  tag: Tag,
  annotator: ProjectSnapshot['annotator'],
  codebookRevision: number,
  now: string,
): Edit[] {
  const edits: Edit[] = [];
  for (const [documentId, described] of passages) {
    for (const { target, existing } of described) {
      const before: Annotation = existing ?? {
        id: annotationIdSchema.parse(uuidV7()),
        documentId,
        annotator: annotator.id,
        target,
        actors: [],
        stances: [],
        codes: [],
        codebookRevision,
        createdAt: now,
        updatedAt: now,
      };
      const tagged = withTag(before, tag);
      if (!tagged) continue;
      edits.push({
        kind: 'annotation',
        documentId,
        annotator: annotator.id,
        before: existing,
        after: { ...tagged, codebookRevision, updatedAt: now },
      });
    }
  }
  return edits;
}

/** Null where it has it already. */
function withTag(annotation: Annotation, tag: Tag): Annotation | null {
  if (tag.kind === 'code') {
    return annotation.codes.includes(tag.code.id)
      ? null
      : { ...annotation, codes: [...annotation.codes, tag.code.id] };
  }
  return annotation.actors.some(({ actorId, role }) => actorId === tag.actor.id && role === 'about')
    ? null
    : { ...annotation, actors: [...annotation.actors, { actorId: tag.actor.id, role: 'about' }] };
}
