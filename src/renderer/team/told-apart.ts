import { foldText } from '../../core/text-fold.ts';
import type { AnnotatorId } from '../../core/ids.ts';

interface Person {
  readonly id: AnnotatorId;
  readonly name: string;
}

/** People, each once, by the name that stands first; those of one name, whatever its case and accents, with their id after it. */
export function toldApart(people: readonly Person[]): Person[] {
  const byId = new Map<AnnotatorId, Person>();
  for (const { id, name } of people) if (!byId.has(id)) byId.set(id, { id, name });
  const known = [...byId.values()];
  return known.map(({ id, name }) => ({
    id,
    name: known.some((other) => other.id !== id && foldText(other.name) === foldText(name))
      ? `${name} (${id})`
      : name,
  }));
}
