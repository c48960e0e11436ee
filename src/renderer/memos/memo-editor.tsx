import { Editor, type Content } from '@tiptap/core';
import { Bold, Heading2, Italic, List, ListOrdered, TextQuote } from 'lucide-react';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { isEqual } from '../../core/equal.ts';
import type { EntryReference, MemoBlock, MemoContent } from '../../core/memo/memo-content.ts';
import type { ProjectSnapshot } from '../../contract/calls.ts';
import { getState } from '../app/state.ts';
import { t } from '../i18n/texts.ts';
import { IconButton } from '../ui/button.tsx';
import { describeReference, offerEntries, openEntry } from './entries.ts';
import { hitShown } from './memo-actions.ts';
import { rangeInEditor } from './memo-hit.ts';
import { fromEditorDocument, toEditorDocument } from './memo-document.ts';
import { memoExtensions, type LinkedEntry } from './memo-extensions.ts';
import { EntrySuggestions, LIST_ID, optionId, type Suggesting } from './entry-suggestions.tsx';

/** How long the text must rest before it is kept; it is kept at once when it is left. */
const KEEP_AFTER_MS = 1500;

/** What is offered after which characters. */
const TRIGGERS: readonly { readonly char: string; readonly kinds: readonly EntryReference['kind'][] }[] = [
  { char: '@', kinds: ['actor'] },
  { char: '#', kinds: ['document'] },
  { char: '[[', kinds: ['memo', 'document', 'code', 'actor'] },
];

interface MemoEditorProps {
  readonly project: ProjectSnapshot;
  readonly content: MemoContent;
  readonly isEditable: boolean;
  readonly label: string;
  /** What of the text is to be shown and selected, once. */
  readonly hit: { readonly start: number; readonly end: number } | null;
  onKeep(content: MemoBlock[]): void;
}

