import type { ActorId, AnnotatorId, DocumentId, DocumentSetId } from '../../../core/ids.ts';
import { splitsPair } from '../../../core/annotation/target.ts';
import { isOffered } from '../../../core/codebook/entries.ts';
import { decideMention } from '../../../core/mentions/decide.ts';
import type { MentionEdit } from '../../../core/mentions/edit-decisions.ts';
import type { Mention } from '../../../core/mentions/mention.ts';
import {
  groupMentions,
  isInGroup,
  type MentionFilter,
  type MentionGroup,
  type MentionGroupKey,
  type MentionRow,
} from '../../../core/mentions/mention-queue.ts';
import { collectNames, type NameProposal } from '../../../core/mentions/propose-names.ts';
import type { Job } from '../../../core/ports.ts';
import { documentsOfSets } from '../../../core/sets/resolve-sets.ts';
import type { ProjectStore } from '../store/project-store.ts';
import type { MentionFinder } from './mention-finder.ts';

/** Code units of context on either side, before white space is folded. */
const CONTEXT = 120;

export interface QueueParts {
  readonly store: ProjectStore;
  readonly finder: MentionFinder;
  readonly annotator: AnnotatorId;
}

/** How often each name occurs, and what was decided, in all documents or in those of the sets. */
export async function mentionGroups(
  { store, finder, annotator }: QueueParts,
  job: Job,
  sets?: readonly DocumentSetId[],
): Promise<MentionGroup[]> {
  const within = documentsOfSets(sets, store.documentSets());
  const documents = await finder.ofCorpus(annotator, job);
  return groupMentions(
    within ? documents.filter(({ documentId }) => within.has(documentId)) : documents,
    store.codebook().actors.map(({ id }) => id),
  );
}

/** A window of the mentions that pass, by document and place, and how many pass in all. */
export async function mentionWindow(
  parts: QueueParts,
  filter: MentionFilter,
  offset: number,
  limit: number,
  job: Job,
): Promise<{ readonly total: number; readonly rows: MentionRow[] }> {
  const passing = await passingMentions(parts, filter, job);
  const total = passing.reduce((sum, { mentions }) => sum + mentions.length, 0);
  const rows: MentionRow[] = [];
  let at = 0;
  for (const { documentId, mentions } of passing) {
    const wanted = mentions.slice(Math.max(0, offset - at), Math.max(0, offset + limit - at));
    at += mentions.length;
    if (wanted.length === 0) continue;
    const text = await parts.store.readText(documentId);
    for (const mention of wanted) rows.push({ documentId, mention, ...inContext(text, mention) });
  }
  return { total, rows };
}

/**
 * The edits that accept every suggested mention of one name as this actor: one change, undone as one. Of a name that
 * several actors have, only those are accepted that this actor is still a candidate for.
 */
export async function acceptingEdits(
  parts: QueueParts,
  group: MentionGroupKey,
  actorId: ActorId,
  documentId: DocumentId | undefined,
  job: Job,
  sets?: readonly DocumentSetId[],
): Promise<MentionEdit[]> {
  const filter: MentionFilter = { group, statuses: ['suggested'], documentId, sets };
  const passing = await passingMentions(parts, filter, job);
  return passing.flatMap(({ documentId: id, mentions }) =>
    mentions
      .filter(({ candidates }) => candidates.some((candidate) => candidate.actorId === actorId))
      .flatMap(
        (mention) =>
          decideMention({ documentId: id, annotator: parts.annotator }, mention, {
            kind: 'accept',
            actorId,
          }) ?? [],
      ),
  );
}

/** Names that the registry may lack, from the whole corpus. */
export async function proposeNames(
  { store, finder, annotator }: QueueParts,
  job: Job,
): Promise<NameProposal[]> {
  const documents = await finder.ofCorpus(annotator, job);
  const collector = collectNames(store.codebook().actors.filter(isOffered));
  for (const { documentId } of documents) {
    job.signal.throwIfAborted();
    collector.add(documentId, await store.readText(documentId), await finder.matches(documentId));
  }
  return collector.finish();
}

async function passingMentions(
  { store, finder, annotator }: QueueParts,
  { group, documentId, sets, statuses }: MentionFilter,
  job: Job,
): Promise<{ readonly documentId: DocumentId; readonly mentions: readonly Mention[] }[]> {
  const documents = documentId
    ? [{ documentId, mentions: await finder.ofDocument(documentId, annotator) }]
    : await finder.ofCorpus(annotator, job);
  const within = documentsOfSets(sets, store.documentSets());
  const asked = within ? documents.filter((document) => within.has(document.documentId)) : documents;
  return asked.map((document) => ({
    documentId: document.documentId,
    mentions: document.mentions.filter(
      (mention) => statuses.includes(mention.status) && (!group || isInGroup(mention, group)),
    ),
  }));
}

function inContext(text: string, { start, end }: Mention): Pick<MentionRow, 'left' | 'text' | 'right'> {
  let from = Math.max(0, start - CONTEXT);
  if (splitsPair(text, from)) from++;
  let to = Math.min(text.length, end + CONTEXT);
  if (splitsPair(text, to)) to--;
  return {
    left: oneLine(text.slice(from, start)),
    text: text.slice(start, end),
    right: oneLine(text.slice(end, to)),
  };
}

function oneLine(text: string): string {
  return text.replace(/\s+/gu, ' ');
}
