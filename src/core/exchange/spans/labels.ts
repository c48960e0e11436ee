import type { Annotation } from '../../annotation/annotation.ts';
import type { Codebook } from '../../codebook/codebook.ts';
import { entryName } from '../../codebook/resolve-entry.ts';
import { asXmlHolds } from '../xml/write-xml.ts';

/** What precedes the name of an entry in a label, so that it is known again for what it is. */
const ACTOR = 'Actor: ';
const CODE = 'Code: ';
/** Of a passage with neither. */
export const BARE_LABEL = 'Passage';

/** A passage's labels, in characters that every format can hold, for tools that know spans with a word each: its actors and codes by name, none twice. */
export function labelsOf(annotation: Annotation, codebook: Codebook): string[] {
  const labels = new Set([
    ...annotation.actors.map(({ actorId }) => asXmlHolds(ACTOR + entryName(codebook, actorId))),
    ...annotation.codes.map((id) => asXmlHolds(CODE + entryName(codebook, id))),
  ]);
  return labels.size > 0 ? [...labels] : [BARE_LABEL];
}

/** All labels that a codebook gives rise to, for a tool's own configuration. */
export function labelsOfCodebook(codebook: Codebook): string[] {
  return [
    BARE_LABEL,
    ...codebook.actors.map(({ name }) => ACTOR + name),
    ...codebook.codes.map(({ name }) => CODE + name),
  ];
}

export type LabelMeaning =
  | { readonly kind: 'actor' | 'code'; readonly name: string }
  | { readonly kind: 'bare' }
  /** Somebody else's word. */
  | { readonly kind: 'foreign'; readonly name: string };

export function readLabel(label: string): LabelMeaning {
  const words = label.trim();
  if (words === '' || words === BARE_LABEL) return { kind: 'bare' };
  if (words.startsWith(ACTOR)) return { kind: 'actor', name: words.slice(ACTOR.length) };
  if (words.startsWith(CODE)) return { kind: 'code', name: words.slice(CODE.length) };
  return { kind: 'foreign', name: words };
}
