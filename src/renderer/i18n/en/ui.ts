/** Texts of the room `ui`. */
export const ui = {
  close: 'Close',
  nothingFound: 'Nothing found.',
  'new.actor': 'New actor “{{name}}”',
  'new.code': 'New code “{{name}}”',
  'new.set': 'New set “{{name}}”',
} as const;
