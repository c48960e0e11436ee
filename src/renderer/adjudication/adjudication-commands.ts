import type { Command } from '../app/commands.ts';
import { currentAnnotation, getState } from '../app/state.ts';
import type { PlainKey } from '../i18n/catalogue.ts';
import { t } from '../i18n/texts.ts';
import {
  acceptAllAgreed,
  confirmDraft,
  goBy,
  goToNextToDo,
  here,
  keepAllReopened,
  keepHere,
  mayTake,
  openAdjudication,
  rejectHere,
  setDocumentDone,
  setDraft,
  spanSelection,
  startEdit,
  startMerge,
  takeEverything,
  takeOf,
  takeRestOf,
  withdrawHere,
} from './adjudication-actions.ts';
import { currentRefusal, currentView, useAdjudication } from './adjudication-state.ts';
import { getTrackReader } from './track-reader-handle.ts';

const isHere = (): boolean => getState().screen === 'adjudication' && currentView() !== null;
const isEditing = (): boolean => isHere() && useAdjudication.getState().draft !== null;
const isAtPlace = (): boolean => isHere() && !isEditing() && here() !== null;
const mayDecide = (): boolean => isAtPlace() && currentRefusal() === null;

function command(
  id: string,
  title: PlainKey,
  keys: readonly string[],
  isEnabled: () => boolean,
  run: () => void,
): Command {
  return { id: `adjudication.${id}`, title: () => t(title), keys, isEnabled, run };
}

/** By the reader's name; by the number that they go by where nothing is open. */
function titleOf(what: 'take' | 'takeAll', index: number): string {
  const name = currentView()?.readers[index]?.name;
  return name === undefined
    ? t(`adjudication.command.${what}Of`, { number: index + 1 })
    : t(`adjudication.command.${what}`, { name });
}

/** Those who can be taken by a digit. */
const DIGITS = [0, 1, 2, 3, 4, 5, 6, 7, 8] as const;

/**
 * What can be done at a place. Before the screens' own keys in the list of commands: here a digit takes an annotator's
 * passage and goes nowhere.
 */
export const ADJUDICATION_COMMANDS: readonly Command[] = [
  ...DIGITS.map((index): Command => ({
    id: `adjudication.take${index + 1}`,
    title: () => titleOf('take', index),
    keys: [String(index + 1)],
    ...(index > 0 && { isOneOfMany: true as const }),
    isEnabled: () => isHere() && mayTake(index + 1),
    run: () => takeOf(index),
  })),
  command('both', 'adjudication.command.both', ['b'], mayDecide, takeEverything),
  command('merge', 'adjudication.command.merge', ['m'], mayDecide, startMerge),
  command('edit', 'adjudication.command.edit', ['e'], mayDecide, () => startEdit(null)),
  command('reject', 'adjudication.command.reject', ['x'], mayDecide, rejectHere),
  command(
    'keep',
    'adjudication.command.keep',
    ['k'],
    () => mayDecide() && here()?.place.status === 'reopened',
    keepHere,
  ),
  command(
    'withdraw',
    'adjudication.command.withdraw',
    ['u'],
    () => mayDecide() && (here()?.place.adjudication ?? null) !== null,
    withdrawHere,
  ),
  command(
    'reason',
    'adjudication.command.reason',
    ['r'],
    () => isHere() && currentRefusal() === null,
    () => document.querySelector<HTMLElement>('.adjudication-reason')?.focus(),
  ),
  command('acceptAgreed', 'adjudication.command.acceptAgreed', ['shift+a'], mayDecide, acceptAllAgreed),
  ...DIGITS.map((index): Command => ({
    id: `adjudication.takeAll${index + 1}`,
    title: () => titleOf('takeAll', index),
    isEnabled: () => mayDecide() && index < (currentView()?.readers.length ?? 0),
    run() {
      const reader = currentView()?.readers[index];
      if (reader) takeRestOf(reader.annotator);
    },
  })),
  command('keepAll', 'adjudication.command.keepAll', [], mayDecide, keepAllReopened),
  command('confirm', 'adjudication.command.confirm', ['Enter'], isEditing, confirmDraft),
  command('cancel', 'adjudication.command.cancel', ['Escape'], isEditing, () => setDraft(null)),
  command('span', 'adjudication.command.span', ['s'], isEditing, spanSelection),
  command('next', 'adjudication.command.next', ['n', 'Enter'], isAtPlace, goToNextToDo),
  command('nextPlace', 'adjudication.command.nextPlace', [']', 'j'], isAtPlace, () => goBy(1)),
  command('previousPlace', 'adjudication.command.previousPlace', ['['], isAtPlace, () => goBy(-1)),
  command('text', 'adjudication.command.text', ['g'], isHere, () => getTrackReader()?.focus()),
  {
    id: 'adjudication.openHere',
    title: () => t('adjudication.command.openHere'),
    isEnabled: () => getState().screen === 'workbench' && currentAnnotation(getState()) !== null,
    run() {
      const annotation = currentAnnotation(getState());
      if (annotation) openAdjudication(annotation.documentId, annotation.id);
    },
  },
  command(
    'done',
    'adjudication.command.done',
    [],
    () => isHere() && currentRefusal() === null,
    () => setDocumentDone(currentView()?.adjudicated.state !== 'done'),
  ),
];
