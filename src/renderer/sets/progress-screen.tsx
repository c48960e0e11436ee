import { FileText, Pencil, Plus, Trash2 } from 'lucide-react';
import { useMemo, useState } from 'react';
import { peopleOf } from '../../core/adjudication/layer-choice.ts';
import { READING_STATES, type ReadingState } from '../../core/annotation/layer.ts';
import type { Annotator, DocumentSummary } from '../../core/project/project.ts';
import type { DocumentSet } from '../../core/sets/document-set.ts';
import { progressOf, totalOf, type Progress, type ProgressCount } from '../../core/sets/progress.ts';
import type { ProjectSnapshot } from '../../contract/calls.ts';
import { setState, type LibraryFilter } from '../app/state.ts';
import { BOLD, rich } from '../i18n/rich.tsx';
import { t } from '../i18n/texts.ts';
import { annotatorIdSchema } from '../../core/ids.ts';
import { assignedTo } from '../../core/team/assign.ts';
import { assignmentsIn, useTeam } from '../team/team-state.ts';
import { HiddenNote } from '../team/hidden-note.tsx';
import { Button, IconButton } from '../ui/button.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { StateIcon } from '../ui/state-icon.tsx';
import { askForSet, askForSetName, deleteSet, NO_SET, showDocuments } from './set-actions.ts';
import { documentsWord, stateWord } from './set-words.ts';
import './sets.css';

type Measure = keyof ProgressCount;
const MEASURES = [
  { value: 'documents', key: 'sets.measure.documents' },
  { value: 'characters', key: 'sets.measure.characters' },
  { value: 'annotations', key: 'sets.measure.annotations' },
] as const;

/** Most advanced first, as a bar fills. */
const BAR_ORDER: readonly ReadingState[] = READING_STATES.toReversed();

interface Stretch {
  readonly key: LibraryFilter['set'];
  readonly name: string;
  readonly set: DocumentSet | null;
  readonly documents: readonly DocumentSummary[];
}

/** How far each annotator has come, with all documents and with each set of them. */
export function ProgressScreen({ project }: { readonly project: ProjectSnapshot }) {
  const [measure, setMeasure] = useState<Measure>('documents');
  const stretches = useMemo(() => stretchesOf(project), [project]);
  const people = useMemo(() => readersOf(project), [project]);
  const canWrite = project.readOnly === null;

  if (stretches[0]!.documents.length === 0) {
    return (
      <main className="progress" aria-label={t('sets.progress')}>
        <div className="empty">
          <h1>{t('sets.progressEmptyTitle')}</h1>
          <p>{t('sets.progressEmpty')}</p>
          <Button tone="primary" onClick={() => setState({ screen: 'workbench' })}>
            {t('sets.goToWorkbench')}
          </Button>
        </div>
      </main>
    );
  }
  return (
    <main className="progress" aria-label={t('sets.progress')}>
      <header className="progress__head">
        <h1>{t('sets.progress')}</h1>
        <Segmented
          label={t('sets.countedIn')}
          options={MEASURES.map(({ value, key }) => ({ value, text: t(key) }))}
          value={measure}
          onChange={(next) => setMeasure(next ?? 'documents')}
        />
        <Button disabled={!canWrite} onClick={() => askForSet([])}>
          <Plus size={14} aria-hidden="true" /> {t('sets.newSet')}
        </Button>
      </header>
      <HiddenNote layers={project.hidden.layers.length} />
      <AssignedReading project={project} measure={measure} />
      {stretches.map((stretch) => (
        <section key={stretch.key} className="progress__set" aria-label={stretch.name}>
          <header className="progress__set-head">
            <h2 dir="auto">{stretch.name}</h2>
            <span className="count">{documentsWord(stretch.documents.length)}</span>
            <span className="progress__set-tools">
              <IconButton
                label={t('sets.showDocuments', { name: stretch.name })}
                size="small"
                onClick={() => showDocuments({ set: stretch.key, state: null })}
              >
                <FileText size={14} />
              </IconButton>
              {stretch.set ? <SetTools set={stretch.set} canWrite={canWrite} /> : null}
            </span>
          </header>
          {stretch.documents.length === 0 ? (
            <p className="progress__none">{t('sets.emptySet')}</p>
          ) : (
            <ul className="progress__people">
              {people.map((person) => (
                <PersonRow
                  key={person.id}
                  person={person}
                  isSelf={person.id === project.annotator.id}
                  measure={measure}
                  progress={progressOf(stretch.documents, person.id)}
                  onShow={(state) =>
                    showDocuments({ set: stretch.key, state: { annotator: person.id, state } })
                  }
                />
              ))}
            </ul>
          )}
        </section>
      ))}
    </main>
  );
}

