import type { AnnotatorId } from '../ids.ts';
import type { EvidenceIndex } from './evidence-index.ts';
import { PART_FACTOR } from './segment.ts';

export interface Usage {
  /** By actor id: annotations that name the actor in any part, each counted once. Unused actors are absent. */
  readonly actors: Record<string, number>;
  /** By code id: annotations that carry the code or have a stance towards it, each counted once. */
  readonly codes: Record<string, number>;
}

/**
 * How many of the annotations that evidence shows use each actor and each code.
 * @param resolve the id under which uses of an id count: its own, or that of what it was merged into
 * @param isCounted whether an annotator's layers are counted
 */
export function countUsage(
  index: EvidenceIndex,
  resolve: (id: string) => string = (id) => id,
  isCounted: (annotator: AnnotatorId) => boolean = () => true,
): Usage {
  // First all of them, since resolving may give numbers to ids that no annotation uses.
  const numbers = index.interner.texts().map((id) => index.interner.intern(resolve(id)));
  const actors = new Uint32Array(index.interner.size);
  const codes = new Uint32Array(index.interner.size);
  // The last row that counted an actor, so that several parts in one annotation count once.
  const countedIn = new Float64Array(index.interner.size);
  const codeCountedIn = new Float64Array(index.interner.size);
  let rowNumber = 0;
  for (const document of index.view().documents) {
    for (const segment of document.segments) {
      if (!isCounted(segment.annotator)) continue;
      for (let row = 0, at = 0, codeAt = 0; row < segment.rows; row++) {
        rowNumber++;
        for (; at < segment.partsEnd[row]!; at++) {
          const actor = numbers[Math.floor(segment.parts[at]! / PART_FACTOR)]!;
          if (countedIn[actor] === rowNumber) continue;
          countedIn[actor] = rowNumber;
          actors[actor]!++;
        }
        for (; codeAt < segment.codesEnd[row]!; codeAt++) {
          const code = numbers[segment.codes[codeAt]!]!;
          if (codeCountedIn[code] === rowNumber) continue;
          codeCountedIn[code] = rowNumber;
          codes[code]!++;
        }
      }
    }
  }
  return { actors: byName(index, actors), codes: byName(index, codes) };
}

function byName(index: EvidenceIndex, counts: Uint32Array): Record<string, number> {
  const named: [string, number][] = [];
  for (const [number, count] of counts.entries()) {
    if (count > 0) named.push([index.interner.text(number), count]);
  }
  return Object.fromEntries(named);
}
