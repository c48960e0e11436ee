import type { Actor } from '../codebook/codebook.ts';
import { buildAutomaton, type Automaton } from './automaton.ts';
import { DASH, foldCharacter, SPACE } from './fold-unit.ts';
import { keepLongest, type Found } from './longest.ts';
import type { MentionCandidate } from './mention.ts';
import { patternsOf, type ActorName, type Pattern } from './names.ts';
import { overlaps, type Period } from './period.ts';
import { endOfCluster, isWordBoundary } from './word-boundary.ts';

/** Where a text names actors of the registry. Several candidates: it is the name of several, at that time. */
export interface Match extends Found {
  readonly candidates: readonly MentionCandidate[];
}

/** All names of a registry, ready to be looked for in many texts. */
export interface Matcher {
  /** A search that may be done in slices, so that nothing waits for a long text. */
  begin(text: string, period: Period): Scan;
}

export interface Scan {
  /** Goes on for about `units` code units. Whether the end is reached. */
  advance(units: number): boolean;
  /** What was found, longest match first served; call it at the end. In text order, none overlapping another. */
  finish(): Match[];
}

// What a code unit is to the scan; from FIRST_CLASS on, its class in the automaton.
const IGNORED = 0;
const WHITE = 1;
const LINE_END = 2;
const A_DASH = 3;
/** Folds to several units, or is half of a pair. */
const MANIFOLD = 4;
const FIRST_CLASS = 5;

const SURROGATES = 0xd800;
const AFTER_SURROGATES = 0xe000;

/**
 * Of each code unit of the Basic Multilingual Plane, what it is to a scan, or the one unit that it folds to. Made at
 * the first use: some 50 ms, once a process.
 */
let plane: Uint16Array | null = null;
function foldedPlane(): Uint16Array {
  plane ??= Uint16Array.from({ length: 0x10000 }, (_, unit) => {
    if (unit >= SURROGATES && unit < AFTER_SURROGATES) return MANIFOLD;
    const folded = foldCharacter(String.fromCharCode(unit));
    if (folded === '') return IGNORED;
    if (folded === SPACE) return isLineEnd(unit) ? LINE_END : WHITE;
    if (folded === DASH) return A_DASH;
    // The first control characters stand in no name; their numbers are taken.
    return folded.length > 1 ? MANIFOLD : Math.max(FIRST_CLASS, folded.charCodeAt(0));
  });
  return plane;
}

/** The table of 1,000 names takes some 5 MB; the names of a registry of a hundred times as many share several. */
const UNITS_PER_AUTOMATON = 200_000;

export function makeMatcher(actors: readonly Actor[]): Matcher {
  const parts = split(patternsOf(actors)).map((patterns): MatcherPart => {
    const automaton = buildAutomaton(patterns.map((pattern) => pattern.folded));
    const longest = patterns.reduce((most, { folded }) => Math.max(most, folded.length), 0);
    // A power of two, longer than any name: where each of the last folded units came from.
    const ringSize = 2 ** Math.ceil(Math.log2(longest + 2));
    return { patterns, automaton, actions: actionsOf(automaton), ringSize };
  });
  return {
    begin(text, period) {
      const found: Match[] = [];
      const scans = parts.map((part) => makeScan(part, text, period, found));
      return {
        advance: (units) => scans.map((scan) => scan(units)).every(Boolean),
        finish: () => keepLongest(found),
      };
    },
  };
}

function split(patterns: readonly Pattern[]): Pattern[][] {
  const parts: Pattern[][] = [];
  let units = UNITS_PER_AUTOMATON;
  for (const pattern of patterns) {
    units += pattern.folded.length;
    if (units > UNITS_PER_AUTOMATON) {
      parts.push([]);
      units = pattern.folded.length;
    }
    parts.at(-1)!.push(pattern);
  }
  return parts;
}

function actionsOf({ classOf }: Automaton): Uint16Array {
  const classes = new Uint16Array(0x10000);
  for (const [unit, number] of classOf) classes[unit] = number;
  const folded = foldedPlane();
  const actions = new Uint16Array(0x10000);
  for (let unit = 0; unit < actions.length; unit++) {
    const to = folded[unit]!;
    actions[unit] = to < FIRST_CLASS ? to : FIRST_CLASS + classes[to]!;
  }
  return actions;
}

function isLineEnd(unit: number): boolean {
  return (unit >= 0x0a && unit <= 0x0d) || unit === 0x85 || unit === 0x2028 || unit === 0x2029;
}

interface MatcherPart {
  readonly patterns: readonly Pattern[];
  readonly automaton: Automaton;
  readonly actions: Uint16Array;
  readonly ringSize: number;
}

/**
 * Folding and matching in one pass: what `foldWithOffsets` says of runs of white space and dashes holds here too.
 * @param found takes what is found
 * @returns goes on for about so many code units; whether the end is reached
 */
