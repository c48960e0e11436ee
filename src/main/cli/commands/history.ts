import { PostilError } from '../../../core/errors.ts';
import { titleOfMemo } from '../../../core/memo/memo.ts';
import { requireAnnotator } from '../annotator-option.ts';
import type { Command } from '../command.ts';
import { writeJson, writeTable } from '../output.ts';
import { UsageError } from '../usage-error.ts';

export const history: Command = {
  name: 'history',
  usage: 'history <project> [--document ID] [--annotator NAME] [--memos] [--restore REVISION]',
  help: `Lists the revisions of layers: what each added, changed and removed, and under which revision of the codebook. One is made
whenever you publish, receive, or close a project in which you annotated. --restore makes your layer, or memo, what it was in the
revision (the first 12 digits of its id are enough); the present state is kept as a revision first. --json prints for
each: sha256, document, annotator, revision, previous, createdAt, codebookRevision, annotations, added, changed, removed,
isSealedToOthers, isHead. --memos lists the revisions of memos instead: sha256, memo, annotator, revision, createdAt,
state (the memo as it was then; null where it was deleted or is sealed to others), isSealedToOthers, isHead.`,
  shape: {
    positionals: ['project'],
    options: { document: 'text', annotator: 'text', restore: 'text', memos: 'flag', json: 'flag' },
  },
  async run(args, { output, withProject, team, job }) {
    const restored = args.text('restore');
    if (restored !== undefined && !/^[0-9a-f]{12,64}$/.test(restored)) {
      throw new UsageError('--restore takes the first 12 digits of a revision’s id, or more.');
    }
    return withProject(args.positionals[0]!, restored === undefined ? 'read' : 'write', async (session) => {
      const exchange = await team(session);
      if (restored !== undefined) {
        const { added, changed, removed } = await exchange.restore(restored);
        if (args.flag('json')) await writeJson(output, [{ added, changed, removed }]);
        else
          await output.out(`Restored: ${added} came back, ${changed} changed, ${removed} were taken away.\n`);
        return true;
      }
      const named = args.text('annotator');
      const document = args.text('document');
      const known = session.index.summaries().find(({ id }) => id === document);
      if (document !== undefined && !known) {
        throw new PostilError(
          'not-found',
          `There is no document “${document}” in this project; \`postil documents\` lists them.`,
        );
      }
      const annotator = named === undefined ? undefined : requireAnnotator(session.store.project(), named).id;
      if (args.flag('memos')) {
        const memos = await exchange.memoHistory({ annotator }, job);
        if (args.flag('json')) {
          await writeJson(output, memos);
          return true;
        }
        await writeTable(
          output,
          ['ANNOTATOR', 'REVISION', 'ID', 'MADE', 'TITLE'],
          memos.map(({ annotator: author, revision, isHead, sha256, createdAt, state, isSealedToOthers }) => [
            author,
            `${revision}${isHead ? '*' : ''}`,
            sha256.slice(0, 12),
            createdAt,
            isSealedToOthers ? 'sealed' : state ? titleOfMemo(state) : 'deleted',
          ]),
        );
        return true;
      }
      const revisions = await exchange.history({ document: known?.id, annotator }, job);
      if (args.flag('json')) {
        await writeJson(output, revisions);
        return true;
      }
      await writeTable(
        output,
        ['DOCUMENT', 'ANNOTATOR', 'REVISION', 'ID', 'MADE', 'ANNOTATIONS', 'CHANGE', 'CODEBOOK'],
        revisions.map((one) => [
          one.document,
          one.annotator,
          `${one.revision}${one.isHead ? '*' : ''}`,
          one.sha256.slice(0, 12),
          one.createdAt,
          one.isSealedToOthers ? 'sealed' : String(one.annotations),
          `+${one.added} ~${one.changed} −${one.removed}`,
          String(one.codebookRevision ?? ''),
        ]),
      );
      return true;
    });
  },
};
