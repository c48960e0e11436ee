/** What a long operation is at; `{about}` is the document or file that it names. */
const SENTENCES = {
  readingLayers: 'Reading the layers',
  takingLayers: 'Looking at the layers that came',
  savingLayers: 'Saving the layers',
  comparingLayers: 'Comparing the layers',
  reckoning: 'Reckoning agreement',
  readingTexts: 'Reading the texts',
  indexing: 'Indexing annotations',
  findingMentions: 'Finding mentions in {about}',
  mentionsFound: 'Mentions found',
  checking: 'Checking {about}',
  checked: 'Checked',
  importing: 'Importing {about}',
  imported: 'Imported',
} as const;

export type StepId = keyof typeof SENTENCES;
export const STEP_IDS = Object.keys(SENTENCES) as readonly StepId[] as readonly [StepId, ...StepId[]];

/** A step by its id, for interfaces with texts of their own, and as an English sentence. */
export interface Step {
  readonly step: StepId;
  /** What the sentence names; empty where it names nothing. */
  readonly about: string;
  readonly message: string;
}

export function stepOf(step: StepId, about = ''): Step {
  return { step, about, message: SENTENCES[step].replace('{about}', () => about) };
}
