import type { Translation } from '../catalogue.ts';

export const settings = {
  language: 'Sprache der Oberfläche',
  'language.hint': 'Was noch nicht übersetzt ist, steht auf Englisch.',
  'language.system': 'Wie das System ({{name}})',
  'language.command': 'Oberfläche auf {{name}}',
  'language.systemCommand': 'Oberfläche in der Sprache des Systems',
} satisfies Translation<'settings'>;
