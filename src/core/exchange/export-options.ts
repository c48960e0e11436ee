import type { Annotation } from '../annotation/annotation.ts';
import type { Codebook } from '../codebook/codebook.ts';
import type { Source } from '../document/document.ts';
import { annotatorIdSchema, type AnnotatorId } from '../ids.ts';
import type { Sha256 } from '../ports.ts';
import type { Annotator, Project } from '../project/project.ts';

/** What goes along with the annotations in scope. */
export interface ExportOptions {
  /** The documents' texts, where the format leaves it open. */
  readonly texts: boolean;
  /** What analysts wrote in words of their own: notes, reasons of a rating, notes on actors and sources. */
  readonly notes: boolean;
  /** Other names and ids for the annotators, the same throughout an export and others in the next. */
  readonly pseudonyms: boolean;
}

export const EVERYTHING: ExportOptions = { texts: true, notes: true, pseudonyms: false };

/**
 * Names and ids for an export. Their order is that of hashes with the export's own id, so that it says nothing of who
 * is who; which is which is written nowhere.
 */
export function makePseudonyms(
  project: Project,
  exportId: string,
  sha256: Sha256,
): ReadonlyMap<AnnotatorId, Annotator> {
  const rank = new Map(project.annotators.map(({ id }) => [id, sha256(`${exportId} ${id}`)]));
  const shuffled = project.annotators.toSorted((a, b) => (rank.get(a.id)! < rank.get(b.id)! ? -1 : 1));
  return new Map(
    shuffled.map(({ id }, i) => [
      id,
      { id: annotatorIdSchema.parse(`annotator-${i + 1}`), name: `Annotator ${i + 1}` },
    ]),
  );
}

/** Ids without a name in the project (a layer of somebody who is no longer in it) become one stranger. */
const STRANGER: Annotator = { id: annotatorIdSchema.parse('annotator-0'), name: 'Annotator 0' };

export function pseudonymOf(pseudonyms: ReadonlyMap<AnnotatorId, Annotator>, id: AnnotatorId): Annotator {
  return pseudonyms.get(id) ?? STRANGER;
}

export function withoutNotes(annotation: Annotation): Annotation {
  const { note: _, ...rest } = annotation;
  return {
    ...rest,
    stances: annotation.stances.map(({ note: _note, ...stance }) => stance),
    ...(annotation.reliability ? { reliability: withoutWhy(annotation.reliability) } : {}),
  };
}

function withoutWhy({ why: _why, ...rating }: NonNullable<Annotation['reliability']>) {
  return rating;
}

export function codebookWithoutNotes(codebook: Codebook): Codebook {
  return { ...codebook, actors: codebook.actors.map(({ note: _note, ...actor }) => actor) };
}

export function sourceWithoutNotes({ note: _note, ...source }: Source): Source {
  return { ...source, grades: source.grades.map(({ why: _why, ...grade }) => grade) };
}
