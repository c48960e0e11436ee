import type { Client } from '../../contract/client.ts';
import { PostilError } from '../../core/errors.ts';
import { call } from '../app/host.ts';
import { notify, run } from '../app/notices.ts';
import { getState, setState } from '../app/state.ts';
import { t } from '../i18n/texts.ts';
import { onDidShowProject } from '../app/session.ts';
import { enterProject, loadAssignments, setTeam, useTeam } from './team-state.ts';

interface Found {
  readonly fresh: number;
  readonly isThere: boolean;
}

let lastNotice = '';

/** What was found, in a sentence; empty where nobody looked. */
export function foundWords(found: Found | null): string {
  if (!found) return '';
  if (!found.isThere) return t('team.folderGone');
  return found.fresh > 0 ? t('team.fresh', { count: found.fresh }) : t('team.nothingFresh');
}

/**
 * Keeps what was found, and says it once: calm, with the way to the screen, and never twice the same. Answers whether it
 * was said.
 */
function take(found: Found): boolean {
  const { project, screen } = getState();
  if (!project) return false;
  enterProject(project.folder);
  const before = useTeam.getState().found;
  setTeam({ found });
  if (before?.fresh === found.fresh && before.isThere === found.isThere) return false;
  const isNews = !found.isThere || found.fresh > 0;
  const message = isNews ? foundWords(found) : before?.isThere === false ? t('team.folderBack') : '';
  // What was said before holds no longer.
  setState({ notices: getState().notices.filter((notice) => notice.message !== lastNotice) });
  lastNotice = message;
  // The screen itself says it.
  if (message === '' || screen === 'team') return false;
  const goThere = { label: t('team.goToTeam'), run: () => setState({ screen: 'team', palette: null }) };
  notify('info', message, found.isThere && found.fresh > 0 ? goThere : undefined);
  return true;
}

/** Looks into the folder exchanged with last, where there is one. Answers whether what is there was said. */
export async function look(): Promise<boolean> {
  const folder = getState().project?.folder;
  let found: Found | null;
  try {
    const { fresh } = await call('team.look', {});
    found = fresh === null ? null : { fresh, isThere: true };
  } catch (error) {
    if (!(error instanceof PostilError && error.code === 'not-found')) throw error;
    found = { fresh: 0, isThere: false };
  }
  return found !== null && getState().project?.folder === folder && take(found);
}

/** Hears of what the services find, and looks when the window comes forward. Answers with its unsubscribe. */
export function followTeamFolder(client: Client): () => void {
  const stop = client.on('team.didFind', take);
  function onFocus(): void {
    const { folder, status, found } = useTeam.getState();
    // Only a project that is known to be shared: looking makes keys for who has none.
    if (getState().project?.folder !== folder || (!status?.folder && !found)) return;
    run(look);
  }
  window.addEventListener('focus', onFocus);
  const stopShown = onDidShowProject(() => run(loadAssignments));
  return () => {
    stop();
    stopShown();
    window.removeEventListener('focus', onFocus);
  };
}
