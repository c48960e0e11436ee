/**
 * Why something of the team does not count, waits, or does not stand here. Each continues the name of what it is about;
 * `{about}` is what is named in it.
 */
const SENTENCES = {
  several: 'was changed by several at a time',
  entryAway: 'stands under an entry that is not here yet',
  parentDeleted: 'was deleted by one while another put something under it',
  circle: 'would become its own ancestor',
  sourceAway: 'names a source that is not here yet',
  documentsAway: 'names documents that are not here yet',
  unknownKey: 'is signed with a key that is not known as that of {about}',
  notLead: 'changes the plan, and its author does not lead',
  blind: 'is in its blind phase',
  notAdjudicator: 'is adjudicated by somebody whom the plan names neither adjudicator nor lead',
  documentAway: 'is on a document that is not here yet',
  sealed: 'is sealed to others',
  otherText: 'is of another text than the document has here',
  unknownEntry: 'names {about}, which is not in the codebook yet',
  memoBlind: 'is hidden while a document is in its blind phase',
  memoAway: 'is on what is not here yet',
} as const;

export type ReasonId = keyof typeof SENTENCES;
export const REASON_IDS = Object.keys(SENTENCES) as readonly ReasonId[] as readonly [ReasonId, ...ReasonId[]];

/** A reason: by its id, for interfaces with texts of their own, and as an English sentence. */
export interface Reason {
  readonly reason: ReasonId;
  /** What the sentence names; empty where it names nothing. */
  readonly about: string;
  /** Continues the name of what it is about. */
  readonly why: string;
}

export function because(reason: ReasonId, about = ''): Reason {
  return { reason, about, why: SENTENCES[reason].replace('{about}', () => about) };
}
