/** A seeded source of randomness, so that every interval can be computed again to the last digit. */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
  /** Uniform among 0 … below − 1. */
  below(below: number): number;
}

/** The seed where nobody chose one. */
export const DEFAULT_SEED = 20_250_101;

/**
 * sfc32 by Chris Doty-Humphrey (PractRand): 128 bits of state, three rotations a number; ample for resampling.
 * @param seed any integer
 */
export function makeRandom(seed: number): Random {
  let a = seed | 0;
  let b = Math.floor(seed / 2 ** 32) | 0;
  let c = 0x9e3779b9 | 0;
  let counter = 1;
  function bits(): number {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + sum) | 0;
    return sum >>> 0;
  }
  // Seeds that lie close together must not begin alike.
  for (let i = 0; i < 15; i++) bits();
  return {
    next: () => bits() / 2 ** 32,
    below: (below) => Math.floor((bits() / 2 ** 32) * below),
  };
}
