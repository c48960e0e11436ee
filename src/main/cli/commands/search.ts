import { foldWithOffsets, originalRangeOf } from '../../../core/document/fold-with-offsets.ts';
import type { AnnotationId, AnnotatorId, DocumentId, MemoId } from '../../../core/ids.ts';
import { isOnAnyOf, searchedText } from '../../../core/memo/search-memos.ts';
import { titleOfMemo } from '../../../core/memo/memo.ts';
import { kwicLine, type KwicLine } from '../../../core/search/concordance.ts';
import { findHits } from '../../../core/search/find-terms.ts';
import { parseQuery, type Query } from '../../../core/search/parse-query.ts';
import { SEARCH_SCOPES, type SearchScope } from '../../../core/search/search-corpus.ts';
import { documentsOfSets } from '../../../core/sets/resolve-sets.ts';
import { notesIn } from '../../services/search/project-search.ts';
import type { ProjectSession } from '../../services/workbench/project-session.ts';
import type { Command } from '../command.ts';
import type { CliContext } from '../context.ts';
import { requireSet } from '../document-option.ts';
import { writeJson, writeTable } from '../output.ts';
import { tellHidden } from '../tell-hidden.ts';
import { UsageError } from '../usage-error.ts';

export const search: Command = {
  name: 'search',
  usage: `search <project> <query> [--in ${SEARCH_SCOPES.join('|')}] [--set NAME…]`,
  help: `Finds words and phrases in the texts of all documents, as lines of a concordance, by document and place. Words
side by side must all be in a document; OR, NOT or a leading minus, and parentheses combine them; "a phrase" stands in
quotation marks, word* finds all words that begin so. Case, accents, dashes, quotation marks, line ends and variants of
Arabic letters do not count. A query that begins with a minus comes after --. --in notes looks into the notes of
annotations, --in memos into the titles and texts of memos, --in all everywhere; each note and memo is a text of its own.
--set (a document set’s name or id, several times) searches only the documents of these sets, and memos on them.
--json prints for each hit: in (text, note or memo), documentId (null in a memo), start, end (UTF-16 code units,
half-open), left, hit, right; hit as it stands in the text, left and right up to 60 code units with a space for each line
end. In a note it says annotationId and annotator, in a memo memoId and author; start and end are places in that note, or
in the memo’s title (if it has one), a line end, and its text (as \`memos\` prints it).`,
  shape: { positionals: ['project', 'query'], options: { in: 'text', set: 'list', json: 'flag' } },
  async run(args, { output, withProject, job }) {
    const query = readArgument(args.positionals[1]!);
    const named = args.text('in') ?? 'texts';
    const scope = SEARCH_SCOPES.find((each) => each === named);
    if (!scope) throw new UsageError(`--in is ${SEARCH_SCOPES.join(', ')}.`);
    return withProject(args.positionals[0]!, 'read', async (session) => {
      const asked = args.list('set').map((name) => requireSet(session, name));
      const within = documentsOfSets(asked, session.store.documentSets());
      tellHidden(output, session, {
        layers: scope === 'notes' || scope === 'all',
        memos: scope === 'memos' || scope === 'all',
        documents: within,
      });
      if (args.flag('json')) {
        await writeJson(output, allHits(session, query, scope, within, job));
        return true;
      }
      const rows: string[][] = [];
      for await (const found of allHits(session, query, scope, within, job)) {
        const { start, left, hit, right } = found;
        rows.push([placeName(session, found), String(start), left.slice(-40).padStart(40), hit, right]);
      }
      await writeTable(output, ['DOCUMENT', 'START', 'LEFT', 'HIT', 'RIGHT'], rows);
      return true;
    });
  },
};

function placeName({ store }: ProjectSession, hit: CliHit): string {
  if (hit.in === 'text') return hit.documentId;
  if (hit.in === 'note') return `${hit.documentId}, note of ${hit.annotator}`;
  const memo = store.memos().find(({ id }) => id === hit.memoId);
  return `memo “${memo ? titleOfMemo(memo) : hit.memoId}”`;
}

function readArgument(text: string): Query {
  const parsed = parseQuery(text);
  if (parsed.kind === 'query') return parsed.query;
  if (parsed.kind === 'empty') throw new UsageError('<query> is empty.');
  const { message, start } = parsed.fault;
  throw new UsageError(`${message}\n  ${text}\n  ${' '.repeat(start)}^ column ${start + 1}`);
}

type CliHit = KwicLine & { readonly start: number; readonly end: number } & (
    | { readonly in: 'text'; readonly documentId: DocumentId }
    | {
        readonly in: 'note';
        readonly documentId: DocumentId;
        readonly annotationId: AnnotationId;
        readonly annotator: AnnotatorId;
      }
    | {
        readonly in: 'memo';
        readonly documentId: null;
        readonly memoId: MemoId;
        readonly author: AnnotatorId;
      }
  );

/** Document by document, no more than one text is held; then memo by memo. */
async function* allHits(
  session: ProjectSession,
  query: Query,
  scope: SearchScope,
  within: ReadonlySet<DocumentId> | null,
  { signal }: CliContext['job'],
): AsyncGenerator<CliHit> {
  const { store, index } = session;
  for (const { id, removedAt, textHash, layers } of scope === 'memos' ? [] : index.summaries()) {
    signal.throwIfAborted();
    if (removedAt !== undefined || (within && !within.has(id))) continue;
    if (scope !== 'notes') {
      for (const line of linesIn(await store.scanText(id, textHash), query)) {
        yield { in: 'text', documentId: id, ...line };
      }
    }
    if (scope === 'texts') continue;
    for (const { annotator } of layers) {
      const content = await store.scanLayer(id, annotator);
      for (const { annotationId, text } of content === null ? [] : notesIn(content)) {
        for (const line of linesIn(text, query)) {
          yield { in: 'note', documentId: id, annotationId, annotator, ...line };
        }
      }
    }
  }
  if (scope !== 'memos' && scope !== 'all') return;
  for (const memo of store.memos()) {
    const subjects = { documents: within ?? new Set(), annotations: new Set<never>(), actors: [], codes: [] };
    if (within && !isOnAnyOf(memo.target, subjects)) continue;
    for (const line of linesIn(searchedText(memo), query)) {
      yield { in: 'memo', documentId: null, memoId: memo.id, author: memo.author, ...line };
    }
  }
}

function* linesIn(
  text: string,
  query: Query,
): Generator<KwicLine & { readonly start: number; readonly end: number }> {
  const folded = foldWithOffsets(text);
  const found = findHits(query, folded);
  for (let i = 0; i < found.length; i += 2) {
    const { start, end } = originalRangeOf(folded, found[i]!, found[i + 1]!);
    yield { start, end, ...kwicLine(text, start, end) };
  }
}
