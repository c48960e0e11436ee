import { codeSchema, type Code, type Codebook, type CodeColour, type CodebookChange } from './codebook.ts';

export interface CodeSet {
  readonly name: string;
  readonly description: string;
  /** The set's own code first, every parent before its children. Ids are fixed, so that the set is known again. */
  readonly codes: readonly Code[];
}

interface SetCode {
  readonly id: string;
  readonly name: string;
  readonly definition: string;
  readonly colour: CodeColour;
  readonly parent?: string;
}

/** Classes and their four groups as in the PLOVER manual, table 7.2; the definitions are Postil's own words. */
const PLOVER: readonly SetCode[] = [
  {
    id: 'c-plover',
    name: 'Event class (PLOVER)',
    definition: 'What kind of political event the passage reports. Code the event, not its tone.',
    colour: 'slate',
  },
  ...ploverGroup('verbal-cooperation', 'Verbal cooperation', 'teal', [
    ['AGREE', 'Says that it agrees, or is willing to act, meet, settle or give way later.'],
    ['CONSULT', 'Meets, visits, telephones, negotiates or mediates.'],
    ['SUPPORT', 'Praises, endorses or defends; signs, ratifies or widens a tie that is not material.'],
    ['CONCEDE', 'Gives way: eases a restriction, frees prisoners, drops a demand.'],
  ]),
  ...ploverGroup('material-cooperation', 'Material cooperation', 'green', [
    ['COOPERATE', 'Works together in deed: trade, joint operations, shared intelligence or justice.'],
    ['AID', 'Gives material help: money, arms, relief, asylum, protection.'],
    ['RETREAT', 'Withdraws, surrenders, ceases fire or hands over in the field.'],
  ]),
  ...ploverGroup('verbal-conflict', 'Verbal conflict', 'amber', [
    ['REQUEST', 'Asks, demands or orders, without saying what follows a refusal.'],
    ['ACCUSE', 'Blames, condemns, complains, charges with a wrong.'],
    ['REJECT', 'Refuses a proposal, a meeting, a demand or a mediation.'],
    ['SANCTION', 'Cuts or suspends relations, aid or trade; puts under embargo; expels.'],
    ['THREATEN', 'Says what harm will follow: sanctions, force, attack.'],
  ]),
  ...ploverGroup('material-conflict', 'Material conflict', 'red', [
    ['PROTEST', 'Demonstrates, strikes, marches, blocks a road, riots.'],
    ['MOBILIZE', 'Moves or readies armed forces or police, short of using them.'],
    ['COERCE', 'Represses without killing: arrests, seizes, censors, imposes a curfew, evicts.'],
    ['ASSAULT', 'Uses physical force: bombs, shoots, raids, abducts, tortures, kills.'],
  ]),
];

function ploverGroup(
  slug: string,
  name: string,
  colour: CodeColour,
  classes: readonly (readonly [name: string, definition: string])[],
): SetCode[] {
  const id = `c-plover-${slug}`;
  return [
    { id, name, definition: `PLOVER classes of ${name.toLowerCase()}.`, colour, parent: 'c-plover' },
    ...classes.map(([className, definition]) => ({
      id: `c-plover-${className.toLowerCase()}`,
      name: className,
      definition,
      colour,
      parent: id,
    })),
  ];
}

/** Steps and percentages as in ICD 203; each has two words, from two rows that must not be mixed in one text. */
const LIKELIHOOD: readonly SetCode[] = [
  {
    id: 'c-likelihood',
    name: 'Likelihood (ICD 203)',
    definition:
      'How likely the text says that something is. Not how sure you are of your reading: that is certainty.',
    colour: 'slate',
  },
  ...(
    [
      ['almost-no-chance', 'Almost no chance', 'remote', '1–5'],
      ['very-unlikely', 'Very unlikely', 'highly improbable', '5–20'],
      ['unlikely', 'Unlikely', 'improbable', '20–45'],
      ['even-chance', 'Roughly even chance', 'roughly even odds', '45–55'],
      ['likely', 'Likely', 'probable', '55–80'],
      ['very-likely', 'Very likely', 'highly probable', '80–95'],
      ['almost-certain', 'Almost certain', 'nearly certain', '95–99'],
    ] as const
  ).map(([slug, word, other, percent]) => ({
    id: `c-likelihood-${slug}`,
    name: `${word} / ${other}`,
    definition: `${percent} %. Do not mix the two rows of words in one text.`,
    colour: 'blue' as const,
    parent: 'c-likelihood',
  })),
];

export const CODE_SETS: readonly CodeSet[] = [
  {
    name: 'Event classes (PLOVER)',
    description: 'Sixteen classes of political events in four groups, from agreement to assault.',
    codes: PLOVER.map((code) => codeSchema.parse(code)),
  },
  {
    name: 'Likelihood words (ICD 203)',
    description: 'Seven steps of likelihood, each with its two words and its range in percent.',
    codes: LIKELIHOOD.map((code) => codeSchema.parse(code)),
  },
];

/**
 * The changes that add what of the set is not in the codebook. A code that is there is left as it is, renamed or moved
 * or not; one whose parent was moved elsewhere still goes under it.
 */
export function addCodeSet(codebook: Codebook, set: CodeSet): CodebookChange[] {
  const present = new Set<string>(codebook.codes.map((code) => code.id));
  return set.codes
    .filter((code) => !present.has(code.id))
    .map((after) => ({ kind: 'code', before: null, after }));
}