/** How far each has come with what the plan gives them to read; nothing where nobody is assigned anything. */
function AssignedReading({
  project,
  measure,
}: {
  readonly project: ProjectSnapshot;
  readonly measure: Measure;
}) {
  const { plan, status } = useTeam();
  const assignments = assignmentsIn({ plan, status });
  const self = project.annotator.id;
  const readers = [...new Set(assignments.flatMap(({ readers: all }) => Object.keys(all)))]
    .map((id) => annotatorIdSchema.parse(id))
    .toSorted((a, b) => Number(b === self) - Number(a === self));
  if (readers.length === 0) return null;
  const known = [...project.project.annotators, ...(status?.people ?? []), ...plan.readers];
  return (
    <section className="progress__set" aria-label={t('sets.assigned')}>
      <header className="progress__set-head">
        <h2>{t('sets.assigned')}</h2>
      </header>
      <ul className="progress__people">
        {readers.map((id) => {
          const documents = assignedTo(assignments, id);
          const progress = progressOf(
            project.documents.filter((summary) => documents.has(summary.id)),
            id,
          );
          return (
            <PersonRow
              key={id}
              person={{ id, name: known.find((person) => person.id === id)?.name ?? id }}
              isSelf={id === self}
              measure={measure}
              progress={progress}
              note={t('sets.doneOfAssigned', {
                done: progress.done.documents,
                total: totalOf(progress).documents,
              })}
              onShow={(state) => showDocuments({ set: null, state: { annotator: id, state }, assigned: id })}
            />
          );
        })}
      </ul>
    </section>
  );
}

function SetTools({ set, canWrite }: { readonly set: DocumentSet; readonly canWrite: boolean }) {
  return (
    <>
      <IconButton
        label={t('sets.renameNamed', { name: set.name })}
        size="small"
        disabled={!canWrite}
        onClick={() => askForSetName(set)}
      >
        <Pencil size={13} />
      </IconButton>
      <IconButton
        label={t('sets.deleteNamed', { name: set.name })}
        size="small"
        disabled={!canWrite}
        onClick={() => deleteSet(set)}
      >
        <Trash2 size={13} />
      </IconButton>
    </>
  );
}

interface PersonRowProps {
  readonly person: Annotator;
  readonly isSelf: boolean;
  readonly measure: Measure;
  readonly progress: Progress;
  /** The same in a few words. */
  readonly note?: string;
  onShow(state: ReadingState): void;
}

function PersonRow({ person, isSelf, measure, progress, note, onShow }: PersonRowProps) {
  const total = totalOf(progress)[measure];
  return (
    <li className="progress__person">
      <span className="progress__name" dir="auto">
        {person.name}
        {isSelf ? <span className="progress__self"> {t('sets.you')}</span> : null}
        {note ? <span className="progress__note">{note}</span> : null}
      </span>
      {/* The same in words stands beside it. */}
      <span className="progress__bar" aria-hidden="true" data-empty={total === 0 || undefined}>
        {BAR_ORDER.map((state) => (
          <span key={state} data-state={state} style={{ flexGrow: progress[state][measure] }} />
        ))}
      </span>
      <span className="progress__numbers">
        {BAR_ORDER.map((state) => {
          const { documents } = progress[state];
          const said = { name: person.name, total: progress[state][measure], state: stateWord(state) };
          return (
            <button
              key={state}
              type="button"
              className="progress__number"
              disabled={documents === 0}
              title={documents === 0 ? undefined : t('sets.show', { count: documents })}
              aria-label={
                measure === 'documents'
                  ? t('sets.numberSaid', said)
                  : t('sets.numberSaidIn', { ...said, count: documents })
              }
              onClick={() => onShow(state)}
            >
              <StateIcon state={state} size={13} />
              <span>{rich(t('sets.number', said), BOLD)}</span>
            </button>
          );
        })}
      </span>
    </li>
  );
}

/** All documents first, then the sets by name, then what is in none of them. */
function stretchesOf(project: ProjectSnapshot): Stretch[] {
  const present = project.documents.filter(({ removedAt }) => !removedAt);
  const byId = new Map(present.map((summary) => [summary.id, summary]));
  const inSets = new Set(project.documentSets.flatMap(({ documents }) => documents));
  const others = present.filter(({ id }) => !inSets.has(id));
  const sets = project.documentSets.toSorted((a, b) => a.name.localeCompare(b.name));
  return [
    { key: null, name: t('sets.all'), set: null, documents: present },
    ...sets.map((set) => ({
      key: set.id,
      name: set.name,
      set,
      documents: set.documents.flatMap((id) => byId.get(id) ?? []),
    })),
    ...(sets.length > 0 && others.length > 0
      ? [{ key: NO_SET, name: t('sets.inNoSet'), set: null, documents: others } as const]
      : []),
  ];
}

/** Oneself first, then everybody who has begun. */
function readersOf({ annotator, project, documents }: ProjectSnapshot): Annotator[] {
  const active = new Set(documents.flatMap(({ layers }) => layers.map((layer) => layer.annotator)));
  const others = peopleOf(project.annotators).filter(({ id }) => id !== annotator.id && active.has(id));
  return [annotator, ...others];
}
