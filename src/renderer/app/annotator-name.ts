import {
  adjudicatedAnnotator,
  adjudicatorNamed,
  isAdjudicatedId,
} from '../../core/adjudication/adjudicated-id.ts';
import type { ProjectSnapshot } from '../../contract/calls.ts';
import { t } from '../i18n/texts.ts';

/** Whose an id is: as the project lists them, as the layer that oneself adjudicates, else the id itself. */
export function annotatorName({ project, annotator }: ProjectSnapshot, id: string): string {
  const known = [...project.annotators, annotator, adjudicatedAnnotator(annotator)].find(
    (person) => person.id === id,
  );
  return known ? spokenName(known) : id;
}

/** An adjudicated layer’s name stands in files in English; here it is said in the interface’s language. */
export function spokenName({ id, name }: { readonly id: string; readonly name: string }): string {
  const adjudicator = isAdjudicatedId(id) ? adjudicatorNamed(name) : null;
  return adjudicator === null ? name : t('app.adjudicatedBy', { name: adjudicator });
}
