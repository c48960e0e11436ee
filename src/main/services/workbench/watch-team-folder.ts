import { watch, type FSWatcher } from 'node:fs';
import { join } from 'node:path';
import { PostilError } from '../../../core/errors.ts';
import { lstatOrNull } from '../store/project-files.ts';
import type { ProjectSession } from './project-session.ts';
import { sessionTeamOptions, teamOf, type HostParts } from './session-team.ts';

const POLL_MS = 30_000;
const SETTLE_MS = 500;

const looks = new WeakMap<ProjectSession, () => void>();

/** After a use of the exchange: its folder may be the first one, or another. */
export function lookAfterUse(session: ProjectSession): void {
  looks.get(session)?.();
}

/**
 * Looks into the folder exchanged with last, whichever that is by then: by the system's own notices where they work, and
 * from time to time where they do not (network drives). Tells the pages what it finds, once for each finding, that the
 * folder is gone or back too, until the session closes.
 */
export async function watchTeamFolder(
  session: ProjectSession,
  parts: HostParts,
  { pollMs = POLL_MS, settleMs = SETTLE_MS } = {},
): Promise<void> {
  if (session.store.readOnly) return;
  const { environment, audience, options } = parts;
  let watched: { readonly folder: string; watcher: FSWatcher | null; told: string } | null = null;
  let isOver = false;
  let soon: NodeJS.Timeout | null = null;
  let running: Promise<void> | null = null;
  let isAskedAgain = false;

  async function look(): Promise<void> {
    // A project that has never exchanged anything has no keys and no journal to open either.
    if (!(await lstatOrNull(environment.fs, join(session.store.folder, 'team')))) return;
    const team = await teamOf(session, sessionTeamOptions(parts, session));
    const { folder } = team;
    if (isOver) return;
    if (watched?.folder !== folder) {
      watched?.watcher?.close();
      watched = folder === null ? null : { folder, watcher: null, told: '' };
    }
    if (!watched) return;
    const at = watched;
    let found: { fresh: number; isThere: boolean };
    try {
      found = { fresh: (await team.look()) ?? 0, isThere: true };
    } catch (error) {
      if (!(error instanceof PostilError)) throw error;
      found = { fresh: 0, isThere: false };
    }
    if (isOver || watched !== at || team.folder !== at.folder) return;
    // A watcher of a folder that was unmounted hears nothing when it is back.
    if (!found.isThere) stopWatching(at);
    else at.watcher ??= startWatching(at.folder);
    const said = `${found.fresh} ${found.isThere}`;
    // Nothing new at the first look is no news.
    const isNews = said !== at.told && !(at.told === '' && found.fresh === 0 && found.isThere);
    at.told = said;
    if (isNews) audience.emit('team.didFind', found);
  }

  /** One at a time; what is asked for meanwhile is looked at afterwards. */
  function lookNow(): Promise<void> {
    if (running) {
      isAskedAgain = true;
      return running;
    }
    running = look()
      .catch(options.onFault)
      .then(() => {
        running = null;
        const again = isAskedAgain;
        isAskedAgain = false;
        return again && !isOver ? lookNow() : undefined;
      });
    return running;
  }

  function startWatching(folder: string): FSWatcher | null {
    try {
      const watcher = watch(folder, { recursive: true, persistent: false }, () => {
        if (soon) clearTimeout(soon);
        soon = setTimeout(() => void lookNow(), settleMs);
        soon.unref();
      });
      // Ended by the system; the clock sees what comes.
      watcher.on('error', () => watcher.close());
      return watcher;
    } catch {
      return null; // Where the system cannot, there is the clock.
    }
  }

  function stopWatching(at: { watcher: FSWatcher | null }): void {
    at.watcher?.close();
    at.watcher = null;
  }

  const poll = setInterval(() => void lookNow(), pollMs);
  poll.unref();
  looks.set(session, () => void lookNow());
  session.beforeClose.add(async () => {
    isOver = true;
    looks.delete(session);
    clearInterval(poll);
    if (soon) clearTimeout(soon);
    if (watched) stopWatching(watched);
    await running;
  });
  await lookNow();
}
