/** 64 bits, as two halves of 32. */
export interface ValueHash {
  readonly high: number;
  readonly low: number;
}

/**
 * A hash of a plain value that is the same for equal values, whatever the order of an object's keys; keys that hold
 * `undefined` are as if they were not there. Against accidents, not against malice: two multiplicative hashes side by
 * side (Bob Jenkins's mix, as in cyrb53), some ten times faster than SHA-256 of canonical JSON.
 */
export function hashValue(value: unknown): ValueHash {
  const state: State = { high: 0x9e3779b9, low: 0x85ebca6b };
  feedValue(state, value);
  return finished(state);
}

interface State {
  high: number;
  low: number;
}

function feed(state: State, unit: number): void {
  state.high = Math.imul(state.high ^ unit, 2_654_435_761);
  state.low = Math.imul(state.low ^ unit, 1_597_334_677);
}

function feedText(state: State, text: string): void {
  let { high, low } = state;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    high = Math.imul(high ^ unit, 2_654_435_761);
    low = Math.imul(low ^ unit, 1_597_334_677);
  }
  state.high = high;
  state.low = low;
  feed(state, text.length + 0x10000);
}

function feedValue(state: State, value: unknown): void {
  if (typeof value === 'string') {
    feed(state, 0x20001);
    feedText(state, value);
  } else if (typeof value === 'number') {
    feed(state, 0x20002);
    feedText(state, String(value));
  } else if (Array.isArray(value)) {
    feed(state, 0x20003);
    for (const item of value) feedValue(state, item);
    feed(state, value.length);
  } else if (typeof value === 'object' && value !== null) {
    feedObject(state, value as Readonly<Record<string, unknown>>);
  } else {
    feed(state, value === true ? 0x20005 : value === false ? 0x20006 : 0x20007);
  }
}

/** Members are added up, so that their order does not matter. */
function feedObject(state: State, object: Readonly<Record<string, unknown>>): void {
  let [high, low, count] = [0, 0, 0];
  for (const key of Object.keys(object)) {
    const item = object[key];
    if (item === undefined) continue;
    const member: State = { high: 0x27d4eb2f, low: 0x165667b1 };
    feedText(member, key);
    feedValue(member, item);
    const hash = finished(member);
    high = (high + hash.high) | 0;
    low = (low + hash.low) | 0;
    count++;
  }
  feed(state, 0x20004 + count);
  feed(state, high);
  feed(state, low);
}

function finished({ high, low }: State): ValueHash {
  let a = Math.imul(high ^ (high >>> 16), 2_246_822_507) ^ Math.imul(low ^ (low >>> 13), 3_266_489_909);
  let b = Math.imul(low ^ (low >>> 16), 2_246_822_507) ^ Math.imul(a ^ (a >>> 13), 3_266_489_909);
  a ^= a >>> 15;
  b ^= b >>> 15;
  return { high: a >>> 0, low: b >>> 0 };
}
