import type { DocumentRecord, Structure } from '../../../core/document/document.ts';
import type { ToldMetadata } from '../../../core/document/metadata.ts';

/** What a reader makes of a file's bytes. */
export interface ReadFile {
  readonly text: string;
  readonly structure: Structure;
  /** What the file says of itself beside its text. */
  readonly told: ToldMetadata;
  /** Of files that are text. */
  readonly encoding?: DocumentRecord['original']['encoding'];
  readonly lineEnds?: DocumentRecord['original']['lineEnds'];
  /** What was lost or changed, in sentences for the user. */
  readonly notices: readonly string[];
}

/** Handed to every reader of a long file. */
export interface ReadPace {
  /** Lets others run, and throws when the user has cancelled. */
  pause(): Promise<void>;
  /** Where it is: "page 12 of 300". */
  report(place: string): void;
}

/** "1 image was left out.", "3 images were left out." */
export function leftOut(count: number, one: string, several: string): string[] {
  if (count === 0) return [];
  return [count === 1 ? `1 ${one} was left out.` : `${count.toLocaleString('en')} ${several} were left out.`];
}
