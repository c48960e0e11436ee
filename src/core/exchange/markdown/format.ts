import { inChunks, type ExportInput } from '../exchange.ts';
import { singleFile, type ExchangeFiles, type ReadBack, type WritableFormat } from '../format.ts';
import { readLines } from '../lines.ts';
import { heldQuotations, reportCannotHold, reportOf, type Quotation } from '../report/quotation.ts';

/** Quotations with what was said of them, document by document, as CommonMark. */
export const markdownFormat: WritableFormat = {
  write: (input) => singleFile(inChunks(writeReport(input))),
  cannotHold: reportCannotHold,
  held: (annotation) => annotation,
  heldOf: heldQuotations,
  readBack,
};

async function* writeReport(input: ExportInput): AsyncGenerator<string> {
  yield `# ${escape(input.project.title.replace(/\s+/gu, ' '))}\n`;
  for await (const document of input.documents) {
    const { title, origin, quotations } = await reportOf(document, input);
    yield `\n## ${escape(title)}\n`;
    if (origin !== '') yield `\n*${escape(origin)}*\n`;
    for (const quotation of quotations) yield lines(quotation);
  }
}

function lines({ id, quote, facts, note }: Quotation): string {
  const said = facts.map(([name, value]) => `- **${name}:** ${escape(value)}\n`).join('');
  const remarks = note.map((line) => `- **Note:** ${escape(line)}\n`).join('');
  return `\n<!-- annotation ${id} -->\n> ${escape(quote)}\n\n${said}${remarks}`;
}

const SPECIAL = /[\\`*_{}[\]<>()#+.!|~&$^=:"'-]/g;

function escape(text: string): string {
  return text.replace(SPECIAL, '\\$&');
}

function unescape(text: string): string {
  return text.replace(/\\([!-/:-@[-`{-~])/g, '$1');
}

async function* readBack(files: ExchangeFiles): AsyncGenerator<ReadBack | string> {
  let current: { id: string; quote: string; facts: [string, string][]; note: string[] } | null = null;
  for await (const { line, text } of readLines(files.text(''))) {
    const id = /^<!-- annotation (\S+) -->$/.exec(text)?.[1];
    const fact = /^- \*\*(\w+):\*\* (.*)$/u.exec(text);
    if (id !== undefined) {
      if (current) yield { id: current.id, held: current };
      current = { id, quote: '', facts: [], note: [] };
    } else if (fact && current) {
      if (fact[1] === 'Note') current.note.push(unescape(fact[2]!));
      else current.facts.push([fact[1]!, unescape(fact[2]!)]);
    } else if (text.startsWith('> ') && current) {
      current.quote = unescape(text.slice(2));
    } else if (current && text !== '' && !text.startsWith('#') && !text.startsWith('*') && text !== '>') {
      yield `Line ${line} is of nothing that was exported.`;
    }
  }
  if (current) yield { id: current.id, held: current };
}
