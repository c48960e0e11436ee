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
  readonly title: string;
  /** What its header sorts by; reliability has two grades. */
  readonly sorts: readonly { readonly by: EvidenceSort['by']; readonly text: string }[];
}

/** In reading order. Which are drawn depends on the width, by the style sheet. */
export const COLUMNS: readonly Column[] = [
  { key: 'passage', title: 'Passage', sorts: [] },
  { key: 'document', title: 'Document', sorts: [{ by: 'document', text: 'Document' }] },
  { key: 'place', title: 'Place', sorts: [{ by: 'position', text: 'Place' }] },
  { key: 'actors', title: 'Actors', sorts: [] },
  { key: 'stances', title: 'Stances', sorts: [{ by: 'polarity', text: 'Stances' }] },
  {
    key: 'reliability',
    title: 'Reliability',
    sorts: [
      { by: 'source', text: 'Source' },
      { by: 'information', text: 'Info.' },
    ],
  },
  { key: 'codes', title: 'Codes', sorts: [] },
  { key: 'annotator', title: 'Annotator', sorts: [{ by: 'annotator', text: 'Annotator' }] },
  { key: 'note', title: 'Note', sorts: [] },
  { key: 'changed', title: 'Changed', sorts: [{ by: 'updatedAt', text: 'Changed' }] },
];

export const SORT_TITLES: Readonly<Record<EvidenceSort['by'], string>> = {
  document: 'document',
  position: 'position in the document',
  annotator: 'annotator',
  source: 'source grade',
  information: 'information grade',
  polarity: 'stance, most opposed first',
  updatedAt: 'last change',
  createdAt: 'time of making',
};

/** A header chosen again turns its order round; times begin with the latest. */
export function nextSort(sort: EvidenceSort, by: EvidenceSort['by']): EvidenceSort {
  if (sort.by === by) return { by, descending: !sort.descending };
  return { by, descending: by === 'updatedAt' || by === 'createdAt' };
}
