import { createHash } from 'node:crypto';
import { adjudicatorNamed } from '../../core/adjudication/adjudicated-id.ts';
import { PostilError } from '../../core/errors.ts';
import { annotatorIdSchema, slugify } from '../../core/ids.ts';
import { annotatorSchema, type Annotator, type Project } from '../../core/project/project.ts';

/** The project's annotator of this id or name; names are compared without regard to case. */
export function findAnnotator(project: Project, nameOrId: string): Annotator | null {
  const exact = project.annotators.find(({ id }) => id === nameOrId);
  if (exact) return exact;
  const named = project.annotators.filter(({ name }) => fold(name) === fold(nameOrId));
  if (named.length > 1) {
    throw new PostilError(
      'refused',
      `Several annotators are called “${nameOrId}”: ${named.map(({ id }) => id).join(', ')}. Name one by id.`,
    );
  }
  return named[0] ?? null;
}

/** @throws PostilError `not-found`, with those that there are */
export function requireAnnotator(project: Project, nameOrId: string): Annotator {
  const found = findAnnotator(project, nameOrId);
  if (found) return found;
  const known = project.annotators.map(({ id, name }) => `${name} (${id})`).join(', ') || 'none';
  throw new PostilError(
    'not-found',
    `There is no annotator “${nameOrId}” in this project. There are: ${known}.`,
  );
}

/**
 * The project's annotator of this name, or a new one. The id of a new one follows from the name alone, so that the
 * same command on two machines, or twice, writes one layer: the name as a slug and the first 6 hex digits of the
 * SHA-256 of its lower-case NFC form.
 * @throws PostilError `refused` for the name of an adjudicated layer that there is not
 */
export function findOrMakeAnnotator(project: Project, name: string): Annotator {
  const found = findAnnotator(project, name);
  if (found) return found;
  if (adjudicatorNamed(name) !== null) {
    throw new PostilError(
      'refused',
      `“${name}” is what an adjudicated layer is called, and no annotator. Name an annotator.`,
    );
  }
  const digest = createHash('sha256').update(fold(name)).digest('hex').slice(0, 6);
  const id = annotatorIdSchema.parse(`${slugify(name)}-${digest}`);
  return annotatorSchema.parse({ id, name });
}

function fold(name: string): string {
  return name.trim().normalize('NFC').toLowerCase();
}
