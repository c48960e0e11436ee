/** A REFI-QDA CodeBook element: what a `.qdc` is, and what stands in a `.qdpx` project. */
export interface QdaCodeBook {
  /** The program that wrote it. */
  readonly origin?: string | undefined;
  readonly codes: readonly QdaCode[];
  /** Of a `.qdc`; a project has them beside the code book. */
  readonly sets: readonly QdaSet[];
}

export interface QdaCode {
  /** As `normaliseGuid` has it. */
  readonly guid: string;
  readonly name: string;
  /** False of a code that only groups others. */
  readonly isCodable: boolean;
  /** `#rrggbb`, small letters. */
  readonly colour?: string | undefined;
  readonly description?: string | undefined;
  readonly codes: readonly QdaCode[];
  /** Where it stands in the file that it was read from; 1-based. */
  readonly line?: number | undefined;
}

export interface QdaSet {
  readonly guid: string;
  readonly name: string;
  readonly description?: string | undefined;
  /** GUIDs of codes. */
  readonly members: readonly string[];
}

const GUID = /^\{?([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\}?$/;

/** Small letters, no braces; null for what is no GUID. */
export function normaliseGuid(guid: string): string | null {
  return GUID.exec(guid.trim().toLowerCase())?.[1] ?? null;
}

/** `#rrggbb` in small letters, also of `#rgb`; null for what is no colour. */
export function normaliseColour(colour: string): string | null {
  const hex = /^#?([0-9a-f]{6}|[0-9a-f]{3})$/.exec(colour.trim().toLowerCase())?.[1];
  if (hex === undefined) return null;
  return `#${hex.length === 6 ? hex : Array.from(hex, (digit) => digit + digit).join('')}`;
}
