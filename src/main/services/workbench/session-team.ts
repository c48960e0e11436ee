import { join } from 'node:path';
import { PostilError } from '../../../core/errors.ts';
import { documentIdSchema } from '../../../core/ids.ts';
import type { Change } from '../../../core/project/edit.ts';
import { lstatOrNull } from '../store/project-files.ts';
import type { AppliedChange, StoreEnvironment } from '../store/project-store.ts';
import { openIdentity } from '../team/identity.ts';
import type { SecretBox } from '../team/identity-file.ts';
import { openTeam } from '../team/team.ts';
import type { Team } from '../team/team-types.ts';
import type { TeamProject } from '../team/team-project.ts';
import { unveiledStoreOf } from '../team/visible-store.ts';
import type { Audience } from './audience.ts';
import { mutable, type ProjectSession } from './project-session.ts';
import { tellChange } from './tell-change.ts';
import type { WorkbenchOptions } from './workbench-options.ts';

export interface SessionTeamOptions {
  readonly environment: StoreEnvironment;
  /** Where the user's keys are. */
  readonly userData: string;
  readonly secretBox: SecretBox | null;
  /** Hears of a change that the team brought, once it is on disk. */
  onApplied(change: Change, applied: AppliedChange): void;
  /** Hears of documents that came. */
  onAdded(documentId: string): void;
}

const teams = new WeakMap<ProjectSession, { readonly annotator: string; readonly team: Promise<Team> }>();

/** The team's exchange of an open project, opened when it is first asked for. @throws PostilError as `openTeam` */
export function teamOf(session: ProjectSession, options: SessionTeamOptions): Promise<Team> {
  const { id } = session.annotator;
  const known = teams.get(session);
  if (known?.annotator === id) return known.team;
  const team = openSessionTeam(session, options);
  teams.set(session, { annotator: id, team });
  // Tried again the next time; this caller hears why.
  team.catch(() => teams.delete(session));
  return team;
}

/** It is opened anew when it is next asked for: the user's keys are others now. */
export function forgetTeam(session: ProjectSession): void {
  teams.delete(session);
}

async function openSessionTeam(session: ProjectSession, options: SessionTeamOptions): Promise<Team> {
  const identity = await openIdentity(options.userData, options.secretBox);
  const project = teamProject(session, options);
  return openTeam(project, identity, options.environment, session.teamFiles ?? undefined);
}

function teamProject(session: ProjectSession, { onApplied, onAdded }: SessionTeamOptions): TeamProject {
  const { index } = session;
  const store = unveiledStoreOf(session.store);
  return {
    folder: store.folder,
    id: store.project().id,
    annotator: session.annotator,
    codebook: () => store.codebook(),
    sources: () => store.sources(),
    documents: () => index.summaries(),
    documentSets: () => store.documentSets(),
    readDocument: (id) => store.readDocument(id),
    readText: (id) => store.readText(id),
    readOriginal: (id) => store.readOriginal(id),
    memos: () => store.memos(),
    layersOf: (id) => store.layersOf(id),
    readLayer: (id, annotator) => store.readLayer(id, annotator),
    async addDocument(input) {
      await store.addDocument(input);
      await index.didChange([{ documentId: input.record.id, annotator: null }]);
      onAdded(input.record.id);
    },
    ensureAnnotator: (annotator) => store.ensureAnnotator(annotator),
    async apply(change, owners) {
      onApplied(change, await session.apply(change, owners));
    },
    didPlan: (plan) => session.store.setPlan(plan),
  };
}

/**
 * Makes a session keep what it changed as a revision of the history when it closes: in a project that a team shares, or
 * in which somebody annotated.
 */
export function keepHistory(session: ProjectSession, options: SessionTeamOptions): void {
  session.beforeClose.add(async () => {
    if (session.store.readOnly) return;
    const isShared = await lstatOrNull(options.environment.fs, join(session.store.folder, 'team'));
    if (!session.hasAnnotated && !(isShared && teams.has(session))) return;
    try {
      await (await teamOf(session, options)).checkpoint();
    } catch (error) {
      // The work itself is saved; that its history lacks a step is told and stops nothing.
      if (error instanceof PostilError)
        options.environment.onProblem({ code: error.code, message: error.message });
      else throw error;
    }
  });
}

/** What a host with pages has for its teams. */
export interface HostParts {
  readonly audience: Audience;
  readonly environment: StoreEnvironment;
  readonly options: WorkbenchOptions;
}

/** Every page hears of what the team brought. */
export function sessionTeamOptions(
  { audience, environment, options }: HostParts,
  session: ProjectSession,
): SessionTeamOptions {
  return {
    environment,
    userData: options.userDataFolder,
    secretBox: options.secretBox ?? null,
    onApplied: (change, applied) => tellChange(audience, session, null, change, applied),
    onAdded(documentId) {
      const documents = session.summariesOf([documentIdSchema.parse(documentId)]);
      audience.emit('project.didImport', { documents: mutable(documents) });
    },
  };
}
