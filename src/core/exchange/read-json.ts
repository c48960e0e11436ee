import { Refusal } from './fault.ts';

/** Deeper than any format here goes. */
export const MAX_DEPTH = 64;

// `u`: halves of a pair are surrogates only when they stand alone.
const LONE_SURROGATE = /\p{Surrogate}/u;

export function hasLoneSurrogate(text: string): boolean {
  return LONE_SURROGATE.test(text);
}

/**
 * Parses outside JSON: depth capped, no `__proto__`, no lone surrogate, no number beyond 2^53.
 * @throws Refusal with the reason
 */
export function readJson(text: string): unknown {
  checkDepth(text);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new Refusal('is not JSON', { cause });
  }
  checkValue(value);
  return value;
}

/** Before parsing, since the parser itself recurses. */
function checkDepth(text: string): void {
  let depth = 0;
  let isString = false;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (isString) {
      if (unit === 0x5c) i++;
      else if (unit === 0x22) isString = false;
    } else if (unit === 0x22) {
      isString = true;
    } else if (unit === 0x7b || unit === 0x5b) {
      if (++depth > MAX_DEPTH) throw new Refusal(`is nested deeper than ${MAX_DEPTH} levels`);
    } else if (unit === 0x7d || unit === 0x5d) {
      depth--;
    }
  }
}

function checkValue(value: unknown): void {
  if (typeof value === 'string') {
    if (hasLoneSurrogate(value)) throw new Refusal('holds half of a surrogate pair');
  } else if (typeof value === 'number') {
    if (Math.abs(value) > Number.MAX_SAFE_INTEGER) throw new Refusal('holds a number beyond 2^53');
  } else if (Array.isArray(value)) {
    for (const item of value) checkValue(item);
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      if (key === '__proto__') throw new Refusal('holds the key __proto__');
      if (hasLoneSurrogate(key)) throw new Refusal('holds half of a surrogate pair');
      checkValue(item);
    }
  }
}
