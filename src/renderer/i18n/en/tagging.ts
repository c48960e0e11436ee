/** Texts of the room `tagging`. */
export const tagging = {
  'kind.state': 'State',
  'kind.government': 'Government',
  'kind.armed-group': 'Armed group',
  'kind.party': 'Party',
  'kind.organisation': 'Organisation',
  'kind.person': 'Person',
  'kind.place': 'Place',
  'kind.media': 'Media',
  'kind.other': 'Other',
  actors: 'Actors',
  codes: 'Codes',
  namedHere: 'Named here',
  recent: 'Recent',
  theAuthor: 'the author',
  deletedName: '{{name}} (deleted)',
} as const;
