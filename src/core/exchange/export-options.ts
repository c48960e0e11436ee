import { adjudicatedAnnotator, adjudicatedIdOf, isAdjudicatedId } from '../adjudication/adjudicated-id.ts';
import { peopleOf } from '../adjudication/layer-choice.ts';
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
 * is who; which is which is written nowhere. An adjudicated layer stays one, of the pseudonym of whoever adjudicated.
 */
export function makePseudonyms(
  project: Project,
  exportId: string,
  sha256: Sha256,
): ReadonlyMap<AnnotatorId, Annotator> {
  const people = peopleOf(project.annotators).map(({ id }) => id);
  const adjudicated = project.annotators.map(({ id }) => id).filter(isAdjudicatedId);
  const adjudicators = new Map(people.map((id) => [adjudicatedIdOf(id), id]));
  // Who adjudicated and is not in the project is somebody, too.
  const all = [...people, ...adjudicated.filter((id) => !adjudicators.has(id))];
  const rank = new Map(all.map((id) => [id, sha256(`${exportId} ${id}`)]));
  const shuffled = all.toSorted((a, b) => (rank.get(a)! < rank.get(b)! ? -1 : 1));
  const persons = new Map(shuffled.map((id, i) => [id, numbered(i + 1)]));
  return new Map([
    ...people.map((id) => [id, persons.get(id)!] as const),
    ...adjudicated.map((id) => [id, adjudicatedAnnotator(persons.get(adjudicators.get(id) ?? id)!)] as const),
  ]);
}

function numbered(number: number): Annotator {
  return { id: annotatorIdSchema.parse(`annotator-${number}`), name: `Annotator ${number}` };
}

/** Ids without a name in the project (a layer of somebody who is no longer in it) become one stranger. */
const STRANGER = numbered(0);

export function pseudonymOf(pseudonyms: ReadonlyMap<AnnotatorId, Annotator>, id: AnnotatorId): Annotator {
  const known = pseudonyms.get(id);
  if (known) return known;
  // Somebody of whom only an adjudicated layer is here goes by that layer's number.
  const number = pseudonyms.get(adjudicatedIdOf(id))?.id.match(/\d+$/)?.[0];
  return number === undefined ? STRANGER : numbered(Number(number));
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
