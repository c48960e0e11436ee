import type { Annotation } from '../../core/annotation/annotation.ts';
import type { EvidenceFilter } from '../../core/evidence/evidence.ts';
import type { AnnotationId } from '../../core/ids.ts';
import type { ExportScope } from '../../contract/calls.ts';
import { call } from '../app/host.ts';
import { notify, run } from '../app/notices.ts';
import { openDocument } from '../app/session.ts';
import { setState } from '../app/state.ts';
import type { EvidenceQuery, EvidenceWindow } from './evidence-pages.ts';
import { t } from '../i18n/texts.ts';
import type { RowSelection } from './row-selection.ts';

/** Most rows that one call answers with. */
const CALL_ROWS = 1000;
/** Most rows that are singled out by id; beyond it, all that match are chosen by the filter itself. */
export const SINGLED_OUT = 10_000;

/** Asks the services for a window of the rows that answer a query. */
export async function fetchWindow(
  { filter, sort }: EvidenceQuery,
  offset: number,
  limit: number,
): Promise<EvidenceWindow> {
  return call('evidence.query', { filter: mutable(filter), sort, offset, limit });
}

/** The ids of the rows from `first` on, in the query's order. */
export async function fetchIds(query: EvidenceQuery, first: number, count: number): Promise<AnnotationId[]> {
  const ids: AnnotationId[] = [];
  while (ids.length < count) {
    const { rows } = await fetchWindow(query, first + ids.length, Math.min(CALL_ROWS, count - ids.length));
    if (rows.length === 0) break;
    ids.push(...rows.map((row) => row.id));
  }
  return ids;
}

/** Shows the passage in its document. */
export function openPassage(annotation: Annotation): void {
  run(async () => {
    await openDocument(annotation.documentId, annotation.id);
    setState({ screen: 'workbench' });
  });
}

/** Takes what is selected, or all that match when nothing is, to the export screen. */
export function exportSelection(query: EvidenceQuery, selection: RowSelection, total: number): void {
  run(async () => {
    const scope = await scopeOf(query, selection, total);
    if (scope) setState({ exportScope: scope, screen: 'exchange', exchangeSide: 'export' });
  });
}

async function scopeOf(
  query: EvidenceQuery,
  selection: RowSelection,
  total: number,
): Promise<ExportScope | null> {
  if (selection.kind === 'some') {
    return selection.ids.size === 0
      ? { filter: mutable(query.filter) }
      : { filter: { annotations: [...selection.ids] } };
  }
  if (selection.except.size === 0) return { filter: mutable(query.filter) };
  if (total > SINGLED_OUT) {
    notify('info', t('evidence.allButAFewCan', { SINGLED_OUT }));
    return null;
  }
  const ids = await fetchIds(query, 0, total);
  return { filter: { annotations: ids.filter((id) => !selection.except.has(id)) } };
}

/** The state's filter is read-only, the contract's is not; it is copied, and only one level deep. */
function mutable(filter: EvidenceFilter): NonNullable<ExportScope['filter']> {
  return structuredClone(filter) as NonNullable<ExportScope['filter']>;
}
