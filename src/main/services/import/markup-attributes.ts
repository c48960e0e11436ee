export type Attributes = Readonly<Record<string, string>>;

const SKIPPED = new Set(
  'head script style template noscript svg math object embed iframe applet audio video canvas select textarea input button datalist'.split(
    ' ',
  ),
);

export function isHidden(name: string, attributes: Attributes): boolean {
  if (SKIPPED.has(name) || 'hidden' in attributes) return true;
  return /(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)/i.test(attributes['style'] ?? '');
}

/** The level that a heading had before somebody took it for another. */
export function levelOf(attributes: Attributes): number | null {
  const level = /^[1-6]$/.exec(attributes['data-level'] ?? '')?.[0];
  return level === undefined ? null : Number(level);
}

export function pageLabel(attributes: Attributes): string {
  const told =
    attributes['title'] ?? attributes['aria-label'] ?? /(\d+|[ivxlc]+)$/i.exec(attributes['id'] ?? '')?.[1];
  return told?.replace(/^\s*page\s+/i, '').trim() || '?';
}

export function isBacklink(name: string, attributes: Attributes): boolean {
  return (
    name === 'a' &&
    (/\bfootnote-back\b/.test(attributes['class'] ?? '') ||
      /^#(?:foot|end)note-ref-/.test(attributes['href'] ?? ''))
  );
}

export function isNoteList(attributes: Attributes, role: string): boolean {
  return /\b(?:footnotes|endnotes|rearnotes)\b/.test(`${role} ${attributes['class'] ?? ''}`);
}

export function isNote(name: string, attributes: Attributes, role: string, isInList: boolean): boolean {
  if (/\b(?:doc-)?(?:footnote|endnote|rearnote)\b(?!-)/.test(role)) return true;
  if (name !== 'li' && name !== 'note') return false;
  return name === 'note' || isInList || /^(?:foot|end)note-\d+$/.test(attributes['id'] ?? '');
}
