import { create } from 'zustand';
import type { ReceiveReportValue, PublishReportValue, TeamStatusValue } from '../../contract/team-calls.ts';
import type { CallArgs, CallValue } from '../../contract/calls.ts';
import type { DocumentId } from '../../core/ids.ts';
import { call } from '../app/host.ts';
import { getState } from '../app/state.ts';

/** From where one receives; made anew for each call, since an upload is used up by it. */
export interface Origin {
  readonly name: string;
  input(): Promise<CallArgs<'team.receive'>['from']>;
}

/** What is shown over the screen: a dry run that waits for the user, or what was done. */
export type Shown =
  | {
      readonly kind: 'publish';
      readonly path: string;
      readonly withDocuments: boolean;
      readonly report: PublishReportValue;
    }
  | {
      readonly kind: 'receive';
      readonly origin: Origin;
      readonly report: ReceiveReportValue;
      readonly isDone: boolean;
    };

/** What the palette leads to; the heading of each has the id `team-…`. */
export const TEAM_SECTIONS = ['rivals', 'settle', 'people', 'phases', 'assignments', 'identity'] as const;
export type TeamSection = (typeof TEAM_SECTIONS)[number];

export interface TeamState {
  readonly folder: string | null;
  readonly status: TeamStatusValue | null;
  /** Chosen and not exchanged with yet: the services remember a folder once something went there or came from it. */
  readonly chosenPlace: string | null;
  /** Of the folder exchanged with last; null when nobody looked, or there is none. */
  readonly found: { readonly fresh: number; readonly isThere: boolean } | null;
  readonly shown: Shown | null;
  /** Texts go along with what is published into the folder. */
  readonly withDocuments: boolean;
  /** What the user is choosing, where the host has no dialogs of its own. */
  readonly choosing: 'folder' | 'bundle' | 'upload' | null;
  /** What is being done about the user's identity. */
  readonly identity:
    | { readonly step: 'export' | 'import' }
    | { readonly step: 'place'; readonly passphrase: string }
    | null;
  /** Who reads what, as it was when the project was shown; `status` knows better once it is there. */
  readonly plan: CallValue<'team.assignments'>;
  /** Whose history is shown; null for the open document's. */
  readonly historyOf: DocumentId | null;
  /** Another screen sent the user to the history: it comes into sight. */
  readonly isHistoryAsked: boolean;
  /** A part of the screen that another place sent the user to: it comes into sight. */
  readonly sectionAsked: TeamSection | null;
  /** Grows when the history has a new revision. */
  readonly historyTurn: number;
}

const INITIAL: TeamState = {
  folder: null,
  status: null,
  chosenPlace: null,
  found: null,
  shown: null,
  withDocuments: false,
  choosing: null,
  identity: null,
  plan: { assignments: [], readers: [] },
  historyOf: null,
  isHistoryAsked: false,
  sectionAsked: null,
  historyTurn: 0,
};

export const useTeam = create<TeamState>(() => INITIAL);

export function setTeam(patch: Partial<TeamState>): void {
  useTeam.setState(patch);
}

/** Another project begins anew. */
export function enterProject(folder: string | null): void {
  if (useTeam.getState().folder !== folder) setTeam({ ...INITIAL, folder });
}

/** Asks how things stand with the team. */
export async function loadStatus(): Promise<void> {
  const folder = getState().project?.folder ?? null;
  if (folder === null) return;
  const status = await call('team.status', {});
  if (getState().project?.folder !== folder) return;
  enterProject(folder);
  setTeam({ status });
}

/** Asks who reads what, where nobody has been on the team's screen yet. */
export async function loadAssignments(): Promise<void> {
  const folder = getState().project?.folder ?? null;
  enterProject(folder);
  if (folder === null) return;
  const plan = await call('team.assignments', {});
  if (getState().project?.folder === folder) setTeam({ plan });
}

/** Who reads what, as far as it is known here. */
export function assignmentsIn({
  status,
  plan,
}: Pick<TeamState, 'status' | 'plan'>): TeamStatusValue['assignments'] {
  return status?.assignments ?? plan.assignments;
}

/** The folder that *publish* and *receive* mean. */
export function placeOf({ chosenPlace, status }: TeamState): string | null {
  return chosenPlace ?? status?.folder ?? null;
}
