import { PostilError } from '../errors.ts';

/** Why a file of the team is not used; `about` of each is what its text names. */
export const REFUSAL_IDS = [
  'name', // not one that Postil gives
  'changed', // the content is not that of the name's hash
  'ownChanged', // the same of one's own, which is whole here
  'ownUnreadable', // one's own, which the place does not give; about: the failure
  'revision', // the name and the content differ in it
  'content', // about: what is wrong in it
  'signature', // not of the key it names; about: that key's fingerprint
  'newer', // published by a newer Postil
  'otherProject',
  'noFile', // a link or a device
  'gone', // listed, and not there when it was read
  'tooLarge', // about: how large it may be
  'notUtf8',
  'noDocument',
  'notOfRecord', // a document whose text or file is not that of its record
  'noLayer', // about: what is wrong in it
  'noMemo', // about: what is wrong in it
  'othersLayer', // of another than who signed it
  'othersDecision', // decided by another than who signed it
  'beyondText', // marks a place where the document has no text
  'othersMemo', // of another than who signed it
  'sealed', // what is sealed in it is damaged; about: the failure
  'other', // about: the failure
] as const;
export type RefusalId = (typeof REFUSAL_IDS)[number];

/** A refusal by its id, for interfaces with texts of their own. */
export interface RefusalSaid {
  readonly refusal: RefusalId;
  /** What its text names; empty where it names nothing. */
  readonly about: string;
}

/** A file that is not used, and why. */
export interface RefusedFile extends RefusalSaid {
  readonly name: string;
  /** English. */
  readonly reason: string;
}

/** A file that came under a name, and is not used. @param about see `RefusalSaid` */
export function refusedFile(
  file: string,
  problem: string,
  refusal: RefusalId,
  about = '',
  cause?: unknown,
): PostilError {
  return new PostilError('refused', `“${file}” ${problem}. It is not used.`, { file, refusal, about }, cause);
}

/** What a failure says of itself in its details (`refusal`, `about`), or by its code; else all of its sentence. */
export function refusalOf({ code, details, message }: PostilError): RefusalSaid {
  const refusal = REFUSAL_IDS.find((id) => id === details['refusal']);
  if (refusal !== undefined) return { refusal, about: String(details['about'] ?? '') };
  return code === 'newer-format' ? { refusal: 'newer', about: '' } : { refusal: 'other', about: message };
}
