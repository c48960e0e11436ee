import { shortHash } from '../ids.ts';
import type { Block, Structure, Zone, ZoneKind } from './document.ts';
import {
  findCredit,
  isCommentMeta,
  isCommentsHeading,
  isCommentsNotice,
  isNotice,
  isOnlyCredit,
  isReferencesHeading,
  isShareLine,
  plain,
} from './patterns.ts';

/** A notice counts only above or below all prose, and this near to an end: elsewhere its words may be the author's. */
const HEAD_BLOCKS = 8;
const TAIL_BLOCKS = 10;
/** Below a comment section, prose of this length means that the document goes on. */
const LONG_PROSE = 1200;

interface Proposal {
  readonly kind: ZoneKind;
  readonly start: number;
  readonly end: number;
  readonly why: string;
}

/**
 * Proposes stretches that are not the document's own prose, in order and apart. It would rather miss one than
 * swallow a sentence of the author's. Ids depend on kind and place alone.
 */
export function proposeZones(text: string, structure: Structure): Zone[] {
  const { blocks } = structure;
  const contents = blocks.map((block) => text.slice(block.start, block.end));
  const comments = findComments(blocks, contents);
  const bodyEnd = comments ? comments.first : blocks.length;
  const proposals: Proposal[] = [];
  if (comments) {
    proposals.push({
      kind: 'comments',
      start: blocks[comments.first]!.start,
      end: blocks[comments.last]!.end,
      why: `begins with “${excerpt(contents[comments.first]!)}”`,
    });
  }
  const isInComments = (i: number) => comments !== null && i >= comments.first && i <= comments.last;
  const references = findReferences(blocks, contents).filter((run) => !isInComments(run.first));
  for (const { first, last, why } of references) {
    proposals.push({ kind: 'references', start: blocks[first]!.start, end: blocks[last]!.end, why });
  }
  const isTaken = (i: number) => isInComments(i) || references.some((run) => i >= run.first && i <= run.last);
  const isProse = (block: Block, i: number) => i < bodyEnd && !isTaken(i) && isBodyProse(block, contents[i]!);
  const body = { first: blocks.findIndex(isProse), last: blocks.findLastIndex(isProse), end: bodyEnd };
  proposals.push(...proposeSingles(blocks, contents, isTaken, body));
  return mergeNeighbours(text, proposals).map(toZone);
}

function toZone({ kind, start, end, why }: Proposal): Zone {
  const place = `${kind}:${start}:${end}`;
  const id = `z${shortHash(place)}${shortHash(`${place}:${why}`).slice(0, 4)}`;
  return { id, kind, start, end, status: 'proposed', why };
}

function excerpt(content: string): string {
  const line = plain(content);
  return line.length > 60 ? `${line.slice(0, 60).replace(/[\ud800-\udbff]$/, '')}…` : line;
}

/** A comment section has a heading, and near it at least one line such as a site puts above a comment. */
function findComments(
  blocks: readonly Block[],
  contents: readonly string[],
): { first: number; last: number } | null {
  for (let first = 0; first < blocks.length; first++) {
    if (!isCommentsHeading(contents[first]!)) continue;
    const near = contents.slice(first + 1, first + 5);
    const isSection = near.some((content) => isCommentMeta(content) || isCommentsNotice(content));
    const isAtEnd = first === blocks.length - 1 && /\d|leave|join/i.test(contents[first]!) && first > 0;
    if (!isSection && !isAtEnd) continue;
    return { first, last: endOfComments(blocks, contents, first) };
  }
  return null;
}

/** To the end of the document, unless the author's own text plainly goes on: a heading over long prose. */
function endOfComments(blocks: readonly Block[], contents: readonly string[], first: number): number {
  let lastMeta = first;
  for (let i = first + 1; i < blocks.length; i++) {
    if (isCommentMeta(contents[i]!) || isCommentsNotice(contents[i]!)) lastMeta = i;
  }
  for (let i = first + 1; i < blocks.length; i++) {
    const { kind } = blocks[i]!;
    if (kind !== 'heading' || isCommentsHeading(contents[i]!) || isCommentMeta(contents[i]!)) continue;
    if (isReferencesHeading(contents[i]!)) return i - 1;
    if (i > lastMeta && proseLength(contents, i + 1, blocks.length) > LONG_PROSE) return i - 1;
  }
  return blocks.length - 1;
}

