import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layerSchema } from '../../../src/core/annotation/layer.ts';
import { PostilError } from '../../../src/core/errors.ts';
import { EvidenceIndex } from '../../../src/core/evidence/evidence-index.ts';
import { indexableLayer } from '../../../src/core/evidence/indexable.ts';
import { buildSegment, type Segment } from '../../../src/core/evidence/segment.ts';
import { layers } from './arbitrary-project.ts';

/** Every path to a value inside the record. */
function pathsOf(value: unknown, path: (string | number)[] = []): (string | number)[][] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, inner]) => pathsOf(inner, [...path, key]))];
}

function replaceAt(record: unknown, path: readonly (string | number)[], value: unknown): unknown {
  const copy = structuredClone({ record });
  let parent: Record<string | number, unknown> = copy;
  for (const key of ['record', ...path].slice(0, -1)) parent = parent[key] as typeof parent;
  parent[['record', ...path].at(-1)!] = value;
  return copy.record;
}

/** Anything but a PostilError goes on up. */
function attempt(build: () => Segment): { readonly times: readonly number[]; readonly error?: PostilError } {
  try {
    const segment = build();
    return { times: [...segment.createdAt, ...segment.updatedAt] };
  } catch (error) {
    if (error instanceof PostilError) return { times: [], error };
    throw error;
  }
}

describe('indexableLayer', () => {
  it('takes what the whole schema takes', () => {
    fc.assert(
      fc.property(layers, (project) => {
        for (const layer of project) expect(indexableLayer(layerSchema.parse(layer))).toEqual(layer);
      }),
    );
  });

  it('refuses with a sentence, or what it lets through makes a segment', () => {
    const nonsense = [null, 7, -1, 'x', '', [], {}, true, 2 ** 40, [null], '2024-99-99T00:00:00.000Z'];
    let refused = 0;
    fc.assert(
      fc.property(layers, fc.nat(), fc.constantFrom(...nonsense), (project, pick, value) => {
        const layer = project.find((l) => l.annotations.length > 0);
        fc.pre(layer !== undefined);
        const paths = pathsOf(layer);
        const broken = replaceAt(layer, paths[pick % paths.length]!, value);
        const outcome = attempt(() => buildSegment(indexableLayer(broken), new EvidenceIndex().interner));
        if (outcome.error !== undefined) refused++;
        expect(outcome.error === undefined || outcome.error.code === 'damaged').toBe(true);
        expect(outcome.times.every(Number.isFinite)).toBe(true);
      }),
      { numRuns: 500 },
    );
    expect(refused).toBeGreaterThan(100);
  });
});
