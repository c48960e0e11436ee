import { adjudicatedAnnotator } from '../../core/adjudication/adjudicated-id.ts';
import type { ProjectSnapshot } from '../../contract/calls.ts';

/** Whose an id is: as the project lists them, as the layer that oneself adjudicates, else the id itself. */
export function annotatorName({ project, annotator }: ProjectSnapshot, id: string): string {
  const known = [...project.annotators, annotator, adjudicatedAnnotator(annotator)].find(
    (person) => person.id === id,
  );
  return known?.name ?? id;
}