function proseLength(contents: readonly string[], from: number, to: number): number {
  let length = 0;
  for (let i = from; i < to; i++) if (contents[i]!.length > 200) length += contents[i]!.length;
  return length;
}

function findReferences(
  blocks: readonly Block[],
  contents: readonly string[],
): { first: number; last: number; why: string }[] {
  const runs: { first: number; last: number; why: string }[] = [];
  for (let i = 0; i < blocks.length; i++) {
    if (blocks[i]!.kind !== 'reference') continue;
    const heading = previousContent(blocks, i);
    const hasHeading = heading !== -1 && isReferencesHeading(contents[heading]!);
    const first = hasHeading ? heading : i;
    let last = i;
    let entries = 0;
    for (let k = i; k < blocks.length; k++) {
      const { kind } = blocks[k]!;
      if (kind === 'reference') {
        last = k;
        entries++;
      } else if (kind !== 'furniture') break;
    }
    const count = entries === 1 ? 'one entry' : `${entries} entries`;
    runs.push({
      first,
      last,
      why: hasHeading ? `a list of ${count} under “${excerpt(contents[first]!)}”` : `a list of ${count}`,
    });
    i = last;
  }
  return runs;
}

function previousContent(blocks: readonly Block[], i: number): number {
  let at = i - 1;
  while (at >= 0 && blocks[at]!.kind === 'furniture') at--;
  return at;
}

function isBodyProse(block: Block, content: string): boolean {
  return (
    (block.kind === 'paragraph' || block.kind === 'listItem' || block.kind === 'quote') &&
    content.length > 240
  );
}

function proposeSingles(
  blocks: readonly Block[],
  contents: readonly string[],
  isTaken: (i: number) => boolean,
  body: { readonly first: number; readonly last: number; readonly end: number },
): Proposal[] {
  const proposals: Proposal[] = [];
  blocks.forEach((block, i) => {
    if (isTaken(i)) return;
    const content = contents[i]!;
    const { start, end } = block;
    const isAtHead = i < Math.min(HEAD_BLOCKS, body.first);
    const isAtTail = body.last !== -1 && i > body.last && i >= body.end - TAIL_BLOCKS;
    if (block.kind === 'furniture') {
      proposals.push({ kind: 'pageFurniture', start, end, why: `page furniture: “${excerpt(content)}”` });
    } else if (block.kind === 'caption') {
      const credit = findCredit(content);
      if (!credit) return;
      if (isOnlyCredit(content)) {
        proposals.push({ kind: 'credit', start, end, why: 'nothing but the credit of a picture' });
      } else {
        proposals.push({
          kind: 'credit',
          start: start + credit.start,
          end: start + credit.end,
          why: `the credit of a picture: “${excerpt(content.slice(credit.start, credit.end))}”`,
        });
      }
    } else if (block.kind === 'title' || block.kind === 'code' || block.kind === 'quote') {
      return;
    } else if (isShareLine(content)) {
      proposals.push({ kind: 'share', start, end, why: `asks to share or follow: “${excerpt(content)}”` });
    } else if ((isAtHead || isAtTail) && isNotice(content)) {
      proposals.push({ kind: 'notice', start, end, why: `a notice of the publisher: “${excerpt(content)}”` });
    }
  });
  return proposals;
}

/** Neighbours of one kind with only white space between become one zone, which keeps the first one's reason. */
function mergeNeighbours(text: string, proposals: readonly Proposal[]): Proposal[] {
  const merged: Proposal[] = [];
  for (const proposal of proposals.toSorted((a, b) => a.start - b.start)) {
    const last = merged.at(-1);
    if (last && last.kind === proposal.kind && text.slice(last.end, proposal.start).trim() === '') {
      merged[merged.length - 1] = { ...last, end: proposal.end };
    } else {
      merged.push(proposal);
    }
  }
  return merged;
}
