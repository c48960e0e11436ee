import type { AnyExtension, Extensions } from '@tiptap/core';
import { Mention, type MentionOptions } from '@tiptap/extension-mention';
import { StarterKit } from '@tiptap/starter-kit';
import type { SuggestionOptions } from '@tiptap/suggestion';
import { entryReferenceSchema, type EntryReference } from '../../core/memo/memo-content.ts';

/** An entry that a link may point at, as it is offered and as it is called now. */
export interface LinkedEntry {
  readonly to: EntryReference;
  readonly name: string;
}

type EntrySuggestion = Omit<SuggestionOptions<LinkedEntry, LinkedEntry>, 'editor'>;

/** Just what a memo's model knows: nothing else can be typed or pasted into it. */
const MemoKit = StarterKit.extend({
  addExtensions() {
    const extensions: AnyExtension[] = this.parent?.() ?? [];
    return extensions.map((extension) => {
      if (extension.name === 'listItem')
        return extension.extend({ content: 'paragraph (bulletList | orderedList)*' });
      if (extension.name === 'blockquote') return extension.extend({ content: 'paragraph+' });
      return extension;
    });
  },
}).configure({
  heading: { levels: [1, 2, 3] },
  code: false,
  codeBlock: false,
  dropcursor: false,
  gapcursor: false,
  horizontalRule: false,
  link: false,
  strike: false,
  trailingNode: false,
  underline: false,
});

/** @param describe what a linked entry is called now, and whether it is still there */
function entryLink(
  suggestions: readonly EntrySuggestion[],
  describe: (entry: LinkedEntry) => { readonly name: string; readonly isGone: boolean },
) {
  return Mention.extend({
    name: 'entryLink',
    addAttributes: () => ({ to: { default: null, rendered: false }, name: { default: '', rendered: false } }),
    parseHTML: () => [
      {
        tag: 'span[data-entry]',
        getAttrs(element) {
          const to = entryReferenceSchema.safeParse(parseJson(element.dataset['entry'] ?? ''));
          return to.success ? { to: to.data, name: element.textContent ?? '' } : false;
        },
      },
    ],
    renderHTML({ node }) {
      const entry = node.attrs as LinkedEntry;
      const { name, isGone } = describe(entry);
      return [
        'span',
        {
          class: 'entry-link',
          'data-kind': entry.to.kind,
          'data-entry': JSON.stringify(entry.to),
          ...(isGone && { 'data-gone': '' }),
        },
        name,
      ];
    },
    renderText: ({ node }) => String(node.attrs['name']),
    // Mention's type knows its own attributes alone, and the command is ours.
  }).configure({ suggestions: [...suggestions] as unknown as MentionOptions['suggestions'] });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Pasted from elsewhere: no entry of Postil's.
    return null;
  }
}

export function memoExtensions(
  suggestions: readonly EntrySuggestion[],
  describe: (entry: LinkedEntry) => { readonly name: string; readonly isGone: boolean },
): Extensions {
  return [MemoKit, entryLink(suggestions, describe)];
}