function makeScan(
  { patterns, automaton, actions, ringSize }: MatcherPart,
  text: string,
  period: Period,
  found: Match[],
): (units: number) => boolean {
  const { next, classCount, classOf, pattern: patternOf, shorter } = automaton;
  const ring = new Int32Array(ringSize).fill(-1);
  const mask = ringSize - 1;
  const spaceClass = classOf.get(SPACE.charCodeAt(0)) ?? 0;
  const dashClass = classOf.get(DASH.charCodeAt(0)) ?? 0;
  // Kept between slices.
  let position = 0;
  let lastState = 0;
  let lastCount = 0;
  let lastRun = 0;

  /** @param end of the code point that the state was reached with; @param count folded units so far */
  function collect(reached: number, end: number, count: number): void {
    for (
      let state = patternOf[reached]! >= 0 ? reached : shorter[reached]!;
      state > 0;
      state = shorter[state]!
    ) {
      const pattern = patterns[patternOf[state]!]!;
      const first = count - pattern.folded.length;
      const start = ring[first & mask]!;
      // The name begins inside a character that folds to several (“ﬁ”).
      if (first > 0 && ring[(first - 1) & mask] === start) continue;
      if (!isWordBoundary(text, start)) continue;
      const clusterEnd = endOfCluster(text, end);
      if (!isWordBoundary(text, clusterEnd)) continue;
      const candidates = candidatesOf(pattern.names, period, text, start, clusterEnd);
      if (candidates.length === 0) continue;
      // A shorter one that ends here too lies inside this one, but this one may lose to one that leaves it free.
      found.push({ start, end: clusterEnd, weight: pattern.folded.length, candidates });
    }
  }

  return (units) => {
    const stop = Math.min(text.length, position + units);
    let at = position;
    let state = lastState;
    let count = lastCount;
    let run = lastRun;
    while (at < stop) {
      const unit = text.charCodeAt(at);
      const action = actions[unit]!;
      if (action >= FIRST_CLASS) {
        if (run !== 0) {
          ring[count++ & mask] = -2;
          state = next[state * classCount + (isSpaceRun(run) ? spaceClass : dashClass)]!;
          run = 0;
        }
        ring[count++ & mask] = at++;
        state = next[state * classCount + action - FIRST_CLASS]!;
        if (patternOf[state]! >= 0 || shorter[state]! > 0) collect(state, at, count);
        continue;
      }
      if (action === IGNORED) {
        at++;
        continue;
      }
      if (action !== MANIFOLD) {
        run = goOn(run, action);
        at++;
        continue;
      }
      const character = String.fromCodePoint(text.codePointAt(at)!);
      const folded = foldCharacter(character);
      const start = at;
      at += character.length;
      if (folded === '') continue;
      if (folded === SPACE || folded === DASH) {
        run = goOn(run, folded === SPACE ? WHITE : A_DASH);
        continue;
      }
      if (run !== 0) {
        ring[count++ & mask] = -2;
        state = next[state * classCount + (isSpaceRun(run) ? spaceClass : dashClass)]!;
        run = 0;
      }
      for (let i = 0; i < folded.length; i++) {
        ring[count++ & mask] = start;
        state = next[state * classCount + (classOf.get(folded.charCodeAt(i)) ?? 0)]!;
      }
      if (patternOf[state]! >= 0 || shorter[state]! > 0) collect(state, at, count);
    }
    position = at;
    lastState = state;
    lastCount = count;
    lastRun = run;
    return at >= text.length;
  };
}

// A run of white space and dashes, as bits.
const HAS_SPACE = 1;
const HAS_LINE_END = 2;
const DASH_FIRST = 4;
const DASH_LATER = 8;

function goOn(run: number, action: number): number {
  if (action === A_DASH) return run | (run === 0 ? DASH_FIRST : DASH_LATER);
  return run | (action === LINE_END ? HAS_SPACE | HAS_LINE_END : HAS_SPACE);
}

function isSpaceRun(run: number): boolean {
  if ((run & (DASH_FIRST | DASH_LATER)) === 0) return true;
  return run === DASH_FIRST || run === (DASH_FIRST | HAS_SPACE | HAS_LINE_END);
}

/** The actors that have one of these names at that time, each once. */
function candidatesOf(
  names: readonly ActorName[],
  period: Period,
  text: string,
  start: number,
  end: number,
): MentionCandidate[] {
  const candidates: MentionCandidate[] = [];
  for (const name of names) {
    if (!overlaps(name, period) || candidates.some(({ actorId }) => actorId === name.actorId)) continue;
    if (name.isCapitalsOnly) {
      const written = text.slice(start, end);
      if (written !== written.toUpperCase()) continue;
    }
    candidates.push({ actorId: name.actorId, alias: name.alias });
  }
  return candidates;
}

/** The whole search at once. */
export function findMatches(matcher: Matcher, text: string, period: Period): Match[] {
  const scan = matcher.begin(text, period);
  scan.advance(text.length);
  return scan.finish();
}
