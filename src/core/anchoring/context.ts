import type { TextRange } from '../annotation/annotation.ts';
import { edgeDistance } from './approximate.ts';
import { normaliseText } from './normal-text.ts';

/** Units of a prefix or suffix that are looked at: more do not tell places apart any better. */
const LOOKED_AT = 64;

export interface Context {
  readonly prefix: string;
  readonly suffix: string;
}

/** The given context, normalised once for many candidates; `null` when there is none. */
export function prepareContext(prefix = '', suffix = ''): Context | null {
  const context = {
    prefix: normaliseText(prefix, true).text.trim().slice(-LOOKED_AT),
    suffix: normaliseText(suffix, true).text.trim().slice(0, LOOKED_AT),
  };
  return context.prefix === '' && context.suffix === '' ? null : context;
}

/** How well the surroundings of the ranges fit, 0 to 1; 1 when both are there as given, but for white space and case. */
export function contextScore(text: string, ranges: readonly TextRange[], context: Context): number {
  const start = ranges[0]!.start;
  const end = ranges.at(-1)!.end;
  const before = text.slice(Math.max(0, start - 2 * LOOKED_AT), start);
  const after = text.slice(end, end + 2 * LOOKED_AT);
  const wanted = context.prefix.length + context.suffix.length;
  const errors =
    edgeErrors(context.prefix, normaliseText(before, true).text.trimEnd(), 'end') +
    edgeErrors(context.suffix, normaliseText(after, true).text.trimStart(), 'start');
  return 1 - errors / wanted;
}

function edgeErrors(wanted: string, there: string, edge: 'start' | 'end'): number {
  if (wanted === '') return 0;
  if (edge === 'end' ? there.endsWith(wanted) : there.startsWith(wanted)) return 0;
  const near = edge === 'end' ? there.slice(-2 * wanted.length) : there.slice(0, 2 * wanted.length);
  return edgeDistance(wanted, near, edge);
}
