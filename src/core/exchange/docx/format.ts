import { inChunks, type ExportInput } from '../exchange.ts';
import { singleFile, type ExchangeFiles, type ReadBack, type WritableFormat } from '../format.ts';
import { readLines } from '../lines.ts';
import { heldQuotations, reportCannotHold, reportOf } from '../report/quotation.ts';

/** What a paragraph is; a name of it is the name of its style in Word. */
export const PARAGRAPHS = [
  'Title',
  'Document',
  'Origin',
  'Annotation',
  'Quotation',
  'Fact',
  'Remark',
] as const;
export type ParagraphKind = (typeof PARAGRAPHS)[number];

/**
 * Quotations with what was said of them, as a document for Word. Here as lines of JSON, [kind, text] a paragraph; a
 * codec of the services makes the file of them. `Annotation` holds the id and is hidden.
 */
export const docxFormat: WritableFormat = {
  write: (input) => singleFile(inChunks(writeParagraphs(input))),
  cannotHold: reportCannotHold,
  held: (annotation) => annotation,
  heldOf: heldQuotations,
  readBack,
};

function line(kind: ParagraphKind, text: string): string {
  return `${JSON.stringify([kind, text])}\n`;
}

async function* writeParagraphs(input: ExportInput): AsyncGenerator<string> {
  yield line('Title', input.project.title);
  for await (const document of input.documents) {
    const { title, origin, quotations } = await reportOf(document, input);
    yield line('Document', title);
    if (origin !== '') yield line('Origin', origin);
    for (const { id, quote, facts, note } of quotations) {
      yield line('Annotation', id);
      yield line('Quotation', quote);
      for (const [name, value] of facts) yield line('Fact', `${name}: ${value}`);
      for (const remark of note) yield line('Remark', remark);
    }
  }
}

async function* readBack(files: ExchangeFiles): AsyncGenerator<ReadBack | string> {
  let current: { id: string; quote: string; facts: [string, string][]; note: string[] } | null = null;
  for await (const { line: number, text } of readLines(files.text(''))) {
    const [kind, words] = JSON.parse(text) as [ParagraphKind, string];
    if (kind === 'Annotation') {
      if (current) yield { id: current.id, held: current };
      current = { id: words, quote: '', facts: [], note: [] };
    } else if (kind === 'Quotation' && current) {
      current.quote = words;
    } else if (kind === 'Fact' && current) {
      const colon = words.indexOf(': ');
      current.facts.push([words.slice(0, colon), words.slice(colon + 2)]);
    } else if (kind === 'Remark' && current) {
      current.note.push(words);
    } else if (!PARAGRAPHS.includes(kind)) {
      yield `Paragraph ${number} is of no kind that was written.`;
    }
  }
  if (current) yield { id: current.id, held: current };
}
