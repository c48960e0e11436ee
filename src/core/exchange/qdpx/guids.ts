import { v5 } from 'uuid';

/** Of Postil's names as GUIDs in REFI-QDA: the same for the same name, so that an export made twice is the same. */
const NAMESPACE = '5f0c3f1e-53a5-5d0e-9a40-8f5d0c1b7a62';

export function guidOf(
  kind: 'annotator' | 'document' | 'code' | 'selection' | 'coding' | 'note',
  name: string,
): string {
  return v5(`${kind} ${name}`, NAMESPACE);
}
