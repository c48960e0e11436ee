/** A document on paper or as PDF, with what is said of its passages. */
export const print = {
  title: 'Print the document',
  notes: 'Notes',
  'notes.margin': 'In the margin',
  'notes.end': 'At the end',
  'notes.none': 'Without notes',
  count_one: '1 passage',
  count_other: '{{count, number}} passages',
  print: 'Print or save as PDF…',
  grade: 'source graded {{grade}}',
  printed: 'printed {{date}}',
  hash: 'SHA-256 {{hash}}…',
} as const;
