import { FileText, FolderOpen, Highlighter, StickyNote, Tag, User } from 'lucide-react';
import type { EntryReference } from '../../core/memo/memo-content.ts';
import type { MemoTarget } from '../../core/memo/memo.ts';

const ICONS = {
  project: FolderOpen,
  document: FileText,
  actor: User,
  code: Tag,
  annotation: Highlighter,
  memo: StickyNote,
} as const;

export function EntryIcon({ kind }: { readonly kind: EntryReference['kind'] | MemoTarget['kind'] }) {
  const Icon = ICONS[kind];
  return <Icon size={13} aria-hidden="true" className="entry-icon" />;
}
