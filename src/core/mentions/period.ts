import type { DocumentRecord } from '../document/document.ts';

/** Inclusive calendar days; open ends are the empty string and `FOR_EVER`, which sort before and after every date. */
export interface Period {
  readonly from: string;
  readonly until: string;
}

export const EVER_SINCE = '';
export const FOR_EVER = '\uffff';
/** Of a document that has no date: every name may be meant. */
export const ALWAYS: Period = { from: EVER_SINCE, until: FOR_EVER };

/** The days on which a document may have appeared: a date may be `YYYY`, `YYYY-MM` or whole. */
export function documentPeriod(metadata: DocumentRecord['settings']['metadata']): Period {
  const value = metadata.date?.value ?? '';
  const parts = /^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?$/.exec(value);
  if (!parts) return ALWAYS;
  const [, year, month, day] = parts;
  return {
    from: `${year}-${month ?? '01'}-${day ?? '01'}`,
    until: `${year}-${month ?? '12'}-${day ?? '31'}`,
  };
}

export function overlaps(a: Period, b: Period): boolean {
  return a.from <= b.until && b.from <= a.until;
}
