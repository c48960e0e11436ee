import type { Inline, Structure } from '../../../src/core/document/document.ts';

/** A structure as lines such as `heading2: What follows`, so that a baseline can be read. */
export function showBlocks(text: string, structure: Structure): string[] {
  return structure.blocks.map((block) => {
    const marker = block.marker === undefined ? '' : ` ${block.marker}`;
    return `${block.kind}${block.level ?? ''}${marker}: ${text.slice(block.start, block.end).replaceAll('\n', '⏎')}`;
  });
}

export function showInlines(text: string, inlines: readonly Inline[]): string[] {
  return inlines.map(
    (inline) =>
      `${inline.kind}: ${text.slice(inline.start, inline.end)}${inline.href === undefined ? '' : ` -> ${inline.href}`}`,
  );
}

/** What every structure must be; answers with the first fault, or null. */
export function findStructureFault(text: string, structure: Structure): string | null {
  let at = 0;
  for (const block of structure.blocks) {
    if (block.start >= block.end) return `an empty block at ${block.start}`;
    if (block.start < at) return `a block at ${block.start} overlaps the one before`;
    if (text.slice(at, block.start).trim() !== '') return `text outside blocks at ${at}`;
    if (block.end - block.start > 50_000) return `a block of ${block.end - block.start} at ${block.start}`;
    if (splits(text, block.start) || splits(text, block.end)) return `a pair is split at ${block.start}`;
    at = block.end;
  }
  if (at > text.length) return 'a block ends beyond the text';
  if (text.slice(at).trim() !== '') return `text after the last block at ${at}`;
  for (const inline of structure.inlines) {
    if (inline.start >= inline.end || inline.end > text.length) return `a bad inline at ${inline.start}`;
    if (splits(text, inline.start) || splits(text, inline.end))
      return `an inline splits a pair at ${inline.start}`;
    if (inline.href !== undefined && inline.href.length > 2000) return 'a long href';
  }
  return null;
}

function splits(text: string, at: number): boolean {
  const before = text.charCodeAt(at - 1);
  const after = text.charCodeAt(at);
  return before >= 0xd800 && before < 0xdc00 && after >= 0xdc00 && after < 0xe000;
}
