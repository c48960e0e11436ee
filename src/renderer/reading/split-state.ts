import { create } from 'zustand';
import type { ActorId, DocumentId } from '../../core/ids.ts';
import type { Mention } from '../../core/mentions/mention.ts';
import type { OpenDocument } from '../app/state.ts';
import type { ReaderHandle } from '../reader/reader.tsx';
import { atFor, mentionsOf, stepAt } from './linked-mentions.ts';

interface SplitState {
  /** Whether a second text stands beside the open one. */
  readonly isSplit: boolean;
  readonly documentId: DocumentId | null;
  readonly open: OpenDocument | null;
  readonly mentions: readonly Mention[];
  /** Whose mentions link the two texts. */
  readonly actorId: ActorId | null;
  /** Which of that actor's mentions each text is at; −1 before the first step. */
  readonly at: { readonly here: number; readonly there: number };
}

const NONE: SplitState = {
  isSplit: false,
  documentId: null,
  open: null,
  mentions: [],
  actorId: null,
  at: { here: -1, there: -1 },
};

export const useSplit = create<SplitState>(() => NONE);

let other: ReaderHandle | null = null;

/** The reader of the second text. */
export function setOtherReader(handle: ReaderHandle | null): void {
  other = handle;
}

export function openSplit(documentId: DocumentId | null): void {
  useSplit.setState({ ...NONE, isSplit: true, documentId, actorId: useSplit.getState().actorId });
}

export function closeSplit(): void {
  useSplit.setState({ ...NONE });
}

export function linkBy(actorId: ActorId | null): void {
  useSplit.setState({ actorId, at: { here: -1, there: -1 } });
}

/** Takes both texts to the next or previous mention of the actor; a text without one stays where it is. */
export function stepLinked(
  here: { readonly mentions: readonly Mention[]; readonly reader: ReaderHandle | null },
  direction: 1 | -1,
): void {
  const { actorId, mentions, at } = useSplit.getState();
  if (actorId === null) return;
  const own = mentionsOf(here.mentions, actorId);
  const theirs = mentionsOf(mentions, actorId);
  const next = {
    here: stepAt(atFor(own, at.here, here.reader?.caretOffset()), own.length, direction),
    there: stepAt(at.there, theirs.length, direction),
  };
  useSplit.setState({ at: next });
  const mine = own[next.here];
  if (mine) here.reader?.scrollToRange(mine, { block: 'center' });
  const their = theirs[next.there];
  if (their) other?.scrollToRange(their, { block: 'center' });
}
