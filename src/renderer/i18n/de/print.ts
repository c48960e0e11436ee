import type { Translation } from '../catalogue.ts';

export const print = {
  title: 'Dokument drucken',
  notes: 'Notizen',
  'notes.margin': 'Am Rand',
  'notes.end': 'Am Ende',
  'notes.none': 'Ohne Notizen',
  count_one: '1 Stelle',
  count_other: '{{count, number}} Stellen',
  print: 'Drucken oder als PDF sichern…',
  grade: 'Quelle mit {{grade}} benotet',
  printed: 'gedruckt am {{date}}',
  hash: 'SHA-256 {{hash}}…',
} satisfies Translation<'print'>;
