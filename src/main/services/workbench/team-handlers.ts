import { join } from 'node:path';
import type { CallName } from '../../../contract/calls.ts';
import type { CallContext, Handlers } from '../../../contract/dispatcher.ts';
import { PostilError } from '../../../core/errors.ts';
import { lstatOrNull } from '../store/project-files.ts';
import type { Team, TeamStatus } from '../team/team-types.ts';
import type { HandlerParts } from './app-handlers.ts';
import { mutable, type ProjectSession } from './project-session.ts';
import { sessionTeamOptions, teamOf } from './session-team.ts';
import { lookAfterUse } from './watch-team-folder.ts';

type Part<Prefix extends string> = Pick<Handlers, Extract<CallName, `${Prefix}.${string}`>>;
type Publish = Parameters<Handlers['team.publish']>[0];
type Receive = Parameters<Handlers['team.receive']>[0];

export function teamHandlers(parts: HandlerParts): Part<'team'> {
  const { access, desk, uploads } = parts;

  function open(): Promise<Team> {
    const session = desk.required();
    return teamOf(session, sessionTeamOptions(parts, session));
  }

  function writable(): ProjectSession {
    const session = desk.required();
    if (!session.store.readOnly) return session;
    throw new PostilError('read-only', `${session.store.readOnly.message} Nothing was changed.`);
  }

  /** Changes what the team says, and answers with what it says then. */
  async function change(work: (team: Team) => Promise<unknown>, context: CallContext): Promise<TeamStatus> {
    return writable().work(context, async () => {
      const team = await open();
      await work(team);
      return team.status();
    });
  }

  async function publish(args: Publish, context: CallContext) {
    const session = args.dryRun ? desk.required() : writable();
    const path = await access.check(args.path, 'write');
    const { dryRun: isDryRun, withDocuments, overwrite = false } = args;
    const options = { isDryRun, withDocuments, overwrite };
    const report = await session.work(context, async (job) => (await open()).publish(path, options, job));
    if (!args.dryRun) lookAfterUse(session);
    return report;
  }

  async function receive({ from, dryRun }: Receive, context: CallContext) {
    const session = dryRun ? desk.required() : writable();
    const path =
      from.kind === 'path'
        ? await access.check(from.path, 'read')
        : uploads.get(context.connection, from.uploadId).path;
    try {
      const report = await session.work(context, async (job) =>
        (await open()).receive(path, { isDryRun: dryRun }, job),
      );
      if (!dryRun) lookAfterUse(session);
      return report;
    } finally {
      // What was looked at in a dry run is received next.
      if (from.kind === 'upload' && !dryRun) await uploads.release(context.connection, from.uploadId);
    }
  }

  return {
    'team.status': async () => mutable(await (await open()).status()),
    'team.assignments': async () => {
      // Asked in every project: keys are made only where a team is.
      const folder = join(desk.required().store.folder, 'team');
      if (!(await lstatOrNull(parts.environment.fs, folder))) return { assignments: [], readers: [] };
      return mutable(await (await open()).assignments());
    },
    'team.publish': async (args, context) => mutable(await publish(args, context)),
    'team.receive': async (args, context) => mutable(await receive(args, context)),
    'team.look': async () => ({ fresh: await (await open()).look() }),
    'team.changePlan': async (args, context) =>
      mutable(await change((team) => team.changePlan(args.change), context)),
    'team.follow': async ({ annotator }, context) =>
      mutable(await change((team) => team.follow(annotator), context)),
    'team.trust': async ({ annotator, signKey }, context) =>
      mutable(await change((team) => team.trust(annotator, signKey), context)),
    'team.settleConflict': async ({ key, hash }, context) =>
      mutable(await change((team) => team.settleConflict(key, hash), context)),
    'team.settleFork': async ({ documentId, kind, choice }, context) =>
      mutable(await change((team) => team.settleFork(documentId, kind, choice), context)),
    'team.history': ({ documentId, annotator }, context) =>
      desk.required().work(context, async (job) => ({
        revisions: mutable(await (await open()).history({ document: documentId, annotator }, job)),
      })),
    'team.memoHistory': (of, context) =>
      desk.required().work(context, async (job) => ({
        revisions: mutable(await (await open()).memoHistory(of, job)),
      })),
    'team.layerAt': async ({ sha256 }) => ({ layer: mutable(await (await open()).layerAt(sha256)) }),
    'team.restore': ({ sha256 }, context) =>
      writable().work(context, async () => (await open()).restore(sha256)),
  };
}
