/** Why a coefficient has no value. Stable codes: scripts and the interface tell them apart. */
export const UNDEFINED_REASONS = [
  'no-units',
  'no-pairs',
  'one-category',
  'fewer-than-two-annotators',
  'not-two-annotators',
  'nobody-marked-anything',
  'no-common-documents',
  'no-common-matter',
  'everything-marked',
  'too-complex',
  'too-many-sets',
] as const;
export type UndefinedReason = (typeof UNDEFINED_REASONS)[number];

/** A coefficient’s value, or null and why there is none. Never 1 and never NaN where there is nothing to agree on. */
export type Outcome =
  | { readonly value: number; readonly reason: null }
  | { readonly value: null; readonly reason: UndefinedReason };

const SENTENCES: Readonly<Record<UndefinedReason, string>> = {
  'no-units': 'There are no units.',
  'no-pairs': 'No unit was judged by two annotators.',
  'one-category': 'Only one category was used, so that agreement cannot be told from chance.',
  'fewer-than-two-annotators': 'There are fewer than two annotators.',
  'not-two-annotators': 'This coefficient compares exactly two annotators.',
  'nobody-marked-anything': 'Nobody marked anything.',
  'no-common-documents': 'There is no document that all of these annotators read.',
  'no-common-matter': 'No two annotators marked the same stretch.',
  'everything-marked': 'Everybody marked everything, so that agreement cannot be told from chance.',
  'too-many-sets': 'There are too many different sets of tags to set each against each.',
  'too-complex': 'The best alignment of so many overlapping units cannot be found in reasonable time.',
};

export function defined(value: number): Outcome {
  return { value, reason: null };
}

export function undefinedBecause(reason: UndefinedReason): Outcome {
  return { value: null, reason };
}

/** A whole sentence for the user. */
export function reasonSentence(reason: UndefinedReason): string {
  return SENTENCES[reason];
}
