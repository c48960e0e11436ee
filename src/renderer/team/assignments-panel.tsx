import { useState } from 'react';
import type { ProjectSnapshot } from '../../contract/calls.ts';
import type { TeamStatusValue } from '../../contract/team-calls.ts';
import type { AnnotatorId, DocumentId } from '../../core/ids.ts';
import { drawAssignment } from '../../core/team/assign.ts';
import { ALL_DOCUMENTS, type Assignment } from '../../core/team/plan.ts';
import { setState } from '../app/state.ts';
import { formatPercent } from '../i18n/format.ts';
import { t } from '../i18n/texts.ts';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { peopleOf } from './people-panel.tsx';
import { changePlan } from './plan-actions.ts';

interface AssignmentsPanelProps {
  readonly project: ProjectSnapshot;
  readonly status: TeamStatusValue;
  readonly mayPlan: boolean;
}

/** Who reads what, and how it is drawn. */
export function AssignmentsPanel({ project, status, mayPlan }: AssignmentsPanelProps) {
  const nameOfSet = (id: string): string =>
    id === ALL_DOCUMENTS
      ? t('team.everyDocument')
      : (project.documentSets.find((set) => set.id === id)?.name ?? id);
  return (
    <section className="team__section" aria-labelledby="team-assignments">
      <h2 id="team-assignments" tabIndex={-1}>
        {t('team.assignments')}
      </h2>
      {status.assignments.length === 0 ? <p className="team__note">{t('team.noAssignments')}</p> : null}
      {status.assignments.map((assignment) => (
        <AssignmentLines
          key={assignment.set}
          assignment={assignment}
          name={nameOfSet(assignment.set)}
          project={project}
          status={status}
          mayPlan={mayPlan}
        />
      ))}
      {mayPlan ? <DrawForm project={project} status={status} /> : null}
    </section>
  );
}

interface AssignmentLinesProps extends AssignmentsPanelProps {
  readonly assignment: TeamStatusValue['assignments'][number];
  /** Of the set. */
  readonly name: string;
}

/** Who reads which documents of a set, each list to be opened. */
function AssignmentLines({ assignment, name, project, status, mayPlan }: AssignmentLinesProps) {
  const { set, seed, overlap, readers } = assignment;
  const people = peopleOf(status);
  const shared = sharedDocuments(assignment);
  const titleOf = (id: DocumentId): string =>
    project.documents.find((document) => document.id === id)?.title ?? t('team.documentElsewhere', { id });
  return (
    <div className="team__lines">
      <div className="team__lines-head">
        <h3 dir="auto">
          {t('team.assignmentOf', { name, overlap: formatPercent(overlap), seed: String(seed) })}
        </h3>
        {mayPlan ? (
          <Button
            tone="quiet"
            className="button--small"
            aria-label={t('team.unassignNamed', { name })}
            onClick={() => askToUnassign(set, name)}
          >
            {t('team.unassign')}
          </Button>
        ) : null}
      </div>
      <ul className="team__readings">
        {Object.entries(readers).map(([id, documents]) => (
          <li key={id}>
            <details>
              <summary>
                <span dir="auto">{people.find((person) => person.id === id)?.name ?? id}</span>
                <span className="team__note">{t('team.documents', { count: documents.length })}</span>
              </summary>
              <ul>
                {documents.map((document) => (
                  <li key={document}>
                    <span dir="auto">{titleOf(document)}</span>
                    {shared.has(document) ? <span className="team__note">{t('team.readByAll')}</span> : null}
                  </li>
                ))}
              </ul>
            </details>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** What every reader was given; of a single reader's, nothing. */
function sharedDocuments({ readers }: Assignment): ReadonlySet<DocumentId> {
  const [first = [], ...others] = Object.values(readers);
  if (others.length === 0) return new Set();
  return new Set(first.filter((id) => others.every((documents) => documents.includes(id))));
}

function askToUnassign(set: string, name: string): void {
  setState({
    dialog: {
      kind: 'confirm',
      title: t('team.unassignTitle', { name }),
      message: t('team.unassignMessage'),
      action: t('team.unassignNow'),
      isDangerous: false,
      onConfirm: () => changePlan({ kind: 'unassign', set }),
    },
  });
}

function DrawForm({ project, status }: Omit<AssignmentsPanelProps, 'mayPlan'>) {
  const people = peopleOf(status);
  const [set, setSet] = useState<string>(ALL_DOCUMENTS);
  const [leftOut, setLeftOut] = useState<ReadonlySet<AnnotatorId>>(new Set());
  const [overlap, setOverlap] = useState('20');
  const [seed, setSeed] = useState('1');
  const present = project.documents.filter(({ removedAt }) => !removedAt).map(({ id }) => id);
  const ofSet = project.documentSets.find(({ id }) => id === set)?.documents;
  const documents = ofSet ? present.filter((id) => ofSet.includes(id)) : present;
  const readers = people.map(({ id }) => id).filter((id) => !leftOut.has(id));
  const share = overlap === '' ? Number.NaN : Number(overlap) / 100;
  const isGood =
    share >= 0 && share <= 1 && /^\d{1,9}$/.test(seed) && readers.length > 0 && documents.length > 0;

  return (
    <form
      className="team__card"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isGood) return;
        const drawn = drawAssignment(documents, readers, share, Number(seed));
        changePlan({
          kind: 'assignment',
          assignment: { set, seed: Number(seed), overlap: share, readers: drawn },
        });
      }}
    >
      <p className="team__note">{t('team.assignAbout')}</p>
      <div className="team__fields">
        <Field label={t('team.assignSet')}>
          <select className="input" value={set} onChange={(event) => setSet(event.target.value)}>
            <option value={ALL_DOCUMENTS}>{t('team.everyDocument')}</option>
            {project.documentSets.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </Field>
        <Field label={t('team.overlap')}>
          <input
            className="input"
            type="number"
            min={0}
            max={100}
            value={overlap}
            onChange={(event) => setOverlap(event.target.value)}
          />
        </Field>
        <Field label={t('team.seed')}>
          <input
            className="input"
            inputMode="numeric"
            value={seed}
            onChange={(event) => setSeed(event.target.value)}
          />
        </Field>
      </div>
      <fieldset className="team__readers">
        <legend className="field__label">{t('team.readers')}</legend>
        {people.map(({ id, name }) => (
          <label key={id} className="team__check">
            <input
              type="checkbox"
              checked={!leftOut.has(id)}
              onChange={(event) => {
                const next = new Set(leftOut);
                if (event.target.checked) next.delete(id);
                else next.add(id);
                setLeftOut(next);
              }}
            />
            <span dir="auto">{name}</span>
          </label>
        ))}
      </fieldset>
      <div className="team__buttons">
        <Button type="submit" disabled={!isGood}>
          {t('team.draw')}
        </Button>
      </div>
    </form>
  );
}
