import { adjudicatedAnnotator, isAdjudicatedId } from '../../../core/adjudication/adjudicated-id.ts';
import { acceptAgreed } from '../../../core/adjudication/decide.ts';
import { countPlaces, type Comparison, type Place } from '../../../core/adjudication/places.ts';
import { PostilError } from '../../../core/errors.ts';
import type { AnnotatorId } from '../../../core/ids.ts';
import type { Edit } from '../../../core/project/edit.ts';
import type { Annotator, DocumentSummary } from '../../../core/project/project.ts';
import { assertMayAdjudicate } from '../../../core/team/plan.ts';
import {
  adjudicatedLayersOf,
  compareForAdjudicator,
  compareWith,
  resolverOf,
} from '../../services/adjudication/compare-document.ts';
import type { ProjectSession } from '../../services/workbench/project-session.ts';
import { findOrMakeAnnotator, requireAnnotator } from '../annotator-option.ts';
import type { Command } from '../command.ts';
import type { CliContext } from '../context.ts';
import { requireDocument } from '../document-option.ts';
import { writeJson, writeTable } from '../output.ts';
import { tellHidden } from '../tell-hidden.ts';

export const adjudication: Command = {
  name: 'adjudication',
  usage: 'adjudication <project> [--document ID…] [--annotator NAME] [--accept-agreed]',
  help: `Lists the places that annotators marked, side by side: in what they differ (some: not everybody marked it; boundary,
actor, code, stance, polarity, reliability, certainty), what an adjudicator decided and what came of it. A place is open,
agreed (all readers say the same, nothing is decided), decided, or reopened by what changed since. Of a document that
several adjudicated, there is a list for each; --annotator (a name or an id) takes one adjudicator's.
--accept-agreed puts every agreed place into your adjudicated layer, or into that of --annotator, before it lists; a name
that the project does not know yet becomes a new adjudicator. Where the team has a plan, it must name both of you
adjudicator or lead.
--json prints for each document and adjudicator: document, title, readers (ids), adjudicator (null where nobody has begun),
counts (open, reopened, agreed, decided), places, unaccounted (annotations of the adjudicated layer that no decision
accounts for, by id). Of a place: key, start, end, quote, status, differences, annotations (as they are now, of the
readers), decision (null, or id, outcome, by, at, reason, taken), results (annotations), changes (kind, annotator).`,
  shape: {
    positionals: ['project'],
    options: { document: 'list', annotator: 'text', 'accept-agreed': 'flag', json: 'flag' },
  },
  run(args, context) {
    const { output, withProject, job } = context;
    const named = args.text('annotator');
    const isAccepting = args.flag('accept-agreed');
    return withProject(args.positionals[0]!, isAccepting ? 'write' : 'read', async (session) => {
      const only = new Set(args.list('document').map((id) => requireDocument(session, id)));
      const documents = session.index
        .summaries()
        .filter(({ id, removedAt }) => removedAt === undefined && (only.size === 0 || only.has(id)));
      tellHidden(output, session, { layers: true, documents: only.size > 0 ? only : null });
      let adjudicator: Annotator | null = null;
      if (isAccepting) {
        adjudicator = named === undefined ? session.annotator : adjudicatorNamed(session, named);
        for (const person of [session.annotator, adjudicator])
          assertMayAdjudicate(session.store.plan, person);
        const count = await accept(session, documents, adjudicator, context);
        output.error(
          `${count === 1 ? '1 agreed place' : `${count} agreed places`} accepted as ${adjudicator.name}.\n`,
        );
      } else if (named !== undefined) {
        adjudicator = adjudicatorNamed(session, named, requireAnnotator);
      }
      const lists = comparisons(session, documents, adjudicator?.id ?? null, () =>
        job.signal.throwIfAborted(),
      );
      if (args.flag('json')) {
        await writeJson(output, records(session, lists));
        return true;
      }
      for await (const list of lists) await writeList(session, list, context);
      return true;
    });
  },
};

/** One document as one adjudicator has it, or as it is before anybody began. */
interface Listed {
  readonly document: DocumentSummary;
  readonly adjudicator: AnnotatorId | null;
  readonly comparison: Comparison;
}

function adjudicatorNamed(
  { store }: ProjectSession,
  named: string,
  find: typeof requireAnnotator = findOrMakeAnnotator,
): Annotator {
  const found = find(store.project(), named);
  if (!isAdjudicatedId(found.id)) return found;
  throw new PostilError(
    'refused',
    `“${found.name}” is an adjudicated layer. Name the annotator who adjudicates. Nothing was changed.`,
  );
}

