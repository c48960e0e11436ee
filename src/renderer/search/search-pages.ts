import type { CallValue, SearchLineValue, SearchRequest } from '../../contract/calls.ts';
import { messageOf } from '../app/notices.ts';
import { call } from '../app/host.ts';
import { currentLocale } from '../i18n/texts.ts';
import { createRowPages, type FetchOptions, type RowView, type RowWindow } from '../ui/row-pages.ts';

export interface SearchQuery {
  /** The project's folder: another project is another query. */
  readonly folder: string;
  readonly request: SearchRequest;
}

export interface SearchWindow extends RowWindow<SearchLineValue> {
  readonly isCapped: boolean;
  readonly documents: number;
  readonly memos: number;
  readonly unread: readonly string[];
}

export type SearchView = RowView<SearchLineValue, SearchWindow>;

export function searchKey({ folder, request }: SearchQuery): string {
  return JSON.stringify([folder, request]);
}

/** Tells one hit from all others of its query. */
export function lineKey({ documentId, note, memo, start, end }: SearchLineValue): string {
  return `${documentId ?? memo?.memoId ?? ''} ${note?.annotationId ?? ''} ${start} ${end}`;
}

async function fetchWindow(
  { request }: SearchQuery,
  offset: number,
  limit: number,
  options?: FetchOptions,
): Promise<SearchWindow> {
  const { lines, ...answer }: CallValue<'search.query'> = await call(
    'search.query',
    { ...request, offset, limit, locale: currentLocale() },
    options,
  );
  return { ...answer, rows: lines };
}

/** Outlives the screen, so that coming back from a passage finds the lines as they were left. */
export const searchPages = createRowPages<SearchQuery, SearchLineValue, SearchWindow>({
  fetch: fetchWindow,
  keyOf: searchKey,
  messageOf,
});

/** Most lines that one call answers with. */
const CALL_ROWS = 1000;

/** The lines from `first` on, in the query's order. */
export async function fetchLines(
  query: SearchQuery,
  first: number,
  count: number,
): Promise<SearchLineValue[]> {
  const lines: SearchLineValue[] = [];
  while (lines.length < count) {
    const { rows } = await fetchWindow(
      query,
      first + lines.length,
      Math.min(CALL_ROWS, count - lines.length),
    );
    if (rows.length === 0) break;
    lines.push(...rows);
  }
  return lines;
}
