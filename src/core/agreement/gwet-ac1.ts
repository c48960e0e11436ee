import { gwetAc2 } from './gwet-ac2.ts';
import type { Outcome } from './outcome.ts';
import type { Patterns } from './patterns.ts';

/**
 * Gwet’s AC1: (p_a − p_e) / (1 − p_e), with p_e = Σ π_k (1 − π_k) / (q − 1) (Gwet 2008). It is AC2 where only the same
 * category agrees. Blank cells and where it is *undefined*: as AC2.
 */
export function gwetAc1(patterns: Patterns): Outcome {
  return gwetAc2(patterns, null);
}
