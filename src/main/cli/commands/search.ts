import { foldWithOffsets, originalRangeOf } from '../../../core/document/fold-with-offsets.ts';
import type { DocumentId } from '../../../core/ids.ts';
import { kwicLine, type KwicLine } from '../../../core/search/concordance.ts';
import { findHits } from '../../../core/search/find-terms.ts';
import { parseQuery, type Query } from '../../../core/search/parse-query.ts';
import { documentsOfSets } from '../../../core/sets/resolve-sets.ts';
import type { ProjectSession } from '../../services/workbench/project-session.ts';
import type { Command } from '../command.ts';
import type { CliContext } from '../context.ts';
import { writeJson, writeTable } from '../output.ts';
import { requireSet } from '../document-option.ts';
import { UsageError } from '../usage-error.ts';

export const search: Command = {
  name: 'search',
  usage: 'search <project> <query> [--set NAME…]',
  help: `Finds words and phrases in the texts of all documents, as lines of a concordance, by document and place. Words
side by side must all be in a document; OR, NOT or a leading minus, and parentheses combine them; "a phrase" stands in
quotation marks, word* finds all words that begin so. Case, accents, dashes, quotation marks, line ends and variants of
Arabic letters do not count. A query that begins with a minus comes after --. --set (a document set’s name or id, several
times) searches only the documents of these sets.
--json prints for each hit: documentId, start, end (UTF-16 code units, half-open), left, hit, right; hit as it stands in
the text, left and right up to 60 code units with a space for each line end.`,
  shape: { positionals: ['project', 'query'], options: { set: 'list', json: 'flag' } },
  async run(args, { output, withProject, job }) {
    const query = readArgument(args.positionals[1]!);
    return withProject(args.positionals[0]!, 'read', async (session) => {
      const asked = args.list('set').map((name) => requireSet(session, name));
      const within = documentsOfSets(asked, session.store.documentSets());
      if (args.flag('json')) {
        await writeJson(output, allHits(session, query, within, job));
        return true;
      }
      const rows: string[][] = [];
      for await (const { documentId, start, left, hit, right } of allHits(session, query, within, job)) {
        rows.push([documentId, String(start), left.slice(-40).padStart(40), hit, right]);
      }
      await writeTable(output, ['DOCUMENT', 'START', 'LEFT', 'HIT', 'RIGHT'], rows);
      return true;
    });
  },
};

function readArgument(text: string): Query {
  const parsed = parseQuery(text);
  if (parsed.kind === 'query') return parsed.query;
  if (parsed.kind === 'empty') throw new UsageError('<query> is empty.');
  const { message, start } = parsed.fault;
  throw new UsageError(`${message}\n  ${text}\n  ${' '.repeat(start)}^ column ${start + 1}`);
}

interface CliHit extends KwicLine {
  readonly documentId: DocumentId;
  readonly start: number;
  readonly end: number;
}

/** Document by document: no more than one text is held. */
async function* allHits(
  { store, index }: ProjectSession,
  query: Query,
  within: ReadonlySet<DocumentId> | null,
  { signal }: CliContext['job'],
): AsyncGenerator<CliHit> {
  for (const { id, removedAt, textHash } of index.summaries()) {
    signal.throwIfAborted();
    if (removedAt !== undefined || (within && !within.has(id))) continue;
    const text = await store.scanText(id, textHash);
    const folded = foldWithOffsets(text);
    const found = findHits(query, folded);
    for (let i = 0; i < found.length; i += 2) {
      const { start, end } = originalRangeOf(folded, found[i]!, found[i + 1]!);
      yield { documentId: id, start, end, ...kwicLine(text, start, end) };
    }
  }
}
