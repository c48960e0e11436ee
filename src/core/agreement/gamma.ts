import { bestAlignmentDisorder } from './best-alignment.ts';
import { assertContinuum, type Continuum } from './continuum.ts';
import { DEFAULT_GAMMA_WEIGHTS, type GammaWeights } from './dissimilarity.ts';
import { undefinedBecause, type Outcome } from './outcome.ts';
import { makeRandom } from './random.ts';
import { sampleContinuum } from './sample-continuum.ts';
import type { Interval } from './bootstrap.ts';

const FIRST_SAMPLES = 30;
const MAX_SAMPLES = 1000;
/** Of the normal distribution, 95 %. */
const Z = 1.959963984540054;

export interface GammaOptions {
  readonly weights?: GammaWeights;
  readonly seed: number;
  /** How exact the disorder of chance is to be, as a share of it, with 95 % confidence. */
  readonly precision?: number;
  /** Before each sample, of so many as are known to be needed; throws to stop. */
  onSample?(sample: number, samples: number): void;
}

export interface Gamma {
  readonly outcome: Outcome;
  /** δ of the best alignment; null where it could not be found. */
  readonly disorder: number | null;
  /** The mean δ of sampled continua. */
  readonly expectedDisorder: number | null;
  readonly samples: number;
  /** What the sampling leaves open of γ. */
  readonly interval: Interval | null;
}

/**
 * γ: 1 − δ / δ_e, the disorder of the best alignment by that of chance (Mathet, Widlöcher & Métivier 2015, The Unified and
 * Holistic Method Gamma). δ is exact; δ_e is the mean of sampled continua, 30 at first and then as many as `precision`
 * needs by their own spread (section 5.3). Units of one annotator may overlap.
 *
 * What an annotator left blank is a disagreement: what others have there is aligned with nothing. *Undefined* with
 * fewer than two annotators, where nobody marked anything, where chance knows no disorder, and where the exact
 * alignment is out of reach.
 * @throws RangeError for a unit without length or outside of the continuum
 */
export function gamma(
  continuum: Continuum,
  { weights = DEFAULT_GAMMA_WEIGHTS, seed, precision = 0.02, onSample }: GammaOptions,
): Gamma {
  assertContinuum(continuum);
  const none = { disorder: null, expectedDisorder: null, samples: 0, interval: null };
  if (continuum.annotators < 2) return { ...none, outcome: undefinedBecause('fewer-than-two-annotators') };
  if (continuum.units.length === 0) return { ...none, outcome: undefinedBecause('nobody-marked-anything') };
  const disorder = bestAlignmentDisorder(continuum, weights);
  if (disorder === null) return { ...none, outcome: undefinedBecause('too-complex') };
  const random = makeRandom(seed);
  const sampled: number[] = [];
  for (let wanted = FIRST_SAMPLES; sampled.length < wanted;) {
    onSample?.(sampled.length, wanted);
    const one = bestAlignmentDisorder(sampleContinuum(continuum, random), weights);
    if (one === null) return { ...none, disorder, outcome: undefinedBecause('too-complex') };
    sampled.push(one);
    if (sampled.length < FIRST_SAMPLES) continue;
    const { mean, deviation } = spread(sampled);
    if (mean > 0)
      wanted = Math.min(
        MAX_SAMPLES,
        Math.max(wanted, Math.ceil(((deviation / mean) * (Z / precision)) ** 2)),
      );
  }
  const { mean, deviation } = spread(sampled);
  if (mean === 0) return { ...none, disorder, outcome: undefinedBecause('everything-marked') };
  const error = (Z * deviation) / Math.sqrt(sampled.length);
  return {
    outcome: { value: 1 - disorder / mean, reason: null },
    disorder,
    expectedDisorder: mean,
    samples: sampled.length,
    interval:
      error < mean
        ? {
            low: 1 - disorder / (mean - error),
            high: 1 - disorder / (mean + error),
            level: 0.95,
            rounds: sampled.length,
          }
        : null,
  };
}

function spread(values: readonly number[]): { mean: number; deviation: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: Math.sqrt(squares / Math.max(1, values.length - 1)) };
}
