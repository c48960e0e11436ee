import type { Actor, Code, Scales } from '../../codebook/codebook.ts';

/**
 * An actor or a code as a file has it. What the file's format does not say of it is absent, and stays as it is in the
 * project; what it says is *none* is null.
 */
export interface FileEntry {
  readonly kind: 'actor' | 'code';
  /** 1-based, where the format has lines. */
  readonly line?: number | undefined;
  /** What the file itself tells entries apart by, and refers to them by: an id, a GUID, a row. */
  readonly key: string;
  /** Postil's own id, where the file has one. */
  readonly id?: string | undefined;
  readonly guid?: string | undefined;
  readonly name: string;
  readonly actorKind?: Actor['kind'] | undefined;
  readonly aliases?: Actor['aliases'] | undefined;
  readonly note?: string | null | undefined;
  readonly definition?: string | null | undefined;
  readonly colour?: Code['colour'] | undefined;
  /** The key of an entry of the file, else the id or name of one of the project. */
  readonly parent?: string | null | undefined;
  /** `into` are keys, or ids of the project. */
  readonly ended?: FileEnd | null | undefined;
}

/** An entry's end, its successors by what the file calls them. */
export type FileEnd =
  | { readonly kind: 'retired'; readonly at: string }
  | { readonly kind: 'merged'; readonly at: string; readonly into: string }
  | { readonly kind: 'split'; readonly at: string; readonly into: readonly string[] };

/** Why something of a file is left out. */
export interface FileRefusal {
  readonly kind: 'actor' | 'code';
  readonly line?: number | undefined;
  readonly name: string;
  readonly reason: string;
}

/** A codebook as a file has it. */
export interface CodebookFile {
  readonly entries: readonly FileEntry[];
  readonly scales?: Scales | undefined;
  readonly refused: readonly FileRefusal[];
  /** Said, not refused. */
  readonly notices: readonly string[];
}

export const CODEBOOK_FORMATS = ['json', 'csv', 'qdc'] as const;
export type CodebookFormat = (typeof CODEBOOK_FORMATS)[number];

/** The most bytes that a codebook's file may have: a thousand times what the largest have. */
export const CODEBOOK_LIMIT_BYTES = 32 * 1024 * 1024;
