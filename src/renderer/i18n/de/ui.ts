import type { Translation } from '../catalogue.ts';

export const ui = {
  close: 'Schließen',
  nothingFound: 'Nichts gefunden.',
  'new.actor': 'Neuer Akteur „{{name}}“',
  'new.code': 'Neuer Code „{{name}}“',
  'new.set': 'Neue Menge „{{name}}“',
} satisfies Translation<'ui'>;
