import { adjudicatedIdOf } from '../adjudication/adjudicated-id.ts';
import type { AnnotatorId, DocumentId } from '../ids.ts';
import type { Memo } from '../memo/memo.ts';
import type { DocumentSet } from '../sets/document-set.ts';
import { ALL_DOCUMENTS, phaseOf, type Phase, type Plan } from './plan.ts';

/** What a person may read of others' work. Their own, they always may. */
export interface Visibility {
  readonly isAnyBlind: boolean;
  phaseOf(documentId: DocumentId): Phase;
  isLayerOpen(documentId: DocumentId, owner: AnnotatorId): boolean;
  isMemoOpen(memo: Pick<Memo, 'author' | 'target'>): boolean;
  /** Whether it is to be sealed when it is handed on. */
  isMemoBlind(memo: Pick<Memo, 'target'>): boolean;
}

/** What is there and cannot be read yet. */
export interface HiddenWork {
  readonly layers: readonly { readonly documentId: DocumentId; readonly annotator: AnnotatorId }[];
  readonly memos: number;
}

export interface HiddenCounts {
  readonly layers: number;
  readonly memos: number;
}

export const NOTHING_HIDDEN: HiddenWork = { layers: [], memos: 0 };

/** How many layers of a document are there and cannot be read yet. */
export function hiddenLayersOf({ layers }: HiddenWork, document: DocumentId | undefined): number {
  return layers.filter(({ documentId }) => documentId === document).length;
}

/** For whoever leaves it out, to say so; null where nothing is hidden. */
export function describeHidden(hidden: HiddenCounts): string | null {
  const counted = [
    ...(hidden.layers > 0 ? [hidden.layers === 1 ? '1 layer' : `${hidden.layers} layers`] : []),
    ...(hidden.memos > 0 ? [hidden.memos === 1 ? '1 memo' : `${hidden.memos} memos`] : []),
  ];
  if (counted.length === 0) return null;
  const isOne = hidden.layers + hidden.memos === 1;
  return `${counted.join(' and ')} of others ${isOne ? 'is hidden until the team opens it' : 'are hidden until the team opens them'}.`;
}

/**
 * In the blind phase of a document nobody reads another's layer of it but who adjudicates; a lead who wants to read opens
 * the phase. A memo is hidden with the document that it, or its passage, is on. One on the project, an actor or a code
 * may speak of any document: it is hidden while any is in its blind phase.
 * @param plan null where it cannot be known: then nothing of others is open
 */
export function visibilityFor(
  self: AnnotatorId,
  plan: Plan | null,
  sets: readonly DocumentSet[],
): Visibility {
  // What this person adjudicated is theirs, too.
  const isOwn = (owner: AnnotatorId): boolean => owner === self || owner === adjudicatedIdOf(self);
  if (!plan) {
    return {
      isAnyBlind: true,
      phaseOf: () => 'blind',
      isLayerOpen: (_, owner) => isOwn(owner),
      isMemoOpen: ({ author }) => author === self,
      isMemoBlind: () => true,
    };
  }
  const adjudicates = plan.members.some(({ id, role }) => id === self && role === 'adjudicator');
  const isAnyBlind = [...plan.phases.values()].includes('blind');
  const setsOf = plan.phases.size > 0 ? setsByDocument(sets) : new Map<DocumentId, string[]>();
  const phaseOfDocument = (id: DocumentId): Phase => phaseOf(plan, id, setsOf.get(id) ?? []);
  const isMemoBlind = ({ target }: Pick<Memo, 'target'>): boolean =>
    isAnyBlind && (!('documentId' in target) || phaseOfDocument(target.documentId) === 'blind');
  const isOpen = (id: DocumentId): boolean => !isAnyBlind || adjudicates || phaseOfDocument(id) !== 'blind';
  return {
    isAnyBlind,
    phaseOf: phaseOfDocument,
    isLayerOpen: (id, owner) => isOwn(owner) || isOpen(id),
    isMemoOpen: (memo) => memo.author === self || adjudicates || !isMemoBlind(memo),
    isMemoBlind,
  };
}

/**
 * Documents of a set that stay blind though the set's phase is not, since they came in after it was set: those that
 * setting the same phase again opens. One that another set keeps blind is not among them.
 */
export function documentsStillBlind(
  plan: Plan,
  { id, documents }: Pick<DocumentSet, 'id' | 'documents'>,
  sets: readonly DocumentSet[],
): DocumentId[] {
  const phase = plan.phases.get(id);
  if (id === ALL_DOCUMENTS || phase === undefined || phase === 'blind') return [];
  const setAgain: Plan = {
    ...plan,
    phaseDocuments: new Map(plan.phaseDocuments).set(id, new Set(documents)),
  };
  const setsOf = setsByDocument(sets);
  const isBlindIn = (one: Plan, document: DocumentId): boolean =>
    phaseOf(one, document, setsOf.get(document) ?? []) === 'blind';
  return documents.filter((document) => isBlindIn(plan, document) && !isBlindIn(setAgain, document));
}

function setsByDocument(sets: readonly DocumentSet[]): Map<DocumentId, string[]> {
  const found = new Map<DocumentId, string[]>();
  for (const set of sets) {
    for (const id of set.documents) {
      const known = found.get(id);
      if (known) known.push(set.id);
      else found.set(id, [set.id]);
    }
  }
  return found;
}
