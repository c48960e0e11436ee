import type { SpanDocument } from './span-document.ts';

/**
 * The name, without its ending, of a document's file as one annotator has it: `<document>.<annotator>`, or the
 * document's alone where nobody has a layer. Ids are made for file names.
 */
export function spanFileName({ extension }: SpanDocument): string {
  const { document, annotator } = extension;
  return annotator === null ? document.id : `${document.id}.${annotator.id}`;
}

/** A title for a text that came in a file of its own. */
export function titleOfFile(name: string, label: string): string {
  const base = (name === '' ? label : name).split('/').at(-1)!;
  return base.replace(/\.[^.]+$/, '') || label;
}

/** How a sentence names a file of several, by its name, or the only one, whose name is empty. */
export function itOrFile(name: string): string {
  return name === '' ? 'It' : `“${name}”`;
}
