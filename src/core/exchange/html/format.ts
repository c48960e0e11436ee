import { inChunks, type ExportInput } from '../exchange.ts';
import { singleFile, type ExchangeFiles, type ReadBack, type WritableFormat } from '../format.ts';
import { readLines } from '../lines.ts';
import { heldQuotations, reportCannotHold, reportOf, type Quotation } from '../report/quotation.ts';
import { escapeXmlAttribute, escapeXmlText } from '../xml/write-xml.ts';
import { STYLE } from './style.ts';

/** A page of its own, with no script and nothing fetched: quotations with what was said of them, document by document. */
export const htmlFormat: WritableFormat = {
  write: (input) => singleFile(inChunks(writeReport(input))),
  cannotHold: reportCannotHold,
  held: (annotation) => annotation,
  heldOf: heldQuotations,
  readBack,
};

async function* writeReport(input: ExportInput): AsyncGenerator<string> {
  const title = escapeXmlText(input.project.title);
  yield `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="generator" content="Postil">
<title>${title}</title>
<style>${STYLE}</style>
</head>
<body>
<header><h1>${title}</h1><p>Exported ${escapeXmlText(input.exportedAt)}</p></header>
<main>
`;
  for await (const document of input.documents) {
    const { title: name, origin, quotations } = await reportOf(document, input);
    yield `<section>\n<h2 dir="auto">${escapeXmlText(name)}</h2>\n`;
    if (origin !== '') yield `<p class="origin" dir="auto">${escapeXmlText(origin)}</p>\n`;
    for (const quotation of quotations) yield article(quotation);
    yield '</section>\n';
  }
  yield '</main>\n</body>\n</html>\n';
}

/** One thing a line: the self-check reads it so. */
function article({ id, quote, facts, note }: Quotation): string {
  const said = facts
    .map(([name, value]) => `<dt>${name}</dt><dd dir="auto">${escapeXmlText(value)}</dd>\n`)
    .join('');
  const remarks = note.map((line) => `<p class="note" dir="auto">${escapeXmlText(line)}</p>\n`).join('');
  return `<article id="a-${escapeXmlAttribute(id)}">\n<blockquote dir="auto">${escapeXmlText(quote)}</blockquote>\n<dl>\n${said}</dl>\n${remarks}</article>\n`;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#13': '\r' };

function unescape(html: string): string {
  return html.replace(/&(amp|lt|gt|quot|#13);/g, (_, name: string) => ENTITIES[name]!);
}

async function* readBack(files: ExchangeFiles): AsyncGenerator<ReadBack | string> {
  let current: { id: string; quote: string; facts: [string, string][]; note: string[] } | null = null;
  for await (const { text } of readLines(files.text(''))) {
    const id = /^<article id="a-([^"]+)">$/.exec(text)?.[1];
    const quote = /^<blockquote dir="auto">(.*)<\/blockquote>$/u.exec(text)?.[1];
    const fact = /^<dt>(\w+)<\/dt><dd dir="auto">(.*)<\/dd>$/u.exec(text);
    const note = /^<p class="note" dir="auto">(.*)<\/p>$/u.exec(text)?.[1];
    if (id !== undefined) current = { id: unescape(id), quote: '', facts: [], note: [] };
    else if (!current) continue;
    else if (quote !== undefined) current.quote = unescape(quote);
    else if (fact) current.facts.push([fact[1]!, unescape(fact[2]!)]);
    else if (note !== undefined) current.note.push(unescape(note));
    else if (text === '</article>') {
      yield { id: current.id, held: current };
      current = null;
    }
  }
  if (current) yield 'The last annotation has no end: the file was cut off.';
}
