import type { Codebook, Scales } from './codebook.ts';

/**
 * Source and information labels as in the MISP taxonomy `admiralty-scale`, after AJP-2.1. The polarity labels are
 * Postil's defaults (no standard wording exists for five points); a project may reword them.
 */
export const DEFAULT_SCALES: Scales = {
  polarity: {
    '-2': 'Strongly opposes',
    '-1': 'Opposes',
    '0': 'Neutral',
    '1': 'Supports',
    '2': 'Strongly supports',
    unclear: 'Unclear',
  },
  source: {
    A: 'Completely reliable',
    B: 'Usually reliable',
    C: 'Fairly reliable',
    D: 'Not usually reliable',
    E: 'Unreliable',
    F: 'Reliability cannot be judged',
  },
  information: {
    '1': 'Confirmed by other sources',
    '2': 'Probably true',
    '3': 'Possibly true',
    '4': 'Doubtful',
    '5': 'Improbable',
    '6': 'Truth cannot be judged',
  },
};

export function emptyCodebook(): Codebook {
  return { revision: 0, actors: [], codes: [], scales: DEFAULT_SCALES, history: [] };
}
