import { POLARITIES } from '../../core/annotation/annotation.ts';
import type { Scales } from '../../core/codebook/codebook.ts';
import { polarityText } from '../ui/polarity.tsx';

/** As the history of the codebook names them, which stays English; the interface has texts of its own. */
export const SCALE_NAMES: Readonly<Record<keyof Scales, string>> = {
  polarity: 'stance',
  source: 'source grade',
  information: 'information grade',
};

/** A step as it is written: −2, A, 6; in words where a sign alone would not be read out. */
export function stepText(scale: keyof Scales, step: string): string {
  if (scale !== 'polarity' || step === 'unclear') return step;
  const polarity = POLARITIES.find((candidate) => String(candidate) === step);
  return polarity === undefined ? step : polarityText(polarity);
}
