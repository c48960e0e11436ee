import type { Command } from '../app/commands.ts';
import { run } from '../app/notices.ts';
import { getState, setState } from '../app/state.ts';
import { t } from '../i18n/texts.ts';
import {
  chooseFolder,
  fromPath,
  lookAgain,
  previewPublish,
  previewReceive,
  readBundle,
  writeBundle,
} from './exchange-actions.ts';
import { showHistory } from './history-actions.ts';
import {
  enterProject,
  loadStatus,
  placeOf,
  setTeam,
  TEAM_SECTIONS,
  useTeam,
  type TeamSection,
} from './team-state.ts';

const hasProject = () => getState().project !== null;
const canWrite = () => getState().project?.readOnly === null;

/** On the team’s screen, where what comes of it is shown; with the folder, which is chosen first where there is none. */
function withFolder(act: (place: string) => void): void {
  setState({ screen: 'team', palette: null });
  run(async () => {
    await loadStatus();
    const place = placeOf(useTeam.getState());
    if (place === null) chooseFolder();
    else act(place);
  });
}

function onScreen(act: () => void): void {
  // Another project’s state is put away first, not after `act` added to it.
  enterProject(getState().project?.folder ?? null);
  setState({ screen: 'team', palette: null });
  act();
}

function isThere(section: TeamSection): boolean {
  const { status, folder } = useTeam.getState();
  const known = folder === getState().project?.folder ? status : null;
  // Before anybody looked, it may be.
  if (known === null) return true;
  if (section === 'rivals') return known.rivals.length > 0;
  if (section !== 'settle') return true;
  return [known.conflicts, known.forks, known.planConflicts].some((list) => list.length > 0);
}

/** What the team’s screen does, for the palette. */
export const TEAM_COMMANDS: readonly Command[] = [
  {
    id: 'team.publish',
    title: () => t('commands.publish'),
    isEnabled: canWrite,
    run: () => withFolder((place) => previewPublish(place, useTeam.getState().withDocuments)),
  },
  {
    id: 'team.receive',
    title: () => t('commands.receive'),
    isEnabled: canWrite,
    run: () => withFolder((place) => previewReceive(fromPath(place))),
  },
  {
    id: 'team.writeBundle',
    title: () => t('commands.writeBundle'),
    isEnabled: canWrite,
    run: () => onScreen(writeBundle),
  },
  {
    id: 'team.readBundle',
    title: () => t('commands.readBundle'),
    isEnabled: canWrite,
    run: () => onScreen(readBundle),
  },
  {
    id: 'team.exportIdentity',
    title: () => t('commands.exportIdentity'),
    isEnabled: hasProject,
    run: () => onScreen(() => setTeam({ identity: { step: 'export' } })),
  },
  {
    id: 'team.importIdentity',
    title: () => t('commands.importIdentity'),
    isEnabled: hasProject,
    run: () => onScreen(() => setTeam({ identity: { step: 'import' } })),
  },
  {
    id: 'team.look',
    title: () => t('commands.lookInFolder'),
    isEnabled: hasProject,
    run: lookAgain,
  },
  ...TEAM_SECTIONS.map((section): Command => ({
    id: `team.show.${section}`,
    title: () => t(`commands.teamSection.${section}`),
    isEnabled: () => hasProject() && isThere(section),
    run: () => onScreen(() => setTeam({ sectionAsked: section })),
  })),
  {
    id: 'team.history',
    title: () => t('commands.documentHistory'),
    isEnabled: () => getState().screen === 'workbench' && getState().open !== null,
    run() {
      const { open } = getState();
      if (open) showHistory(open.document.id);
    },
  },
];
