import { escapeXmlText, xmlTag } from '../xml/write-xml.ts';
import type { QdaCode, QdaCodeBook, QdaSet } from './code-book.ts';

export const QDC_NAMESPACE = 'urn:QDA-XML:codebook:1.0';

/**
 * A `.qdc` file, in lines. Valid by the standard's schema where there is at least one code.
 * @see http://schema.qdasoftware.org/versions/Codebook/v1.0/Codebook.xsd
 */
export function* writeQdc(book: QdaCodeBook): Generator<string> {
  yield '<?xml version="1.0" encoding="utf-8"?>\n';
  yield `${xmlTag('CodeBook', { xmlns: QDC_NAMESPACE, origin: book.origin })}\n`;
  yield* writeCodes(book.codes, '  ');
  if (book.sets.length > 0) {
    yield '  <Sets>\n';
    for (const set of book.sets) yield* writeSet(set, '    ');
    yield '  </Sets>\n';
  }
  yield '</CodeBook>\n';
}

/** The Codes element, which a `.qdpx` project's CodeBook holds too. @param indent stands before each line */
export function* writeCodes(codes: readonly QdaCode[], indent = ''): Generator<string> {
  yield `${indent}<Codes>\n`;
  // A stack of its own: codes may be nested deeper than calls.
  const open: { readonly codes: readonly QdaCode[]; next: number }[] = [{ codes, next: 0 }];
  for (let level = open.at(-1); level !== undefined; level = open.at(-1)) {
    const code = level.codes[level.next++];
    const space = indent + '  '.repeat(open.length);
    if (!code) {
      open.pop();
      if (open.length > 0) yield `${space.slice(2)}</Code>\n`;
      continue;
    }
    const { guid, name, isCodable, colour, description } = code;
    const isEmpty = description === undefined && code.codes.length === 0;
    yield `${space}${xmlTag('Code', { guid, name, isCodable, color: colour }, isEmpty ? '/' : '')}\n`;
    if (isEmpty) continue;
    if (description !== undefined) yield `${space}  ${descriptionElement(description)}\n`;
    open.push({ codes: code.codes, next: 0 });
  }
  yield `${indent}</Codes>\n`;
}

function* writeSet({ guid, name, description, members }: QdaSet, indent: string): Generator<string> {
  yield `${indent}${xmlTag('Set', { guid, name })}\n`;
  if (description !== undefined) yield `${indent}  ${descriptionElement(description)}\n`;
  // Here `guid`, where a project has `targetGUID`.
  for (const member of members) yield `${indent}  ${xmlTag('MemberCode', { guid: member }, '/')}\n`;
  yield `${indent}</Set>\n`;
}

function descriptionElement(description: string): string {
  return `<Description>${escapeXmlText(description)}</Description>`;
}
