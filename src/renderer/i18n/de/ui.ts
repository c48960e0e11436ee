import type { Translation } from '../catalogue.ts';

export const ui = {
  close: 'Schließen',
  nothingFound: 'Nichts gefunden.',
  'new.actor': 'Neuer Akteur „{{name}}“',
  'new.code': 'Neuer Code „{{name}}“',
} satisfies Translation<'ui'>;
