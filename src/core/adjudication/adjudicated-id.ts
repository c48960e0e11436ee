import { annotatorIdSchema, shortHash, type AnnotatorId } from '../ids.ts';
import type { Annotator } from '../project/project.ts';

/**
 * The adjudicated layers of an adjudicator are layers like any other, by an annotator of their own whose id says so.
 * No person's id begins like that: slugs hold no two hyphens after one another.
 */
const PREFIX = 'adj--';
const MAX_LENGTH = 60;

export function isAdjudicatedId(id: string): boolean {
  return id.startsWith(PREFIX);
}

/** The id of somebody who reads; an adjudicated layer's is none. */
export const personIdSchema = annotatorIdSchema.refine(
  (id) => !isAdjudicatedId(id),
  `begins ${PREFIX}, as only an adjudicated layer’s does`,
);

/** Under which id this person's adjudicated layers stand. */
export function adjudicatedIdOf(adjudicator: AnnotatorId): AnnotatorId {
  const whole = `${PREFIX}${adjudicator}`;
  if (whole.length <= MAX_LENGTH) return annotatorIdSchema.parse(whole);
  // Too long a name keeps its beginning; the hash keeps two of them apart.
  const hash = shortHash(adjudicator);
  const kept = whole.slice(0, MAX_LENGTH - hash.length - 1).replace(/-+$/, '');
  return annotatorIdSchema.parse(`${kept}-${hash}`);
}

/** The annotator as whom this person adjudicates, as a project lists them. */
export function adjudicatedAnnotator({ id, name }: Annotator): Annotator {
  return { id: adjudicatedIdOf(id), name: adjudicatedName(name) };
}

/** Whom an adjudicated layer's name names; null for the name of no such layer. */
export function adjudicatorNamed(name: string): string | null {
  return /^Adjudicated \((.+)\)$/.exec(name.trim())?.[1]?.trim() ?? null;
}

const MAX_NAME = 120;

function adjudicatedName(name: string): string {
  const around = 'Adjudicated ()'.length;
  return `Adjudicated (${name.slice(0, MAX_NAME - around).trim()})`;
}

/** The name of a person, or of the adjudicated layers of one; undefined where nobody of these people is meant. */
export function nameAmong(people: readonly Annotator[], id: string): string | undefined {
  return people.flatMap((person) => [person, adjudicatedAnnotator(person)]).find((one) => one.id === id)
    ?.name;
}
