/**
 * A sketch of a text: the smallest hashes of its runs of four words, by which two texts are compared without either
 * (bottom-k min-hashing; Broder 1997). Texts that differ in case, punctuation and white space have the same sketch.
 */
const KEPT = 32;
const RUN = 4;
/** In the order of their codes, so that sketches compare as their numbers do. */
const DIGITS = '-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz';
const WIDTH = 5;

/** At most 160 characters, five a hash, ascending; empty where the text has no word. */
export function sketchText(text: string): string {
  const words = [0, 0, 0, 0];
  let count = 0;
  let hash = 0;
  let kept: number[] = [];
  for (let i = 0; i <= text.length; i++) {
    const unit = i < text.length ? foldUnit(text.charCodeAt(i)) : 0;
    if (unit !== 0) {
      hash = Math.imul(hash === 0 ? 0x811c9dc5 ^ unit : hash ^ unit, 0x01000193);
    } else if (hash !== 0) {
      words[count++ % RUN] = hash;
      hash = 0;
      if (count >= RUN) kept = keep(kept, runHash(words, count));
    }
  }
  // Of fewer words than a run has, what there is.
  if (count > 0 && count < RUN) kept = keep(kept, runHash(words, RUN));
  return kept.map(encode).join('');
}

/** 0 to 1: about which share of their runs of words two texts have in common (Jaccard), of which these are sketches. */
export function likeness(a: string, b: string): number {
  if (a === '' || b === '') return 0;
  const size = Math.min(KEPT, Math.max(a.length, b.length) / WIDTH);
  let common = 0;
  let i = 0;
  let j = 0;
  let seen = 0;
  for (; seen < size && (i < a.length || j < b.length); seen++) {
    const left = a.slice(i, i + WIDTH);
    const right = b.slice(j, j + WIDTH);
    if (left === right) common++;
    if (left !== '' && (right === '' || left <= right)) i += WIDTH;
    if (right !== '' && (left === '' || right <= left)) j += WIDTH;
  }
  return common / seen;
}

/** The hashes of a sketch, for whoever looks which sketches have any in common. */
export function hashesOf(sketch: string): string[] {
  return Array.from({ length: sketch.length / WIDTH }, (_, i) => sketch.slice(i * WIDTH, (i + 1) * WIDTH));
}

/** 0 for what is between words. Rough on purpose: it is fast, and the same for both texts. */
function foldUnit(unit: number): number {
  if (unit < 0x80) {
    if (unit >= 0x61 && unit <= 0x7a) return unit;
    if (unit >= 0x41 && unit <= 0x5a) return unit | 0x20;
    return unit >= 0x30 && unit <= 0x39 ? unit : 0;
  }
  if (unit < 0xc0 || (unit >= 0x2000 && unit <= 0x206f) || unit === 0x3000) return 0;
  return unit === 0x060c || unit === 0x061b || unit === 0x061f || unit === 0x06d4 ? 0 : unit;
}

/** Of the last four words, oldest first. 30 bits. */
function runHash(words: readonly number[], count: number): number {
  let hash = 0;
  for (let i = 0; i < RUN; i++)
    hash = Math.imul(hash ^ words[(count + i) % RUN]!, 0x85ebca6b) ^ (hash >>> 13);
  hash = Math.imul(hash ^ (hash >>> 16), 0xc2b2ae35);
  return (hash ^ (hash >>> 15)) >>> 2;
}

function keep(kept: number[], hash: number): number[] {
  if (kept.length === KEPT && hash >= kept[KEPT - 1]!) return kept;
  let at = kept.length;
  while (at > 0 && kept[at - 1]! > hash) at--;
  if (at > 0 && kept[at - 1] === hash) return kept;
  kept.splice(at, 0, hash);
  if (kept.length > KEPT) kept.pop();
  return kept;
}

function encode(hash: number): string {
  let digits = '';
  for (let shift = 24; shift >= 0; shift -= 6) digits += DIGITS[(hash >>> shift) & 63]!;
  return digits;
}
