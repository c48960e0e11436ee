import { actorsMeantBy } from '../../../core/codebook/resolve-entry.ts';
import type { AnnotatorId, DocumentId } from '../../../core/ids.ts';
import type { Match } from '../../../core/mentions/matcher.ts';
import type { Mention, MentionStatus } from '../../../core/mentions/mention.ts';
import { groupOf } from '../../../core/mentions/mention-queue.ts';
import { resolveMentions } from '../../../core/mentions/resolve-mentions.ts';
import type { ProjectSession } from '../../services/workbench/project-session.ts';
import { requireAnnotator } from '../annotator-option.ts';
import type { Command } from '../command.ts';
import { writeJson, writeTable } from '../output.ts';
import { tellHidden } from '../tell-hidden.ts';

export const mentions: Command = {
  name: 'mentions',
  usage: 'mentions <project> [--annotator NAME]',
  help: `Lists where the documents name the actors of the codebook, by document and place. --json prints for each:
documentId, start, end (UTF-16 code units), text (as it stands in the document), actorId, alias (the actor's name that
was found), status (suggested, accepted, rejected, notActor). Where the name is that of several actors and nobody chose
one, there is one record with actorId null, collision true and the actors' ids as candidates. What somebody decided has
annotator; when two annotators decided about one place, it has a record for each. --annotator (a name or an id) takes
only that person's decisions. An alias that is bounded in time is found in documents of that time, and in those
without a date.`,
  shape: { positionals: ['project'], options: { annotator: 'text', json: 'flag' } },
  run: (args, { output, withProject, job }) =>
    withProject(args.positionals[0]!, 'read', async (session) => {
      const named = args.text('annotator');
      const annotator = named === undefined ? null : requireAnnotator(session.store.project(), named).id;
      tellHidden(output, session, { layers: true, annotators: annotator === null ? [] : [annotator] });
      const check = (): void => job.signal.throwIfAborted();
      if (args.flag('json')) {
        await writeJson(output, allRecords(session, annotator, check));
        return true;
      }
      const rows: string[][] = [];
      for await (const record of allRecords(session, annotator, check)) {
        const who = record.actorId ?? record.candidates?.join(' or ') ?? '–';
        rows.push([record.status, who, record.alias, record.documentId, String(record.start), record.text]);
      }
      await writeTable(output, ['STATUS', 'ACTOR', 'ALIAS', 'DOCUMENT', 'START', 'TEXT'], rows);
      return true;
    }),
};

interface MentionRecord {
  readonly documentId: DocumentId;
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly actorId: string | null;
  readonly alias: string;
  readonly status: MentionStatus;
  readonly collision?: true;
  readonly candidates?: readonly string[];
  readonly annotator?: AnnotatorId;
}

async function* allRecords(
  session: ProjectSession,
  only: AnnotatorId | null,
  checkCancelled: () => void,
): AsyncGenerator<MentionRecord> {
  const { store, index, mentions: finder } = session;
  for (const { id, removedAt } of index.summaries()) {
    if (removedAt !== undefined) continue;
    checkCancelled();
    const matches = await finder.matches(id);
    const annotators = (await store.layersOf(id)).filter((one) => only === null || one === only);
    const found = await withDecisions(session, id, matches, annotators);
    if (found.length === 0) continue;
    const text = await store.readText(id);
    for (const { mention, annotator } of found) yield recordOf(id, text, mention, annotator);
  }
}

interface Attributed {
  readonly mention: Mention;
  readonly annotator: AnnotatorId | null;
}

/** What somebody decided, once for each who did; the rest as suggested. In text order. */
async function withDecisions(
  { store }: ProjectSession,
  documentId: DocumentId,
  matches: readonly Match[],
  annotators: readonly AnnotatorId[],
): Promise<Attributed[]> {
  const codebook = store.codebook();
  const all: Attributed[] = [];
  for (const annotator of annotators) {
    const { mentions: decisions = [] } = await store.readLayer(documentId, annotator);
    if (decisions.length === 0) continue;
    const resolved = resolveMentions(matches, decisions, (id) => actorsMeantBy(codebook, id));
    for (const mention of resolved) if (mention.decision) all.push({ mention, annotator });
  }
  const decided = new Set(all.map(({ mention }) => `${mention.start} ${mention.end}`));
  for (const mention of resolveMentions(matches, [], (id) => [id])) {
    if (!decided.has(`${mention.start} ${mention.end}`)) all.push({ mention, annotator: null });
  }
  return all.sort((a, b) => a.mention.start - b.mention.start || a.mention.end - b.mention.end);
}

function recordOf(
  documentId: DocumentId,
  text: string,
  mention: Mention,
  annotator: AnnotatorId | null,
): MentionRecord {
  const { start, end, actorId, status, candidates } = mention;
  return {
    documentId,
    start,
    end,
    text: text.slice(start, end),
    actorId,
    alias: groupOf(mention).alias,
    status,
    ...(actorId === null && {
      collision: true,
      candidates: candidates.map((candidate) => candidate.actorId),
    }),
    ...(annotator && { annotator }),
  };
}
