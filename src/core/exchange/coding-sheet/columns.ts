/** The columns of a coding sheet. `document` and `quote` must be there. */
export const SHEET_COLUMNS = [
  'document',
  'quote',
  'prefix',
  'suffix',
  'actors',
  'role',
  'holder',
  'target',
  'polarity',
  'expression',
  'attribution',
  'source',
  'information',
  'why',
  'codes',
  'certainty',
  'note',
] as const;
export type SheetColumn = (typeof SHEET_COLUMNS)[number];

/** A row: what stands under each column, as text or, from JSONL, as any JSON value. */
export interface SheetRow {
  readonly line: number;
  readonly values: Readonly<Partial<Record<SheetColumn, unknown>>>;
}

/** What reading the rows met besides rows. */
export type SheetEntry =
  | { readonly kind: 'row'; readonly row: SheetRow }
  | { readonly kind: 'invalid'; readonly line: number; readonly reason: string }
  | { readonly kind: 'notice'; readonly line: number; readonly notice: string };

/** Heads of other spellings that analysts use for a column. */
const SYNONYMS: Readonly<Record<string, SheetColumn>> = {
  actor: 'actors',
  roles: 'role',
  code: 'codes',
  notes: 'note',
};

/** The column that a head names, blind to case and surrounding space. */
export function columnOf(head: string): SheetColumn | undefined {
  const key = head
    .replace(/^\ufeff/, '')
    .trim()
    .toLowerCase();
  const known = (SHEET_COLUMNS as readonly string[]).includes(key) ? (key as SheetColumn) : undefined;
  return known ?? (Object.hasOwn(SYNONYMS, key) ? SYNONYMS[key] : undefined);
}
