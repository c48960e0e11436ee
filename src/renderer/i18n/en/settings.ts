/** The settings dialog and what stands in the palette for it. */
export const settings = {
  language: 'Language of the interface',
  'language.hint': 'What is not translated yet is shown in English.',
  'language.system': 'As the system ({{name}})',
  'language.command': 'Interface in {{name}}',
  'language.systemCommand': 'Interface in the system’s language',
} as const;
