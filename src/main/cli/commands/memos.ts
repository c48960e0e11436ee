import { contentText, referencesIn } from '../../../core/memo/memo-content.ts';
import { titleOfMemo, type Memo } from '../../../core/memo/memo.ts';
import { requireAnnotator } from '../annotator-option.ts';
import type { Command } from '../command.ts';
import { writeJson, writeTable } from '../output.ts';
import { tellHidden } from '../tell-hidden.ts';

export const memos: Command = {
  name: 'memos',
  usage: 'memos <project> [--annotator NAME]',
  help: `Lists the memos, by author and the time at which they were begun. --json prints for each: id, author, title (its own,
or its first words), target (kind, and the id of what it is on), text (a line a block), links (kind and id of every
entry that it points at), createdAt, updatedAt. --annotator (a name or an id) takes only that person's memos.`,
  shape: { positionals: ['project'], options: { annotator: 'text', json: 'flag' } },
  run: (args, { output, withProject }) =>
    withProject(args.positionals[0]!, 'read', async ({ store }) => {
      tellHidden(output, { store }, { memos: true });
      const named = args.text('annotator');
      const author = named === undefined ? null : requireAnnotator(store.project(), named).id;
      const records = store
        .memos()
        .filter((memo) => author === null || memo.author === author)
        .map(describeMemo);
      if (args.flag('json')) {
        await writeJson(output, records);
      } else {
        await writeTable(
          output,
          ['AUTHOR', 'UPDATED', 'ON', 'TITLE'],
          records.map((record) => [record.author, record.updatedAt, record.target.kind, record.title]),
        );
      }
      return true;
    }),
};

function describeMemo(memo: Memo) {
  const { id, author, target, content, createdAt, updatedAt } = memo;
  return {
    id,
    author,
    title: titleOfMemo(memo),
    target,
    text: contentText(content),
    links: referencesIn(content),
    createdAt,
    updatedAt,
  };
}
