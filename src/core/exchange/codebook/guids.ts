import type { Sha256 } from '../../ports.ts';
import { deriveUuid } from '../derive-uuid.ts';

/** The GUID under which an actor or code goes in formats that have GUIDs: the same for the same id, everywhere. */
export function guidOf(sha256: Sha256, id: string): string {
  return deriveUuid(sha256, `postil:${id}`);
}

/** Of the code under which a `.qdc` has the actors. No id has a point in it. */
export function actorsGuid(sha256: Sha256): string {
  return guidOf(sha256, 'codebook.actors');
}
