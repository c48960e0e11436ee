import type { EntryField } from './entry-fields.ts';

/** What one value says in a row; null: it is that the entry is no more. */
export interface ConflictCell {
  /** Those that not all of the values have. */
  readonly own: readonly string[];
  /** How many of a list all have. */
  readonly shared: number;
}

export interface ConflictRow {
  readonly key: string;
  readonly label: string;
  readonly cells: readonly (ConflictCell | null)[];
}

export interface ConflictTable {
  /** Fields in which the values differ. */
  readonly rows: readonly ConflictRow[];
  /** Labels of those in which they are the same. */
  readonly same: readonly string[];
}

/**
 * Values of one entry, field by field: what differs, and what does not. Where only one of them is a value and the others
 * say that the entry is no more, all that it says differs.
 * @param values the fields of each, null where it is that the entry is no more
 */
export function conflictTable(values: readonly (readonly EntryField[] | null)[]): ConflictTable {
  const there = values.filter((fields) => fields !== null);
  const labels = new Map(there.flatMap((fields) => fields.map(({ key, label }) => [key, label])));
  const rows: ConflictRow[] = [];
  const same: string[] = [];
  for (const [key, label] of labels) {
    const partsOf = (fields: readonly EntryField[]): readonly string[] =>
      fields.find((field) => field.key === key)?.parts ?? [];
    const all = there.map(partsOf);
    if (all.every((parts) => parts.length === 0)) continue;
    const isAlone = there.length === 1;
    const shared = isAlone
      ? new Set<string>()
      : new Set(all[0]!.filter((part) => all.every((parts) => parts.includes(part))));
    const isSame =
      !isAlone &&
      all.every((parts) => parts.length === all[0]!.length && parts.every((part, i) => part === all[0]![i]));
    if (isSame) {
      same.push(label);
      continue;
    }
    // The same parts in another order: all of them are what differs.
    const isReordered = all.every((parts) => parts.every((part) => shared.has(part)));
    rows.push({
      key,
      label,
      cells: values.map((fields) => {
        if (!fields) return null;
        const parts = partsOf(fields);
        const own = isReordered ? parts : parts.filter((part) => !shared.has(part));
        return { own, shared: parts.length - own.length };
      }),
    });
  }
  return { rows, same };
}
