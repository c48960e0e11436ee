import { DASH, foldCharacter, SPACE } from './fold-unit.ts';

export interface FoldedText {
  readonly text: string;
  /** For each code unit of `text`, where the code point that it came from begins. */
  readonly starts: readonly number[];
  /** … and where it ends. */
  readonly ends: readonly number[];
}

/**
 * A text as names are compared in it. A run of white space, line ends and no-break spaces is one space. So is one
 * dash between two words, also at the end of a line: “ISIS-K”, “ISIS–K” and “ISIS K” are one name. Any other run of
 * white space and dashes (a dash with spaces around it parts clauses) is one dash.
 */
export function foldWithOffsets(text: string): FoldedText {
  let folded = '';
  const starts: number[] = [];
  const ends: number[] = [];
  let run = '';
  let runStart = 0;
  let runEnd = 0;
  let offset = 0;
  function put(units: string, start: number, end: number): void {
    for (let i = 0; i < units.length; i++) {
      starts.push(start);
      ends.push(end);
    }
    folded += units;
  }
  for (const character of text) {
    const start = offset;
    offset += character.length;
    const units = foldCharacter(character);
    if (units === '') continue;
    if (units === SPACE || units === DASH) {
      if (run === '') runStart = start;
      runEnd = offset;
      run += units === DASH ? DASH : isLineEnd(character) ? '\n' : SPACE;
      continue;
    }
    if (run !== '') put(foldRun(run), runStart, runEnd);
    run = '';
    put(units, start, offset);
  }
  if (run !== '') put(foldRun(run), runStart, runEnd);
  return { text: folded, starts, ends };
}

/** A name of the registry, for the automaton; empty when nothing of it can be compared. */
export function foldName(name: string): string {
  return foldWithOffsets(name).text.replace(/^[ -]+|[ -]+$/g, '');
}

function foldRun(run: string): string {
  const dashes = run.split(DASH).length - 1;
  if (dashes === 0) return SPACE;
  return dashes === 1 && run.startsWith(DASH) && (run.length === 1 || run.includes('\n')) ? SPACE : DASH;
}

function isLineEnd(character: string): boolean {
  return /^[\n\r\u0085\u2028\u2029\v\f]$/.test(character);
}
