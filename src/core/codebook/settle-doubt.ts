import type { Annotation, Stance } from '../annotation/annotation.ts';
import type { ActorId, CodeId } from '../ids.ts';
import type { Codebook } from './codebook.ts';
import { doubtsOf, isDoubtful } from './doubts.ts';

/** Still right as it is: of the present revision from now on, and doubtful no more. @param at ISO 8601 */
export function confirmTags(annotation: Annotation, codebook: Codebook, at: string): Annotation {
  return { ...annotation, codebookRevision: codebook.revision, updatedAt: at };
}

/**
 * The annotation with one actor or code in the place of another, in every part that it plays; what would be there
 * twice is there once. It counts as looked at when nothing else in it is doubtful.
 */
export function retag(
  annotation: Annotation,
  from: string,
  to: ActorId | CodeId,
  codebook: Codebook,
  at: string,
): Annotation {
  const swap = <Id extends string>(id: Id): Id => (id === from ? (to as unknown as Id) : id);
  const actors = annotation.actors.map((reference) => ({ ...reference, actorId: swap(reference.actorId) }));
  const retagged: Annotation = {
    ...annotation,
    actors: actors.filter(
      ({ actorId, role }, place) =>
        actors.findIndex((other) => other.actorId === actorId && other.role === role) === place,
    ),
    codes: [...new Set(annotation.codes.map(swap))],
    stances: annotation.stances.map((stance) => ({
      ...stance,
      holder: swap(stance.holder),
      target: swap(stance.target),
      attribution: stance.attribution.map(swap),
    })),
  };
  return stamped(annotation, retagged, from, codebook, at);
}

/** The stances that go with a tag: nobody would hold them, or they would be towards nothing. */
export function stancesOf({ stances }: Annotation, id: string): readonly Stance[] {
  return stances.filter(({ holder, target }) => holder === id || target === id);
}

/** The annotation without an actor or code, and without the stances that it holds or that are towards it. */
export function untag(annotation: Annotation, id: string, codebook: Codebook, at: string): Annotation {
  const lost = new Set(stancesOf(annotation, id));
  const untagged: Annotation = {
    ...annotation,
    actors: annotation.actors.filter(({ actorId }) => actorId !== id),
    codes: annotation.codes.filter((code) => code !== id),
    stances: annotation.stances
      .filter((stance) => !lost.has(stance))
      .map((stance) =>
        (stance.attribution as readonly string[]).includes(id)
          ? { ...stance, attribution: stance.attribution.filter((speaker) => speaker !== id) }
          : stance,
      ),
  };
  return stamped(annotation, untagged, id, codebook, at);
}

function stamped(
  before: Annotation,
  after: Annotation,
  settled: string,
  codebook: Codebook,
  at: string,
): Annotation {
  const isOpen = doubtsOf(codebook, before).some(
    (doubt) => doubt.kind === 'scale' || (doubt.kind !== 'older' && doubt.id !== settled),
  );
  return isOpen ? { ...after, updatedAt: at } : confirmTags(after, codebook, at);
}

/**
 * The revision that an annotation carries after an edit of its own: the present one, unless something in it is
 * doubtful still. Writing a note is not looking at its tags.
 * @param present the codebook's revision when the edit is made
 */
export function revisionAfterEdit(after: Annotation, codebook: Codebook, present: number): number {
  return isDoubtful(codebook, after) ? after.codebookRevision : present;
}
