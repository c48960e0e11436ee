import { READING_STATES, type ReadingState } from '../../core/annotation/layer.ts';
import type { Command } from '../app/commands.ts';
import { getState } from '../app/state.ts';
import type { PlainKey } from '../i18n/catalogue.ts';
import { t } from '../i18n/texts.ts';
import { assignedTo } from '../../core/team/assign.ts';
import { assignmentsIn, useTeam } from '../team/team-state.ts';
import {
  askForSet,
  askForSetOfEvidence,
  askWhichSet,
  filteredDocuments,
  markDocuments,
  selectAllShown,
  selectedDocuments,
  toggleAssigned,
} from './set-actions.ts';

const hasProject = () => getState().project !== null;
const canWrite = () => getState().project?.readOnly === null;
const isAt = (screen: string) => hasProject() && getState().screen === screen;
const canChangeSelected = () => canWrite() && selectedDocuments().length > 0;

const MARK_TITLES: Readonly<Record<ReadingState, PlainKey>> = {
  unread: 'commands.markUnread',
  inProgress: 'commands.markInProgress',
  done: 'commands.markDone',
};

/** What is done with several documents at once. */
export const DOCUMENT_COMMANDS: readonly Command[] = [
  {
    id: 'documents.select',
    title: () => t('commands.selectListed'),
    isEnabled: () => isAt('workbench'),
    run: selectAllShown,
  },
  {
    id: 'documents.assigned',
    title: () => t('commands.listAssigned'),
    isEnabled() {
      const { project } = getState();
      return project !== null && assignedTo(assignmentsIn(useTeam.getState()), project.annotator.id).size > 0;
    },
    run: toggleAssigned,
  },
  ...READING_STATES.map((state) => ({
    id: `documents.${state}`,
    title: () => t(MARK_TITLES[state]),
    isEnabled: canChangeSelected,
    run: () => markDocuments(selectedDocuments(), state),
  })),
  {
    id: 'sets.put',
    title: () => t('commands.putIntoSet'),
    isEnabled: canChangeSelected,
    run: () => askWhichSet(selectedDocuments().map(({ id }) => id)),
  },
  {
    id: 'sets.putThis',
    title: () => t('commands.putThisIntoSet'),
    isEnabled: () => isAt('workbench') && canWrite() && getState().open !== null,
    run() {
      const { open } = getState();
      if (open) askWhichSet([open.document.id]);
    },
  },
  {
    id: 'sets.new',
    title: () => t('commands.newSet'),
    isEnabled: () => hasProject() && canWrite(),
    run: () => askForSet(selectedDocuments().map(({ id }) => id)),
  },
  {
    id: 'sets.ofList',
    title: () => t('commands.setOfListed'),
    isEnabled: () => isAt('workbench') && canWrite(),
    run() {
      const { project, library } = getState();
      if (project) askForSet(filteredDocuments(project, library.filter).map(({ id }) => id));
    },
  },
  {
    id: 'sets.ofEvidence',
    title: () => t('commands.setOfEvidence'),
    isEnabled: () => isAt('evidence') && canWrite(),
    run: askForSetOfEvidence,
  },
];
