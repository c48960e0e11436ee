import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Annotation } from '../../../src/core/annotation/annotation.ts';
import type { Layer } from '../../../src/core/annotation/layer.ts';
import { isLayerChosen, LAYER_CHOICES } from '../../../src/core/adjudication/layer-choice.ts';
import { countUsage } from '../../../src/core/evidence/count-usage.ts';
import { EvidenceIndex, type IndexedDocument } from '../../../src/core/evidence/evidence-index.ts';
import type { EvidenceFilter, EvidenceSort } from '../../../src/core/evidence/evidence.ts';
import { queryEvidence, selectAnnotations } from '../../../src/core/evidence/query-evidence.ts';
import { buildSegment } from '../../../src/core/evidence/segment.ts';
import { DOCUMENTS, SOURCES, filters, layers, sorts } from './arbitrary-project.ts';
import { codesOf, naiveEvidence, partsOf } from './naive-evidence.ts';

/** Not in the order of their ids; the last document of DOCUMENTS is not listed: it was removed. */
const LISTED: IndexedDocument[] = [{ id: DOCUMENTS[1]!, sourceId: SOURCES[0] }, { id: DOCUMENTS[0]! }];
const BY_DOCUMENT: EvidenceSort = { by: 'document', descending: false };

function indexOf(project: readonly Layer[]): EvidenceIndex {
  const index = new EvidenceIndex();
  index.setDocuments(LISTED);
  for (const layer of project) index.putSegment(buildSegment(layer, index.interner));
  return index;
}

function annotationsOf(project: readonly Layer[]): Annotation[] {
  return project.flatMap((layer) => [...layer.annotations]);
}

/** By id alone one would not see that a row was fetched from the wrong layer. */
function referencesOf(annotations: readonly Annotation[]): string[] {
  return annotations.map((a) => `${a.documentId} ${a.annotator} ${a.id}`);
}

function ask(index: EvidenceIndex, filter: EvidenceFilter, sort = BY_DOCUMENT, offset = 0, limit = 1000) {
  const { total, rows } = queryEvidence(index, filter, sort, offset, limit);
  return { total, rows: rows.map((row) => `${row.documentId} ${row.annotator} ${row.annotationId}`) };
}

describe('queryEvidence', () => {
  it('answers as a filter and a sort over plain objects do', () => {
    fc.assert(
      fc.property(
        layers,
        fc.array(fc.tuple(filters, sorts), { minLength: 1, maxLength: 8 }),
        (project, asked) => {
          const index = indexOf(project);
          for (const [filter, sort] of asked) {
            const expected = referencesOf(naiveEvidence(annotationsOf(project), LISTED, filter, sort));
            expect(ask(index, filter, sort)).toEqual({ total: expected.length, rows: expected });
          }
        },
      ),
      { numRuns: 400 },
    );
  });

  it('answers with windows that make up the whole', () => {
    fc.assert(
      fc.property(layers, sorts, fc.integer({ min: 1, max: 7 }), (project, sort, limit) => {
        const index = indexOf(project);
        const whole = ask(index, {}, sort);
        const rows: string[] = [];
        for (let offset = 0; offset <= whole.total; offset += limit) {
          const window = ask(index, {}, sort, offset, limit);
          expect(window.total).toBe(whole.total);
          rows.push(...window.rows);
        }
        expect(rows).toEqual(whole.rows);
      }),
    );
  });

  it('finds annotations by id, and says where in its layer each one stands', () => {
    fc.assert(
      fc.property(layers, fc.infiniteStream(fc.boolean()), (project, picks) => {
        const index = indexOf(project);
        const listed = annotationsOf(project).filter((a) => LISTED.some(({ id }) => id === a.documentId));
        const picked = listed.filter(() => picks.next().value);
        fc.pre(picked.length > 0);
        const { rows } = queryEvidence(index, { annotations: picked.map((a) => a.id) }, BY_DOCUMENT, 0, 1000);
        expect(rows.map((row) => row.annotationId).sort()).toEqual(picked.map((a) => a.id).sort());
        for (const row of rows) {
          const layer = project.find((l) => l.documentId === row.documentId && l.annotator === row.annotator);
          expect(layer!.annotations[row.ordinal]!.id).toBe(row.annotationId);
        }
      }),
    );
  });

  it('answers after changed, added and removed layers as a new index does', () => {
    fc.assert(
      fc.property(layers, layers, filters, sorts, (before, after, filter, sort) => {
        const index = indexOf(before);
        ask(index, filter, sort);
        const kept = after.filter((_, i) => i % 4 !== 0);
        for (const [i, layer] of after.entries()) {
          if (i % 4 === 0) index.removeSegment(layer.documentId, layer.annotator);
          else index.putSegment(buildSegment(layer, index.interner));
        }
        expect(ask(index, filter, sort)).toEqual(ask(indexOf(kept), filter, sort));
        expect(countUsage(index)).toEqual(countUsage(indexOf(kept)));
      }),
    );
  });

  it('puts a layer in text order that is not', () => {
    fc.assert(
      fc.property(layers, sorts, (project, sort) => {
        const reversed = project.map((layer) => ({ ...layer, annotations: layer.annotations.toReversed() }));
        expect(ask(indexOf(reversed), {}, sort)).toEqual(ask(indexOf(project), {}, sort));
      }),
    );
  });
});

describe('selectAnnotations', () => {
  it('names the same annotations as the query, by document', () => {
    fc.assert(
      fc.property(layers, filters, (project, filter) => {
        const index = indexOf(project);
        const selection = selectAnnotations(index, filter);
        const { rows } = queryEvidence(index, filter, BY_DOCUMENT, 0, 1000);
        expect(selection.total).toBe(rows.length);
        expect(
          selection.documents.flatMap((document) =>
            selection.annotationIdsOf(document).map((id) => [document, id]),
          ),
        ).toEqual(rows.map((row) => [row.documentId, row.annotationId]));
      }),
    );
  });
});

describe('countUsage', () => {
  it('counts each annotation of all layers once for each actor and code, and only where evidence shows it', () => {
    fc.assert(
      fc.property(layers, (project) => {
        const actors: Record<string, number> = {};
        const codes: Record<string, number> = {};
        for (const a of naiveEvidence(annotationsOf(project), LISTED, { layers: 'all' }, BY_DOCUMENT)) {
          for (const actor of new Set(partsOf(a).map((part) => part.actor)))
            actors[actor] = (actors[actor] ?? 0) + 1;
          for (const code of new Set(codesOf(a))) codes[code] = (codes[code] ?? 0) + 1;
        }
        expect(countUsage(indexOf(project))).toEqual({ actors, codes });
      }),
    );
  });

  it('counts what a choice of layers shows, as if there were no others', () => {
    fc.assert(
      fc.property(layers, fc.constantFrom(...LAYER_CHOICES), (project, choice) => {
        const isChosen = isLayerChosen({ layers: choice });
        const chosen = project.filter(({ annotator }) => isChosen(annotator));
        expect(countUsage(indexOf(project), undefined, isChosen)).toEqual(countUsage(indexOf(chosen)));
      }),
    );
  });
});
