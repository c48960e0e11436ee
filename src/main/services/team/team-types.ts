import type { PlanChanged } from '../../../core/team/plan-changes.ts';
import type { Layer } from '../../../core/annotation/layer.ts';
import type { AnnotatorId, DocumentId, MemoId } from '../../../core/ids.ts';
import type { Job } from '../../../core/ports.ts';
import type { Annotator } from '../../../core/project/project.ts';
import type { LayerKind, Link } from '../../../core/team/chains.ts';
import type { LayerDifference } from '../../../core/team/layer-difference.ts';
import type { Assignment, Member, Phase } from '../../../core/team/plan.ts';
import type { RegistryConflict } from '../../../core/team/registry-state.ts';
import type { RefusedFile } from '../../../core/team/refusals.ts';
import type { HeldFile } from '../../../core/team/weigh.ts';
import type { Fork, ReceivedLayer, Waiting } from './materialise.ts';
import type { ReceivedMemo, WaitingMemos } from './materialise-memos.ts';
import type { MemoRevision } from './memo-history.ts';

export interface PublishReport {
  /** As the user knows it. */
  readonly place: string;
  /** New revisions that were (in a dry run: would be) made, by kind. */
  readonly made: readonly {
    readonly kind: Link['kind'];
    readonly document: DocumentId | null;
    readonly memo: MemoId | null;
    readonly revision: number;
    readonly isSealed: boolean;
  }[];
  /** Files put there; those that were there are not counted. */
  readonly put: number;
  /** Revisions of layers that are plain, of documents now in their blind phase: they stay here until it opens. */
  readonly keptBack: number;
}

export interface ReceiveReport {
  readonly place: string;
  /** Files that were not here yet and count, or will once what they wait for is here. */
  readonly accepted: number;
  readonly known: number;
  readonly refused: readonly RefusedFile[];
  /** Names that Postil does not give: never used, never deleted. */
  readonly notRecognised: readonly string[];
  readonly newPeople: readonly {
    readonly id: AnnotatorId;
    readonly name: string;
    readonly fingerprint: string;
  }[];
  readonly documents: readonly DocumentId[];
  readonly registryChanges: readonly string[];
  /** `name` of the person or the document set; empty for all documents of no such set. */
  readonly planChanges: readonly (PlanChanged & { readonly name: string })[];
  readonly layers: readonly ReceivedLayer[];
  readonly memos: readonly ReceivedMemo[];
  readonly conflicts: readonly RegistryConflict[];
  readonly forks: readonly Fork[];
  readonly waiting: readonly Waiting[];
  readonly waitingMemos: readonly WaitingMemos[];
  readonly held: readonly HeldFile[];
}

export interface TeamStatus {
  readonly self: { readonly id: AnnotatorId; readonly name: string; readonly fingerprint: string };
  readonly folder: string | null;
  readonly isLead: boolean;
  /** Whether anybody began a plan. */
  readonly hasPlan: boolean;
  readonly people: readonly {
    readonly id: AnnotatorId;
    readonly name: string;
    readonly fingerprint: string;
    readonly role: Member['role'] | null;
  }[];
  readonly phases: readonly {
    readonly set: string;
    readonly phase: Phase;
    /** Documents that came into the set since and stay blind until its phase is set again. */
    readonly stillBlind: readonly DocumentId[];
  }[];
  readonly assignments: readonly Assignment[];
  readonly planConflicts: readonly string[];
  readonly conflicts: readonly RegistryConflict[];
  readonly forks: readonly Fork[];
  readonly held: readonly HeldFile[];
  /** By annotator: documents with a published layer. */
  readonly published: readonly {
    readonly annotator: AnnotatorId;
    readonly document: DocumentId;
    readonly revision: number;
    readonly isSealed: boolean;
    /**
     * It cannot be read here: this annotator is no adjudicator, or became one after it was sealed; then its author’s next
     * publishing seals it anew.
     */
    readonly isSealedToOthers: boolean;
  }[];
  /** Who began a plan, where several did, and whose plan counts in this copy; `follow` chooses, and chooses anew. */
  readonly plans: readonly {
    readonly id: AnnotatorId;
    readonly name: string;
    readonly fingerprint: string;
    readonly isFollowed: boolean;
  }[];
  /** Who began a plan, where several did and this copy follows none yet: until it does, everything is blind. */
  readonly rivals: readonly {
    readonly id: AnnotatorId;
    readonly name: string;
    readonly fingerprint: string;
  }[];
}

