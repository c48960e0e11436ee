/** Columns of the tables that hold whole numbers, or nothing. */
export const NUMBER_COLUMNS: ReadonlySet<string> = new Set([
  'start',
  'end',
  'stances',
  'information_grade',
  'codebook_revision',
  'characters',
  'annotations',
]);
