import type { EvidenceSort } from '../../core/evidence/evidence.ts';

export type ColumnKey =
  | 'passage'
  | 'document'
  | 'place'
  | 'actors'
  | 'stances'
  | 'reliability'
  | 'codes'
  | 'annotator'
  | 'note'
  | 'changed';

export interface Column {
  readonly key: ColumnKey;
  /** What its header sorts by; reliability has two grades. */
  readonly sorts: readonly EvidenceSort['by'][];
}

/** In reading order. Which are drawn depends on the width, by the style sheet. */
export const COLUMNS: readonly Column[] = [
  { key: 'passage', sorts: [] },
  { key: 'document', sorts: ['document'] },
  { key: 'place', sorts: ['position'] },
  { key: 'actors', sorts: [] },
  { key: 'stances', sorts: ['polarity'] },
  {
    key: 'reliability',

    sorts: ['source', 'information'],
  },
  { key: 'codes', sorts: [] },
  { key: 'annotator', sorts: ['annotator'] },
  { key: 'note', sorts: [] },
  { key: 'changed', sorts: ['updatedAt'] },
];

/** A header chosen again turns its order round; times begin with the latest. */
export function nextSort(sort: EvidenceSort, by: EvidenceSort['by']): EvidenceSort {
  if (sort.by === by) return { by, descending: !sort.descending };
  return { by, descending: by === 'updatedAt' || by === 'createdAt' };
}
