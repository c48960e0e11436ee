import { labelOf, writeEntry, type ExportFormat } from './format-table.ts';
import type { ExportFrame, Loss } from './exchange.ts';

/** What a card says beside the project itself. */
export interface CardFacts {
  readonly format: ExportFormat;
  readonly counts: { readonly documents: number; readonly annotations: number; readonly stances: number };
  /** How many annotations each annotator has in the export, by the names in it. */
  readonly annotators: readonly (readonly [name: string, annotations: number])[];
  /** What was chosen, a sentence each; empty where everything was taken. */
  readonly choices: readonly string[];
  readonly losses: readonly Loss[];
  readonly selfCheck: { readonly compared: number; readonly differences: readonly string[] };
  /** By their names in the export; '' is the single file. */
  readonly files: readonly { readonly name: string; readonly bytes: number }[];
}

/** By it Postil knows its own cards, and what it may replace. */
const MARK = '<!-- postil-export 1 -->';
const FILES_HEAD = '## Files';

/** The dataset card of an export, Markdown: what it is, of when, how made, what is not in it. */
export function writeCard(frame: ExportFrame, facts: CardFacts): string {
  const { project, codebook } = frame;
  const { counts, losses, selfCheck } = facts;
  const { offsets } = writeEntry(facts.format);
  const lines = [
    MARK,
    '',
    `# ${escape(project.title)}: ${labelOf(facts.format)}`,
    '',
    `Exported from Postil at ${frame.exportedAt}.`,
    '',
    '| | |',
    '| --- | --- |',
    `| Documents | ${counts.documents} |`,
    `| Annotations | ${counts.annotations} |`,
    `| Stances | ${counts.stances} |`,
    `| Codebook | revision ${codebook.revision}, ${codebook.actors.length} actors, ${codebook.codes.length} codes |`,
    `| Offsets | ${offsets === 'none' ? 'none in this format' : `${offsets}, half-open`} |`,
    `| Project | ${project.id} |`,
    '',
    '## What was chosen',
    '',
    ...(facts.choices.length === 0 ? ['Everything.'] : facts.choices.map((choice) => `- ${escape(choice)}`)),
    '',
    '## Annotators',
    '',
    ...facts.annotators.map(([name, count]) => `- ${escape(name)}: ${times(count, 'annotation')}`),
    ...(facts.annotators.length === 0 ? ['None.'] : []),
    '',
    '## Scales',
    '',
    ...scaleTable('Polarity', Object.entries(codebook.scales.polarity).toSorted(byPolarity)),
    ...scaleTable('Source', Object.entries(codebook.scales.source)),
    ...scaleTable('Information', Object.entries(codebook.scales.information)),
    'F and 6 mean *cannot be judged*: missing data, never a low grade. Neutral (0) and unclear are different answers.',
    '',
    '## What this format cannot hold',
    '',
    ...(losses.length === 0
      ? ['Nothing is lost.']
      : losses.map(({ what, count }) => `- ${escape(what)}: ${count}`)),
    '',
    '## Self-check',
    '',
    selfCheck.differences.length === 0
      ? `The export was read back and compared: all ${selfCheck.compared} annotations are equal, but for what is listed above.`
      : `The export was read back and compared: of ${selfCheck.compared} annotations, these differ:`,
    ...selfCheck.differences.map((difference) => `- ${escape(difference)}`),
    '',
    FILES_HEAD,
    '',
    ...facts.files.map(({ name, bytes }) =>
      name === '' ? `- the file itself (${bytes} bytes)` : `- \`${name}\` (${bytes} bytes)`,
    ),
    '',
  ];
  return lines.join('\n');
}

/** The names of the files that a card lists; `null` for a text that is no card of Postil's. */
export function listedFiles(card: string): string[] | null {
  if (!card.startsWith(MARK)) return null;
  const files = card.split(`\n${FILES_HEAD}\n`).at(-1)!;
  return [...files.matchAll(/^- `([^`]+)` \(\d+ bytes\)$/gm)].map((match) => match[1]!);
}

function scaleTable(name: string, labels: readonly (readonly [string, string])[]): string[] {
  return [
    `| ${name} | |`,
    '| --- | --- |',
    ...labels.map(([value, label]) => `| ${value} | ${escape(label)} |`),
    '',
  ];
}

function byPolarity([a]: readonly [string, string], [b]: readonly [string, string]): number {
  const rank = (value: string): number => (value === 'unclear' ? 3 : Number(value));
  return rank(a) - rank(b);
}

function times(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

/** Names and notes are data: no Markdown, no HTML, one line. */
function escape(text: string): string {
  return text
    .replace(/\s+/gu, ' ')
    .replace(/[\\`*_[\]|#~]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .trim();
}