/** A memo's text in TipTap. What it holds goes out, and comes in, as a memo's own content. */
export function MemoEditor({ project, content, isEditable, label, hit, onKeep }: MemoEditorProps) {
  const host = useRef<HTMLDivElement>(null);
  const editorRef = useRef<Editor | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const [suggesting, setSuggesting] = useState<Suggesting | null>(null);
  const suggestingNow = useRef<Suggesting | null>(null);
  /** What was last given away to be kept. */
  const sent = useRef<MemoContent | null>(null);
  const [, redraw] = useState(0);

  const keep = useEffectEvent(() => {
    if (timer.current) clearTimeout(timer.current);
    timer.current = null;
    const { current: editor } = editorRef;
    if (!editor) return;
    const next = fromEditorDocument(editor.getJSON());
    if (isEqual(next, content)) return;
    sent.current = next;
    onKeep(next);
  });

  useEffect(() => {
    function show(next: Suggesting | null): void {
      suggestingNow.current = next;
      setSuggesting(next);
    }
    const describe = (entry: LinkedEntry) => {
      const { project: present } = getState();
      return present ? describeReference(present, entry.to, entry.name) : { name: entry.name, isGone: false };
    };
    const editor = new Editor({
      element: host.current!,
      extensions: memoExtensions(
        TRIGGERS.map(({ char, kinds }) => ({
          char,
          allowSpaces: true,
          items: ({ query }) => {
            const { project: present } = getState();
            return present ? offerEntries(present, kinds, query) : [];
          },
          command: ({ editor: into, range, props }) => {
            into
              .chain()
              .focus()
              .insertContentAt(range, [
                { type: 'entryLink', attrs: { to: props.to, name: props.name } },
                { type: 'text', text: ' ' },
              ])
              .run();
          },
          render: () => ({
            onStart: (props) => show(suggestingOf(props, 0)),
            onUpdate: (props) => show(suggestingOf(props, 0)),
            onKeyDown: ({ event }) => onSuggestionKey(event, suggestingNow.current, show),
            onExit: () => show(null),
          }),
        })),
        describe,
      ),
      content: toEditorDocument(content) as Content,
      editable: isEditable,
      injectCSS: false,
      editorProps: {
        attributes: {
          class: 'memo-text',
          'aria-label': label,
          'aria-multiline': 'true',
          role: 'textbox',
          dir: 'auto',
        },
        handleClickOn(_view, _position, node) {
          if (node.type.name !== 'entryLink') return false;
          openEntry((node.attrs as LinkedEntry).to);
          return true;
        },
      },
      onUpdate() {
        if (timer.current) clearTimeout(timer.current);
        timer.current = setTimeout(keep, KEEP_AFTER_MS);
      },
      onTransaction: () => redraw((count) => count + 1),
      onBlur: () => keep(),
    });
    editorRef.current = editor;
    redraw((count) => count + 1);
    return () => {
      keep();
      editorRef.current = null;
      editor.destroy();
    };
    // Made once for a memo: `key` makes another for another.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, []);

  // Undo, or another window: what is being typed here is ahead of it, and stays.
  useEffect(() => {
    const { current: editor } = editorRef;
    if (!editor || timer.current) return;
    const present = fromEditorDocument(editor.getJSON());
    if (isEqual(present, content)) return;
    // What could not be saved stays here, and is tried again when it is left.
    if (getState().saving.failure !== null && sent.current && isEqual(present, sent.current)) return;
    editor.commands.setContent(toEditorDocument(content), { emitUpdate: false });
  }, [content]);
  useEffect(() => {
    editorRef.current?.setEditable(isEditable, false);
  }, [isEditable]);
  useEffect(() => {
    if (!hit || !editorRef.current) return;
    showHit(editorRef.current, hit);
    hitShown();
  }, [hit]);
  useEffect(() => {
    const element = editorRef.current?.view.dom;
    if (!element) return;
    const isOpen = suggesting !== null && suggesting.items.length > 0;
    if (isOpen) {
      element.setAttribute('aria-controls', LIST_ID);
      element.setAttribute('aria-activedescendant', optionId(suggesting.active));
    } else {
      element.removeAttribute('aria-controls');
      element.removeAttribute('aria-activedescendant');
    }
  }, [suggesting]);

  const editor = editorRef.current;
  return (
    <div className="memo-editor" data-editable={isEditable || undefined}>
      {isEditable && editor ? <Toolbar editor={editor} /> : null}
      <div ref={host} className="memo-editor__text" />
      {isEditable ? <p className="memo-editor__hint">{t('memos.linkHint')}</p> : null}
      {suggesting && suggesting.items.length > 0 ? (
        <EntrySuggestions project={project} suggesting={suggesting} />
      ) : null}
    </div>
  );
}

/** Selects it, in the middle of what is in sight. */
function showHit(editor: Editor, hit: { readonly start: number; readonly end: number }): void {
  const range = rangeInEditor(editor.state.doc, hit.start, hit.end);
  if (!range) return;
  const { view } = editor;
  if (editor.isEditable) {
    editor.chain().setTextSelection(range).focus(undefined, { scrollIntoView: false }).run();
  }
  const [from, to] = [view.domAtPos(range.from), view.domAtPos(range.to)];
  // Another's memo takes no keys: what was found is selected as it is in any page.
  if (!editor.isEditable)
    document.getSelection()?.setBaseAndExtent(from.node, from.offset, to.node, to.offset);
  const element = from.node instanceof Element ? from.node : from.node.parentElement;
  element?.scrollIntoView({ block: 'center' });
}

function suggestingOf(
  props: {
    readonly items: LinkedEntry[];
    readonly clientRect?: (() => DOMRect | null) | null;
    command(entry: LinkedEntry): void;
  },
  active: number,
): Suggesting {
  const rect = props.clientRect?.() ?? null;
  return {
    items: props.items,
    active,
    at: rect ? { left: rect.left, top: rect.top, bottom: rect.bottom } : null,
    pick: (entry) => props.command(entry),
  };
}

/** Whether the key was the list's. */
function onSuggestionKey(
  event: KeyboardEvent,
  suggesting: Suggesting | null,
  show: (next: Suggesting | null) => void,
): boolean {
  if (!suggesting || suggesting.items.length === 0) return false;
  const { items, active } = suggesting;
  switch (event.key) {
    case 'ArrowDown':
    case 'ArrowUp': {
      const step = event.key === 'ArrowDown' ? 1 : -1;
      show({ ...suggesting, active: (active + step + items.length) % items.length });
      return true;
    }
    case 'Enter':
    case 'Tab':
      suggesting.pick(items[active]!);
      return true;
    case 'Escape':
      event.stopPropagation();
      show(null);
      return true;
    default:
      return false;
  }
}

function Toolbar({ editor }: { readonly editor: Editor }) {
  const chain = () => editor.chain().focus();
  const tools = [
    { key: 'bold', icon: Bold, is: editor.isActive('bold'), run: () => chain().toggleBold().run() },
    { key: 'italic', icon: Italic, is: editor.isActive('italic'), run: () => chain().toggleItalic().run() },
    {
      key: 'heading',
      icon: Heading2,
      is: editor.isActive('heading'),
      run: () => chain().toggleHeading({ level: 2 }).run(),
    },
    {
      key: 'list',
      icon: List,
      is: editor.isActive('bulletList'),
      run: () => chain().toggleBulletList().run(),
    },
    {
      key: 'numbers',
      icon: ListOrdered,
      is: editor.isActive('orderedList'),
      run: () => chain().toggleOrderedList().run(),
    },
    {
      key: 'quote',
      icon: TextQuote,
      is: editor.isActive('blockquote'),
      run: () => chain().toggleBlockquote().run(),
    },
  ] as const;
  return (
    <div className="memo-editor__tools" role="toolbar" aria-label={t('memos.format')}>
      {tools.map(({ key, icon: Icon, is, run }) => (
        <IconButton
          key={key}
          label={t(`memos.tool.${key}`)}
          size="small"
          aria-pressed={is}
          // The text keeps its selection, and is not left.
          onMouseDown={(event) => event.preventDefault()}
          onClick={run}
        >
          <Icon size={15} />
        </IconButton>
      ))}
    </div>
  );
}
