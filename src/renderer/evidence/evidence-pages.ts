import type { Annotation } from '../../core/annotation/annotation.ts';
import type { EvidenceFilter, EvidenceSort } from '../../core/evidence/evidence.ts';
import {
  createRowPages,
  rowIn,
  type RowPages,
  type RowSource,
  type RowView,
  type RowWindow,
} from '../ui/row-pages.ts';

export { PAGE_ROWS } from '../ui/row-pages.ts';

export interface EvidenceQuery {
  /** The project's folder: another project is another query. */
  readonly folder: string;
  readonly filter: EvidenceFilter;
  readonly sort: EvidenceSort;
}

export type EvidenceWindow = RowWindow<Annotation>;
export type EvidenceView = RowView<Annotation, EvidenceWindow>;
export type EvidencePages = RowPages<EvidenceQuery, Annotation, EvidenceWindow>;

export function queryKey(query: EvidenceQuery): string {
  return JSON.stringify([query.folder, query.filter, query.sort]);
}

export function rowAt(view: Pick<EvidenceView, 'pages'>, index: number): Annotation | undefined {
  return rowIn(view, index);
}

/**
 * The rows of the evidence table, fetched page by page as they come into sight.
 * @param fetchWindow asks the services; may reject
 * @param messageOf a rejection as a sentence for the user
 */
export function createEvidencePages(
  fetchWindow: RowSource<EvidenceQuery, EvidenceWindow>['fetch'],
  messageOf: (error: unknown) => string,
): EvidencePages {
  return createRowPages({ fetch: fetchWindow, keyOf: queryKey, messageOf });
}
