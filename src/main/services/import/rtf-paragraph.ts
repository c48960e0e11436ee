import type { MarkupFlow } from './markup-flow.ts';

export interface RtfRun {
  text: string;
  readonly isBold: boolean;
  readonly isItalic: boolean;
  readonly href: string | null;
}

/** What a paragraph is, as its end finds it. */
export interface RtfShape {
  readonly role: 'title' | 'quote' | 'caption' | null;
  /** 1 to 6, or 0 for no heading. */
  readonly heading: number;
  /** 1 and more inside a list, else 0. */
  readonly listLevel: number;
  /** The item's marker as the file has it written out. */
  readonly marker: string;
}

export interface RtfParagraph {
  readonly runs: readonly RtfRun[];
  readonly shape: RtfShape;
}

/** Tells a flow of a paragraph in HTML's words. */
export function writeRtfParagraph(flow: MarkupFlow, { runs, shape }: RtfParagraph): void {
  const { role, heading, listLevel, marker } = shape;
  const elements: [string, Record<string, string>?][] = [];
  if (role === 'title') elements.push(['title']);
  else if (heading > 0) elements.push([`h${heading}`]);
  else if (listLevel > 0) {
    for (let level = 0; level < listLevel; level++) elements.push(['ul']);
    elements.push(['li', marker === '' ? {} : { 'data-marker': marker }]);
  } else if (role === 'quote') elements.push(['blockquote'], ['p']);
  else if (role === 'caption') elements.push(['figcaption']);
  else elements.push(['p']);
  for (const element of elements) flow.open(...element);
  for (const run of runs) writeRun(flow, run);
  for (const _ of elements) flow.close();
}

function writeRun(flow: MarkupFlow, { text, isBold, isItalic, href }: RtfRun): void {
  const elements: [string, Record<string, string>?][] = [];
  if (href !== null) elements.push(['a', { href }]);
  if (isBold) elements.push(['strong']);
  if (isItalic) elements.push(['em']);
  for (const element of elements) flow.open(...element);
  text.split('\n').forEach((line, i) => {
    if (i > 0) {
      flow.open('br');
      flow.close();
    }
    flow.text(line);
  });
  for (const _ of elements) flow.close();
}
