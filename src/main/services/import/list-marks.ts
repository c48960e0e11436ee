/** A bullet that a letter's font could show; those of symbol fonts are only a bullet here. */
export function bulletOf(style: string): string {
  return /^[\u2010-\u2015\u2022\u2023\u2043\u25a0-\u25ff\u2605\u2606\u2713\u2714*+-]$/.test(style)
    ? style
    : '•';
}

/** In the style of HTML's `type`: `a`, `A`, `i`, `I`, else digits; digits also for what letters do not reach. */
export function numeral(value: number, style: string): string {
  if ((style === 'a' || style === 'A') && value >= 1 && value <= 26) {
    return String.fromCharCode((style === 'a' ? 96 : 64) + value);
  }
  if ((style === 'i' || style === 'I') && value >= 1 && value < 4000) {
    const roman = toRoman(value);
    return style === 'i' ? roman.toLowerCase() : roman;
  }
  return String(value);
}

const ROMAN: readonly (readonly [number, string])[] = [
  [1000, 'M'],
  [900, 'CM'],
  [500, 'D'],
  [400, 'CD'],
  [100, 'C'],
  [90, 'XC'],
  [50, 'L'],
  [40, 'XL'],
  [10, 'X'],
  [9, 'IX'],
  [5, 'V'],
  [4, 'IV'],
  [1, 'I'],
];

function toRoman(value: number): string {
  let left = value;
  let text = '';
  for (const [size, letter] of ROMAN) {
    while (left >= size) {
      text += letter;
      left -= size;
    }
  }
  return text;
}