export type PlanChange =
  | { readonly kind: 'member'; readonly id: AnnotatorId; readonly role: Member['role'] }
  /** Null: the set has no phase of its own any more. */
  | { readonly kind: 'phase'; readonly set: string; readonly phase: Phase | null }
  | { readonly kind: 'assignment'; readonly assignment: Assignment }
  | { readonly kind: 'unassign'; readonly set: string };

export interface LayerRevision extends LayerDifference {
  readonly sha256: string;
  readonly document: DocumentId;
  readonly annotator: AnnotatorId;
  readonly revision: number;
  /** The one that it came after, which may not be here; null for the first. */
  readonly previous: string | null;
  /** As the author's machine had it. */
  readonly createdAt: string;
  /** The highest revision of the codebook among its annotations; null where there is none. */
  readonly codebookRevision: number | null;
  readonly annotations: number;
  /** It cannot be read here: it is sealed to others, or of a document in its blind phase. */
  readonly isSealedToOthers: boolean;
  readonly isHead: boolean;
}

/** The team's exchange of one open project. */
export interface Team {
  /** Exchanged with last; null before the first time. */
  readonly folder: string | null;
  status(): Promise<TeamStatus>;
  /** Who reads what, and what the readers are called. */
  assignments(): Promise<{
    readonly assignments: readonly Assignment[];
    readonly readers: readonly Annotator[];
  }>;
  /**
   * Makes revisions of what was changed here, and puts all of this annotator's files into a folder or a bundle.
   * @throws PostilError `not-found` (not mounted), `refused` (also where a bundle is there, with `exists` in the details),
   *   `disk-full`, `io`; then nothing, or whole files, are there
   */
  publish(
    path: string,
    options: {
      readonly isDryRun: boolean;
      readonly withDocuments: boolean;
      /** A bundle may take the place of a file that is there. */
      readonly overwrite?: boolean;
    },
    job: Job,
  ): Promise<PublishReport>;
  /**
   * Takes every valid file from a folder or a bundle. Twice changes nothing the second time.
   * @throws PostilError as `publish`, and of the store
   */
  receive(path: string, options: { readonly isDryRun: boolean }, job: Job): Promise<ReceiveReport>;
  /**
   * How many published files the folder exchanged with last holds that are not here; null without a folder.
   * @throws PostilError `not-found` where it is not mounted
   */
  look(): Promise<number | null>;
  /** Keeps what was changed here as revisions of its history, and hands it to nobody. */
  checkpoint(): Promise<number>;
  /** @throws PostilError `refused` where this annotator does not lead, `not-found` */
  changePlan(change: PlanChange): Promise<void>;
  /** Says who leads, where several began a plan. @throws PostilError `not-found` */
  follow(annotator: AnnotatorId): Promise<void>;
  /** @throws PostilError `not-found` */
  trust(annotator: AnnotatorId, signKey: string): Promise<void>;
  /** Chooses one of the values that stand of an entry. @throws PostilError `not-found` */
  settleConflict(key: string, hash: string): Promise<void>;
  /** @throws PostilError `not-found`; `refused` for the adjudicated one where this annotator may not adjudicate */
  settleFork(
    document: DocumentId,
    /** Of this annotator's own layer, or of the one that they adjudicated. */
    kind: LayerKind,
    choice: 'here' | 'other' | 'both',
  ): Promise<void>;
  /** Of every layer, or of a document's or an annotator's; by document, annotator and revision. */
  history(
    of: { readonly document?: DocumentId | undefined; readonly annotator?: AnnotatorId | undefined },
    job: Job,
  ): Promise<LayerRevision[]>;
  /** A layer as it was. @throws PostilError `not-found`, `refused` where it is sealed to others */
  layerAt(sha256: string): Promise<Layer>;
  memoHistory(
    of: { readonly memo?: MemoId | undefined; readonly annotator?: AnnotatorId | undefined },
    job: Job,
  ): Promise<MemoRevision[]>;
  /**
   * Makes this annotator's layer or memo what it was; answers how it changed (a memo counts as one). The present state is
   * kept as a revision first.
   * @throws PostilError `not-found`; `refused` for what is another's, and for an adjudicated layer where this annotator
   *   may not adjudicate
   */
  restore(sha256: string): Promise<LayerDifference>;
}
