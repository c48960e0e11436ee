import type { DocumentSet } from '../../core/sets/document-set.ts';
import type { FilterOption } from '../evidence/filter-menu.tsx';
import { formatNumber } from '../i18n/format.ts';
import type { DocumentSetId } from '../../core/ids.ts';

/** The sets as a filter offers them: by name, with how many documents each holds. */
export function setOptions(sets: readonly DocumentSet[]): FilterOption<DocumentSetId>[] {
  return sets
    .toSorted((a, b) => a.name.localeCompare(b.name))
    .map(({ id, name, documents }) => ({
      value: id,
      text: name,
      hint: formatNumber(documents.length),
    }));
}