/** Every place on which all readers agree, of all the documents, as one change. @returns how many there were */
async function accept(
  session: ProjectSession,
  documents: readonly DocumentSummary[],
  adjudicator: Annotator,
  { environment, job }: CliContext,
): Promise<number> {
  const { store } = session;
  const edits: Edit[] = [];
  let count = 0;
  for (const { id, textHash } of documents) {
    job.signal.throwIfAborted();
    const { layer, comparison } = await compareForAdjudicator(store, id, adjudicator.id);
    const { agreed } = countPlaces(comparison.places);
    if (agreed === 0) continue;
    count += agreed;
    const desk = {
      adjudicator: adjudicator.id,
      layer,
      readers: comparison.readers,
      text: await store.readText(id),
      textHash,
      codebookRevision: store.codebook().revision,
      ids: environment.ids,
      clock: environment.clock,
      resolve: resolverOf(store),
    };
    edits.push(...acceptAgreed(desk, comparison));
  }
  if (edits.length === 0) return 0;
  if (adjudicator.id !== session.annotator.id) await store.ensureAnnotator(adjudicator);
  session.adopt(adjudicatedAnnotator(adjudicator));
  await session.apply({ label: 'accept what all annotators agree on', edits });
  return count;
}

async function* comparisons(
  { store }: ProjectSession,
  documents: readonly DocumentSummary[],
  only: AnnotatorId | null,
  checkCancelled: () => void,
): AsyncGenerator<Listed> {
  for (const document of documents) {
    checkCancelled();
    if (only !== null) {
      const { comparison } = await compareForAdjudicator(store, document.id, only);
      if (comparison.readers.length + comparison.places.length > 0)
        yield { document, adjudicator: only, comparison };
      continue;
    }
    const adjudicated = await adjudicatedLayersOf(store, document.id);
    for (const layer of adjudicated.length > 0 ? adjudicated : [null]) {
      const comparison = await compareWith(store, document.id, layer);
      if (comparison.readers.length === 0 && layer === null) continue;
      yield { document, adjudicator: layer && adjudicatorOf(layer.annotator, comparison), comparison };
    }
  }
}

/** By whom it was decided; where nothing was, whose layer it is. */
function adjudicatorOf(annotator: AnnotatorId, { places }: Comparison): AnnotatorId {
  return places.find(({ adjudication: decision }) => decision)?.adjudication?.by ?? annotator;
}

async function* records(session: ProjectSession, lists: AsyncIterable<Listed>): AsyncGenerator<unknown> {
  for await (const { document, adjudicator, comparison } of lists) {
    const text = await session.store.readText(document.id);
    yield {
      document: document.id,
      title: document.title,
      readers: comparison.readers,
      adjudicator,
      counts: countPlaces(comparison.places),
      places: comparison.places.map((place) => placeRecord(place, text)),
      unaccounted: comparison.unaccounted.map(({ id }) => id),
    };
  }
}

function placeRecord(place: Place, text: string) {
  const { key, range, status, differences, members, adjudication: decision, results, changes } = place;
  return {
    key,
    start: range.start,
    end: range.end,
    quote: text.slice(range.start, range.end),
    status,
    differences,
    annotations: members.filter((member) => member !== null),
    decision: decision && {
      id: decision.id,
      outcome: decision.outcome,
      by: decision.by,
      at: decision.at,
      reason: decision.reason ?? null,
      taken: decision.taken,
    },
    results,
    changes: changes.map(({ kind, annotator }) => ({ kind, annotator })),
  };
}

async function writeList(
  { store }: ProjectSession,
  { document, adjudicator, comparison }: Listed,
  { output }: CliContext,
): Promise<void> {
  const { annotators } = store.project();
  const nameOf = (id: AnnotatorId): string => annotators.find((one) => one.id === id)?.name ?? id;
  const { readers, places } = comparison;
  const counts = Object.entries(countPlaces(places)).map(([status, count]) => `${count} ${status}`);
  const by = adjudicator === null ? 'nobody has adjudicated it' : `adjudicated by ${nameOf(adjudicator)}`;
  await output.out(
    `${document.id}: read by ${readers.map(nameOf).join(', ') || 'nobody'}; ${by}; ${counts.join(', ')}\n`,
  );
  const text = await store.readText(document.id);
  await writeTable(
    output,
    ['STATUS', 'START', 'END', 'MARKED BY', 'DIFFERENCES', 'DECISION', 'RESULTS', 'REASON', 'QUOTE'],
    places.map(({ status, range, members, differences, adjudication: decision, results }) => [
      status,
      String(range.start),
      String(range.end),
      String(members.filter((member) => member !== null).length),
      differences.join(' ') || '–',
      decision?.outcome ?? '–',
      String(results.length),
      decision?.reason ?? '–',
      text.slice(range.start, range.end),
    ]),
  );
  await output.out('\n');
}
