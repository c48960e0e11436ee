import { CODE_COLOURS, type CodeColour } from '../../codebook/codebook.ts';

/** The colours of codes on light paper, as other programs are to show them. */
const COLOUR_RGB: Readonly<Record<CodeColour, string>> = {
  slate: '#5b6573',
  blue: '#2f64a8',
  teal: '#1d7471',
  green: '#3d7031',
  amber: '#8a6100',
  orange: '#a8500f',
  red: '#ab3530',
  pink: '#a83a72',
  violet: '#6d4bb0',
};

export function rgbOf(colour: CodeColour): string {
  return COLOUR_RGB[colour];
}

/** The colour of Postil's that is nearest to an RGB colour, `#rrggbb`, hue before lightness: theirs are often brighter. */
export function nearestColour(rgb: string): CodeColour {
  const wanted = normalised(rgb);
  const distance = (colour: CodeColour): number =>
    normalised(COLOUR_RGB[colour]).reduce((sum, value, at) => sum + (value - wanted[at]!) ** 2, 0);
  return [...CODE_COLOURS].sort((a, b) => distance(a) - distance(b))[0]!;
}

/** Scaled so that the largest part is 1: black and greys are alike. */
function normalised(rgb: string): readonly number[] {
  const parts = [1, 3, 5].map((at) => Number.parseInt(rgb.slice(at, at + 2), 16));
  const largest = Math.max(...parts, 1);
  return parts.every((part) => part === parts[0]) ? [0.8, 0.88, 1] : parts.map((part) => part / largest);
}
