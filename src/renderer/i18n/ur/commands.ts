import type { Translation } from '../catalogue.ts';

export const commands = {
  heading: 'احکام',
  documents: 'دستاویزات',
  all: 'تمام احکام',
  undo: 'واپس',
  redo: 'دوبارہ',
} satisfies Translation<'commands'>;
