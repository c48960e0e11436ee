/**
 * An Aho–Corasick automaton over folded code units, as a complete table: one lookup a character.
 * Aho, Corasick: Efficient string matching, CACM 18 (1975).
 */
export interface Automaton {
  /** Code units that no pattern holds are class 0. */
  readonly classCount: number;
  readonly classOf: ReadonlyMap<number, number>;
  /** `next[state * classCount + class]`; the root is 0. */
  readonly next: Int32Array;
  /** The index of the longest pattern that ends in the state, or -1. */
  readonly pattern: Int32Array;
  /** The nearest state down the failure links that a pattern ends in, or 0. */
  readonly shorter: Int32Array;
}

/** @param patterns not empty, each once */
export function buildAutomaton(patterns: readonly string[]): Automaton {
  const classOf = new Map<number, number>();
  let stateLimit = 1;
  for (const pattern of patterns) {
    stateLimit += pattern.length;
    for (let i = 0; i < pattern.length; i++) {
      const unit = pattern.charCodeAt(i);
      if (!classOf.has(unit)) classOf.set(unit, classOf.size + 1);
    }
  }
  const classCount = classOf.size + 1;
  // 0 is *no edge yet* while the trie is built: no edge leads back to the root.
  const next = new Int32Array(stateLimit * classCount);
  const pattern = new Int32Array(stateLimit).fill(-1);
  let states = 1;
  patterns.forEach((text, index) => {
    let state = 0;
    for (let i = 0; i < text.length; i++) {
      const edge = state * classCount + classOf.get(text.charCodeAt(i))!;
      if (next[edge] === 0) next[edge] = states++;
      state = next[edge]!;
    }
    pattern[state] = index;
  });
  return { classCount, classOf, next, pattern, shorter: complete(next, pattern, states, classCount) };
}

/** Breadth first: a state's failure is known before its children's. Fills in every missing edge. */
function complete(next: Int32Array, pattern: Int32Array, states: number, classCount: number): Int32Array {
  const failure = new Int32Array(states);
  const shorter = new Int32Array(states);
  const queue = new Int32Array(states);
  let tail = 1;
  for (let head = 0; head < tail; head++) {
    const state = queue[head]!;
    for (let edge = 1; edge < classCount; edge++) {
      const at = state * classCount + edge;
      const child = next[at]!;
      const fallback = state === 0 ? 0 : next[failure[state]! * classCount + edge]!;
      if (child === 0) {
        next[at] = fallback;
        continue;
      }
      failure[child] = fallback;
      shorter[child] = pattern[fallback]! >= 0 ? fallback : shorter[fallback]!;
      queue[tail++] = child;
    }
  }
  return shorter;
}
