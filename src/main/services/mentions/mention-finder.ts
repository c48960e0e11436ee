import type { Actor } from '../../../core/codebook/codebook.ts';
import { isOffered } from '../../../core/codebook/entries.ts';
import { actorsMeantBy } from '../../../core/codebook/resolve-entry.ts';
import { PostilError } from '../../../core/errors.ts';
import type { ActorId, AnnotatorId, DocumentId } from '../../../core/ids.ts';
import { makeMatcher, type Match, type Matcher } from '../../../core/mentions/matcher.ts';
import type { Mention } from '../../../core/mentions/mention.ts';
import { documentPeriod, type Period } from '../../../core/mentions/period.ts';
import { resolveMentions } from '../../../core/mentions/resolve-mentions.ts';
import type { Job } from '../../../core/ports.ts';
import { stepOf } from '../../../core/progress-steps.ts';
import type { DocumentSummary } from '../../../core/project/project.ts';
import type { ProjectStore } from '../store/project-store.ts';

/** Where the open project's documents name its actors. */
export interface MentionFinder {
  /** What the names of the registry are found in, whatever anybody decided. @throws PostilError `not-found` and as reading */
  matches(documentId: DocumentId): Promise<readonly Match[]>;
  /** The same with what this annotator decided. */
  ofDocument(documentId: DocumentId, annotator: AnnotatorId): Promise<readonly Mention[]>;
  /**
   * All documents that are not removed, by import, with this annotator's decisions.
   * @throws PostilError `cancelled` and as reading
   */
  ofCorpus(annotator: AnnotatorId, job: Job): Promise<readonly DocumentMentions[]>;
  dispose(): void;
}

export interface DocumentMentions {
  readonly documentId: DocumentId;
  readonly mentions: readonly Mention[];
}

/** Of the project's index: a document's date and text are known without reading its record. */
interface Summaries {
  summaries(): readonly DocumentSummary[];
  summary(id: DocumentId): DocumentSummary | undefined;
}

/** Code units between two looks at the clock: about a millisecond. */
const SLICE = 65_536;
/** After so long, others come first. */
const TURN_MS = 8;
/** Between two reports: what was found before takes no time, and is asked for at every key. */
const PROGRESS_MS = 100;

interface Registry {
  readonly actors: readonly Actor[];
  readonly signature: string;
  readonly matcher: Matcher;
  /** Who of the registry an id stands for now. */
  resolve(id: ActorId): readonly ActorId[];
}

interface KnownMatches {
  readonly period: Period;
  readonly found: Promise<readonly Match[]>;
}

export function makeMentionFinder(store: ProjectStore, index: Summaries): MentionFinder {
  let registry: Registry | null = null;
  const matches = new Map<DocumentId, KnownMatches>();
  /** By document, then annotator. */
  const resolved = new Map<DocumentId, Map<AnnotatorId, Promise<readonly Mention[]>>>();
  const yieldNow = makeTurns();

  const stopListening = store.onDidChange((event) => {
    if (event.kind === 'changed') for (const id of event.documents) resolved.delete(id);
    else if (event.kind === 'reverted' || event.kind === 'visibilityChanged') resolved.clear();
  });

  /** A change of the codebook that touches no name costs nothing. */
  function currentRegistry(): Registry {
    const codebook = store.codebook();
    const { actors } = codebook;
    if (registry?.actors === actors) return registry;
    const signature = JSON.stringify(
      actors.map(({ id, name, aliases, ended }) => [id, name, aliases, ended]),
    );
    if (registry?.signature === signature) registry = { ...registry, actors };
    else {
      matches.clear();
      resolved.clear();
      registry = {
        actors,
        signature,
        // One that was merged or split is found by the names of its successors, and one that was retired no more.
        matcher: makeMatcher(actors.filter(isOffered)),
        resolve: (id) => actorsMeantBy(codebook, id),
      };
    }
    return registry;
  }

  function matchesOf(documentId: DocumentId): Promise<readonly Match[]> {
    const { matcher } = currentRegistry();
    const summary = index.summary(documentId);
    if (!summary) {
      return Promise.reject(
        new PostilError('not-found', `There is no document ${documentId} in this project.`),
      );
    }
    const period = documentPeriod(summary.metadata);
    const known = matches.get(documentId);
    if (known?.period.from === period.from && known.period.until === period.until) return known.found;
    const found = search(matcher, documentId, period);
    matches.set(documentId, { period, found });
    // What could not be read may be readable the next time.
    found.catch(() => matches.delete(documentId));
    return found;
  }

  async function search(matcher: Matcher, id: DocumentId, period: Period): Promise<readonly Match[]> {
    await yieldNow();
    const scan = matcher.begin(await store.readText(id), period);
    while (!scan.advance(SLICE)) await yieldNow();
    return scan.finish();
  }

  function ofDocument(documentId: DocumentId, annotator: AnnotatorId): Promise<readonly Mention[]> {
    // May find that the registry has changed, and forget what is resolved.
    const found = matchesOf(documentId);
    const known = resolved.get(documentId) ?? new Map<AnnotatorId, Promise<readonly Mention[]>>();
    resolved.set(documentId, known);
    const before = known.get(annotator);
    if (before) return before;
    const { resolve } = currentRegistry();
    const after = found.then(async (all) => {
      const layer = await store.readLayer(documentId, annotator);
      return resolveMentions(all, layer.mentions ?? [], resolve);
    });
    known.set(annotator, after);
    after.catch(() => known.delete(annotator));
    return after;
  }

  return {
    matches: matchesOf,
    ofDocument,
    async ofCorpus(annotator, job) {
      const documents = index.summaries().filter(({ removedAt }) => removedAt === undefined);
      const total = documents.reduce((sum, { characters }) => sum + characters, 0);
      const all: DocumentMentions[] = [];
      let done = 0;
      let toldAt = 0;
      for (const { id, characters, title } of documents) {
        job.signal.throwIfAborted();
        if (performance.now() - toldAt > PROGRESS_MS) {
          toldAt = performance.now();
          job.progress({ done, total, ...stepOf('findingMentions', title) });
        }
        all.push({ documentId: id, mentions: await ofDocument(id, annotator) });
        done += characters;
      }
      job.progress({ done: total, total, ...stepOf('mentionsFound') });
      return all;
    },
    dispose: stopListening,
  };
}

/** Answers at once for a few milliseconds, then lets whatever else waits go first. */
function makeTurns(): () => Promise<void> {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < TURN_MS) return;
    await new Promise((resolve) => setImmediate(resolve));
    since = performance.now();
  };
}
